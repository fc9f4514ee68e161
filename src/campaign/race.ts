import { type NetworkSolver, type SearchLength, type Solver, solverNamed, whyUnfit } from "../baseline/index.ts";
import {
  ArgumentError,
  CancelledError,
  createRandom,
  type ProgressSink,
  type Steps,
  throwIfCancelled,
} from "../core/index.ts";
import type { HopfieldNetwork, Spins } from "../network/index.ts";
import { type AnyProblem, encodeProblem, problemKind, type Score, scoreSpins } from "../problem/index.ts";
import { type Improvement, reaches, type SolverRun, type SolverSummary, summariseSolver } from "../verify/index.ts";
import type { EncodingChoice } from "./compile.ts";
import { chooseReference, proveForRace, type RaceReference } from "./race-reference.ts";

/** What each run of each solver may spend: processor seconds, or sweeps, which repeat everywhere. */
export interface RaceBudget {
  readonly unit: "seconds" | "sweeps";
  readonly amount: number;
}

export interface RaceSpec {
  readonly problem: AnyProblem;
  readonly encoding?: EncodingChoice;
  /** Names of solvers. */
  readonly solvers: readonly string[];
  /** Seed of the first run; run k has seed + k. */
  readonly seed: number;
  readonly runs: number;
  readonly budget: RaceBudget;
  /** Best known objective, for where nothing is proven. */
  readonly target?: number;
  /** Whether a run ends at the target too, as it does at a proven optimum; false by default, for better may exist. */
  readonly stopAtTarget?: boolean;
  /** Limit of the proof; 0 for none. */
  readonly proofSeconds: number;
  /** Processor time of this process, seconds. */
  readonly processorSeconds: () => number;
  /** Clock, milliseconds. */
  readonly now: () => number;
  readonly signal?: AbortSignal;
  readonly progress?: ProgressSink;
}

/** A race on one task. Plain data. */
export interface RaceResult {
  readonly reference: RaceReference;
  /** In the order of the names; without a run, when the race was interrupted, absent. */
  readonly solvers: readonly (SolverSummary & { readonly trace: readonly SolverRun[] })[];
  readonly isComplete: boolean;
}

/** Takes the score of a solution met after so many sweeps. */
export type Judge = (score: Score, sweeps: number) => void;

/** A solver on its task. */
export interface Entrant {
  readonly solver: Solver;
  start(seed: number, judge: Judge, length?: SearchLength): Steps<unknown>;
}

/** Processor seconds for which a solver runs before it is timed: the compiler's share is not the solver's. */
const WARM_SECONDS = 0.2;
/** Time between two looks at timers and signals. */
const PAUSE_MILLISECONDS = 50;

function enter(
  problem: AnyProblem,
  solver: Solver,
  encoded: () => { name: string; network: HopfieldNetwork },
): Entrant {
  const scoreSolution = problemKind(problem.kind).solution.score;
  if (solver.on === "tours" && problem.kind === "tsp") {
    const start = (seed: number, judge: Judge, length?: SearchLength) =>
      solver.start(problem, seed, (tour, sweeps) => judge(scoreSolution(problem, tour), sweeps), length);
    return { solver, start };
  }
  if (solver.on === "recall tasks" && problem.kind === "recall") {
    const start = (seed: number, judge: Judge) =>
      solver.start(problem, seed, (spins, sweeps) => judge(scoreSpins(problem, spins), sweeps));
    return { solver, start };
  }
  const { name, network } = encoded();
  const start = (seed: number, judge: Judge, length?: SearchLength) => {
    const offer = (spins: Spins, sweeps: number) => judge(scoreSpins(problem, spins, name), sweeps);
    return (solver as NetworkSolver).start(network, seed, offer, length);
  };
  return { solver, start };
}

/** The solvers of a race on its task. @throws ArgumentError for an unknown one, or one that does not fit, saying why. */
export function enterRace(spec: Pick<RaceSpec, "problem" | "encoding" | "solvers">): Entrant[] {
  const { problem } = spec;
  const chosen = spec.solvers.map(solverNamed);
  for (const solver of chosen) {
    const reason = whyUnfit(solver, problem);
    if (reason === null) continue;
    throw new ArgumentError("the solver does not fit the task", {
      code: "argument.solver-fit",
      received: `${solver.name} for ${problem.name}, a task of kind ${problem.kind}`,
      expected: `another solver: ${reason}`,
    });
  }
  let kept: { name: string; network: HopfieldNetwork } | undefined;
  const encoded = () => {
    const { presolve, summingLines, ...choice } = spec.encoding ?? {};
    kept ??= encodeProblem(problem, choice);
    return kept;
  };
  return chosen.map((solver) => enter(problem, solver, encoded));
}

/**
 * Runs a solver from start to start until its budget is used, or `best` is reached. Only
 * the time inside the solver counts.
 * @throws CancelledError when the signal is aborted.
 */
async function run(
  entrant: Entrant,
  seed: number,
  budget: RaceBudget,
  spec: RaceSpec,
  best: number | null,
  pause: () => Promise<void> | undefined,
): Promise<SolverRun> {
  const { processorSeconds: clock, signal } = spec;
  const { sense } = spec.problem;
  const { name, isDeterministic } = entrant.solver;
  const isTimed = budget.unit === "seconds";
  const improvements: Improvement[] = [];
  let spent = 0;
  let entered = 0;
  let before = 0;
  let sweeps = 0;
  let starts = 0;
  let isOver = false;
  const judge: Judge = ({ feasible, objective }, at) => {
    if (!feasible) return;
    const last = improvements.at(-1);
    if (last !== undefined && (sense === "max" ? objective <= last.objective : objective >= last.objective)) return;
    const used = isTimed ? spent + clock() - entered : before + at;
    if (used > budget.amount) return;
    improvements.push({ at: used, objective });
    if (best !== null && reaches(objective, best, sense)) isOver = true;
  };
  while (!isOver) {
    const steps = entrant.start(createRandom(seed, "race", name, starts).uint32(), judge);
    starts++;
    before = sweeps;
    for (let isDone = false; !isDone && !isOver; ) {
      throwIfCancelled(signal);
      entered = clock();
      const step = steps.next();
      spent += clock() - entered;
      isDone = step.done === true;
      if (step.done !== true) sweeps = Math.max(sweeps, before + step.value.done);
      isOver ||= (isTimed ? spent : sweeps) >= budget.amount;
      await pause();
    }
    // A start without a sweep must not go on for ever.
    sweeps = Math.max(sweeps, before + 1);
    isOver ||= isDeterministic;
  }
  const last = improvements.at(-1);
  const isBest = last !== undefined && best !== null && reaches(last.objective, best, sense);
  const used = isBest
    ? last.at
    : Math.min(isTimed ? spent : sweeps, isTimed ? Number.POSITIVE_INFINITY : budget.amount);
  return { seed, starts, used, improvements };
}

const bestOf = (runs: readonly SolverRun[], sense: "max" | "min"): number | null => {
  const finals = runs.flatMap(({ improvements }) => improvements.slice(-1)).map(({ objective }) => objective);
  if (finals.length === 0) return null;
  return sense === "max" ? Math.max(...finals) : Math.min(...finals);
};

/**
 * Races solvers on a task: every solver and seed gets the same budget, used by one start after the other, and only what the
 * task itself says of a feasible solution counts. The solvers take turns seed by seed; an interrupted race keeps the
 * runs that have ended.
 *
 * @throws ArgumentError for a solver that is not known or does not fit; what encodings throw.
 */
export async function race(spec: RaceSpec): Promise<RaceResult> {
  const { problem, budget, seed, signal, progress } = spec;
  const { sense } = problem;
  const entrants = enterRace(spec);
  const traces: SolverRun[][] = entrants.map(() => []);
  const total = spec.runs * entrants.length;
  let proof: Awaited<ReturnType<typeof proveForRace>> = null;
  let isComplete = true;
  let paused = spec.now();
  const pause = () => {
    if (spec.now() - paused < PAUSE_MILLISECONDS) return;
    paused = spec.now();
    return new Promise<void>((resume) => setTimeout(resume, 0));
  };
  try {
    proof = await proveForRace(problem, spec.encoding ?? {}, spec.proofSeconds, {
      seed,
      now: spec.now,
      ...(signal === undefined ? {} : { signal }),
      ...(progress === undefined ? {} : { progress }),
    });
    const named = spec.stopAtTarget === true ? (spec.target ?? null) : null;
    const best = proof?.proven === true ? proof.objective : named;
    if (budget.unit === "seconds") {
      const warm = { unit: "seconds", amount: Math.min(WARM_SECONDS, budget.amount) } as const;
      for (const entrant of entrants) await run(entrant, seed - 1, warm, spec, null, pause);
    }
    for (let k = 0; k < spec.runs; k++) {
      for (const [e, entrant] of entrants.entries()) {
        traces[e]!.push(await run(entrant, seed + k, budget, spec, best, pause));
        const note = `${entrant.solver.name}, seed ${seed + k}`;
        progress?.({ stage: "race", done: k * entrants.length + e + 1, total, note });
      }
    }
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    isComplete = false;
  }
  const reference = chooseReference(proof, spec.target, bestOf(traces.flat(), sense), sense);
  const summaries = entrants.flatMap(({ solver }, e) => {
    const trace = traces[e]!;
    if (trace.length === 0) return [];
    return [{ ...summariseSolver(solver.name, trace, reference.objective, sense), trace }];
  });
  return { reference, solvers: summaries, isComplete };
}
