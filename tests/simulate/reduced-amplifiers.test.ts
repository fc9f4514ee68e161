import { describe, expect, test } from "vitest";
import type { Circuit, CircuitElement } from "../../src/circuit/index.ts";
import { NetlistError } from "../../src/core/index.ts";
import { MAPPING_NAMES, railSiemens, referenceSiemens } from "../../src/crossbar/index.ts";
import { reducedTask } from "../../src/simulate/index.ts";
import { foldedSiemens } from "../../src/simulate/reduced/amplifiers.ts";
import { buildBench, randomNetwork } from "../helpers/hopfield.ts";

/** Resistances keep seven digits, and one of them is the sum of ten. */
const SIEMENS_TOLERANCE = 1e-5;

const benchOf = (mapping: (typeof MAPPING_NAMES)[number]) =>
  buildBench(randomNetwork(5, 1, true), { profile: "taox-cai-2020", map: { mapping } });
const { circuit } = benchOf("offset-column").hopfield;

const added = (...elements: CircuitElement[]): Circuit => ({
  ...circuit,
  sections: [...circuit.sections, { comment: "added", elements }],
});
const vcvs = (name: string, y: string, control: readonly [string, string], gain = 1): CircuitElement => ({
  kind: "vcvs",
  name,
  nodes: [y, "0"],
  control,
  gain,
});
const resistor = (name: string, a: string, b: string): CircuitElement => ({
  kind: "resistor",
  name,
  nodes: [a, b],
  ohms: 1e4,
});

describe("amplifiers of the reduced engine", () => {
  test.each([
    ["a gain of zero", added(vcvs("E_x", "y_x", ["p_0", "0"], 0)), "E_x"],
    ["a control between two rails", added(vcvs("E_x", "y_x", ["p_0", "p_1"])), "E_x"],
    ["a second amplifier on one control node", added(vcvs("E_x", "y_x", ["a_off", "0"])), "E_x"],
    ["a control node that is a summing node", added(vcvs("E_x", "y_x", ["u_0", "0"])), "u_0"],
    ["a control node that is another amplifier's output", added(vcvs("E_x", "y_x", ["y_off", "0"])), "y_off"],
    ["an output on a rail", added(vcvs("E_x", "p_0", ["p_1", "0"])), "p_0"],
    ["a control node on which nothing hangs", added(vcvs("E_x", "y_x", ["a_x", "0"])), "E_x"],
    [
      "positive feedback",
      added(vcvs("E_x", "y_x", ["a_x", "0"], 3), resistor("R_x", "p_0", "a_x"), resistor("R_f", "y_x", "a_x")),
      "E_x",
    ],
    ["a resistor from a control node to a summing node", added(resistor("R_x", "a_off", "u_0")), "R_x"],
  ])("refuses %s, and names it", (_what, changed, name) => {
    const act = () => reducedTask({ circuit: changed });
    expect(act).toThrow(NetlistError);
    expect(act).toThrow(name.toLowerCase() === name ? name : new RegExp(name, "i"));
  });

  test.each(MAPPING_NAMES)("are put down to what drives them: %s", (mapping) => {
    const { hopfield, crossbar } = benchOf(mapping);
    const { model } = reducedTask({ circuit: hopfield.circuit });
    const folded = foldedSiemens(5, model.driveSiemens, model.amplifiers);
    const { columns } = crossbar;
    const net = new Float64Array(5 * columns);
    for (const [d, { neuron, sign, source }] of model.drives.entries()) {
      const supply = source < 0 ? sign : model.sources[source]!.node === "p_bias" ? 1 : -1;
      const column = neuron >= 0 ? neuron : 5;
      for (let i = 0; i < 5; i++) net[i * columns + column]! += supply * folded[d * 5 + i]!;
    }
    const [p, m] = [railSiemens(crossbar, 1), railSiemens(crossbar, -1)];
    const total = referenceSiemens(crossbar);
    for (let i = 0; i < 5; i++) {
      const offsets = crossbar.wordLines.flatMap(({ source }, line) =>
        source < 0 ? [crossbar.siemens[line * crossbar.bitLines + i]!] : [],
      );
      const mean = offsets.reduce((sum, g) => sum + g, 0) / columns;
      for (let j = 0; j < columns; j++) {
        const line = crossbar.wordLines.findIndex(({ source }) => source === j);
        const reference = total === 0 ? 0 : crossbar.siemens[line * crossbar.bitLines + 5]!;
        const expected = p[i * columns + j]! - m[i * columns + j]! - mean - reference;
        expect(Math.abs(net[i * columns + j]! - expected)).toBeLessThan(SIEMENS_TOLERANCE * 1.4e-4);
      }
    }
  });
});
