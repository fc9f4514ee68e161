import { describe, expect, test } from "vitest";
import {
  drawConductancePair,
  drawEnergy,
  drawHeatMap,
  drawHistogram,
  drawSignedConductance,
  drawWaveforms,
} from "../../src/draw/index.ts";
import { sampleReport } from "./sample-data.ts";
import { checkPicture } from "./well-formed.ts";

const sample = sampleReport();
const waveforms = { ...sample.waveforms!, title: "voltages", schedule: sample.schedule };
const energies = {
  title: "energy",
  traces: sample.energyTraces,
  successSeeds: [0, 2],
  reference: sample.energyReference,
};
const histogram = {
  title: "objective",
  runs: sample.runs,
  sense: "max",
  optimum: { value: 137, proven: true },
} as const;

describe("drawWaveforms", () => {
  test("gives the same bytes for the same data, also when pictures are drawn at once", async () => {
    const [first, second] = await Promise.all([drawWaveforms(waveforms), drawWaveforms(waveforms)]);
    expect(second).toBe(first);
    checkPicture(first);
  });

  test("draws one curve a neuron and names the settling time", async () => {
    const svg = await drawWaveforms({ title: "t", ...sample.waveforms! });
    expect(svg.match(/<path /g)).toHaveLength(12);
    expect(svg).toContain("settled 400 ns");
  });

  test("says that a run did not settle", async () => {
    const svg = await drawWaveforms({ ...waveforms, settleSeconds: null });
    expect(svg).toContain("did not settle");
    expect(svg).not.toContain("settled");
  });

  test.each([
    ["one sample of zero volts", { title: "t", time: [0], volts: [[0]], spins: [1], settleSeconds: 0 }],
    ["no neuron", { title: "t", time: [0, 1], volts: [], spins: [], settleSeconds: null }],
    ["constant voltages", { title: "t", time: [0, 1e-9], volts: [[0.2, 0.2]], spins: [1], settleSeconds: 5 }],
    ["an empty schedule", { ...waveforms, schedule: [{ name: "gain", times: [], values: [] }] }],
  ])("stays well formed with %s", async (_, data) => {
    checkPicture(await drawWaveforms(data));
  });

  test("draws a sample of the curves when there are thousands", async () => {
    const volts = Array.from({ length: 3000 }, () => [0, 0.5]);
    const svg = await drawWaveforms({
      title: "t",
      time: [0, 1e-6],
      volts,
      spins: volts.map(() => 1),
      settleSeconds: null,
    });
    expect(svg).toContain("250 of 3000 neurons drawn");
    expect(svg.match(/<path /g)).toHaveLength(250);
  });

  test("refuses a voltage that is not finite", async () => {
    const data = { title: "t", time: [0, 1], volts: [[0, Number.NaN]], spins: [1], settleSeconds: null };
    await expect(drawWaveforms(data)).rejects.toThrow(/volts\[0\]\[1\] is not finite/);
  });
});

describe("drawEnergy", () => {
  test("names the proven minimum and the gap of each final level", async () => {
    const svg = await drawEnergy(energies);
    checkPicture(svg);
    expect(svg).toContain("proven minimum \u221220");
    expect(svg).toContain("gap 0, 2 runs");
    expect(svg).toContain("gap 2, 2 runs");
    expect(svg).not.toContain('fill-opacity="0.14"');
  });

  test("shades the bounds when the minimum is not proven", async () => {
    const svg = await drawEnergy({ ...energies, reference: { lower: -24, upper: -20, proven: false } });
    checkPicture(svg);
    expect(svg).toContain("not proven: minimum in \u221224 \u2026 \u221220");
    expect(svg).toContain('fill-opacity="0.14"');
    expect(svg).not.toContain("gap");
  });

  test.each([
    ["no traces", { ...energies, traces: [] }],
    ["no traces and no reference", { ...energies, traces: [], reference: null }],
    ["a constant trace", { ...energies, traces: [{ seed: 1, time: [0, 1], energy: [0, 0] }] }],
    ["an empty trace", { ...energies, traces: [{ seed: 1, time: [], energy: [] }] }],
    ["unknown bounds", { ...energies, reference: { lower: null, upper: null, proven: false } }],
    ["a bound without end", { ...energies, reference: { lower: Number.NEGATIVE_INFINITY, upper: -20, proven: false } }],
    ["continuous energies", { ...energies, traces: energies.traces.map((t) => ({ ...t, continuous: t.energy })) }],
  ])("stays well formed with %s", async (_, data) => {
    checkPicture(await drawEnergy(data));
  });
});

describe("drawHistogram", () => {
  test("counts the runs of each outcome and marks the proven optimum", async () => {
    const svg = await drawHistogram(histogram);
    checkPicture(svg);
    for (const text of ["reached (2)", "missed (2)", "proven optimum 137", "more is better"])
      expect(svg).toContain(text);
  });

  test("does not call the best known value proven", async () => {
    const svg = await drawHistogram({ ...histogram, optimum: { value: 137, proven: false } });
    expect(svg).toContain("best known, not proven: 137");
  });

  test("counts runs without an objective in words", async () => {
    const runs = [...sample.runs, { objective: null, feasible: false, success: false }];
    expect(await drawHistogram({ ...histogram, runs })).toContain("1 of 5 runs have no objective");
  });

  test.each([
    ["no run", { ...histogram, runs: [] }],
    ["no run and no optimum", { ...histogram, runs: [], optimum: null }],
    ["one run", { ...histogram, runs: sample.runs.slice(0, 1) }],
    ["equal runs", { ...histogram, runs: sample.runs.map((run) => ({ ...run, objective: 0 })), optimum: null }],
    ["huge objectives", { ...histogram, runs: sample.runs.map((run, k) => ({ ...run, objective: 1e15 * k + 0.5 })) }],
  ])("stays well formed with %s", async (_, data) => {
    checkPicture(await drawHistogram(data));
  });
});

describe("drawHeatMap", () => {
  test("draws equal conductances as one colour with their value", async () => {
    const equal = new Float64Array(4).fill(1e-5);
    const svg = await drawConductancePair("t", { rows: 2, columns: 2, positiveSiemens: equal, negativeSiemens: equal });
    checkPicture(svg);
    expect(svg).toContain("10 \u00b5S, all");
  });

  test("draws an array of zeros", async () => {
    const zeros = new Float64Array(6);
    const data = { rows: 2, columns: 3, positiveSiemens: zeros, negativeSiemens: zeros };
    checkPicture(await drawConductancePair("t", data));
    checkPicture(await drawSignedConductance("t", data));
  });

  test("gives zero the neutral colour of the signed scale", async () => {
    const panels = [{ label: "error", values: [0, 0, 0, 3] }];
    const svg = await drawHeatMap({
      title: "t",
      quantity: "error",
      unit: "V",
      rows: 2,
      columns: 2,
      panels,
      signed: true,
    });
    expect(svg).toContain('d="M0 0h2M0 1h1" stroke="#f7f7f7"');
    expect(svg).toContain('d="M1 1h1" stroke="#003a68"');
  });

  test("stays below a megabyte for a full 128 x 129 array with labels every ten rows", async () => {
    const values = Float64Array.from({ length: 128 * 129 }, (_, k) => 1e-6 * (1 + ((k * 7919) % 97)));
    const svg = await drawConductancePair("t", {
      rows: 128,
      columns: 129,
      positiveSiemens: values,
      negativeSiemens: values.toReversed(),
    });
    checkPicture(svg);
    expect(svg.length).toBeLessThan(1e6);
    for (const label of [10, 70, 120]) expect(svg).toContain(`text-anchor="end">${label}</text>`);
  });

  test("averages an array that is larger than a screen and says so", async () => {
    const values = new Float64Array(700 * 500).fill(1e-6);
    values[0] = 2e-6;
    const panels = [{ label: "G", values }];
    const svg = await drawHeatMap({
      title: "t",
      quantity: "G",
      unit: "S",
      rows: 700,
      columns: 500,
      panels,
      signed: false,
    });
    checkPicture(svg);
    expect(svg).toContain("a cell is the mean of 5\u00d75 devices");
  });

  test("refuses a panel of the wrong size", async () => {
    const data = { rows: 2, columns: 2, positiveSiemens: [1, 2, 3], negativeSiemens: [1, 2, 3] };
    await expect(drawConductancePair("t", data)).rejects.toThrow(/wrong length/);
  });
});
