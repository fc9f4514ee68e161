import { availableParallelism } from "node:os";
import { join } from "node:path";
import {
  type AnalogChoice,
  type ComparisonSettings,
  compareMethods,
  comparisonJson,
  setReport,
  toJson,
  writeOutput,
} from "../../campaign/index.ts";
import type { ScheduleName, TopologyName } from "../../circuit/index.ts";
import { assumptions, type HardwareProfile } from "../../crossbar/index.ts";
import { createEngine, type EngineName } from "../../simulate/node/index.ts";
import { type ArrayOptions, mapOptions } from "../array-options.ts";
import { compareText } from "../compare-text.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { loadProblem, loadProfile } from "../load.ts";
import { encodeOptions } from "./solve.ts";

export interface CompareOptions extends ArrayOptions {
  readonly profile: string;
  readonly topology: TopologyName;
  readonly deviceSeed: number;
  readonly schedule?: ScheduleName;
  readonly anneal?: number;
  readonly anneals?: readonly number[];
  readonly engine: EngineName;
  readonly runs: number;
  readonly solvers?: readonly string[];
  readonly sweeps?: readonly number[];
  readonly seeds: number;
  readonly seconds: number;
  readonly seed: number;
  readonly softwareWatts: number;
  readonly proofLimit: number;
  readonly encoding?: string;
  readonly penalty?: number;
  readonly threads?: number;
  readonly timeLimit: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** Processor seconds of this process. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function settingsOf(options: CompareOptions, profile: HardwareProfile): ComparisonSettings {
  const { anneal, anneals = anneal === undefined ? [] : [anneal] } = options;
  const { topology, mapping, schedule = null, engine, runs, sweeps = [], seeds, seconds, softwareWatts } = options;
  return {
    profile: profile.name,
    assumptions: assumptions(profile),
    topology,
    mapping,
    schedule,
    engine,
    anneals,
    runs,
    sweeps,
    seeds,
    limitSeconds: seconds,
    softwareWatts,
    seed: options.seed,
    deviceSeed: options.deviceSeed,
  };
}

/** Puts the analog array beside software on the same tasks. */
export async function compareVerb(
  files: readonly string[],
  options: CompareOptions,
  context: Context,
): Promise<number> {
  const problems = [];
  for (const file of files) problems.push((await loadProblem(file)).problem);
  const profile = await loadProfile(options.profile);
  const settings = settingsOf(options, profile);
  const concurrency = Math.min(options.threads ?? availableParallelism(), options.runs);
  const map = await mapOptions(options, profile);
  const engine = createEngine(options.engine, { threads: concurrency });
  const analog: AnalogChoice = {
    profile,
    deviceSeed: options.deviceSeed,
    map,
    topology: options.topology,
    ...(options.schedule === undefined ? {} : { schedule: options.schedule }),
    engine,
    runs: options.runs,
    concurrency,
    timeLimitSeconds: options.timeLimit,
  };
  let comparison: Awaited<ReturnType<typeof compareMethods>>;
  try {
    comparison = await compareMethods({
      problems,
      encoding: encodeOptions(options),
      analog,
      anneals: settings.anneals,
      sweeps: settings.sweeps,
      ...(options.solvers === undefined ? {} : { solvers: options.solvers }),
      solverRuns: options.seeds,
      limitSeconds: options.seconds,
      softwareWatts: options.softwareWatts,
      seed: options.seed,
      proofSeconds: options.proofLimit,
      processorSeconds,
      now: context.now,
      signal: context.signal,
      progress: context.progress,
    });
  } finally {
    await engine.close();
  }
  context.endProgress();
  const set = setReport(comparison.tasks, options.seed);
  const answer = comparisonJson(comparison, settings, files.length);
  const lines = compareText(comparison, set, settings);
  if (options.out !== undefined) {
    await writeOutput(join(options.out, "compare.json"), toJson(answer));
    await writeOutput(join(options.out, "compare.txt"), `${lines.join("\n")}\n`);
    const { comparePictures } = await import("../compare-pictures.ts");
    for (const [name, svg] of await comparePictures(comparison, set)) await writeOutput(join(options.out, name), svg);
  }
  if (options.json === true) context.print(JSON.stringify(answer));
  else {
    for (const line of lines) context.print(line);
    if (options.out !== undefined) context.print(`written to ${options.out}`);
  }
  return comparison.isComplete ? EXIT.done : EXIT.interrupted;
}
