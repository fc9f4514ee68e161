import {
  adviceOf,
  type BlameSpec,
  blame,
  blameChanged,
  circuitOfRun,
  type Prepared,
  parseChanges,
  prepareProblem,
  readCompiled,
  readRunFolder,
  solveReference,
  writeOutput,
} from "../../campaign/index.ts";
import { ArgumentError } from "../../core/index.ts";
import type { Spins } from "../../network/index.ts";
import { createEngine, type EngineName } from "../../simulate/node/index.ts";
import { blameSentence, describeAdvice, describeBlame } from "../blame-text.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";

export interface BlameOptions {
  readonly devices: number;
  readonly prove?: boolean;
  /** Changes such as "levels=32,wireOhms=0.5"; true: which changes help. */
  readonly whatIf?: string | true;
  readonly engine: EngineName;
  readonly timeLimit: number;
  /** File for the picture. */
  readonly svg?: string;
  readonly json?: boolean;
}

/** The spins of a state of the encoding that the array carries. */
const arrayState = ({ presolved }: Prepared, state: Spins): Spins =>
  presolved === null ? state : Int8Array.from(presolved.kept, (i) => state[i]!);

/** Says which part of the hardware lost the optimum of a campaign. */
export async function blameVerb(folder: string, options: BlameOptions, context: Context): Promise<number> {
  const stored = await readRunFolder(folder);
  const { compiled, prepared, settings, problem, seeds } = stored;
  if (compiled === null || seeds.length === 0) {
    throw new ArgumentError("there is no run to blame anything for", {
      code: "blame.runs",
      file: folder,
      received: compiled === null ? "a task that presolve solved" : "no waveforms",
      expected: "a run folder with waveforms",
    });
  }
  const { signal, progress, now } = context;
  // A penalty of one's own may make an infeasible state the lowest: the optimum comes from the encoding's own.
  const own = settings.penaltyWeight === null ? prepared : prepareProblem(problem, { encoding: settings.encoding });
  const reference = await solveReference(own, { seed: settings.seed, signal, progress, now });
  if (reference === null) {
    throw new ArgumentError("the lowest state that is known decodes to no solution, so that no loss can be told", {
      code: "blame.reference",
      file: folder,
      expected: "a task whose optimum is known",
    });
  }
  const { topology, schedule } = settings;
  const readouts = new Map();
  for (const seed of seeds) {
    const hopfield = circuitOfRun({ compiled, topology, schedule }, seed);
    readouts.set(seed, readCompiled(compiled, hopfield, await stored.waveforms(seed)));
  }
  const changes = typeof options.whatIf === "string" ? parseChanges(options.whatIf) : [];
  const engine = createEngine(options.engine, { threads: 1 });
  const spec: BlameSpec = {
    compiled,
    topology,
    schedule,
    engine,
    seeds,
    devices: options.devices,
    prove: options.prove === true,
    optimum: reference.verdict.objective,
    best: reference.best,
    groundStates:
      own === prepared && reference.groundStates.length > 0
        ? reference.groundStates
        : [arrayState(prepared, reference.best)],
    readouts,
    timeLimitSeconds: options.timeLimit,
    signal,
    progress,
  };
  try {
    const blamed = await blame(spec);
    const changed = changes.length === 0 ? undefined : await blameChanged(spec, changes);
    const advice = options.whatIf === true ? await adviceOf(spec) : undefined;
    if (options.svg !== undefined) {
      const { drawLosses } = await import("../../draw/index.ts");
      const count = `${blamed.runs.length} runs on ${options.devices} device samples`;
      await writeOutput(options.svg, await drawLosses(`${problem.name}: ${count}`, blamed.gap, blamed.budget));
    }
    context.endProgress();
    const { kind, name, n, sense } = problem;
    if (options.json === true) {
      const answer = {
        task: { kind, name, n, sense },
        reference: reference.verdict,
        sentence: blameSentence(blamed),
        ...blamed,
        ...(changed === undefined ? {} : { whatIf: changed }),
        ...(advice === undefined ? {} : { whatIf: advice }),
      };
      context.print(JSON.stringify(answer));
    } else {
      for (const line of describeBlame(blamed, problem.name)) context.print(line);
      if (changed !== undefined) {
        context.print("");
        for (const line of describeBlame(changed, `with ${options.whatIf}`)) context.print(line);
      }
      if (advice !== undefined)
        for (const line of ["", ...describeAdvice(advice, options.devices)]) context.print(line);
      if (!reference.verdict.proven) context.print("the optimum is the best known, not proven");
    }
    return EXIT.done;
  } finally {
    await engine.close();
  }
}
