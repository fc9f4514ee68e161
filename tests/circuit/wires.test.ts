import { afterAll, describe, expect, test } from "vitest";
import {
  buildHopfieldCircuit,
  type CircuitElement,
  type HopfieldCircuit,
  parseNetlist,
  printNetlist,
  schedules,
  type TopologyName,
  withAnnealLength,
} from "../../src/circuit/index.ts";
import { LimitError } from "../../src/core/index.ts";
import { type ArrayWires, arrayResponse, type Crossbar, createArraySolver } from "../../src/crossbar/index.ts";
import { createNetwork } from "../../src/network/index.ts";
import { readOut, SETTLED_RESIDUAL } from "../../src/readout/index.ts";
import { vector } from "../../src/simulate/index.ts";
import { createEngine } from "../../src/simulate/node/index.ts";
import { energyDrawn, largestRise, lyapunovTrace } from "../../src/verify/index.ts";
import { buildBench, fixedGain, randomNetwork } from "../helpers/hopfield.ts";
import { integratePassive } from "../helpers/integrate.ts";
import { finely, largestDifference } from "../helpers/simulated.ts";

/** Share of the swing at steps of 0.02 time constants: Gear's own error is below 2e-4 along these ramps. */
const WAVEFORM_TOLERANCE = 1e-3;

/** Branch currents and node voltages are solved together to reltol = 1e-4. */
const ENERGY_TOLERANCE = 1e-3;

/** Runge-Kutta at 200 steps a time constant: its own error is far below this share of the energy's range. */
const RISE_TOLERANCE = 1e-9;

const TOPOLOGIES: readonly TopologyName[] = ["passive", "virtual-ground"];

const WIRES: readonly [string, Partial<ArrayWires>][] = [
  ["every wire", { wordLineOhms: 20, bitLineOhms: 10, driverOhms: 300, senseOhms: 50 }],
  ["both ends driven", { wordLineOhms: 20, bitLineOhms: 10, driverOhms: 300, senseOhms: 50, doubleSided: true }],
  ["perfect word lines", { bitLineOhms: 10 }],
  ["perfect bit lines", { wordLineOhms: 20 }],
  ["drivers alone", { driverOhms: 300 }],
  ["sense points alone", { senseOhms: 50 }],
  ["drivers at both ends alone", { driverOhms: 300, doubleSided: true }],
];

const engine = createEngine("ngspice-wasm", { threads: 1 });
afterAll(() => engine.close());

const elementsOf = ({ circuit }: HopfieldCircuit) => circuit.sections.flatMap((section) => section.elements);
const resistors = (hopfield: HopfieldCircuit) =>
  elementsOf(hopfield).filter((e): e is Extract<CircuitElement, { kind: "resistor" }> => e.kind === "resistor");
const ramp = withAnnealLength(schedules.ramp, 30);

describe.each(TOPOLOGIES)("buildHopfieldCircuit(%s) with wires", (topology) => {
  test.each(WIRES)("makes no resistor of zero and counts its nodes and resistors, %s", (_what, wires) => {
    const { hopfield, crossbar } = buildBench(randomNetwork(5, 3, true), { topology, wires });
    const { wordLineOhms = 0, bitLineOhms = 0, driverOhms = 0, senseOhms = 0, doubleSided = false } = wires;
    const [lines, bits] = [crossbar.wordLines.length, crossbar.bitLines];
    const all = resistors(hopfield);
    for (const { ohms } of all) expect(ohms).toBeGreaterThan(0);
    const count = (pattern: RegExp) => all.filter(({ name }) => pattern.test(name)).length;
    const drives = doubleSided ? 2 : 1;
    expect(count(/^R_w_/)).toBe(wordLineOhms > 0 ? lines * (bits - 1 + drives) : 0);
    expect(count(/^R_b_\d/)).toBe(bitLineOhms > 0 ? lines * bits : 0);
    expect(count(/^R_drive_/)).toBe(driverOhms > 0 ? lines * drives : 0);
    expect(count(/^R_sense_/)).toBe(senseOhms > 0 ? bits : 0);
    expect(count(/^R_[pm]_/)).toBe(crossbar.siemens.filter((g) => g !== 0).length);
    const nodes = new Set(elementsOf(hopfield).flatMap((e) => [...e.nodes]));
    const named = (pattern: RegExp) => [...nodes].filter((node) => pattern.test(node)).length;
    expect(named(/^w_\d+_\d+$/)).toBe(wordLineOhms > 0 ? lines * bits : 0);
    expect(named(/^b_\d+_\d+$/)).toBe(bitLineOhms > 0 ? lines * bits : 0);
    expect(named(/^dr?_\d+$/)).toBe(driverOhms > 0 && wordLineOhms > 0 ? lines * drives : 0);
    expect(named(/^e_\d+$/)).toBe(senseOhms > 0 && bitLineOhms > 0 ? bits : 0);
  });

  test.each(WIRES)("prints a netlist that reads back the same, %s", (_what, wires) => {
    const { circuit } = buildBench(randomNetwork(4, 2, true), { topology, wires }).hopfield;
    const text = printNetlist(circuit);
    expect(parseNetlist(text)).toEqual(circuit);
    expect(printNetlist(parseNetlist(text))).toBe(text);
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(118);
    expect(text).toContain("word line 0");
  });

  test("puts each device between the nodes of its cell", () => {
    const { hopfield, crossbar } = buildBench(randomNetwork(4, 2, true), { topology, wires: WIRES[0]![1] });
    const devices = resistors(hopfield).filter(({ name }) => /^R_[pm]_/.test(name));
    expect(devices.find(({ name }) => /^R_m_\d_0$/.test(name))!.nodes[0]).toMatch(/^w_1_/);
    expect(devices.find(({ name }) => /^R_p_\d_bias$/.test(name))!.nodes[0]).toMatch(/^w_8_/);
    for (const { name, nodes, ohms } of devices) {
      const [l, i] = /^w_(\d+)_(\d+)$/.exec(nodes[0])!.slice(1).map(Number) as [number, number];
      expect(nodes[1]).toBe(`b_${i}_${l}`);
      expect(name).toMatch(new RegExp(`^R_${l % 2 === 0 ? "p" : "m"}_${i}_(${l >> 1}|bias)$`));
      expect(Math.abs(ohms * crossbar.siemens[l * crossbar.bitLines + i]! - 1)).toBeLessThan(1e-6);
    }
  });

  test("keeps load, time constant and balance of the perfect array", () => {
    const network = randomNetwork(6, 4, true);
    const [wired, perfect] = [{ wires: WIRES[0]![1] }, {}].map((more) => buildBench(network, { topology, ...more }));
    expect(wired!.hopfield.loadSiemens).toBe(perfect!.hopfield.loadSiemens);
    expect(wired!.hopfield.tauSeconds).toBe(perfect!.hopfield.tauSeconds);
    const balance = (hopfield: HopfieldCircuit) => resistors(hopfield).filter((r) => r.name.startsWith("R_balance"));
    expect(balance(wired!.hopfield)).toEqual(balance(perfect!.hopfield));
  });

  test("refuses a netlist of more than a million devices and segments", () => {
    const n = 450;
    const weights = new Float64Array(n * n).fill(1);
    for (let i = 0; i < n; i++) weights[i * n + i] = 0;
    const network = createNetwork(n, weights, new Float64Array(n));
    const { profile, crossbar } = buildBench(network, { topology });
    const spec = { profile, schedule: ramp, fieldScale: 1, seed: 1, instance: "large" };
    const wires = { wordLineOhms: 1, bitLineOhms: 1, driverOhms: 0, senseOhms: 0, doubleSided: false };
    const build = () => buildHopfieldCircuit(topology, { ...spec, crossbar: { ...crossbar, wires } });
    expect(build).toThrow(LimitError);
    expect(build).toThrow(/wire segments/);
  });
});

describe("wired circuits in ngspice", () => {
  test.each([
    ["every wire", 6, true, WIRES[0]![1]],
    ["both ends driven", 8, false, WIRES[1]![1]],
    ["drivers alone", 5, true, WIRES[4]![1]],
  ] as const)("follow a Runge-Kutta integration of the reduced equations, %s", async (_what, n, biased, wires) => {
    const { hopfield, crossbar } = buildBench(randomNetwork(n, n, biased), { schedule: ramp, wires });
    const oracle = integratePassive(hopfield, crossbar, ramp, 45 * hopfield.tauSeconds, 45 * 40);
    const waveforms = await engine.simulate({ circuit: finely(hopfield, 45, 0.02).circuit });
    const names = hopfield.layout.outputs;
    const from = 0.1 * hopfield.tauSeconds;
    const swing = 2 * hopfield.supplyVolts;
    expect(largestDifference(waveforms, oracle, names, undefined, from)).toBeLessThan(WAVEFORM_TOLERANCE * swing);
    // Without its wires the network moves elsewhere: the comparison can fail.
    const perfect = integratePassive(hopfield, { ...crossbar, wires: null }, ramp, 45 * hopfield.tauSeconds, 45 * 40);
    expect(largestDifference(waveforms, perfect, names, undefined, from)).toBeGreaterThan(WAVEFORM_TOLERANCE * swing);
  });

  test.each(TOPOLOGIES)("settle with balanced currents, counted through the wires, %s", async (topology) => {
    for (const [profile, wires] of [
      ["ideal", WIRES[0]![1]],
      ["taox-cai-2020", WIRES[1]![1]],
    ] as const) {
      const { hopfield, crossbar } = buildBench(randomNetwork(7, 3, true), { topology, profile, wires });
      const waveforms = await engine.simulate({ circuit: hopfield.circuit });
      const readout = readOut(waveforms, hopfield, crossbar);
      expect(readout.unsettledBecause).toBe("");
      expect(readout.kirchhoffResidual).toBeLessThan(SETTLED_RESIDUAL);
      // Counted as if the wires were perfect, the same voltages do not balance.
      const blind = readOut(waveforms, hopfield, { ...crossbar, wires: null });
      expect(blind.kirchhoffResidual).toBeGreaterThan(2 * SETTLED_RESIDUAL);
    }
  });

  test("draw the energy that the wire network gives from the voltages of rails and summing nodes", async () => {
    const bench = buildBench(randomNetwork(6, 4, true), { schedule: ramp, wires: WIRES[1]![1] });
    const { hopfield, crossbar, profile } = bench;
    const waveforms = await engine.simulate({ circuit: hopfield.circuit });
    const { wordLines, bitLines, siemens, wires } = crossbar;
    const solver = createArraySolver({ rows: wordLines.length, columns: bitLines, siemens, ...wires! });
    const [sums, outputs] = [hopfield.layout.sums, hopfield.layout.outputs].map((names) =>
      names.map((name) => vector(waveforms, name)),
    ) as [Float64Array[], Float64Array[]];
    const { time } = waveforms;
    const watts = Array.from(time, (_, k) => {
      const volts = wordLines.map(({ source, sign }) => sign * (outputs[source]?.[k] ?? hopfield.supplyVolts));
      const { deviceAmps } = solver.solve(
        volts,
        sums.map((sum) => sum[k]!),
      );
      let amps = 0;
      for (let l = 0; l < wordLines.length; l++) {
        let line = 0;
        for (let i = 0; i < bitLines; i++) line += deviceAmps[l * bitLines + i]!;
        amps += Math.abs(line);
      }
      return amps * hopfield.supplyVolts;
    });
    let joules = profile.neuron.staticWatts.value * crossbar.rows * (time.at(-1)! - time[0]!);
    for (let k = 1; k < watts.length; k++) joules += 0.5 * (watts[k]! + watts[k - 1]!) * (time[k]! - time[k - 1]!);
    expect(Math.abs(energyDrawn(waveforms, hopfield, profile) / joules - 1)).toBeLessThan(ENERGY_TOLERANCE);
  });
});

/** A ring of couplings to the next three neighbours: every line looks like every other, so that drivers keep it symmetric. */
function ring(n: number) {
  const weights = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (const [step, w] of [
      [1, -2],
      [2, 1],
      [3, -1],
    ] as const) {
      const j = (i + step) % n;
      weights[i * n + j] = weights[j * n + i] = w;
    }
  }
  return createNetwork(n, weights, new Float64Array(n));
}

describe("lyapunovTrace with wires", () => {
  test("never rises where the wires keep the couplings symmetric, though they couple the states", () => {
    const schedule = fixedGain(3, 30);
    const { hopfield, crossbar } = buildBench(ring(9), { schedule, wires: { driverOhms: 4000 }, seed: 3 });
    const { transferSiemens, sneakSiemens, loadSiemens } = arrayResponse(crossbar);
    for (let i = 0; i < 9; i++) {
      for (let j = 0; j < i; j++) {
        const [a, b] = [transferSiemens[i * 9 + j]!, transferSiemens[j * 9 + i]!];
        expect(Math.abs(a - b)).toBeLessThan(1e-12 * crossbar.unitSiemens);
      }
    }
    expect(Math.max(...sneakSiemens!)).toBeGreaterThan(0.05 * loadSiemens[0]!);
    const steps = 30 * 200;
    const trace = lyapunovTrace(
      integratePassive(hopfield, crossbar, schedule, 30 * hopfield.tauSeconds, steps),
      hopfield,
      crossbar,
    );
    const range = trace.values[0]! - trace.values.at(-1)!;
    expect(range).toBeGreaterThan(1);
    expect(largestRise(trace)).toBeLessThan(RISE_TOLERANCE * range);
    // Taken as if the wires were perfect, the energy of the same run is another.
    const blind = lyapunovTrace(
      integratePassive(hopfield, crossbar, schedule, 30 * hopfield.tauSeconds, steps),
      hopfield,
      { ...crossbar, wires: null },
    );
    expect(Math.abs(blind.values.at(-1)! / trace.values.at(-1)! - 1)).toBeGreaterThan(0.05);
  });

  test("has the circuit's rest state for a stationary point, where the sum of the loads alone has none", () => {
    const schedule = fixedGain(1.5, 30);
    const { hopfield, crossbar } = buildBench(ring(7), { schedule, wires: { driverOhms: 4000 }, seed: 2 });
    const run = integratePassive(hopfield, crossbar, schedule, 200 * hopfield.tauSeconds, 200 * 40);
    const last = run.time.length - 1;
    const { supplyVolts, layout } = hopfield;
    const gain = vector(run, layout.gain)[last]!;
    const rest = layout.outputs.map((name) => vector(run, name)[last]!);
    const slope = (k: number, array: Crossbar) => {
      const [above, below] = [1, -1].map((sign) => {
        const outputs = rest.map((v, i) => (i === k ? v + sign * 1e-4 * supplyVolts : v));
        const states = outputs.map((v) => (supplyVolts / gain) * Math.atanh(v / supplyVolts));
        const names = [...layout.states, ...layout.outputs, layout.gain];
        const values = [...states, ...outputs, gain].map((v) => Float64Array.of(v));
        return lyapunovTrace({ ...run, time: Float64Array.of(0), names, values }, hopfield, array).values[0]!;
      });
      return (above! - below!) / 2e-4;
    };
    for (let k = 0; k < 7; k++) {
      // Differences over 1e-4 of the range: their error is its square times a third derivative of up to some thousands.
      expect(Math.abs(slope(k, crossbar))).toBeLessThan(1e-4);
      expect(Math.abs(slope(k, { ...crossbar, wires: null }))).toBeGreaterThan(1e-2);
    }
  });
});
