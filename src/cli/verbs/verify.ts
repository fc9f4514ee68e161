import { circuitOfRun, examineRun, judge, readRunFolder, solveReference } from "../../campaign/index.ts";
import { summarise } from "../../verify/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { referenceText, runTable, summaryText } from "../verdict-text.ts";

/** Fields of a run that the stored verdict must agree on. */
const COMPARED = ["settled", "objective", "energy", "gap", "stable", "hamming", "success"] as const;

/**
 * Judges a run folder anew from its task, profile, settings and waveforms, proving the optimum again, and compares
 * with the verdict that it holds.
 */
export async function verifyVerb(
  folder: string,
  options: { readonly json?: boolean },
  context: Context,
): Promise<number> {
  const stored = await readRunFolder(folder);
  const { compiled, settings, problem } = stored;
  const spec = { compiled, topology: settings.topology, schedule: settings.schedule };
  const reference = await solveReference(compiled, {
    seed: settings.seed,
    signal: context.signal,
    progress: context.progress,
    now: context.now,
  });
  const anneals = [];
  for (const seed of stored.seeds) {
    const waveforms = await stored.waveforms(seed);
    anneals.push(examineRun(compiled, settings.schedule, circuitOfRun(spec, seed), waveforms, seed, settings.engine));
  }
  const runs = judge(spec, anneals, reference);
  const summary = runs.length === 0 ? null : summarise(runs, reference.verdict);
  const before = (stored.verdict as { runs?: Record<string, unknown>[] } | undefined)?.runs ?? [];
  const differences: string[] = [];
  for (const run of runs) {
    const old = before.find((r) => r.seed === run.seed);
    if (old === undefined) continue;
    for (const field of COMPARED) {
      if (old[field] !== run[field]) differences.push(`seed ${run.seed}: ${field} was ${old[field]}, is ${run[field]}`);
    }
  }
  context.endProgress();
  if (options.json === true) {
    const { kind, name, n, sense } = problem;
    const task = { kind, name, n, sense };
    context.print(JSON.stringify({ task, settings, reference: reference.verdict, runs, summary, differences }));
  } else {
    context.print(`${folder}: ${runs.length} of ${settings.runs} runs of ${problem.name}`);
    context.print(referenceText(reference));
    context.print("");
    for (const line of runTable(runs)) context.print(line);
    context.print("");
    if (summary !== null) for (const line of summaryText(summary, reference.verdict.proven)) context.print(line);
    for (const line of differences) context.print(`differs from the stored verdict: ${line}`);
    if (before.length > 0 && differences.length === 0) context.print("the stored verdict is confirmed");
  }
  return differences.length === 0 && runs.some((r) => r.settled) ? EXIT.done : EXIT.no;
}
