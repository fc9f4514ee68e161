import { createRandom, requireFinite, runSteps, type StepOptions, type Steps } from "../core/index.ts";
import type { HopfieldNetwork } from "../network/index.ts";
import { couplingsOf, descend, fieldsInto, randomState, refreshState, type SpinState } from "./couplings.ts";
import { keepBest, requireSearch, SLICE_WORK, type SpinSearchOptions, type SpinSearchResult } from "./search.ts";

export interface BifurcationOptions extends SpinSearchOptions {
  /** Whether the couplings see the positions ("ballistic", the default) or only their signs ("discrete"). */
  readonly variant?: "ballistic" | "discrete";
  /** Time step; 0.5 by default. 1 fails on dense graphs of equal couplings in the discrete variant. */
  readonly timeStep?: number;
}

/** Size of the first positions and momenta. */
const START = 0.1;
/** Descents from the present signs in a run: a run often passes the best state before its end. */
const LOOKS = 10;

/** Factor on the fields, 1 / (2 sqrt(n) rms W), by which the first bifurcation comes near the middle of the ramp. */
function fieldFactor(values: Float64Array, bias: Float64Array, n: number): number {
  let square = 0;
  for (const w of values) square += w * w;
  if (square > 0) return 0.5 / Math.sqrt(square / Math.max(1, n - 1));
  const largest = bias.reduce((most, b) => Math.max(most, Math.abs(b)), 0);
  return largest > 0 ? 0.5 / largest : 1;
}

/** Takes the signs of x as spins. */
function readSigns(state: SpinState, x: Float64Array): void {
  for (let i = 0; i < x.length; i++) state.spins[i] = x[i]! < 0 ? -1 : 1;
}

/** The search in slices; see `simulatedBifurcation`. */
export function* bifurcationSteps(network: HopfieldNetwork, options: BifurcationOptions): Steps<SpinSearchResult> {
  const { seed, restarts, sweeps, target } = requireSearch(options, 20, 1000);
  const { variant = "ballistic", timeStep = 0.5 } = options;
  requireFinite("timeStep", [timeStep], 1);
  const { n } = network;
  const couplings = couplingsOf(network);
  const best = keepBest(network, options);
  const factor = fieldFactor(couplings.values, network.bias, n);
  const slice = Math.max(1, Math.floor(SLICE_WORK / (n + couplings.values.length)));
  const look = Math.max(1, Math.ceil(sweeps / LOOKS));
  const [x, y, field, seenByCouplings] = Array.from({ length: 4 }, () => new Float64Array(n)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const seen = variant === "discrete" ? seenByCouplings : x;
  const state = randomState(couplings, createRandom(seed, "bifurcate"));
  const total = restarts * sweeps;
  let made = 0;
  let started = 0;
  while (started < restarts && best.energy > target) {
    const random = createRandom(seed, "bifurcate", started);
    for (let i = 0; i < n; i++) {
      x[i] = START * (2 * random.uniform() - 1);
      y[i] = START * (2 * random.uniform() - 1);
    }
    for (let step = 1; step <= sweeps && best.energy > target; step++) {
      const detuning = 1 - step / sweeps;
      if (variant === "discrete") for (let i = 0; i < n; i++) seen[i] = x[i]! < 0 ? -1 : 1;
      fieldsInto(field, couplings, seen);
      for (let i = 0; i < n; i++) {
        const momentum = y[i]! + timeStep * (factor * field[i]! - detuning * x[i]!);
        const position = x[i]! + timeStep * momentum;
        const outside = Math.abs(position) > 1;
        x[i] = outside ? Math.sign(position) : position;
        y[i] = outside ? 0 : momentum;
      }
      made++;
      if (step % look === 0 || step === sweeps) {
        readSigns(state, x);
        refreshState(state, couplings);
        descend(state, couplings);
        best.offer(state, made);
      }
      if (made % slice === 0) yield { stage: "bifurcate", done: made, total };
    }
    started++;
    yield { stage: "bifurcate", done: made, total, note: `best energy ${best.energy}` };
  }
  return { energy: best.energy, spins: best.spins, sweeps: made, restarts: started };
}

/**
 * Simulated bifurcation: n oscillators with positions x in [-1, 1] and momenta y,
 *
 *   dy_i/dt = -(1 - a(t)) x_i + c h_i,   dx_i/dt = y_i,   a from 0 to 1,
 *
 * with inelastic walls at -1 and +1, by symplectic Euler steps; h is the local field of x (ballistic) or of sign x
 * (discrete), c = 1 / (2 sqrt(n) rms W). The signs end in a descent; 20 starts of 1000 steps by default. A step costs
 * all couplings.
 *
 * Source: Goto, Tatsumura and Dixon, Sci. Adv. 5, 2019; Goto et al., Sci. Adv. 7, 2021, equations 4 to 11.
 * @throws ArgumentError for an option out of range.
 * @throws CancelledError when the signal is aborted.
 */
export function simulatedBifurcation(
  network: HopfieldNetwork,
  options: BifurcationOptions & StepOptions,
): SpinSearchResult {
  return runSteps(bifurcationSteps(network, options), options);
}
