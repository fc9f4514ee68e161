import type { z } from "zod";
import { HardwareError, quoteReceived } from "../../core/index.ts";

/** Schema names of earlier versions, and what became of them. */
const OLD_SCHEMAS: Readonly<Record<string, string>> = {
  "ohmfield-hardware-1":
    "a board (hardware/boards/*.json) and a device (hardware/devices/*.json) in files of their own",
};

const TYPES: Readonly<Record<string, string>> = {
  number: "a number",
  string: "a text",
  object: "an object",
  array: "a list",
  boolean: "true or false",
};

function lookUp(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const key of path) found = (found as Record<PropertyKey, unknown> | null | undefined)?.[key];
  return found;
}

function expectedBy(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type" && issue.message.startsWith("Invalid input")) {
    return TYPES[issue.expected] ?? issue.expected;
  }
  return issue.message.replace(/^(Invalid input: )?expected /i, "");
}

/** What stands at a path; for a missing field the names that stand beside it, one of which may be it misspelt. */
function received(json: unknown, path: readonly PropertyKey[]): string {
  const value = lookUp(json, path);
  if (value !== undefined) return quoteReceived(value);
  const siblings = Object.keys((lookUp(json, path.slice(0, -1)) as object | undefined) ?? {});
  return siblings.length === 0 ? "nothing" : `nothing among ${siblings.join(", ")}`;
}

/** The error of what matters most: the file's kind, then a misspelt name, then the first other thing. */
function schemaError(json: unknown, issues: readonly z.core.$ZodIssue[], file: string): HardwareError {
  const kind = issues.find((issue) => issue.path.length === 1 && issue.path[0] === "schema");
  const unknown = kind ? undefined : issues.find((issue) => issue.code === "unrecognized_keys");
  if (unknown) {
    const key = unknown.keys[0]!;
    const missing = issues
      .filter((i) => i.path.length === unknown.path.length + 1 && lookUp(json, i.path) === undefined)
      .map((i) => String(i.path.at(-1)));
    const others = missing.length === 0 ? "no such field" : `${missing.join(", ")} in its place`;
    return new HardwareError("unknown field", {
      code: "hardware.profile",
      file,
      field: [...unknown.path, key].join("."),
      received: received(json, [...unknown.path, key]),
      expected: `only the fields of the schema: ${others}`,
    });
  }
  const issue = kind ?? issues[0]!;
  return new HardwareError(lookUp(json, issue.path) === undefined ? "missing" : "wrong value", {
    code: "hardware.profile",
    file,
    field: issue.path.length === 0 ? "(top)" : issue.path.join("."),
    received: received(json, issue.path),
    expected: expectedBy(issue),
  });
}

/**
 * JSON text as plain data.
 * @throws HardwareError naming the file.
 */
export function parseHardwareJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HardwareError(`not JSON: ${(cause as Error).message}`, { code: "hardware.json", file, cause });
  }
}

/**
 * Checks plain data against a schema.
 * @throws HardwareError naming file, field, what was received and what was expected.
 */
export function checkHardware<T>(schema: z.ZodType<T>, json: unknown, file: string): T {
  const name = lookUp(json, ["schema"]);
  if (typeof name === "string" && Object.hasOwn(OLD_SCHEMAS, name)) {
    throw new HardwareError("the schema of an earlier version", {
      code: "hardware.old-schema",
      file,
      field: "schema",
      received: name,
      expected: OLD_SCHEMAS[name]!,
    });
  }
  const result = schema.safeParse(json);
  if (!result.success) throw schemaError(json, result.error.issues, file);
  return result.data;
}
