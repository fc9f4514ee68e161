import type { HopfieldCircuit } from "../circuit/index.ts";
import type { HardwareProfile } from "../crossbar/index.ts";
import { vector, type Waveforms } from "../simulate/index.ts";

/**
 * Energy that one run draws from the supplies, joules: every output stage is class B between +V_s and -V_s, so that
 * each ampere it sources or sinks is drawn at V_s (trapezoidal rule over the simulated branch currents), plus the
 * quiescent power of the neurons.
 */
export function energyDrawn(waveforms: Waveforms, hopfield: HopfieldCircuit, profile: HardwareProfile): number {
  const { time } = waveforms;
  const steps = time.length;
  let charge = 0;
  for (const name of hopfield.layout.supplyCurrents) {
    const current = vector(waveforms, name);
    for (let k = 1; k < steps; k++) {
      charge += 0.5 * (Math.abs(current[k]!) + Math.abs(current[k - 1]!)) * (time[k]! - time[k - 1]!);
    }
  }
  const quiescent = profile.neuron.staticWatts.value * hopfield.layout.n;
  return hopfield.supplyVolts * charge + quiescent * (time[steps - 1]! - time[0]!);
}
