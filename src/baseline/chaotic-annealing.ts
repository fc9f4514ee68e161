import { createRandom, runSteps, type StepOptions, type Steps } from "../core/index.ts";
import type { HopfieldNetwork } from "../network/index.ts";
import { type Couplings, couplingsOf, descend, randomState, refreshState } from "./couplings.ts";
import { keepBest, requireSearch, SLICE_WORK, type SpinSearchOptions, type SpinSearchResult } from "./search.ts";

/** Chen and Aihara's constants: damping, steepness, weight of the field, first self-feedback and its set point. */
const DAMPING = 0.9;
const STEEPNESS = 1 / 250;
const DRIVE = 0.015;
const FEEDBACK = 0.08;
const SET_POINT = 0.65;
/** The self-feedback falls to this share of its first value. */
const FEEDBACK_LEFT = 0.01;
/** Descents from the present signs in a start. */
const LOOKS = 5;

/** Root mean square field of a spin over random states; 1 for a network of zeros. */
function typicalField({ n, values, bias }: Couplings): number {
  let square = 0;
  for (const w of values) square += w * w;
  for (const b of bias) square += b * b;
  return square > 0 ? Math.sqrt(square / n) : 1;
}

/** The search in slices; see `chaoticAnnealing`. */
export function* chaoticSteps(network: HopfieldNetwork, options: SpinSearchOptions): Steps<SpinSearchResult> {
  const { seed, restarts, sweeps, target } = requireSearch(options, 100, 500);
  const { n } = network;
  const couplings = couplingsOf(network);
  const { starts, columns, values, bias } = couplings;
  const best = keepBest(network, options);
  const drive = DRIVE / typicalField(couplings);
  const inner = new Float64Array(n);
  const outputs = new Float64Array(n);
  const setPoints = new Float64Array(n);
  const state = randomState(couplings, createRandom(seed, "chaotic"));
  const slice = Math.max(1, Math.floor(SLICE_WORK / (20 * n + values.length)));
  const look = Math.max(1, Math.ceil(sweeps / LOOKS));
  const total = restarts * sweeps;
  let started = 0;
  while (started < restarts && best.energy > target) {
    const random = createRandom(seed, "chaotic", started);
    for (let i = 0; i < n; i++) {
      inner[i] = 2 * random.uniform() - 1;
      outputs[i] = 1 / (1 + Math.exp(-inner[i]! / STEEPNESS));
      // A set point on one side would prefer one sign; drawn for each spin it prefers none.
      setPoints[i] = random.integer(2) === 0 ? SET_POINT : 1 - SET_POINT;
    }
    for (let sweep = 1; sweep <= sweeps; sweep++) {
      const feedback = FEEDBACK * FEEDBACK_LEFT ** (sweep / sweeps);
      for (let i = 0; i < n; i++) {
        let field = bias[i]!;
        const end = starts[i + 1]!;
        for (let p = starts[i]!; p < end; p++) field += values[p]! * (2 * outputs[columns[p]!]! - 1);
        inner[i] = DAMPING * inner[i]! + drive * field - feedback * (outputs[i]! - setPoints[i]!);
        outputs[i] = 1 / (1 + Math.exp(-inner[i]! / STEEPNESS));
      }
      if (sweep % look === 0 || sweep === sweeps) {
        for (let i = 0; i < n; i++) state.spins[i] = outputs[i]! < 0.5 ? -1 : 1;
        refreshState(state, couplings);
        descend(state, couplings);
        best.offer(state, started * sweeps + sweep);
      }
      const made = started * sweeps + sweep;
      if (made % slice === 0) yield { stage: "chaotic", done: made, total };
    }
    started++;
  }
  yield { stage: "chaotic", done: started * sweeps, total, note: `best energy ${best.energy}` };
  return { energy: best.energy, spins: best.spins, sweeps: started * sweeps, restarts: started };
}

/**
 * Chaotic annealing, the transiently chaotic network: neurons with a negative self-feedback z that makes them
 * chaotic while it is strong,
 *
 *   y_i <- k y_i + a h_i(2x - 1) - z (x_i - I_0),   x_i = 1 / (1 + exp(-y_i / e)),
 *
 * one after the other, and that decays until they settle as in a Hopfield network. The fields are taken in units of
 * their root mean square. Signs at five points of a start end in a descent; 100 starts of 500 sweeps by default.
 *
 * Source: Chen and Aihara, "Chaotic simulated annealing by a neural network model with transient chaos", Neural
 * Networks 8(6), 1995, equations 1 to 3 and their constants.
 * @throws ArgumentError for an option out of range.
 * @throws CancelledError when the signal is aborted.
 */
export function chaoticAnnealing(network: HopfieldNetwork, options: SpinSearchOptions & StepOptions): SpinSearchResult {
  return runSteps(chaoticSteps(network, options), options);
}
