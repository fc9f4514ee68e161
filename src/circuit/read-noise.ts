import { createRandom } from "../core/index.ts";
import type { CircuitElement, CircuitSection } from "./circuit.ts";
import type { HopfieldCircuitSpec, Topology } from "./hopfield-circuit.ts";
import { circuitValue } from "./spice-number.ts";

/** Digits of a noise current: far finer than the difference between two runs. */
const NOISE_DIGITS = 5;

/** A line between two independent values has two thirds of their variance, averaged over time. */
const BETWEEN = Math.sqrt(3 / 2);

/** Share of a step that is no step of its own. */
const ROUNDING = 1e-6;

/** When values of the noise follow each other, and what share of the standard deviation each has. */
export interface NoiseSteps {
  readonly seconds: number;
  readonly share: number;
}

/**
 * The device's correlation time, or the schedule's noise step where the device states none. Noise that is faster than the
 * schedule's step is averaged over it, as the summing node's capacitance would.
 */
export function readNoiseSteps(correlationSeconds: number | null, scheduleSeconds: number): NoiseSteps {
  if (correlationSeconds === null) return { seconds: scheduleSeconds, share: 1 };
  if (correlationSeconds >= scheduleSeconds) return { seconds: correlationSeconds, share: 1 };
  return { seconds: scheduleSeconds, share: Math.sqrt(correlationSeconds / scheduleSeconds) };
}

/**
 * Read noise of the array's devices as a current into each summing node, from the run's seed: V_s sqrt(sum_j sigma_ij^2), exact
 * where outputs are at +V_s or -V_s and an upper bound before. Values follow each other in correlation times, with straight
 * lines between. All lines of a reference column share its noise. Zero from the end of the anneal on, so that a state can
 * settle. What wires take from the noise is left out.
 */
export function readNoiseSections(spec: HopfieldCircuitSpec, topology: Topology, tauSeconds: number): CircuitSection[] {
  const { crossbar, schedule, seed, profile } = spec;
  const { readNoise, rows, bitLines } = crossbar;
  if (readNoise === undefined || readNoise.sigmaSiemens.every((s) => s === 0)) return [];
  // The noise ends over the last time constant.
  const endSeconds = schedule.annealTaus * tauSeconds;
  const lastSeconds = Math.max(endSeconds - tauSeconds, endSeconds / 2);
  const steps = readNoiseSteps(readNoise.correlationSeconds, schedule.noiseIntervalTaus * tauSeconds);
  const whole = Math.floor(lastSeconds / steps.seconds - ROUNDING);
  const rest = lastSeconds / steps.seconds - whole;
  const times = [...Array.from({ length: whole + 1 }, (_, k) => k * steps.seconds), lastSeconds, endSeconds];
  const scale = profile.neuron.supplyVolts.value * steps.share * BETWEEN;
  // Column by column: the last one's noise, if it is a reference, is taken from every line.
  const drawn = Array.from({ length: bitLines }, (_, i) => {
    const random = createRandom(seed, "read-noise", i);
    const values = times.map(() => scale * readNoise.sigmaSiemens[i]! * random.gaussian());
    values[whole + 1] = (1 - rest) * values[whole]! + rest * values[whole + 1]!;
    values[whole + 2] = 0;
    return values;
  });
  const reference = bitLines > rows ? drawn[rows]! : undefined;
  const elements = Array.from({ length: rows }, (_, i): CircuitElement => {
    const values = times.map((_, k) => Number((drawn[i]![k]! - (reference?.[k] ?? 0)).toPrecision(NOISE_DIGITS)) + 0);
    return {
      kind: "current-source",
      name: `I_read_${i}`,
      nodes: ["0", topology.sumNode(i)],
      waveform: { kind: "pwl", times: times.map(circuitValue), values },
    };
  });
  const step =
    readNoise.correlationSeconds === null ? "the noise step of the anneal, assumed" : "the device's correlation time";
  return [
    {
      comment: `Read noise of the devices at outputs of +-V_s, from seed ${seed}; another value each ${step}; zero after the anneal`,
      elements,
    },
  ];
}
