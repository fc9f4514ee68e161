import {
  combinationDoubles,
  createTanhVector,
  createVectorCombination,
  denseProductDoubles,
  KernelArena,
  type ProductLane,
  type TanhVector,
  tanhDoubles,
  type VectorCombination,
} from "../../linalg/index.ts";
import { foldedSiemens } from "./amplifiers.ts";
import { type Coupling, createCoupling } from "./coupling.ts";
import { STAGES } from "./dormand-prince.ts";
import { createFusedStep, type FusedStep, fusedDoubles } from "./fused-step.ts";
import type { ReducedModel } from "./model.ts";
import { createNonlinearArray, type NonlinearArray } from "./nonlinear.ts";

/**
 * Currents into summing nodes by the positive rails, G_p - G_m, and where there are wires by the sums beside them: n * n or n * 2n.
 *
 * @param driveSiemens with the amplifiers put down to what drives them
 */
export function denseCoupling({ n, drives, sneakSiemens }: ReducedModel, driveSiemens: Float64Array): Float64Array {
  const width = sneakSiemens === null ? n : 2 * n;
  const dense = new Float64Array(n * width);
  for (const [d, { neuron, sign }] of drives.entries()) {
    if (neuron < 0) continue;
    for (let i = 0; i < n; i++) dense[i * width + neuron]! += sign * driveSiemens[d * n + i]!;
  }
  if (sneakSiemens !== null) {
    for (let i = 0; i < n; i++) dense.set(sneakSiemens.subarray(i * n, (i + 1) * n), i * width + n);
  }
  return dense;
}

/** Work space of one of the networks that are integrated side by side. */
export interface ArrayLane {
  readonly product: ProductLane;
  readonly outputs: TanhVector;
  readonly combination: VectorCombination;
}

/** What anneals of one programmed array share: its matrix, stored once, and work space for as many at a time as there are lanes. */
export class NetworkArray {
  /** Conductances with the amplifiers put down to what drives them, drives * n. */
  readonly driveSiemens: Float64Array;
  /** n * width, row-major: what the array is multiplied by is `width` long. */
  readonly dense: Float64Array;
  readonly width: number;
  readonly coupling: Coupling;
  /** Devices that are not ohmic; null without. */
  readonly nonlinear: NonlinearArray | null;
  readonly lanes: readonly ArrayLane[];
  /** Whole steps of the only lane; null where a step has to stop for products, or has more to it. */
  readonly fused: FusedStep | null;
  readonly #arena: KernelArena;

  constructor(model: ReducedModel, lanes = 1) {
    const { n, feedback, opAmp } = model;
    const size = n * (1 + (feedback === null ? 0 : 1) + (opAmp === null ? 0 : 1));
    this.driveSiemens = foldedSiemens(n, model.driveSiemens, model.amplifiers);
    this.dense = denseCoupling(model, this.driveSiemens);
    this.width = this.dense.length / n;
    this.#arena = new KernelArena(
      denseProductDoubles(n, this.width, lanes) +
        lanes * (tanhDoubles(n) + combinationDoubles(size, STAGES)) +
        (lanes === 1 ? fusedDoubles(n) : 0),
    );
    this.coupling = createCoupling(n, this.width, this.dense, lanes, this.#arena);
    this.nonlinear = createNonlinearArray(model, lanes);
    this.lanes = this.coupling.lanes.map((product) => ({
      product,
      outputs: createTanhVector(n, this.#arena),
      combination: createVectorCombination(size, STAGES, this.#arena),
    }));
    const isPlain = lanes === 1 && model.opAmp === null && this.nonlinear === null;
    const { bands } = this.coupling;
    this.fused = isPlain && bands !== null ? createFusedStep(n, this.lanes[0]!, bands, this.#arena) : null;
  }

  /** Gives the memory of matrix and lanes back, so that the next array need not start one: no lane may run any more. */
  release(): void {
    this.coupling.release();
    this.#arena.release();
  }

  /** Takes the products of the first `count` of the active lanes. */
  multiply(active: Int32Array, count: number): void {
    this.coupling.multiply(active, count);
    this.nonlinear?.multiply(active, count);
  }
}
