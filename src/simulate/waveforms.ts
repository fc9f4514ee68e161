import { SimulationError } from "../core/index.ts";

/** Real waveforms of one transient run. Plain data: crosses threads by structured clone. */
export interface Waveforms {
  /** Title line of the netlist it came from. */
  readonly title: string;
  /** Plot name as the simulator gives it, e.g. "Transient Analysis". */
  readonly plot: string;
  /** Seconds, not decreasing. */
  readonly time: Float64Array;
  /** Vector names in lower case, e.g. "v(u_0)", "i(v_bias)"; parallel to `values`. */
  readonly names: readonly string[];
  /** One array a vector, each as long as `time`; volts or amperes. */
  readonly values: readonly Float64Array[];
  /** Whether the run ended because its stop condition was met. */
  readonly stoppedEarly: boolean;
}

/** The vector called `name` (case does not matter). @throws SimulationError when it is missing. */
export function vector(waveforms: Waveforms, name: string): Float64Array {
  const index = waveforms.names.indexOf(name.toLowerCase());
  if (index < 0) {
    throw new SimulationError("a vector is missing from the waveforms", {
      code: "simulate.missing-vector",
      received: waveforms.names.slice(0, 8).join(" "),
      expected: name,
    });
  }
  return waveforms.values[index]!;
}
