import type { KernelArena, KernelRoom } from "../../linalg/index.ts";
import { A, C, ERROR, LAST_CHANGE, STAGES } from "./dormand-prince.ts";
import { momentsInto } from "./filter.ts";
import type { ReducedModel } from "./model.ts";
import type { ArrayLane } from "./network-array.ts";

/** Numbers of the plan that the kernel reads, see assembly/explicit-step.ts. */
const PLAN = 34;
const VECTORS_PER_NEURON = 10;
const NUMBERS = 10;
const RESULTS = 4;
/** Tables of the method, the plan and the table of lanes, each rounded up; even. */
const FIXED = STAGES * (STAGES + 1) + 3 * (STAGES + 1) + PLAN + 2 + NUMBERS + RESULTS;

/** Doubles of an arena that `createFusedStep` takes. */
export function fusedDoubles(n: number): number {
  return VECTORS_PER_NEURON * (n + (n & 1)) + FIXED;
}

/** What a step has done, once it is accepted. */
export interface AcceptedStep {
  /** The step times the rate at which nearby solutions run apart or together. */
  readonly stiffness: number;
  /** The activity's current: what was given and what the detector adds, amperes. */
  readonly amps: number;
  /** Whether an output has changed its sign. */
  readonly flips: boolean;
}

/**
 * Whole steps of the explicit method in the kernel, for one network that has no op-amps and only ohmic devices, stored densely:
 * what `RungeKutta`, `Dynamics`, `Lane` and `Detector` do in many, to the last bit. Twice as fast, and there is nothing to compile in
 * the first run of a process.
 */
export interface FusedStep {
  /** Currents into the summing nodes on the stretch at hand: values at its start and slopes, n each. */
  readonly values: Float64Array;
  readonly ramps: Float64Array;
  /** The detector's followers, n volts. */
  readonly lags: Float64Array;
  /** Takes over a network of the same array; false where its followers have different rates. */
  take(model: ReducedModel): boolean;
  /** Sets start, value and slope of gain, self and push of the stretch at hand. */
  enter(from: number, controls: readonly number[]): void;
  /** Step of h from the combination's start at time t into its sum; the largest error over its tolerance. */
  step(t: number, h: number, rtol: number): number;
  /** Takes it as done: the last slopes become the first ones, the followers follow. @param amps of the activity's sources at its end */
  accept(h: number, amps: number): AcceptedStep;
}

/** Hands out parts of a room as they are asked for. */
function partsOf({ base, values, memory }: KernelRoom) {
  let used = 0;
  return {
    doubles: (from: ArrayLike<number>): Float64Array => {
      const part = values.subarray(used, used + from.length);
      part.set(from);
      used += from.length + (from.length & 1);
      return part;
    },
    numbers: (count: number): Int32Array => {
      const part = new Int32Array(memory.buffer, base + 8 * used, count);
      used += (count + 1) >> 1;
      used += used & 1;
      return part;
    },
  };
}

/** Null where there is no SIMD. */
export function createFusedStep(
  n: number,
  { product, outputs, combination }: ArrayLane,
  bands: Float64Array,
  arena: KernelArena,
): FusedStep | null {
  const room = arena.take(fusedDoubles(n));
  if (room === undefined || bands.buffer !== room.memory.buffer) return null;
  const { exports } = room;
  const { doubles, numbers } = partsOf(room);
  const plan = numbers(PLAN);
  const lanes = numbers(2);
  const vector = () => doubles(new Float64Array(n));
  const [values, ramps, lags, scale] = [vector(), vector(), vector(), vector()];
  const [perVolt, supply, load, perFarad] = [vector(), vector(), vector(), vector()];
  const [feedback, trailRate] = [vector(), vector()];
  const constants = doubles(new Float64Array(NUMBERS));
  const results = doubles(new Float64Array(RESULTS));
  const at = (array: ArrayLike<number>) => doubles(array).byteOffset;
  const pad = combination.vectors;
  const stride = (pad[1]!.byteOffset - pad[0]!.byteOffset) / 8;
  lanes.set([product.input.byteOffset, product.output.byteOffset]);
  plan.set([
    n,
    combination.start.length,
    stride,
    STAGES,
    (n + 7) >> 3,
    product.input.length,
    combination.start.byteOffset,
    pad[0]!.byteOffset,
    combination.sum.byteOffset,
    combination.alone.byteOffset,
    combination.zero.byteOffset,
    combination.scaled.byteOffset,
    outputs.values.byteOffset,
    product.input.byteOffset,
    product.input.length > n ? product.input.byteOffset + 8 * n : 0,
    product.output.byteOffset,
    bands.byteOffset,
    lanes.byteOffset,
    perVolt.byteOffset,
    supply.byteOffset,
    values.byteOffset,
    ramps.byteOffset,
    load.byteOffset,
    perFarad.byteOffset,
    combination.start.length > n ? feedback.byteOffset : 0,
    trailRate.byteOffset,
    lags.byteOffset,
    scale.byteOffset,
    at(A.flatMap((row) => Array.from({ length: STAGES }, (_, k) => row[k] ?? 0))),
    at(C),
    at(ERROR),
    at(LAST_CHANGE),
    constants.byteOffset,
    results.byteOffset,
  ]);
  const address = plan.byteOffset;
  const moments = new Float64Array(4);
  const accepted = { stiffness: 0, amps: 0, flips: false };
  let rate = 0;
  return {
    values,
    ramps,
    lags,
    take: (model) => {
      rate = model.lagRate[0]!;
      for (let i = 0; i < n; i++) {
        if (model.lagRate[i] !== rate) return false;
        perVolt[i] = 1 / model.supplyVolts[i]!;
        supply[i] = model.outputSign * model.supplyVolts[i]!;
        perFarad[i] = 1 / model.farads[i]!;
      }
      load.set(model.loadSiemens);
      scale.set(model.scaleVolts);
      feedback.set(model.feedback?.siemens ?? []);
      trailRate.set(model.feedback?.trailRate ?? []);
      constants[8] = model.vntol;
      return true;
    },
    enter: (from, controls) => {
      constants[0] = from;
      constants.set(controls, 1);
    },
    step: (t, h, rtol) => {
      constants[7] = rtol;
      return exports.explicitStep(address, t, h);
    },
    accept: (h, amps) => {
      const z = rate * h;
      momentsInto(moments, z);
      exports.acceptStep(address, h, amps, Math.exp(-z), moments[0]!, moments[1]!, moments[2]!, moments[3]!);
      accepted.stiffness = results[0]!;
      accepted.amps = results[1]!;
      accepted.flips = results[2] !== 0;
      return accepted;
    },
  };
}
