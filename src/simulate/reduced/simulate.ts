import { type Circuit, parseNetlist, type StopCondition } from "../../circuit/index.ts";
import { OhmfieldError, SimulationError, type Steps } from "../../core/index.ts";
import type { Simulatable } from "../engine.ts";
import { canonicalVector, requireVectorName } from "../vector-name.ts";
import type { Waveforms } from "../waveforms.ts";
import { integrateBatch } from "./batch.ts";
import { extractModel } from "./extract.ts";
import { type Integration, integrate } from "./integrate.ts";
import type { ReducedModel } from "./model.ts";
import type { WireGrid } from "./reduce-grid.ts";
import type { MethodName } from "./step-method.ts";
import { Vectors } from "./vectors.ts";

/** A network to integrate and the vectors to keep, in lower case; undefined: all. Plain data. */
export interface ReducedTask {
  readonly model: ReducedModel;
  readonly save: readonly string[] | undefined;
  /** How steps are taken; "auto" when absent. */
  readonly method?: MethodName;
}

/**
 * Reads the network off what is simulated.
 *
 * @param reduce eliminates the nodes of wires; `createGridReducer` makes one that serves many runs of one array
 * @throws NetlistError when the text is no typed circuit, or the circuit is outside the engine's scope.
 */
export function reducedTask(what: Simulatable, reduce?: (grid: WireGrid) => Float64Array): ReducedTask {
  let circuit: Circuit;
  let stop: StopCondition | undefined;
  let asked: readonly string[];
  if ("circuit" in what) {
    circuit = what.circuit;
    stop = circuit.stop;
    asked = circuit.save;
  } else {
    const { text, file, save } = what.netlist;
    circuit = parseNetlist(text, file);
    stop = what.netlist.stop;
    asked = save ?? circuit.save;
  }
  const names = asked.map((name) => name.toLowerCase());
  for (const name of names) requireVectorName(name);
  const save = names.length === 0 || names.includes("all") ? undefined : [...new Set(names)];
  return { model: extractModel(circuit, stop, reduce), save };
}

/** Waveforms of one run, and how the method went. */
export interface ReducedResult {
  readonly waveforms: Waveforms;
  readonly steps: number;
  readonly rejected: number;
  /** Steps of the implicit method among them. */
  readonly implicitSteps: number;
}

function waveformsOf({ model, save }: ReducedTask, run: Integration): Waveforms {
  const vectors = new Vectors(model, run);
  const names = save ?? vectors.names;
  const values = names.map((name) => {
    const values = vectors.get(canonicalVector(name));
    if (values === undefined) {
      const received = vectors.names.slice(0, 8).join(" ");
      throw new SimulationError("a vector that was asked for is missing", {
        code: "simulate.missing-vector",
        received,
        expected: name,
      });
    }
    return values;
  });
  return {
    title: model.title,
    plot: "Transient Analysis",
    time: run.trajectory.time.slice(),
    names: [...names],
    values,
    stoppedEarly: run.stoppedEarly,
  };
}

/**
 * Integrates tasks of one programmed array side by side. Each gives what it gives alone, to the last bit; one that fails gives its error,
 * and the others go on.
 */
export function* simulateSideBySide(tasks: readonly ReducedTask[]): Steps<(Waveforms | OhmfieldError)[]> {
  const results: (Waveforms | OhmfieldError)[] = new Array(tasks.length);
  const method = tasks[0]?.method;
  yield* integrateBatch({
    count: tasks.length,
    modelOf: (k) => tasks[k]!.model,
    onEnd: (k, run) => {
      try {
        results[k] = waveformsOf(tasks[k]!, run);
      } catch (error) {
        if (!(error instanceof OhmfieldError)) throw error;
        results[k] = error;
      }
    },
    onFailure: (k, error) => {
      results[k] = error;
    },
    ...(method === undefined ? {} : { method }),
  });
  return results;
}

/**
 * Integrates a task and computes the vectors that were asked for.
 *
 * @throws ConvergenceError, LimitError, SimulationError for a vector that does not exist.
 */
export function* simulateReduced(task: ReducedTask): Steps<ReducedResult> {
  const run = yield* integrate(task.model, task.method);
  const { steps, rejected, implicitSteps } = run;
  return { waveforms: waveformsOf(task, run), steps, rejected, implicitSteps };
}
