import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { z } from "zod";
import { CertificateError, quoteReceived } from "../core/index.ts";
import { energy } from "../network/index.ts";
import { type AnyProblem, scoreSpins } from "../problem/index.ts";
import { type CertificateVerdict, checkCertificateAsync, parseCertificate } from "../reference/index.ts";
import { readNetlistNetwork, type SettlingFacts, settlingDoubts, settlingFacts, spinsOf } from "../verify/index.ts";
import { liftState, type Prepared, prepareProblem } from "./compile.ts";
import { readBytes, readText } from "./files.ts";
import { fromRaw, type StoredCampaign } from "./run-folder.ts";

/** A file beside the certificate, by name and content. */
interface NamedFile {
  readonly file: string;
  readonly sha256: string;
}

/**
 * The certificate of one settled run: which files it speaks of and what they show. A checker repeats every number from
 * those files. Plain data, a JSON file in the folder of the run.
 */
export interface SettlingCertificate {
  readonly format: "ohmfield-settling-1";
  readonly task: { readonly kind: string; readonly name: string };
  readonly encoding: string;
  readonly penaltyWeight: number | null;
  readonly presolve: boolean;
  readonly seed: number;
  readonly netlist: NamedFile;
  readonly waveforms: NamedFile;
  /** Certificate of the optimum; null when there is none. */
  readonly proof: NamedFile | null;
  readonly settling: SettlingFacts;
  /** Objective of the settled state; null when it decodes to no feasible solution. */
  readonly objective: number | null;
  /** Energy of the settled state in the network that the array carries, without the array's errors. */
  readonly energy: number;
  /** |objective - bound of the proof|: how far the voltages are from the optimum at most; null without either. */
  readonly gap: number | null;
}

/** Numbers of a certificate and of its check may differ by the rounding of sums, relative to their size. */
const SAME = 1e-9;

const named = z.strictObject({ file: z.string().regex(/^[^/\\]+$/), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const schema = z.strictObject({
  format: z.literal("ohmfield-settling-1"),
  task: z.strictObject({ kind: z.string(), name: z.string() }),
  encoding: z.string(),
  penaltyWeight: z.number().nullable(),
  presolve: z.boolean(),
  seed: z.int(),
  netlist: named,
  waveforms: named,
  proof: named.nullable(),
  settling: z.strictObject({
    spins: z.array(z.union([z.literal(1), z.literal(-1)])),
    endSeconds: z.number(),
    marginVolts: z.number(),
    residual: z.number(),
    growth: z.number(),
    lyapunov: z.strictObject({
      rise: z.number(),
      startWatts: z.number(),
      endWatts: z.number(),
      lifts: z.array(z.string()),
    }),
    asymmetry: z.number(),
  }),
  objective: z.number().nullable(),
  energy: z.number(),
  gap: z.number().nullable(),
});

/** Whether JSON text is a certificate of this kind, so that the right checker reads it. */
export function isSettlingCertificate(text: string): boolean {
  return /"format"\s*:\s*"ohmfield-settling-1"/.test(text.slice(0, 200));
}

/** Reads a certificate. @throws CertificateError naming file and field */
export function parseSettlingCertificate(text: string, file: string): SettlingCertificate {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new CertificateError(`not JSON: ${(cause as Error).message}`, { code: "settling.json", file, cause });
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0]!;
  let found: unknown = json;
  for (const key of path) found = (found as Record<PropertyKey, unknown> | undefined)?.[key];
  throw new CertificateError("this is no certificate of a settled run", {
    code: "settling.schema",
    file,
    field: path.length === 0 ? "(top)" : path.join("."),
    received: quoteReceived(found),
    expected: message.replace(/^(Invalid input: )?expected /i, ""),
  });
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** What the settled spins are worth, and how far from the bound of a proof. */
function worthOf(prepared: Prepared, settling: SettlingFacts, bound: number | null) {
  const spins = spinsOf(settling);
  const score = scoreSpins(prepared.problem, liftState(prepared, spins), prepared.encoding.name);
  const objective = score.feasible ? score.objective : null;
  const gap = objective === null || bound === null ? null : Math.abs(objective - bound);
  return { objective, energy: energy(prepared.network, spins), gap };
}

/**
 * Certifies a run of a campaign's folder.
 * @param proofFile name of a certificate of the optimum in the folder; null for none
 */
export async function certifySettling(
  folder: string,
  stored: StoredCampaign,
  seed: number,
  proofFile: string | null,
): Promise<SettlingCertificate> {
  const { settings, prepared, problem } = stored;
  const names = { netlist: `netlist-${seed}.cir`, waveforms: `waveforms-${seed}.raw` };
  const netlist = await readBytes(join(folder, names.netlist));
  const waveforms = await readBytes(join(folder, names.waveforms));
  const model = readNetlistNetwork(new TextDecoder().decode(netlist), names.netlist);
  const settling = settlingFacts(model, fromRaw(waveforms));
  let proof: NamedFile | null = null;
  let bound: number | null = null;
  if (proofFile !== null) {
    const bytes = await readBytes(join(folder, proofFile));
    proof = { file: proofFile, sha256: sha256(bytes) };
    bound = parseCertificate(new TextDecoder().decode(bytes), proofFile).bound;
  }
  return {
    format: "ohmfield-settling-1",
    task: { kind: problem.kind, name: problem.name },
    encoding: settings.encoding,
    penaltyWeight: settings.penaltyWeight,
    presolve: settings.presolve,
    seed,
    netlist: { file: names.netlist, sha256: sha256(netlist) },
    waveforms: { file: names.waveforms, sha256: sha256(waveforms) },
    proof,
    settling,
    ...worthOf(prepared, settling, bound),
  };
}

/** The word on a certificate of a settled run. */
export interface SettlingVerdict {
  /** Every file is the one named, every number is repeated, and the run settled as the certificate says. */
  readonly accepted: boolean;
  /** Why not, one line each. */
  readonly reasons: readonly string[];
  readonly objective: number | null;
  readonly gap: number | null;
  /** The word on the proof that it names; null without. */
  readonly proof: CertificateVerdict | null;
}

function different(path: string, claimed: unknown, found: unknown): string[] {
  if (typeof claimed === "number" && typeof found === "number") {
    const close = Math.abs(claimed - found) <= SAME * Math.max(1e-12, Math.abs(claimed), Math.abs(found));
    return close ? [] : [`${path}: claimed ${claimed}, found ${found}`];
  }
  if (typeof claimed === "object" && claimed !== null && typeof found === "object" && found !== null) {
    const keys = new Set([...Object.keys(claimed), ...Object.keys(found)]);
    return [...keys].flatMap((key) =>
      different(`${path}.${key}`, (claimed as Record<string, unknown>)[key], (found as Record<string, unknown>)[key]),
    );
  }
  return claimed === found ? [] : [`${path}: claimed ${JSON.stringify(claimed)}, found ${JSON.stringify(found)}`];
}

/**
 * Checks a certificate of a settled run from the files beside it: netlist, waveforms, proof, and the task. The network is
 * read off the netlist, not taken from whatever compiled it.
 *
 * @throws ArgumentError for a file that cannot be read; CertificateError for a proof that cannot
 */
export async function checkSettling(
  problem: AnyProblem,
  certificate: SettlingCertificate,
  certificateFile: string,
  hooks: { readonly signal?: AbortSignal } = {},
): Promise<SettlingVerdict> {
  const folder = dirname(certificateFile);
  const reasons: string[] = [];
  const load = async ({ file, sha256: claimed }: NamedFile): Promise<Uint8Array> => {
    const bytes = await readBytes(join(folder, file));
    const found = sha256(bytes);
    if (found !== claimed) reasons.push(`${file}: not the file of the certificate (SHA-256 ${found.slice(0, 12)}...)`);
    return bytes;
  };
  const { task, encoding, penaltyWeight, presolve } = certificate;
  reasons.push(...different("task", task, { kind: problem.kind, name: problem.name }));
  const netlist = new TextDecoder().decode(await load(certificate.netlist));
  const waveforms = fromRaw(await load(certificate.waveforms));
  let proof: CertificateVerdict | null = null;
  if (certificate.proof !== null) {
    const text = new TextDecoder().decode(await load(certificate.proof));
    proof = await checkCertificateAsync(problem, parseCertificate(text, certificate.proof.file), hooks);
    if (!proof.accepted) reasons.push(`${certificate.proof.file}: the proof is rejected`);
  }
  const settling = settlingFacts(readNetlistNetwork(netlist, certificate.netlist.file), waveforms);
  reasons.push(...different("settling", certificate.settling, settling), ...settlingDoubts(settling));
  const choice = { encoding, presolve, ...(penaltyWeight === null ? {} : { penaltyWeight }) };
  const prepared = prepareProblem(problem, choice);
  if (prepared.network.n !== settling.spins.length) {
    reasons.push(`the netlist has ${settling.spins.length} neurons, the task's network ${prepared.network.n} spins`);
    return { accepted: false, reasons, objective: null, gap: null, proof };
  }
  const bound = proof?.accepted === true ? proof.bound : null;
  const worth = worthOf(prepared, settling, bound);
  for (const key of ["objective", "energy", "gap"] as const) {
    reasons.push(...different(key, certificate[key], worth[key]));
  }
  return { accepted: reasons.length === 0, reasons, objective: worth.objective, gap: worth.gap, proof };
}

/** Reads and checks a certificate file. */
export async function checkSettlingFile(
  problem: AnyProblem,
  file: string,
  hooks: { readonly signal?: AbortSignal } = {},
): Promise<SettlingVerdict> {
  return checkSettling(problem, parseSettlingCertificate(await readText(file), file), file, hooks);
}
