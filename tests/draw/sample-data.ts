import { createRandom } from "../../src/core/index.ts";
import type { ReportData } from "../../src/draw/index.ts";

/** A plausible experiment on n neurons, as plain data: no simulation behind it. */
export function sampleReport(n = 12, runs = 4): ReportData {
  const random = createRandom(5, "draw-sample");
  const points = 900;
  const time = Float64Array.from({ length: points }, (_, k) => (k * 1e-6) / (points - 1));
  const spins = Array.from({ length: n }, () => (random.uniform() < 0.5 ? -1 : 1));
  const volts = spins.map((spin) => {
    const rate = 2e6 * (1 + random.uniform());
    return time.map((t) => 0.5 * spin * Math.tanh(rate * t) + 0.01 * random.gaussian());
  });
  const energies = Array.from({ length: runs }, (_, run) => (run % 2 === 0 ? -20 : -18));
  const energyTraces = energies.map((final, seed) => ({
    seed,
    time,
    energy: time.map((t) => Math.max(final, -2 * Math.round(2e7 * t))),
  }));
  const siemens = () => Float64Array.from({ length: n * (n + 1) }, () => 1e-6 + 1e-5 * random.uniform());
  const successes = energies.filter((energy) => energy === -20).length;
  return {
    task: { kind: "max-cut", name: "sample", n, sense: "max" },
    reference: { objective: 137, lower: 137, upper: 137, proven: true, method: "branch and bound", seconds: 0.25 },
    runs: energies.map((energy, seed) => ({
      seed,
      engine: "reduced",
      settled: true,
      settleSeconds: 4e-7,
      objective: energy === -20 ? 137 : 136,
      feasible: true,
      energy,
      gap: energy === -20 ? 0 : 1,
      stable: true,
      hamming: energy === -20 ? 0 : 2,
      marginVolts: 0.31,
      joules: 2.3e-10,
      success: energy === -20,
    })),
    summary: {
      runs,
      successes,
      p: successes / Math.max(1, runs),
      pLow: 0.15,
      pHigh: 0.85,
      tts99Seconds: 2.6e-6,
      tts99Low: 1e-6,
      tts99High: 1.1e-5,
      joulesToSolution: 4.6e-10,
    },
    hardware: {
      name: "sample-device",
      topology: "virtual-ground",
      rows: n,
      columns: n + 1,
      mapping: "differential-pair: two devices a weight, one on each rail of the output",
      wordLines: 2 * (n + 1),
      bitLines: n,
      devices: 2 * n * n,
      tiles: "4 of 64 \u00d7 64 lines",
      rangeUsed: 1,
      errors: [{ name: "programming", rms: 0.02, largest: 0.07 }],
      asymmetry: 0.03,
      unitSiemens: 1e-5,
      levels: 64,
      assumptions: [{ field: "wire.ohms", value: "2.5 ohm", source: "assumed" }],
    },
    schedule: [
      { name: "gain", times: [0, 6e-7], values: [0.2, 3] },
      { name: "self", times: [0, 6e-7], values: [-1.2, 0.3] },
      { name: "noise", times: [0, 7e-7], values: [0.05, 0], unit: "V" },
    ],
    energyTraces,
    energyReference: { lower: -20, upper: -20, proven: true },
    waveforms: { seed: 0, time, volts, spins, settleSeconds: 4e-7 },
    conductances: { rows: n, columns: n + 1, positiveSiemens: siemens(), negativeSiemens: siemens() },
    weightErrors: {
      rows: n,
      columns: n + 1,
      quantisation: new Float64Array(n * (n + 1)),
      programming: Float64Array.from({ length: n * (n + 1) }, () => 0.02 * random.gaussian()),
      conduction: new Float64Array(n * (n + 1)),
      smallSignal: new Float64Array(n * (n + 1)),
    },
    cost: {
      tables: [
        {
          name: "Area",
          lines: [{ part: "array", value: 8e-10, unit: "m^2", label: "assumed", formula: "positions of so many F^2" }],
        },
      ],
      missing: ["driverJoules"],
    },
    netlistFile: "sample.cir",
    command: "ohmfield solve sample.mc --runs 4 --seed 7",
    seed: 7,
    version: "0.1.0",
  };
}
