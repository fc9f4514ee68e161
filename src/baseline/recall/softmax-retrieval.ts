import { ArgumentError, requireInteger, runSteps, type StepOptions, type Steps } from "../../core/index.ts";
import { productsInto, type RecallResult, type RecallTask, requireRecall } from "./recall-search.ts";

export interface SoftmaxOptions {
  /** Sharpness of the softmax over inner products of patterns of -1 and +1; 8 / sqrt(n) by default. */
  readonly beta?: number;
  /** Most updates; 100 by default. */
  readonly updates?: number;
}

/** An update that moves no cell further has arrived. */
const STILL = 1e-9;

/** exp(beta (x - max)) over their sum, in place. */
function softmax(x: Float64Array, beta: number): void {
  const most = x.reduce((a, b) => Math.max(a, b));
  let sum = 0;
  for (let m = 0; m < x.length; m++) {
    x[m] = Math.exp(beta * (x[m]! - most));
    sum += x[m]!;
  }
  for (let m = 0; m < x.length; m++) x[m]! /= sum;
}

/** The retrieval in slices; see `softmaxRetrieval`. */
export function* softmaxSteps(task: RecallTask, options: SoftmaxOptions = {}): Steps<RecallResult> {
  const { n, patterns, probe } = task;
  const p = requireRecall(task);
  const { beta = 8 / Math.sqrt(n), updates = 100 } = options;
  if (!(beta > 0 && beta < Number.POSITIVE_INFINITY)) {
    throw new ArgumentError("beta is out of range", {
      code: "argument.beta",
      received: String(beta),
      expected: "a finite number above 0",
    });
  }
  requireInteger("updates", updates, 1, 2 ** 30);
  const state = Float64Array.from(probe);
  const shares = new Float64Array(p);
  let made = 0;
  for (let moved = Number.POSITIVE_INFINITY; moved > STILL && made < updates; made++) {
    productsInto(shares, task, state);
    softmax(shares, beta);
    moved = 0;
    for (let i = 0; i < n; i++) {
      let mean = 0;
      for (let m = 0; m < p; m++) mean += shares[m]! * patterns[m * n + i]!;
      moved = Math.max(moved, Math.abs(mean - state[i]!));
      state[i] = mean;
    }
    yield { stage: "recall", done: made + 1, total: updates };
  }
  return { spins: Int8Array.from(state, (mean) => (mean < 0 ? -1 : 1)), sweeps: made };
}

/**
 * Retrieval by the modern Hopfield network: the state becomes the mean of the stored patterns weighted by the softmax of
 * its inner products with them, x <- X softmax(beta X'x), until it rests. Its signs are the answer.
 *
 * Source: Ramsauer et al., "Hopfield networks is all you need", ICLR 2021, equation 3.
 * @throws ArgumentError for an option out of range, or when the shapes do not fit.
 * @throws CancelledError when the signal is aborted.
 */
export function softmaxRetrieval(task: RecallTask, options: SoftmaxOptions & StepOptions = {}): RecallResult {
  return runSteps(softmaxSteps(task, options), options);
}
