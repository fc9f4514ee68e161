import {
  ArgumentError,
  createRandom,
  requireFinite,
  requireInteger,
  runSteps,
  type StepOptions,
  type Steps,
  shuffle,
} from "../core/index.ts";
import type { HopfieldNetwork } from "../network/index.ts";
import { couplingsOf, flipSpin, randomState, refreshState } from "./couplings.ts";
import { keepBest, requireSearch, SLICE_WORK, type SpinSearchOptions, type SpinSearchResult } from "./search.ts";

export interface NoisyHopfieldOptions extends SpinSearchOptions {
  /**
   * Self-coupling at the first and the last cycle, linear between: below 0 it forces flips that raise the energy by less
   * than twice its size, above 0 it is a hysteresis. -2 and 1.4 root mean square couplings by default.
   */
  readonly selfCoupling?: readonly [first: number, last: number];
  /** Standard deviation of the Gaussian noise on each read of a field, in units of the energy; 0 by default. */
  readonly noise?: number;
  /** Spins updated at once, from one read; 1 by default, which is asynchronous. */
  readonly batch?: number;
  /** Whether the batches are drawn anew each cycle, the default, or always are the spins in order. */
  readonly order?: "random" | "fixed";
  /** Called with the energy of each start's last state, and with the lowest that one of its cycles ended in. */
  readonly onEnd?: (energy: number, lowest: number) => void;
}

/** Root mean square of the couplings that are not zero; of the biases when there are none. */
function typicalCoupling(values: Float64Array, bias: Float64Array): number {
  const of = values.length > 0 ? values : bias;
  return Math.sqrt(of.reduce((sum, w) => sum + w * w, 0) / of.length);
}

/** The search in slices; see `noisyHopfield`. */
export function* noisyHopfieldSteps(network: HopfieldNetwork, options: NoisyHopfieldOptions): Steps<SpinSearchResult> {
  const { seed, restarts, sweeps, target } = requireSearch(options, 1000, 50);
  const couplings = couplingsOf(network);
  const { n } = network;
  const unit = typicalCoupling(couplings.values, network.bias);
  const { selfCoupling = [-2 * unit, 1.4 * unit], noise = 0, batch = 1, order: kind = "random" } = options;
  requireFinite("selfCoupling", selfCoupling, 2);
  if (!(noise >= 0 && noise < Number.POSITIVE_INFINITY)) {
    throw new ArgumentError("noise is out of range", {
      code: "argument.noise",
      received: String(noise),
      expected: "a finite number of at least 0",
    });
  }
  requireInteger("batch", batch, 1);
  const [first, last] = selfCoupling;
  const best = keepBest(network, options);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const flips = new Int32Array(n);
  const slice = Math.max(1, Math.floor(SLICE_WORK / (sweeps * (n + couplings.values.length))));
  const state = randomState(couplings, createRandom(seed, "noisy hopfield"));
  let started = 0;
  while (started < restarts && best.energy > target) {
    const random = createRandom(seed, "noisy hopfield", started);
    for (let i = 0; i < n; i++) state.spins[i] = random.uint32() >= 0x80000000 ? 1 : -1;
    refreshState(state, couplings);
    const { spins, fields } = state;
    let lowest = Number.POSITIVE_INFINITY;
    for (let cycle = 0; cycle < sweeps; cycle++) {
      const self = first + ((last - first) * cycle) / Math.max(1, sweeps - 1);
      if (kind === "random") shuffle(order, random);
      for (let from = 0; from < n; from += batch) {
        const to = Math.min(n, from + batch);
        let count = 0;
        for (let k = from; k < to; k++) {
          const i = order[k]!;
          const read = noise === 0 ? fields[i]! : fields[i]! + noise * random.gaussian();
          const up = read >= -self * spins[i]!;
          if (up !== spins[i]! > 0) flips[count++] = i;
        }
        for (let k = 0; k < count; k++) flipSpin(state, couplings, flips[k]!);
      }
      lowest = Math.min(lowest, state.energy);
    }
    started++;
    best.offer(state, started * sweeps);
    options.onEnd?.(state.energy, lowest);
    if (started % slice === 0) {
      yield { stage: "cycle", done: started * sweeps, total: restarts * sweeps, note: `best energy ${best.energy}` };
    }
  }
  yield { stage: "cycle", done: started * sweeps, total: restarts * sweeps, note: `best energy ${best.energy}` };
  return { energy: best.energy, spins: best.spins, sweeps: started * sweeps, restarts: started };
}

/**
 * The discrete Hopfield network with hysteresis and noise that the memristor crossbar runs: each cycle reads the local
 * fields of one batch of spins after the other, with noise, and sets v_i = +1 where h_i >= -S v_i, with S ramped linearly.
 * 1000 starts of 50 cycles by default. Nothing is mended in software: what a start ends in is offered as it stands.
 *
 * Source: Cai et al., Nature Electronics 3, 2020, algorithm of the supplement.
 * @throws ArgumentError for an option out of range.
 * @throws CancelledError when the signal is aborted.
 */
export function noisyHopfield(network: HopfieldNetwork, options: NoisyHopfieldOptions & StepOptions): SpinSearchResult {
  return runSteps(noisyHopfieldSteps(network, options), options);
}
