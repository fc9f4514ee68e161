import type { ReducedModel, Waveforms } from "../../simulate/index.ts";
import { logCosh } from "../energy-trace.ts";
import { networkAt, voltsAt } from "./netlist-network.ts";

/** Integral of the inverse output law from 0 to p, in volts squared: u(p) = (V/g) atanh(p/V). */
function inverseIntegral(p: number, u: number, gain: number, volts: number): number {
  // At a share x of the swing: (V^2/g) [x atanh x + 1/2 ln(1 - x^2)]; atanh x is g u / V, the logarithm -ln cosh of it.
  const a = Math.abs((gain * u) / volts);
  return (volts * volts * ((Math.abs(p) / volts) * a - logCosh(a))) / gain;
}

/**
 * The Lyapunov function of the network that a netlist holds along its waveforms, watts, one value a sample:
 *   L = -1/2 p'Tp - I'p + sum_i load_i int_0^{p_i} u(p) dp,
 * T the symmetric part of the transfer with the self-coupling of that moment; with an op-amp the feedback conductance
 * stands for the load. Everything comes from the netlist and the voltages.
 *
 * Source: Hopfield, PNAS 81, 3088 (1984), equation 7.
 */
export function netlistLyapunov(model: ReducedModel, waveforms: Waveforms): Float64Array {
  const { n, opAmp, loadSiemens, supplyVolts } = model;
  const values = new Float64Array(waveforms.time.length);
  for (let k = 0; k < values.length; k++) {
    const { transferSiemens, inputAmps, gain } = networkAt(model, waveforms.time[k]!);
    const { states, rails } = voltsAt(model, waveforms, k);
    let total = 0;
    for (let i = 0; i < n; i++) {
      let field = 0;
      for (let j = 0; j < n; j++) field += transferSiemens[i * n + j]! * rails[j]!;
      const load = opAmp === null ? loadSiemens[i]! : opAmp.feedbackSiemens[i]!;
      total += load * inverseIntegral(rails[i]!, states[i]!, gain, supplyVolts[i]!);
      total -= rails[i]! * (field / 2 + inputAmps[i]!);
    }
    values[k] = total;
  }
  return values;
}
