/** Where a step stands: it needs the array's product with the outputs, or it has been taken, or it could not be. */
export type StepState = "product" | "done" | "failed";

/**
 * One way to take steps of a reduced network. A step stops wherever it needs the product of the array with the network's outputs,
 * so that products of many networks can be taken at once.
 */
export interface StepMethod {
  readonly name: "explicit" | "implicit";
  /** The error of the estimate goes with the step to this power. */
  readonly errorOrder: number;
  /** Solution at the end of the last step. */
  readonly next: Float64Array;
  /** Estimate of its error, signed. */
  readonly error: Float64Array;
  /** Slopes at the start of the step. */
  readonly slope: Float64Array;
  /** Takes y at time t as the first point, up to the product that it needs. */
  begin(y: Float64Array, t: number): void;
  /** Takes that product. */
  begun(y: Float64Array, t: number): void;
  /**
   * Starts a step of h from y at time t into `next` and `error`; leaves y as it is.
   *
   * @param share largest share of its tolerance that a change of y makes up
   */
  start(y: Float64Array, t: number, h: number, share: (change: Float64Array, y: Float64Array) => number): StepState;
  /** Takes the product that the step has stopped for. */
  resume(): StepState;
  /** Takes the step of h as done: the slopes at `next` become those at the start of the next step. */
  accept(h: number): void;
  /** The waveforms bend here: earlier slopes say nothing about later ones. */
  bend(): void;
  /** The step times the rate at which nearby solutions of the last step run apart or together. */
  stiffness(h: number): number;
}

/** How steps are taken: "auto" starts explicitly and changes where the network is stiff. */
export type MethodName = "auto" | "explicit" | "implicit";
