import { describe, expect, test } from "vitest";
import { type AnnealSchedule, type HopfieldCircuit, schedules, type TopologyName } from "../../src/circuit/index.ts";
import { createNetwork } from "../../src/network/index.ts";
import { ReducedEngine, vector } from "../../src/simulate/index.ts";
import { buildBench } from "../helpers/hopfield.ts";

/** Pairs of neurons, each pair coupled to itself alone: its sum and its difference are modes of their own. */
const PAIRS = 24;
const WEIGHT = 3;
/** Loop gain far below 1: outputs stay on the straight part of their law. */
const GAIN = 0.2;
const TAUS = 500;
/** What is left of the start by then is e^-18 of it. */
const FROM_TAUS = 30;
/** Standard errors that an estimate may be off: one of eight in a million by chance. */
const SIGMAS = 5;
/** White noise through steps of finite length, and the neuron's slightly bent law. */
const LIMIT = 0.01;

/**
 * Variance of u' = -rate u + x, where x is straight between independent values of unit variance, `interval` apart: over one interval
 * u goes to a u + b x_k + c x_{k+1}, and u_k holds c x_k.
 */
function filteredVariance(rate: number, interval: number): number {
  const z = rate * interval;
  const a = Math.exp(-z);
  const b = ((1 - a) / z - a) / rate;
  const c = (1 - (1 - a) / z) / rate;
  return (b * b + c * c + 2 * a * b * c) / (1 - a * a);
}

const pairs = () => {
  const n = 2 * PAIRS;
  const weights = new Float64Array(n * n);
  for (let i = 0; i < n; i++) weights[i * n + (i ^ 1)] = WEIGHT;
  return createNetwork(n, weights, new Float64Array(n));
};

/** Variances of sums and differences of pairs, each by the square of the noise's volts, and how many samples they are worth. */
async function measured(hopfield: HopfieldCircuit, sigma: number) {
  const { stop: _stop, ...circuit } = hopfield.circuit;
  const engine = new ReducedEngine();
  const analysis = { ...circuit.analysis, stopSeconds: TAUS * hopfield.tauSeconds };
  const save = [...hopfield.layout.states];
  const waveforms = await engine.simulate({ circuit: { ...circuit, analysis, save } });
  await engine.close();
  const states = hopfield.layout.states.map((name) => vector(waveforms, name));
  const [sum, difference] = [0, 1].map(() => ({ total: 0, count: 0 })) as [
    { total: number; count: number },
    { total: number; count: number },
  ];
  let k = 0;
  for (let taus = FROM_TAUS; taus < TAUS; taus++) {
    // The noise bends at each time constant, where the run has a point.
    while (waveforms.time[k]! < (taus - 1e-4) * hopfield.tauSeconds) k++;
    expect(Math.abs(waveforms.time[k]! / hopfield.tauSeconds - taus)).toBeLessThan(1e-3);
    for (let p = 0; p < PAIRS; p++) {
      const [u, v] = [states[2 * p]![k]!, states[2 * p + 1]![k]!];
      sum.total += (u + v) ** 2 / 2;
      difference.total += (u - v) ** 2 / 2;
      sum.count++;
      difference.count++;
    }
  }
  const perVolt = 1 / ((sigma * hopfield.scaleAmps) / hopfield.loadSiemens) ** 2;
  return { sum: (sum.total / sum.count) * perVolt, difference: (difference.total / difference.count) * perVolt };
}

describe("a linear neuron under noise", () => {
  test.each<[TopologyName, number]>([
    ["passive", 0.5],
    ["passive", 0.125],
    ["virtual-ground", 0.25],
  ])("has the variance of an Ornstein-Uhlenbeck process in each mode, %s, noise every %f time constants", async (topology, interval) => {
    // The same power in the network's band, whatever the interval: white noise of spectral density sigma^2 interval.
    const sigma = 0.01 / Math.sqrt(interval);
    const schedule: AnnealSchedule = {
      ...schedules.ramp,
      gain: { taus: [0], values: [GAIN] },
      noise: { taus: [0], values: [sigma] },
      noiseIntervalTaus: interval,
      annealTaus: TAUS + 1,
    };
    const { hopfield } = buildBench(pairs(), { topology, schedule, seed: 5 });
    const variances = await measured(hopfield, sigma);
    // The field scale is half of the largest eigenvalue, so that the modes' rates are 1 -+ 2 gain.
    for (const [mode, rate] of [
      ["sum", 1 - 2 * GAIN],
      ["difference", 1 + 2 * GAIN],
    ] as const) {
      const expected = filteredVariance(rate, interval);
      const independent = PAIRS * (TAUS - FROM_TAUS) * Math.tanh(rate);
      const tolerance = SIGMAS * Math.sqrt(2 / independent) + LIMIT;
      expect(Math.abs(variances[mode] / expected - 1), mode).toBeLessThan(tolerance);
      // Ornstein and Uhlenbeck: density over twice the rate, less half the interval's share of the mode's time.
      expect(Math.abs(expected / (interval / (2 * rate)) - 1)).toBeLessThan((rate * interval) / 2);
    }
  });
});
