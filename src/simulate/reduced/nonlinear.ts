import { type ConductionLaw, lawSlope, lawVolts } from "../../crossbar/index.ts";
import { type Coupling, createCoupling } from "./coupling.ts";
import type { NonlinearDevices, ReducedModel } from "./model.ts";

/** Devices that are not ohmic in the lane of one network. */
export interface NonlinearLane {
  /** Takes the voltages of the driven nodes, drives volts. */
  drive(volts: Float64Array): void;
  /** Once the products are taken: adds what flows into the summing nodes, n amperes, at their voltages, n. */
  addCurrents(amps: Float64Array, sums: Float64Array): void;
}

/** Devices that are not ohmic, for any number of networks side by side. */
export interface NonlinearArray {
  /** Multiplications of one network. */
  readonly work: number;
  readonly lanes: readonly NonlinearLane[];
  /** Takes the products of the first `count` of the active lanes. */
  multiply(active: ArrayLike<number>, count: number): void;
}

/** A law with an exponential or a logarithm costs as much as so many multiplications. */
const WORK_PER_LAW = 20;

/**
 * A pure sinh parts into products: sinh((V - s) / V0) = sinh(V / V0) cosh(s / V0) - cosh(V / V0) sinh(s / V0), so that two products of
 * the conductances, with the hyperbolic sines and cosines of the drives, are all that a network needs, exactly.
 */
function separableArray(
  n: number,
  count: number,
  { siemens }: NonlinearDevices,
  sinh: NonNullable<ConductionLaw["sinh"]>,
  lanes: number,
): NonlinearArray {
  const bySum = new Float64Array(n * count);
  for (let d = 0; d < count; d++) for (let i = 0; i < n; i++) bySum[i * count + d] = siemens[d * n + i]!;
  const coupling: Coupling = createCoupling(n, count, bySum, 2 * lanes);
  const { scaleVolts, readVolts } = sinh;
  const perVolt = 1 / scaleVolts;
  const factor = readVolts / Math.sinh(readVolts / scaleVolts);
  const both = new Int32Array(2 * lanes);
  return {
    work: 2 * coupling.work,
    lanes: Array.from({ length: lanes }, (_, lane): NonlinearLane => {
      const [odd, even] = [coupling.lanes[2 * lane]!, coupling.lanes[2 * lane + 1]!];
      return {
        drive(volts) {
          for (let d = 0; d < count; d++) {
            odd.input[d] = Math.sinh(volts[d]! * perVolt);
            even.input[d] = Math.cosh(volts[d]! * perVolt);
          }
        },
        addCurrents(amps, sums) {
          for (let i = 0; i < n; i++) {
            const x = sums[i]! * perVolt;
            amps[i]! += factor * (Math.cosh(x) * odd.output[i]! - Math.sinh(x) * even.output[i]!);
          }
        },
      };
    }),
    multiply(active, running) {
      for (let k = 0; k < running; k++) {
        both[2 * k] = 2 * active[k]!;
        both[2 * k + 1] = 2 * active[k]! + 1;
      }
      coupling.multiply(both, 2 * running);
    },
  };
}

/** Any other law is evaluated device by device. */
function deviceByDevice(n: number, count: number, { law, siemens }: NonlinearDevices, lanes: number): NonlinearArray {
  const held = siemens.reduce((sum, g) => sum + (g === 0 ? 0 : 1), 0);
  return {
    work: held * WORK_PER_LAW,
    lanes: Array.from({ length: lanes }, (): NonlinearLane => {
      const drives = new Float64Array(count);
      return {
        drive: (volts) => drives.set(volts),
        addCurrents(amps, sums) {
          for (let d = 0; d < count; d++) {
            for (let i = 0; i < n; i++) {
              const g = siemens[d * n + i]!;
              if (g !== 0) amps[i]! += g * lawVolts(law, drives[d]! - sums[i]!);
            }
          }
        },
      };
    }),
    multiply() {},
  };
}

/** What the devices of a model that are not ohmic need; null where there are none. */
export function createNonlinearArray({ n, drives, nonlinear }: ReducedModel, lanes: number): NonlinearArray | null {
  if (nonlinear === null) return null;
  const { sinh, selector } = nonlinear.law;
  if (sinh === null || selector !== null) return deviceByDevice(n, drives.length, nonlinear, lanes);
  return separableArray(n, drives.length, nonlinear, sinh, lanes);
}

/**
 * Differential conductances of the devices between drives and summing nodes: drives * n, siemens.
 * @param bySum overwritten with their sums at each summing node: n
 */
export function nonlinearSlopes(
  { law, siemens }: NonlinearDevices,
  driveVolts: Float64Array,
  sums: Float64Array,
  bySum: Float64Array,
): Float64Array {
  const n = sums.length;
  const slopes = new Float64Array(siemens.length);
  bySum.fill(0);
  for (let d = 0; d < driveVolts.length; d++) {
    for (let i = 0; i < n; i++) {
      const g = siemens[d * n + i]!;
      if (g === 0) continue;
      const slope = g * lawSlope(law, driveVolts[d]! - sums[i]!);
      slopes[d * n + i] = slope;
      bySum[i]! += slope;
    }
  }
  return slopes;
}
