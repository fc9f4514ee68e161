import type { HopfieldCircuit } from "../circuit/index.ts";
import type { HardwareProfile } from "../crossbar/index.ts";
import { feedbackCurrent } from "../readout/index.ts";
import { vector, type Waveforms } from "../simulate/index.ts";

/** Charge that a current moves, whatever its sign, by the trapezoidal rule; coulombs. */
function charge(time: Float64Array, current: Float64Array): number {
  let sum = 0;
  for (let k = 1; k < time.length; k++) {
    sum += 0.5 * (Math.abs(current[k]!) + Math.abs(current[k - 1]!)) * (time[k]! - time[k - 1]!);
  }
  return sum;
}

/**
 * Energy that one run draws from the supplies, joules: every output stage, op-amp, bias driver and feedback branch is
 * class B between +V_s and -V_s, so that each ampere it sources or sinks is drawn at V_s, plus the quiescent power of the
 * neurons. The currents are the simulated ones; that of the feedback follows from simulated voltages. Noise sources and
 * the drivers of the control lines are not counted.
 */
export function energyDrawn(waveforms: Waveforms, hopfield: HopfieldCircuit, profile: HardwareProfile): number {
  const { time } = waveforms;
  const { layout, supplyVolts } = hopfield;
  let coulombs = 0;
  for (const name of layout.supplyCurrents) coulombs += charge(time, vector(waveforms, name));
  for (let i = 0; i < layout.n; i++) {
    const feedback = feedbackCurrent(waveforms, hopfield, i);
    if (feedback !== undefined) coulombs += charge(time, feedback);
  }
  const quiescentWatts = profile.neuron.staticWatts.value * layout.n;
  return supplyVolts * coulombs + quiescentWatts * (time[time.length - 1]! - time[0]!);
}
