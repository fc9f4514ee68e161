import { describe, expect, test } from "vitest";
import type { Circuit, CircuitElement } from "../../src/circuit/index.ts";
import { NetlistError } from "../../src/core/index.ts";
import { railSiemens } from "../../src/crossbar/index.ts";
import { reducedTask } from "../../src/simulate/index.ts";
import { matchLaw } from "../../src/simulate/reduced/neuron-pattern.ts";
import { buildBench, randomNetwork } from "../helpers/hopfield.ts";
import { RC } from "./fixtures.ts";

const bench = buildBench(randomNetwork(5, 1, true), { profile: "taox-cai-2020" });
const { circuit } = bench.hopfield;

/** Circuit with more elements at its top level. */
const withElement = (...elements: CircuitElement[]): Circuit => ({
  ...circuit,
  sections: [...circuit.sections, { comment: "added", elements }],
});

/** Circuit with the neuron's elements changed. */
const withNeuron = (change: (elements: readonly CircuitElement[]) => readonly CircuitElement[]): Circuit => ({
  ...circuit,
  subcircuits: circuit.subcircuits.map((s) => ({ ...s, elements: change(s.elements) })),
});

/** Circuit with every element that `change` maps to undefined left out. */
const changed = (change: (element: CircuitElement) => CircuitElement | undefined): Circuit => ({
  ...circuit,
  sections: circuit.sections.map((section) => ({
    ...section,
    elements: section.elements.map(change).filter((element) => element !== undefined),
  })),
});

const resistor = (name: string, a: string, b: string, ohms = 1e3): CircuitElement => ({
  kind: "resistor",
  name,
  nodes: [a, b],
  ohms,
});

const dc = (kind: "voltage-source" | "current-source", name: string, a: string, b: string): CircuitElement => ({
  kind,
  name,
  nodes: [a, b],
  waveform: { kind: "dc", value: 1e-6 },
});

const REFUSED: readonly [what: string, circuit: Circuit, names: string][] = [
  ["a wire that hangs on nothing", withElement(resistor("R_w_0_1", "w_0_0", "w_0_1")), "R_w_0_1"],
  ["a wire to the detector", withElement(resistor("R_w_act", "w_0_0", "act")), "R_w_act"],
  ["a wire to a node inside a neuron", withElement(resistor("R_w_lag", "w_0_0", "x_neuron_0.ulag")), "R_w_lag"],
  [
    "a current into a wire",
    withElement(resistor("R_w", "w_0_0", "p_0"), dc("current-source", "I_w", "0", "w_0_0")),
    "I_w",
  ],
  ["a device between two rails", withElement(resistor("R_short", "p_0", "m_1")), "R_short"],
  ["a device between two summing nodes", withElement(resistor("R_leak", "u_0", "u_1")), "R_leak"],
  ["a resistance of zero", withElement(resistor("R_zero", "p_0", "u_1", 0)), "R_zero"],
  [
    "a capacitor in the array",
    withElement({ kind: "capacitor", name: "C_line", nodes: ["u_0", "0"], farads: 1e-15 }),
    "C_line",
  ],
  ["a current into a rail", withElement(dc("current-source", "I_odd", "0", "p_0")), "I_odd"],
  ["a floating source", withElement(dc("voltage-source", "V_float", "p_0", "p_1")), "V_float"],
  ["a source at a rail", withElement(dc("voltage-source", "V_hold", "p_0", "0")), "node p_0"],
  ["a source at a state", withElement(dc("voltage-source", "V_hold", "u_0", "0")), "node u_0"],
  [
    "another element in the neuron",
    withNeuron((elements) => [...elements, resistor("R_extra", "p", "0")]),
    "neuron: R_extra",
  ],
  [
    "another law of the output stage",
    withNeuron((elements) =>
      elements.map((e) => (e.kind === "behavioural" && e.name === "B_out" ? { ...e, expression: "v(gain)*v(u)" } : e)),
    ),
    "neuron: B_out",
  ],
  [
    "an inverter of another gain",
    withNeuron((elements) => elements.map((e) => (e.kind === "vcvs" ? { ...e, gain: -0.9 } : e))),
    "neuron: E_inv",
  ],
  [
    "a neuron without its capacitor",
    withNeuron((elements) => elements.filter((e) => e.name !== "C_state")),
    "subcircuit neuron",
  ],
  ["a missing subcircuit", { ...circuit, subcircuits: [] }, "X_neuron_0"],
  ["no neurons", changed((e) => (e.kind === "instance" ? undefined : e)), "the circuit"],
  ["no gain", changed((e) => (e.name === "V_gain" ? undefined : e)), "node gain"],
  ["no detector resistor", changed((e) => (e.name === "R_act" ? undefined : e)), "node act"],
  ["an initial voltage at a rail", { ...circuit, initial: [{ node: "p_0", volts: 1 }] }, "node p_0"],
  ["a stop condition at an output", { ...circuit, stop: { node: "p_0", volts: 0 } }, "the stop condition"],
  [
    "times that fall",
    changed((e) =>
      e.name === "V_gain" && e.kind === "voltage-source"
        ? { ...e, waveform: { kind: "pwl", times: [1, 0], values: [0, 1] } }
        : e,
    ),
    "V_gain",
  ],
];

describe("reducedTask", () => {
  test.each(REFUSED)("refuses %s, naming it", (_what, refused, names) => {
    let error: unknown;
    try {
      reducedTask({ circuit: refused });
    } catch (e) {
      error = e;
    }
    expect(error).toBeInstanceOf(NetlistError);
    expect((error as NetlistError).details).toMatchObject({ code: "reduced.scope", field: names });
  });

  test("refuses a netlist that is no Hopfield circuit", () => {
    expect(() => reducedTask({ netlist: { text: RC } })).toThrow(NetlistError);
  });

  test("reads the programmed conductances off the array", () => {
    const { crossbar } = bench;
    const { model } = reducedTask({ circuit });
    const { rows: n, columns } = crossbar;
    const positiveSiemens = railSiemens(crossbar, 1);
    const negativeSiemens = railSiemens(crossbar, -1);
    const between = (node: string, row: number) => {
      const d = model.drives.findIndex((drive) => drive.node === node);
      return model.driveSiemens[d * n + row]!;
    };
    for (let i = 0; i < n; i++) {
      let total = 0;
      for (let j = 0; j < columns; j++) {
        const column = j < n ? String(j) : "bias";
        // Values in a circuit have seven digits.
        expect(between(`p_${column}`, i)).toBeCloseTo(positiveSiemens[i * columns + j]!, 10);
        expect(between(`m_${column}`, i)).toBeCloseTo(negativeSiemens[i * columns + j]!, 10);
        total += positiveSiemens[i * columns + j]! + negativeSiemens[i * columns + j]!;
      }
      expect(model.loadSiemens[i]!).toBeGreaterThan(total * (1 - 1e-6));
      expect(model.loadSiemens[i]! / bench.hopfield.loadSiemens).toBeCloseTo(1, 2);
    }
  });

  test("adds devices in parallel", () => {
    const once = reducedTask({ circuit }).model;
    const twice = reducedTask({ circuit: withElement(resistor("R_second", "p_1", "u_0", 5e3)) }).model;
    const d = once.drives.findIndex((drive) => drive.node === "p_1");
    expect(twice.driveSiemens[d * 5]! - once.driveSiemens[d * 5]!).toBeCloseTo(2e-4, 12);
    expect(twice.loadSiemens[0]! - once.loadSiemens[0]!).toBeCloseTo(2e-4, 12);
  });

  test("takes element names and node letters as they come", () => {
    const renamed = withNeuron((elements) => elements.map((e) => ({ ...e, name: `${e.name[0]}_X${e.name.slice(1)}` })));
    const { model } = reducedTask({ circuit: { ...renamed, save: [] } });
    expect(model.neurons[0]!.outputSource).toBe("b_x_out");
    const { neurons: _a, ...values } = model;
    const { neurons: _b, ...original } = reducedTask({ circuit }).model;
    expect(values).toEqual(original);
  });
});

describe("matchLaw", () => {
  test("gives the numbers in the law's places", () => {
    const values = matchLaw("{a}*tanh(v(x)/{a})+{b}", "0.5 * tanh(V(x)/0.5) + 12.5e-6");
    expect(Object.fromEntries(values!)).toEqual({ a: 0.5, b: 12.5e-6 });
  });

  test("takes no other law and no number that changes from one place to the next", () => {
    expect(matchLaw("{a}*tanh(v(x)/{a})", "0.5*tanh(v(x)/0.6)")).toBeUndefined();
    expect(matchLaw("{a}*tanh(v(x)/{a})", "0.5*tanh(v(y)/0.5)")).toBeUndefined();
    expect(matchLaw("{a}*v(x)", "0.5*v(x)+1")).toBeUndefined();
  });
});
