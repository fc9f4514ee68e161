import { basename, join } from "node:path";
import {
  type Knob,
  knobs,
  loadProfile,
  type PrecisionPoint,
  type PrecisionSpec,
  type PublishedHardware,
  type PublishedPoint,
  precisionPlots,
  precisionStudy,
  prepareProblem,
  publishedStudy,
  type StudyTask,
  shippedBoards,
  shippedDevices,
  studyTask,
  toJson,
  writeOutput,
} from "../../campaign/index.ts";
import type { ScheduleName, TopologyName } from "../../circuit/index.ts";
import { CancelledError } from "../../core/index.ts";
import { createEngine, type EngineName } from "../../simulate/node/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { loadProblem } from "../load.ts";
import { describePrecision } from "../precision-text.ts";
import { chosenSchedule, encodeOptions } from "./solve.ts";

export interface PrecisionOptions {
  readonly knob?: readonly string[];
  readonly devices: number;
  readonly runs: number;
  readonly seed: number;
  readonly deviceSeed: number;
  readonly encoding?: string;
  readonly penalty?: number;
  readonly profile: string;
  readonly topology: TopologyName;
  readonly schedule?: ScheduleName;
  readonly anneal?: number;
  readonly prove?: boolean;
  /** Whether shipped devices and boards are measured too. */
  readonly published: boolean;
  readonly engine: EngineName;
  readonly timeLimit: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** Shipped boards, and the devices that stand on none of the same name; the ideal ones are the ladders' own first point. */
async function publishedHardware(): Promise<PublishedHardware[]> {
  const names = [...new Set([...(await shippedDevices()), ...(await shippedBoards())])].filter((n) => n !== "ideal");
  return Promise.all(names.map(async (name) => ({ name, profile: await loadProfile(name) })));
}

async function tasksOf(files: readonly string[], options: PrecisionOptions, context: Context): Promise<StudyTask[]> {
  const { signal, now } = context;
  const tasks: StudyTask[] = [];
  for (const [k, file] of files.entries()) {
    const { problem } = await loadProblem(file);
    const prepared = prepareProblem(problem, encodeOptions(options));
    tasks.push(await studyTask(prepared, { seed: options.seed, now, signal }));
    context.progress({ stage: "prove", done: k + 1, total: files.length });
  }
  return tasks;
}

/** Measures how good hardware must be for some tasks; what is measured so far is written after every point. */
export async function precisionVerb(
  files: readonly string[],
  options: PrecisionOptions,
  context: Context,
): Promise<number> {
  const { signal, progress } = context;
  const profile = await loadProfile(options.profile, context.note);
  const chosen: readonly Knob[] = knobs.filter(({ name }) => options.knob?.includes(name) ?? true);
  const tasks = await tasksOf(files, options, context);
  const engine = createEngine(options.engine, { threads: 1 });
  const spec: PrecisionSpec = {
    tasks,
    hardware: { profile, map: {} },
    deviceSeed: options.deviceSeed,
    devices: options.devices,
    runs: options.runs,
    seed: options.seed,
    topology: options.topology,
    schedule: (prepared) => chosenSchedule(options, prepared),
    engine,
    prove: options.prove === true,
    timeLimitSeconds: options.timeLimit,
    signal,
    progress,
  };
  const points: PrecisionPoint[] = [];
  const published: PublishedPoint[] = [];
  let complete = false;
  const answer = () => ({
    tasks: tasks.map(({ prepared: { problem, network }, optimum, proven }) => {
      return { kind: problem.kind, name: problem.name, spins: network.n, optimum, proven };
    }),
    settings: {
      version: context.version,
      files: files.map((file) => basename(file)),
      profile: profile.name,
      devices: options.devices,
      runs: options.runs,
      seed: options.seed,
      deviceSeed: options.deviceSeed,
      engine: options.engine,
      topology: options.topology,
    },
    points,
    published,
    complete,
  });
  const save = async () => {
    if (options.out !== undefined) await writeOutput(join(options.out, "precision.json"), toJson(answer()));
  };
  try {
    for await (const point of precisionStudy(
      spec,
      chosen.map((knob) => ({ knob })),
    )) {
      points.push(point);
      await save();
    }
    if (options.published) {
      for await (const point of publishedStudy(spec, await publishedHardware(), chosen)) {
        published.push(point);
        await save();
      }
    }
    complete = true;
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
  } finally {
    await engine.close();
  }
  await save();
  if (options.out !== undefined) {
    const { drawTolerance } = await import("../../draw/index.ts");
    const name = tasks.length === 1 ? tasks[0]!.prepared.problem.name : `${tasks.length} instances`;
    const { fidelity, success } = precisionPlots(name, points, published);
    if (fidelity !== null) await writeOutput(join(options.out, "fidelity.svg"), await drawTolerance(fidelity));
    if (success !== null) await writeOutput(join(options.out, "success.svg"), await drawTolerance(success));
  }
  context.endProgress();
  if (options.json === true) context.print(JSON.stringify(answer()));
  else for (const line of describePrecision(points, published, tasks)) context.print(line);
  if (complete) return EXIT.done;
  context.note(`ohmfield: interrupted: ${points.length + published.length} points were measured`);
  return EXIT.interrupted;
}
