import { ArgumentError, OhmfieldError, requireInteger, type Steps } from "../../core/index.ts";
import { Dynamics } from "./dynamics.ts";
import { type Integration, Lane } from "./lane.ts";
import type { ReducedModel } from "./model.ts";
import { NetworkArray } from "./network-array.ts";
import type { MethodName } from "./step-method.ts";
import type { Keep } from "./trajectory.ts";

/** Products between two pauses: some tens of milliseconds. */
const WORK_BETWEEN_PAUSES = 2e7;

/** Lanes of a batch that does not say how many: enough that the matrix is read from memory for each of them no more. */
const DEFAULT_LANES = 16;

/**
 * Neurons from which lanes are faster together: the matrix no longer fits a cache. More lanes than these gain little, and their waveforms
 * have to be kept.
 */
const LARGE = 1500;
const LANES_WITH_WAVEFORMS = 4;

/** Anneals of one dense array of n neurons that one thread takes best at a time, waveforms kept. */
export function sideBySide(n: number): number {
  return n < LARGE ? 1 : LANES_WITH_WAVEFORMS;
}

/** Anneals of one programmed array. */
export interface BatchSpec {
  readonly count: number;
  /** Network of anneal k; asked for when a lane is free for it, in order. All have the same array. */
  readonly modelOf: (anneal: number) => ReducedModel;
  /** Called as anneals end, in no particular order. */
  readonly onEnd: (anneal: number, run: Integration) => void;
  /** Called for an anneal that cannot go on; the others do. */
  readonly onFailure: (anneal: number, error: OhmfieldError) => void;
  /** Anneals side by side: they change how long the batch takes, and no bit of what comes out. */
  readonly lanes?: number;
  /** "ends" keeps no waveforms: memory is then that of the lanes alone. */
  readonly keep?: Keep;
  readonly method?: MethodName;
}

const same = (a: Float64Array | null, b: Float64Array | null): boolean => {
  if (a === b) return true;
  if (a === null || b === null || a.length !== b.length) return false;
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
};

/** Whether two networks multiply by the same matrices. */
function haveOneArray(a: ReducedModel, b: ReducedModel): boolean {
  return (
    a.n === b.n &&
    (a.feedback === null) === (b.feedback === null) &&
    (a.opAmp === null) === (b.opAmp === null) &&
    a.drives.length === b.drives.length &&
    a.drives.every((drive, d) => {
      const other = b.drives[d]!;
      return drive.neuron === other.neuron && drive.sign === other.sign && drive.source === other.source;
    }) &&
    a.amplifiers.length === b.amplifiers.length &&
    a.amplifiers.every((amplifier, k) => {
      const other = b.amplifiers[k]!;
      const inputs = amplifier.inputs.every((d, i) => d === other.inputs[i]);
      return amplifier.drive === other.drive && inputs && same(amplifier.weights, other.weights);
    }) &&
    same(a.driveSiemens, b.driveSiemens) &&
    same(a.sneakSiemens, b.sneakSiemens) &&
    JSON.stringify(a.nonlinear?.law) === JSON.stringify(b.nonlinear?.law) &&
    same(a.nonlinear?.siemens ?? null, b.nonlinear?.siemens ?? null)
  );
}

/** `model` with the matrices of `other` where they are the same, so that they are kept and sent once; undefined where they are not. */
export function sharingArray(model: ReducedModel, other: ReducedModel): ReducedModel | undefined {
  if (!haveOneArray(model, other) || !same(model.crossSiemens, other.crossSiemens)) return undefined;
  const { driveSiemens, sneakSiemens, crossSiemens } = other;
  return { ...model, driveSiemens, sneakSiemens, crossSiemens };
}

/**
 * Integrates many anneals of one programmed array side by side. Products of the array are taken for all lanes at once, so that its
 * matrix is read once for all of them; each lane has its own time, steps and error control. A lane that ends takes the next anneal.
 *
 * @throws ArgumentError when the anneals have not one array, or `lanes` is out of range.
 */
export function* integrateBatch(spec: BatchSpec): Steps<void> {
  const { count, modelOf } = spec;
  requireInteger("lanes", spec.lanes ?? DEFAULT_LANES, 1, 1024);
  if (count === 0) return;
  const width = Math.min(spec.lanes ?? DEFAULT_LANES, count);
  const first = modelOf(0);
  const array = new NetworkArray(first, width);
  try {
    yield* runLanes(spec, first, array);
  } finally {
    array.release();
  }
}

/** Runs all anneals in the lanes of `array`. */
function* runLanes(spec: BatchSpec, first: ReducedModel, array: NetworkArray): Steps<void> {
  const { count, modelOf, onEnd, onFailure, method = "auto", keep = "waveforms" } = spec;
  const width = array.lanes.length;
  const lanes: (Lane | undefined)[] = new Array(width);
  const anneals = new Int32Array(width);
  // Numbers of the lanes that run.
  const active = new Int32Array(width);
  let running = 0;
  let next = 0;
  let ended = 0;
  const attempt = <T>(anneal: number, work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof OhmfieldError) || error instanceof ArgumentError) throw error;
      ended++;
      onFailure(anneal, error);
      return undefined;
    }
  };
  /** Gives lane l the next anneal that can start; false when there is none. */
  const fill = (l: number): boolean => {
    lanes[l] = undefined;
    while (next < count) {
      const anneal = next++;
      const model = anneal === 0 ? first : modelOf(anneal);
      if (!haveOneArray(first, model)) {
        throw new ArgumentError("the anneals of a batch have one programmed array", {
          code: "argument.batch",
          received: `another array in anneal ${anneal}`,
          expected: "the array of the first anneal",
        });
      }
      // The matrices of the first anneal serve them all: those of each anneal's own are let go.
      const shared = {
        ...model,
        driveSiemens: first.driveSiemens,
        sneakSiemens: first.sneakSiemens,
        nonlinear: first.nonlinear,
      };
      const lane = attempt(anneal, () => new Lane(new Dynamics(shared, array, l), method, keep));
      if (lane === undefined) continue;
      lanes[l] = lane;
      anneals[l] = anneal;
      return true;
    }
    return false;
  };
  for (let l = 0; l < width; l++) if (fill(l)) active[running++] = l;
  let work = 0;
  while (running > 0) {
    array.multiply(active, running);
    let left = 0;
    for (let k = 0; k < running; k++) {
      const l = active[k]!;
      const lane = lanes[l]!;
      const goesOn = attempt(anneals[l]!, () => lane.resume());
      work += lane.work;
      lane.work = 0;
      if (goesOn === false) {
        ended++;
        onEnd(anneals[l]!, lane.result());
      }
      if (goesOn === true || fill(l)) active[left++] = l;
    }
    running = left;
    if (work > WORK_BETWEEN_PAUSES && running > 0) {
      work = 0;
      const { stopSeconds } = first;
      if (count === 1) yield { stage: "integrate", done: lanes[active[0]!]!.seconds, total: stopSeconds };
      else yield { stage: "integrate", done: ended, total: count };
    }
  }
}
