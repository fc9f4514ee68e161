/**
 * Reading a certificate. The head and every single node go through a strict schema; the tree is walked with a stack,
 * since a schema that calls itself would overflow on a deep one.
 */

import { z } from "zod";
import { CertificateError, LimitError, quoteReceived } from "../../core/index.ts";
import type { Certificate } from "../certificate.ts";
import { type Path, pathText, TREE_PATH } from "./tree.ts";

/** Longest text that is parsed, in UTF-16 units. */
export const MAX_CERTIFICATE_LENGTH = 2 ** 28;

/** Most lists and objects in a file: together some gigabyte of memory once parsed. */
export const MAX_CERTIFICATE_PARTS = 10_000_000;

const index = z.int().min(0, { error: "expected a whole number of at least 0" });
const indices = z.array(index);
const pair = z.tuple([index, index]);

const head = z.strictObject({
  format: z.literal("ohmfield-certificate-1"),
  task: z.strictObject({ kind: z.string(), name: z.string() }),
  encoding: z.string().nullable(),
  objective: z.number(),
  bound: z.number(),
  proven: z.boolean(),
  solution: z.string(),
  proof: z.strictObject({ kind: z.enum(["spins", "tour", "assignment"]), tree: z.unknown() }),
});

const cut = z.strictObject({
  spins: indices,
  signs: z.array(z.union([z.literal(1), z.literal(-1)], { error: "expected 1 or -1" })),
  multiplier: z.number(),
});
const cycle = z.strictObject({ spins: indices, odd: z.array(z.boolean()), multiplier: z.number() });
const subtour = z.strictObject({ cities: indices, multiplier: z.number() });
const comb = z.strictObject({ handle: indices, teeth: z.array(indices), multiplier: z.number() });

/** What a tree of one kind of proof is made of. */
interface Grammar {
  /** The field that marks a branch. */
  readonly mark: string;
  readonly branch: z.ZodType;
  /** Fields that hold one child each. */
  readonly children: readonly string[];
  /** Field that holds a list of children. */
  readonly list?: string;
  readonly leaves: ReadonlyMap<string, z.ZodType>;
}

const GRAMMARS: Readonly<Record<"spins" | "tour" | "assignment", Grammar>> = {
  spins: {
    mark: "pair",
    branch: z.strictObject({ pair, same: z.unknown(), opposite: z.unknown() }),
    children: ["same", "opposite"],
    leaves: new Map<string, z.ZodType>([
      ["semidefinite", z.strictObject({ leaf: z.string(), multipliers: z.array(z.number()), cuts: z.array(cut) })],
      ["cycles", z.strictObject({ leaf: z.string(), cycles: z.array(cycle) })],
      ["elimination", z.strictObject({ leaf: z.string(), order: indices })],
    ]),
  },
  tour: {
    mark: "edge",
    branch: z.strictObject({ edge: pair, in: z.unknown(), out: z.unknown() }),
    children: ["in", "out"],
    leaves: new Map<string, z.ZodType>([
      [
        "linear",
        z.strictObject({
          leaf: z.string(),
          potentials: z.array(z.number()),
          inPotentials: z.array(z.number()).optional(),
          subtours: z.array(subtour),
          combs: z.array(comb),
        }),
      ],
      ["infeasible", z.strictObject({ leaf: z.string() })],
    ]),
  },
  assignment: {
    mark: "place",
    branch: z.strictObject({ place: index, at: z.array(z.unknown()) }),
    children: [],
    list: "at",
    leaves: new Map<string, z.ZodType>([["gilmore-lawler", z.strictObject({ leaf: z.string() })]]),
  },
};

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A received value in few words; a whole subtree is never written out. */
function describe(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value))
    return quoteReceived(`an object with ${Object.keys(value).slice(0, 8).join(", ") || "no fields"}`);
  return value === undefined ? "nothing" : quoteReceived(value);
}

function wrong(file: string | undefined, field: string, received: string, expected: string): CertificateError {
  return new CertificateError("the certificate cannot be read", {
    code: "certificate.field",
    ...(file === undefined ? {} : { file }),
    field,
    received,
    expected,
  });
}

/** Throws the first thing that `schema` finds wrong in `value`, which stands at `at`. */
function require(schema: z.ZodType, value: unknown, file: string | undefined, at: () => string): void {
  const result = schema.safeParse(value);
  if (result.success) return;
  const issue = result.error.issues[0]!;
  const field = [at(), ...issue.path.map(String)].filter((part) => part !== "").join(".") || "(top)";
  if (issue.code === "unrecognized_keys") {
    throw wrong(file, field, quoteReceived(`unknown field ${issue.keys.join(", ")}`), "only the fields of the format");
  }
  let found = value;
  for (const key of issue.path) found = (found as Record<PropertyKey, unknown> | undefined)?.[key];
  throw wrong(file, field, describe(found), issue.message.replace(/^(Invalid input: )?expected /i, ""));
}

function requireTree(tree: unknown, grammar: Grammar, file: string | undefined): void {
  const stack: { readonly node: unknown; readonly path: Path }[] = [{ node: tree, path: TREE_PATH }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { node, path } = next;
    const at = (): string => pathText(path);
    if (!isObject(node)) throw wrong(file, at(), describe(node), "a branch or a leaf");
    if (!Object.hasOwn(node, grammar.mark)) {
      const schema = grammar.leaves.get(String(node.leaf));
      const kinds = [...grammar.leaves.keys()].join(", ");
      if (schema === undefined) {
        throw wrong(file, at(), describe(node), `a branch with ${grammar.mark}, or a leaf: ${kinds}`);
      }
      require(schema, node, file, at);
      continue;
    }
    require(grammar.branch, node, file, at);
    for (const step of grammar.children) stack.push({ node: node[step], path: { parent: path, step } });
    if (grammar.list === undefined) continue;
    const list = { parent: path, step: grammar.list };
    const nodes = node[grammar.list] as readonly unknown[];
    nodes.forEach((child, k) => {
      stack.push({ node: child, path: { parent: list, step: `${k}` } });
    });
  }
}

/** Throws CertificateError, naming the field, unless `value` has the shape of a certificate with finite numbers. */
export function requireCertificate(value: unknown, file?: string): asserts value is Certificate {
  require(head, value, file, () => "");
  const { proof, encoding } = value as { proof: { kind: keyof typeof GRAMMARS; tree: unknown }; encoding: unknown };
  if ((proof.kind === "spins") !== (encoding !== null)) {
    const expected = proof.kind === "spins" ? "the name of an encoding" : `null, for a proof of kind ${proof.kind}`;
    throw wrong(file, "encoding", describe(encoding), expected);
  }
  requireTree(proof.tree, GRAMMARS[proof.kind], file);
}

function requireSize(text: string, file: string): void {
  let parts = 0;
  for (let i = 0; i < text.length && text.length <= MAX_CERTIFICATE_LENGTH; i++) {
    const unit = text.charCodeAt(i);
    // "[" and "{"
    if (unit === 0x5b || unit === 0x7b) parts++;
  }
  if (text.length <= MAX_CERTIFICATE_LENGTH && parts <= MAX_CERTIFICATE_PARTS) return;
  throw new LimitError("the certificate is too large", {
    code: "certificate.size",
    file,
    received: parts > 0 ? `${parts} lists and objects` : `${text.length} characters`,
    expected: `at most ${MAX_CERTIFICATE_PARTS} lists and objects in ${MAX_CERTIFICATE_LENGTH} characters`,
  });
}

/**
 * Parses a certificate from JSON text. Only its shape is looked at; whether it holds is for `checkCertificate`.
 * @param file names the source in errors.
 * @throws CertificateError naming file, field, what was received and what was expected; LimitError for a huge file.
 */
export function parseCertificate(text: string, file: string): Certificate {
  requireSize(text, file);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new CertificateError(`not JSON: ${quoteReceived((cause as Error).message)}`, {
      code: "certificate.json",
      file,
      cause,
    });
  }
  requireCertificate(json, file);
  return json;
}
