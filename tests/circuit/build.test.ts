import { describe, expect, test } from "vitest";
import {
  type AnnealSchedule,
  buildHopfieldCircuit,
  type CircuitElement,
  curveAt,
  type HopfieldCircuit,
  printNetlist,
  schedules,
  type TopologyName,
} from "../../src/circuit/index.ts";
import { ArgumentError, LimitError } from "../../src/core/index.ts";
import { arrayResponse, railSiemens } from "../../src/crossbar/index.ts";
import { createNetwork, fieldScale } from "../../src/network/index.ts";
import { caught } from "../helpers/caught.ts";
import { type Bench, buildBench, randomNetwork } from "../helpers/hopfield.ts";

/** Values keep seven digits in a circuit: half a unit in the seventh. */
const ROUNDING = 5e-7;

/** 40 noise values a neuron, 40 neurons: the sample's standard deviation has a relative error of 2 %; five of them. */
const SPREAD = 0.1;

const TOPOLOGIES: readonly TopologyName[] = ["passive", "virtual-ground"];
const elementsOf = ({ circuit }: HopfieldCircuit) => circuit.sections.flatMap((section) => section.elements);
const named = (hopfield: HopfieldCircuit, name: string) => elementsOf(hopfield).find((e) => e.name === name);

function expectClose(received: number, expected: number): void {
  expect(Math.abs(received - expected)).toBeLessThanOrEqual(ROUNDING * Math.abs(expected));
}

/** The source's value at time t, seconds. */
function sourceAt(element: CircuitElement | undefined, t: number): number {
  if (element?.kind !== "voltage-source" && element?.kind !== "current-source") throw new Error("no source");
  const { waveform } = element;
  if (waveform.kind === "dc") return waveform.value;
  return curveAt({ taus: waveform.times, values: waveform.values }, t);
}

/** Every conductance between a rail and a row line, by "rail row", and how many elements hold it. */
function conductances({ hopfield }: Bench): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const element of elementsOf(hopfield)) {
    if (element.kind !== "resistor" || !/^[pm]_/.test(element.nodes[0])) continue;
    const key = element.nodes.join(" ");
    found.set(key, [...(found.get(key) ?? []), 1 / element.ohms]);
  }
  return found;
}

/** How often each node is connected or sensed: controls of E and G, v(...) in an expression. */
function nodeUses(elements: readonly CircuitElement[]): Map<string, number> {
  const uses = new Map<string, number>();
  for (const e of elements) {
    const sensed = "control" in e ? e.control : "expression" in e ? e.expression.match(/(?<=v\()\w+/g)! : [];
    for (const node of [...e.nodes, ...sensed]) uses.set(node, (uses.get(node) ?? 0) + 1);
  }
  return uses;
}

describe.each(TOPOLOGIES)("buildHopfieldCircuit(%s)", (topology) => {
  const line = topology === "passive" ? "u" : "s";

  test.each([
    ["ideal devices", "ideal", false],
    ["a bias", "ideal", true],
    ["measured devices", "taox-cai-2020", true],
  ])("places exactly the crossbar's devices with %s", (_what, profile, biased) => {
    const bench = buildBench(randomNetwork(9, 3, biased), { topology, profile });
    const { rows, columns } = bench.crossbar;
    const positiveSiemens = railSiemens(bench.crossbar, 1);
    const negativeSiemens = railSiemens(bench.crossbar, -1);
    const found = conductances(bench);
    let devices = 0;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        for (const [sign, siemens] of [
          ["p", positiveSiemens[i * columns + j]!],
          ["m", negativeSiemens[i * columns + j]!],
        ] as const) {
          const values = found.get(`${sign}_${j < rows ? j : "bias"} ${line}_${i}`) ?? [];
          expect(values.length).toBe(siemens === 0 ? 0 : 1);
          if (siemens !== 0) expectClose(values[0]!, siemens);
          devices += values.length;
        }
      }
    }
    expect([...found.values()].flat().length).toBe(devices);
    expect(devices).toBeGreaterThan(rows);
  });

  test("starts the noise at the schedule's sigma and ends it at zero with the anneal", () => {
    const n = 40;
    const schedule: AnnealSchedule = { ...schedules.anneal, noise: { taus: [0, 160], values: [0.2, 0.2] } };
    const { hopfield } = buildBench(randomNetwork(n, 1), { topology, schedule });
    let squares = 0;
    let count = 0;
    for (let i = 0; i < n; i++) {
      const source = named(hopfield, `I_noise_${i}`);
      if (source?.kind !== "current-source" || source.waveform.kind !== "pwl") throw new Error("no noise");
      expect(source.nodes).toEqual(["0", `${line}_${i}`]);
      const { times, values } = source.waveform;
      expect(times[0]).toBe(0);
      expect(times.at(-1)).toBe(hopfield.annealSeconds);
      expect(values.at(-1)).toBe(0);
      expect(sourceAt(source, 2 * hopfield.annealSeconds)).toBe(0);
      for (const [k, t] of times.entries()) if (k > 0) expect(t).toBeGreaterThan(times[k - 1]!);
      for (const v of values.slice(0, 40)) squares += (v / hopfield.scaleAmps) ** 2;
      count += 40;
    }
    expect(Math.abs(Math.sqrt(squares / count) / 0.2 - 1)).toBeLessThan(SPREAD);
  });

  test("gives no noise source and no feedback to a schedule without them", () => {
    const { hopfield } = buildBench(randomNetwork(5, 1), { topology, schedule: schedules.ramp });
    const text = printNetlist(hopfield.circuit);
    expect(text).not.toMatch(/I_noise|self|push|vlag/);
    expect(hopfield.layout.feedback).toBeNull();
    expect(hopfield.circuit.stop).toEqual({ node: "act", volts: 1e4 * 0.0005 ** 2 });
  });

  test("lets gain, self-coupling and momentum follow the schedule", () => {
    const network = randomNetwork(6, 2, true);
    for (const schedule of [schedules.ramp, schedules.anneal]) {
      const { hopfield, crossbar } = buildBench(network, { topology, schedule });
      const perGain = (crossbar.unitSiemens / hopfield.loadSiemens) * fieldScale(network);
      for (const taus of [0, 37, 150, 195, 200, 300]) {
        const t = taus * hopfield.tauSeconds;
        // Rounded times move a steep curve a little more than its own rounding.
        expect(sourceAt(named(hopfield, "V_gain"), t) * perGain).toBeCloseTo(curveAt(schedule.gain, taus), 5);
        if (schedule === schedules.ramp) continue;
        expect(sourceAt(named(hopfield, "V_self"), t)).toBeCloseTo(curveAt(schedule.feedback, taus), 5);
        expect(sourceAt(named(hopfield, "V_push"), t)).toBeCloseTo(curveAt(schedule.momentum, taus), 5);
      }
    }
  });

  test("drives the bias column at both supplies, and only where there is one", () => {
    const { hopfield } = buildBench(randomNetwork(6, 2, true), { topology });
    expect(sourceAt(named(hopfield, "V_p_bias"), 0)).toBe(hopfield.supplyVolts);
    expect(sourceAt(named(hopfield, "V_m_bias"), 0)).toBe(-hopfield.supplyVolts);
    expect(hopfield.layout.supplyCurrents).toEqual(expect.arrayContaining(["i(v_p_bias)", "i(v_m_bias)"]));
    const unbiased = buildBench(randomNetwork(6, 2), { topology }).hopfield;
    expect(printNetlist(unbiased.circuit)).not.toContain("bias");
    expect(unbiased.layout.supplyCurrents.length).toBe(topology === "passive" ? 12 : 18);
  });

  test("starts each state at a small random share of the typical summing voltage", () => {
    const n = 40;
    const { hopfield } = buildBench(randomNetwork(n, 1), { topology });
    const scale = (schedules.ramp.initialSigma * hopfield.scaleAmps) / hopfield.loadSiemens;
    const volts = hopfield.circuit.initial.filter((x) => x.node.startsWith("u_")).map((x) => x.volts / scale);
    expect(volts.length).toBe(n);
    const spread = Math.sqrt(volts.reduce((sum, x) => sum + x * x, 0) / n);
    // The standard deviation of 40 values has a relative error of 11 %; five of them.
    expect(spread).toBeGreaterThan(0.45);
    expect(spread).toBeLessThan(1.55);
    expect(volts.some((x) => x < 0) && volts.some((x) => x > 0)).toBe(true);
  });

  test("starts each output at the sign of a given state when the schedule starts from one", () => {
    const { network, crossbar, profile } = buildBench(randomNetwork(9, 1), { topology });
    const start = Int8Array.from({ length: 9 }, (_, i) => (i % 3 === 0 ? 1 : -1));
    const spec = { crossbar, profile, schedule: schedules.recall, fieldScale: fieldScale(network), instance: "x" };
    const { circuit, scaleAmps, loadSiemens, layout } = buildHopfieldCircuit(topology, { ...spec, start, seed: 1 });
    const states = circuit.initial.filter((x) => x.node.startsWith("u_"));
    states.forEach(({ volts }, i) => {
      // Initial voltages keep six digits.
      expect((layout.stateSign * volts * loadSiemens) / scaleAmps / start[i]!).toBeCloseTo(1, 5);
    });
    expect(states).toHaveLength(9);
    expect(printNetlist(circuit)).toContain("* The initial voltages are those of a given state, the cue of a recall.");
    expect(
      printNetlist(buildHopfieldCircuit(topology, { ...spec, start, seed: 2 }).circuit)
        .split("\n")
        .slice(1),
    ).toEqual(printNetlist(circuit).split("\n").slice(1));
  });

  test("refuses to start from a state that is missing or has another length", () => {
    const { network, crossbar, profile } = buildBench(randomNetwork(5, 1), { topology });
    const spec = { crossbar, profile, schedule: schedules.recall, fieldScale: fieldScale(network), instance: "x" };
    for (const given of [{}, { start: [1, -1] }, { start: [1, 1, 0, 1, 1] }]) {
      const code = caught(() => buildHopfieldCircuit(topology, { ...spec, ...given, seed: 1 }));
      expect(code).toMatchObject({ code: "argument.start" });
    }
  });

  test("prints the same text for the same seed and another for another seed", () => {
    const schedule = schedules.anneal;
    const text = (seed: number) =>
      printNetlist(buildBench(randomNetwork(7, 1), { topology, schedule, seed }).hopfield.circuit);
    expect(text(4)).toBe(text(4));
    expect(text(4)).not.toBe(text(5));
    const drawn = (seed: number) => {
      const { hopfield } = buildBench(randomNetwork(7, 1), { topology, schedule, seed });
      return { start: hopfield.circuit.initial, noise: named(hopfield, "I_noise_0") };
    };
    expect(drawn(4).start).not.toEqual(drawn(5).start);
    expect(drawn(4).noise).not.toEqual(drawn(5).noise);
  });

  test("draws each neuron's noise and the start from streams of their own", () => {
    const build = (noiseIntervalTaus: number, n: number) =>
      buildBench(randomNetwork(n, 1), { topology, schedule: { ...schedules.anneal, noiseIntervalTaus } }).hopfield;
    const relative = (hopfield: HopfieldCircuit, row: number) => {
      const source = named(hopfield, `I_noise_${row}`);
      if (source?.kind !== "current-source" || source.waveform.kind !== "pwl") throw new Error("no noise");
      return source.waveform.values.map((v) => v / hopfield.scaleAmps);
    };
    const base = build(4, 6);
    // More noise values a neuron shift neither another neuron's noise nor the initial voltages.
    expect(build(1, 6).circuit.initial).toEqual(base.circuit.initial);
    expect(relative(build(1, 6), 3)[0]).toBe(relative(base, 3)[0]);
    // More neurons leave the noise of those before them as it is.
    for (const [k, v] of relative(build(4, 8), 3).entries()) expect(v).toBeCloseTo(relative(base, 3)[k]!, 4);
    const rows = Array.from({ length: 6 }, (_, i) => relative(base, i)[0]!);
    expect(new Set(rows).size).toBe(6);
  });

  test("names every element once and connects every node at least twice", () => {
    for (const schedule of [schedules.ramp, schedules.anneal]) {
      const { hopfield } = buildBench(randomNetwork(6, 5, true), { topology, schedule, profile: "taox-cai-2020" });
      const neuron = hopfield.circuit.subcircuits[0]!;
      const inner = nodeUses(neuron.elements);
      const outer = nodeUses(elementsOf(hopfield));
      for (const e of elementsOf(hopfield)) {
        if (e.kind !== "instance") continue;
        expect(e.nodes.length).toBe(neuron.ports.length);
        for (const [k, node] of e.nodes.entries()) outer.set(node, outer.get(node)! - 1 + inner.get(neuron.ports[k]!)!);
      }
      for (const uses of [outer, inner]) {
        for (const [node, count] of uses) {
          const needed = uses === inner && neuron.ports.includes(node) ? 1 : 2;
          expect(`${node} ${Math.min(count, needed)}`).toBe(`${node} ${needed}`);
        }
      }
      for (const elements of [neuron.elements, elementsOf(hopfield)]) {
        const names = elements.map((e) => e.name.toLowerCase());
        expect(new Set(names).size).toBe(names.length);
      }
    }
  });

  test("keeps every value at seven digits, so that circuit and netlist agree", () => {
    const { hopfield } = buildBench(randomNetwork(8, 3, true), { topology, profile: "taox-cai-2020" });
    const text = printNetlist({ ...hopfield.circuit, title: "", comments: [] });
    expect(text.match(/\d[\d.]*/g)!.filter((word) => word.replace(/^0\.0*|\./g, "").length > 7)).toEqual([]);
  });
});

describe("buildHopfieldCircuit", () => {
  test("brings every passive row to the same total conductance", () => {
    for (const profile of ["ideal", "taox-cai-2020"]) {
      const { hopfield, crossbar } = buildBench(randomNetwork(9, 4, true), { profile });
      const totals = arrayResponse(crossbar).loadSiemens;
      for (const [i, total] of totals.entries()) {
        const balance = named(hopfield, `R_balance_${i}`);
        if (balance?.kind !== "resistor") throw new Error("no balance resistor");
        expect(balance.nodes).toEqual([`u_${i}`, "0"]);
        expectClose(total + 1 / balance.ohms, hopfield.loadSiemens);
      }
    }
  });

  test("places no balance resistor that would only mend rounding, nor any at a virtual ground", () => {
    // Each row holds 1, 1 and 11, but adds them in another order: the totals differ by rounding alone.
    const weights = [0, 1, 2, 3].flatMap((i) => [0, 1, 2, 3].map((j) => [0, 1, 1, 11][i ^ j]!));
    const network = createNetwork(4, Float64Array.from(weights));
    const { profile, crossbar } = buildBench(network);
    expect(new Set(arrayResponse(crossbar).loadSiemens).size).toBeGreaterThan(1);
    const neuron = { ...profile.neuron, leakSiemens: { ...profile.neuron.leakSiemens, value: 0 } };
    const build = (topology: TopologyName) =>
      buildHopfieldCircuit(topology, {
        crossbar,
        profile: { ...profile, neuron },
        schedule: schedules.ramp,
        fieldScale: fieldScale(network),
        seed: 1,
        instance: "no-leak",
      });
    expect(elementsOf(build("passive")).filter((e) => e.name.startsWith("R_balance"))).toEqual([]);
    expect(elementsOf(build("virtual-ground")).filter((e) => e.name.startsWith("R_balance"))).toEqual([]);
  });

  test("refuses an unknown topology and names the known ones", () => {
    const { crossbar, profile, network } = buildBench(randomNetwork(3, 1));
    const spec = {
      crossbar,
      profile,
      schedule: schedules.ramp,
      fieldScale: fieldScale(network),
      seed: 1,
      instance: "x",
    };
    let error: unknown;
    try {
      buildHopfieldCircuit("cascode" as TopologyName, spec);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(ArgumentError);
    expect((error as ArgumentError).code).toBe("argument.topology");
    expect((error as ArgumentError).message).toContain("virtual-ground");
  });
});

describe("buildHopfieldCircuit", () => {
  test("refuses an array with more devices than a netlist may hold", () => {
    const n = 708;
    const weights = new Float64Array(n * n).fill(1);
    for (let i = 0; i < n; i++) weights[i * n + i] = 0;
    // Every pair has two devices: their off conductance is not zero, and no error takes it there.
    expect(() =>
      buildBench({ n, weights, bias: new Float64Array(n), constant: 0 }, { profile: "cai-standard" }),
    ).toThrow(LimitError);
  });
});
