import { join } from "node:path";
import { printNetlist } from "../circuit/index.ts";
import { OhmfieldError, type ProgressSink, throwIfCancelled } from "../core/index.ts";
import { requireRepair } from "../problem/index.ts";
import { type RunVerdict, type Summary, summarise } from "../verify/index.ts";
import { type Anneal, circuitOfRun, devicesFor, examineRun } from "./anneal.ts";
import { differencesOf } from "./compare.ts";
import { readText } from "./files.ts";
import { type SolvedReference, solveReference } from "./reference.ts";
import { plainJson, readRunFolder, type StoredCampaign, writtenCompiled } from "./run-folder.ts";
import { judge } from "./solve.ts";

/** A run folder judged anew. */
export interface Recheck {
  readonly stored: StoredCampaign;
  readonly reference: SolvedReference | null;
  readonly runs: readonly RunVerdict[];
  readonly summary: Summary | null;
  /** Where the folder differs from what it should hold, a line each, naming the file. */
  readonly differences: readonly string[];
}

/** Fields that an interrupted proof left open. */
const NEEDS_REFERENCE = ["gap", "hamming", "success"];

/** What is wrong with a file, as differences: nothing, or why it cannot be used. */
async function attempt(file: string, work: () => Promise<string[]>): Promise<string[]> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OhmfieldError) return [`${file}: ${error.message}`];
    throw error;
  }
}

/**
 * Judges a run folder anew from its task, profile, settings and waveforms, proves the optimum again, and compares with
 * every other file that the folder holds.
 *
 * @throws ArgumentError, ProblemError, HardwareError naming the file that cannot be read; CancelledError
 */
export async function recheck(
  folder: string,
  hooks: {
    readonly now: () => number;
    readonly signal?: AbortSignal;
    readonly progress?: ProgressSink;
    /** Repairs infeasible states even where the campaign did not. */
    readonly repair?: boolean;
  },
): Promise<Recheck> {
  const stored = await readRunFolder(folder);
  const { prepared, compiled, settings, verdict } = stored;
  const repair = hooks.repair === true || settings.repair;
  if (hooks.repair === true) requireRepair(stored.problem, prepared.encoding);
  const reference = await solveReference(prepared, { seed: settings.seed, ...hooks });
  const differences: string[] = [];
  const mustHold = async (file: string, wanted: string) => {
    const same = async () =>
      (await readText(join(folder, file))) === wanted ? [] : [`${file}: not what the task, profile and settings give`];
    differences.push(...(await attempt(file, same)));
  };
  for (const [file, text] of writtenCompiled(compiled ?? prepared)) await mustHold(file, text);

  const anneals: Anneal[] = [];
  for (const seed of compiled === null ? [] : stored.seeds) {
    throwIfCancelled(hooks.signal);
    const { topology, schedule } = settings;
    const devices = devicesFor(compiled!, settings.engine);
    const hopfield = circuitOfRun({ compiled: compiled!, topology, schedule, devices }, seed);
    if (hopfield.circuit.array === undefined) await mustHold(`netlist-${seed}.cir`, printNetlist(hopfield.circuit));
    const examine = async () => {
      const waveforms = await stored.waveforms(seed);
      anneals.push(examineRun(compiled!, schedule, hopfield, waveforms, seed, settings.engine, repair));
      return [];
    };
    differences.push(...(await attempt(`waveforms-${seed}.raw`, examine)));
  }
  const runs = judge(prepared, anneals, reference);
  const failures = verdict?.failures.length ?? 0;
  const summary = reference === null || runs.length === 0 ? null : summarise(runs, reference.verdict, failures);
  if (verdict !== undefined) {
    const at = (what: string) => `verdict.json: ${what}`;
    const proved = verdict.reference !== null;
    if (proved)
      differences.push(...differencesOf(verdict.reference, reference?.verdict ?? null, at("reference"), ["seconds"]));
    for (const run of runs) {
      const before = verdict.runs.find((r) => r.seed === run.seed);
      if (before === undefined) differences.push(at(`seed ${run.seed} is missing, its waveforms are there`));
      else {
        const skip = [...(proved ? [] : NEEDS_REFERENCE), ...(repair === settings.repair ? [] : ["repaired"])];
        differences.push(...differencesOf(before, plainJson(run), at(`seed ${run.seed}`), skip));
      }
    }
    for (const { seed } of verdict.runs) {
      if (!stored.seeds.includes(seed)) differences.push(`waveforms-${seed}.raw: missing, the verdict has its run`);
    }
    if (proved) differences.push(...differencesOf(verdict.summary, plainJson(summary), at("summary")));
  }
  return { stored, reference, runs, summary, differences };
}
