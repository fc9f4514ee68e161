import { join } from "node:path";
import {
  defaultSolvers,
  enterRace,
  type RaceBudget,
  type RaceEntry,
  race,
  raceJson,
  raceProfiles,
  toJson,
  writeOutput,
} from "../../campaign/index.ts";
import { ArgumentError } from "../../core/index.ts";
import { drawIncumbents, drawPerformanceProfile, drawTimeToTarget } from "../../draw/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { loadProblem } from "../load.ts";
import { raceText } from "../race-text.ts";
import { encodeOptions } from "./solve.ts";

export interface RaceOptions {
  readonly solvers?: readonly string[];
  readonly seconds: number;
  readonly steps?: number;
  readonly seeds: number;
  readonly seed: number;
  readonly target?: number;
  readonly proofLimit: number;
  readonly encoding?: string;
  readonly penalty?: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** Processor seconds of this process. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Names of the tasks as file names, told apart by a number where they are alike. */
function fileNames(entries: readonly RaceEntry[]): string[] {
  const seen = new Map<string, number>();
  return entries.map(({ problem }) => {
    const name = problem.name.replace(/[^\w.-]+/g, "-");
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return before === 0 ? name : `${name}-${before + 1}`;
  });
}

/** Writes race.json and the pictures. */
async function writeFolder(folder: string, entries: readonly RaceEntry[], budget: RaceBudget): Promise<void> {
  const races = entries.map((entry) => raceJson(entry, budget, true));
  const profile = raceProfiles(entries, budget);
  await writeOutput(join(folder, "race.json"), toJson({ races, profile }));
  const names = fileNames(entries);
  for (const [k, { problem, result }] of entries.entries()) {
    const { reference, solvers } = result;
    if (solvers.length === 0) continue;
    const common = { unit: budget.unit, budget: budget.amount };
    const runs = solvers.map(({ name, trace }) => ({ name, runs: trace }));
    const incumbents = { ...common, title: `${problem.name}: best solution so far`, sense: problem.sense, reference };
    await writeOutput(
      join(folder, `${names[k]}-incumbents.svg`),
      await drawIncumbents({ ...incumbents, solvers: runs }),
    );
    const target = reference.objective === null ? "no reference" : `until ${reference.objective}`;
    const picture = { ...common, title: `${problem.name}: time ${target}`, solvers };
    await writeOutput(join(folder, `${names[k]}-time-to-target.svg`), await drawTimeToTarget(picture));
  }
  if (profile === null) return;
  const title = `Performance profile, ${entries.length} task${entries.length === 1 ? "" : "s"}`;
  await writeOutput(join(folder, "profile.svg"), await drawPerformanceProfile({ title, solvers: profile }));
}

/** Races solvers on tasks, each solver and seed with the same processor time. */
export async function raceVerb(files: readonly string[], options: RaceOptions, context: Context): Promise<number> {
  if (options.target !== undefined && files.length > 1) {
    throw new ArgumentError("one target cannot serve several tasks", {
      code: "cli.target",
      received: `${files.length} files`,
      expected: "one file with --target",
    });
  }
  const { steps, seconds } = options;
  const budget: RaceBudget =
    steps === undefined ? { unit: "seconds", amount: seconds } : { unit: "sweeps", amount: steps };
  const tasks = [];
  for (const file of files) {
    const { problem } = await loadProblem(file);
    const solvers = [...new Set(options.solvers ?? defaultSolvers(problem))];
    const spec = { problem, encoding: encodeOptions(options), solvers };
    // What does not fit is refused before the first run of the first task.
    enterRace(spec);
    tasks.push({ file, spec });
  }
  const entries: RaceEntry[] = [];
  for (const { file, spec } of tasks) {
    if (context.signal.aborted) break;
    const result = await race({
      ...spec,
      seed: options.seed,
      runs: options.seeds,
      budget,
      ...(options.target === undefined ? {} : { target: options.target }),
      proofSeconds: options.proofLimit,
      processorSeconds,
      now: context.now,
      signal: context.signal,
      progress: (progress) => context.progress({ ...progress, note: `${spec.problem.name}: ${progress.note ?? ""}` }),
    });
    entries.push({ file, problem: spec.problem, result });
  }
  context.endProgress();
  if (options.out !== undefined) await writeFolder(options.out, entries, budget);
  if (options.json === true) {
    const races = entries.map((entry) => raceJson(entry, budget, false));
    const several = { races, profile: raceProfiles(entries, budget), complete: entries.length === files.length };
    context.print(JSON.stringify(files.length === 1 ? races[0] : several));
  } else {
    entries.forEach((entry, k) => {
      if (k > 0) context.print("");
      for (const line of raceText(entry, budget)) context.print(line);
    });
    if (options.out !== undefined) context.print(`written to ${options.out}`);
  }
  return context.signal.aborted ? EXIT.interrupted : EXIT.done;
}
