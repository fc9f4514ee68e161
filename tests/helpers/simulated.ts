import type { HopfieldCircuit } from "../../src/circuit/index.ts";
import { vector, type Waveforms } from "../../src/simulate/index.ts";

/**
 * The same circuit solved so finely that only the circuit itself, not the simulator's step control, can differ from
 * theory; run to `endTaus` without a stop.
 */
export function finely(hopfield: HopfieldCircuit, endTaus: number, stepTaus = 0.05): HopfieldCircuit {
  const { stop: _stop, ...circuit } = hopfield.circuit;
  const { tauSeconds } = hopfield;
  return {
    ...hopfield,
    circuit: {
      ...circuit,
      analysis: {
        stepSeconds: stepTaus * tauSeconds,
        stopSeconds: endTaus * tauSeconds,
        maxStepSeconds: stepTaus * tauSeconds,
      },
      options: { ...circuit.options, reltol: 1e-6, vntol: 1e-9, abstol: 1e-14 },
    },
  };
}

/** The same circuit started in the given states, n volts. */
export function startedAt(hopfield: HopfieldCircuit, states: ArrayLike<number>): HopfieldCircuit {
  const initial = hopfield.circuit.initial.map(({ node }) => {
    const row = Number(/\d+/.exec(node)![0]);
    return { node, volts: hopfield.layout.stateSign * states[row]! };
  });
  return { ...hopfield, circuit: { ...hopfield.circuit, initial } };
}

/** Linear interpolation of a vector at `at` seconds. */
export function sampleAt(waveforms: Waveforms, name: string, at: number): number {
  const { time } = waveforms;
  const values = vector(waveforms, name);
  let low = 0;
  let high = time.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (time[middle]! <= at) low = middle;
    else high = middle;
  }
  const share = Math.min(1, Math.max(0, (at - time[low]!) / (time[high]! - time[low]!)));
  return values[low]! + share * (values[high]! - values[low]!);
}

/** Largest |a - b| of the named vectors over a's samples from `fromSeconds` on; `sign(k)` multiplies b's vector k. */
export function largestDifference(
  a: Waveforms,
  b: Waveforms,
  names: readonly string[],
  sign: (k: number) => number = () => 1,
  fromSeconds = 0,
): number {
  const end = b.time[b.time.length - 1]!;
  let largest = 0;
  for (const [k, name] of names.entries()) {
    const values = vector(a, name);
    for (const [s, t] of a.time.entries()) {
      if (t < fromSeconds || t > end) continue;
      largest = Math.max(largest, Math.abs(values[s]! - sign(k) * sampleAt(b, name, t)));
    }
  }
  return largest;
}
