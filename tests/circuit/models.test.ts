import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  type Circuit,
  COMPACT_MODELS,
  compactModel,
  memristor,
  modelLibrary,
  modelParameters,
  parseNetlist,
  parseSpiceNumber,
  printNetlist,
} from "../../src/circuit/index.ts";
import { NetlistError } from "../../src/core/index.ts";
import { caught } from "../helpers/caught.ts";

/** A suffix multiplies: 4.9n is not the double 4.9e-9. */
const SUFFIX_ROUNDING = 1e-15;

const folder = new URL("../../netlists/models/", import.meta.url);
const names = COMPACT_MODELS.map((model) => model.name);

/** Parameters of a library file: "+ name=value ; unit, meaning". */
function parametersOfFile(text: string) {
  return [...text.matchAll(/^\+ (\w+)=(\S+)\s*; ([^,:]+)[,:] (.*)$/gm)].map((m) => ({
    name: m[1]!,
    value: parseSpiceNumber(m[2]!),
    unit: m[3]!,
  }));
}

describe("modelLibrary", () => {
  test("has a model for each file and no other", () => {
    const files = readdirSync(folder).filter((file) => file.endsWith(".lib"));
    expect(files.sort()).toEqual(names.map((name) => `${name}.lib`).sort());
  });

  test.for(names)("gives the text of netlists/models/%s.lib (node netlists/models/embed.js)", (name) => {
    expect(modelLibrary(name)).toBe(readFileSync(new URL(`${name}.lib`, folder), "utf8"));
  });

  test.for(names)("has the ports plus, minus, x in %s and names its source, its use and its ports", (name) => {
    const text = modelLibrary(name);
    expect(text).toMatch(new RegExp(`^\\.subckt ${name} plus minus x$`, "m"));
    expect(text).toMatch(new RegExp(`^\\.ends ${name}$`, "m"));
    for (const word of [/^\* Sources?: /m, /^\* Use: {2}\.include /m, /^\* Ports: {2}plus/m, /^\* Smoothing: /m]) {
      expect(text).toMatch(word);
    }
  });

  test.for(COMPACT_MODELS)("$name has the defaults and units of its description", (model) => {
    const file = parametersOfFile(modelLibrary(model.name));
    expect(file.map((p) => p.name).sort()).toEqual(model.parameters.map((p) => p.name).sort());
    for (const { name, value } of file) {
      const typed = model.parameters.find((p) => p.name === name)!.default;
      expect(Math.abs(value! - typed), name).toBeLessThanOrEqual(SUFFIX_ROUNDING * Math.abs(typed));
    }
    for (const { name, unit } of file) {
      // A switch says what 1 does, where others have their unit.
      if (/^(win|expo)$/.test(name)) continue;
      expect([name, unit]).toEqual([name, model.parameters.find((p) => p.name === name)!.unit]);
    }
  });
});

describe("modelParameters", () => {
  test.for(COMPACT_MODELS)("takes the defaults of $name, which are within their ranges and sourced", (model) => {
    const values = modelParameters(model, modelParameters(model));
    expect(Object.keys(values)).toEqual(model.parameters.map((p) => p.name));
    for (const p of model.parameters) expect(p.source.length, p.name).toBeGreaterThan(10);
  });

  test("names the parameter, what was received and the range", () => {
    const error = caught(() => modelParameters(compactModel("taox"), { x0: 2 }));
    expect(error).toBeInstanceOf(NetlistError);
    expect(error).toMatchObject({
      code: "netlist.model-parameter",
      details: { field: "taox.x0", received: "2", expected: "0 to 1" },
    });
    expect(() => modelParameters(compactModel("taox"), { gm: Number.NaN })).toThrow(/gm/);
  });

  test("refuses an unknown parameter and an unknown model, listing those there are", () => {
    expect(() => modelParameters(compactModel("vteam"), { i_off: 1 })).toThrow(/i_off.*v_off/);
    expect(() => compactModel("vteem")).toThrow(/vteem.*vteam/);
  });

  test("refuses values that contradict each other", () => {
    expect(() => modelParameters(compactModel("vteam"), { ron: 2000 })).toThrow(/roff above ron/);
    expect(() => modelParameters(compactModel("stanford_pku"), { x0: 2e-9 })).toThrow(/x0 from gmin to gmax/);
    expect(() => modelParameters(compactModel("sky130_reram"), { tox: 4e-9 })).toThrow(/tox above/);
    expect(() => modelParameters(compactModel("hp_biolek"), { roff: 50 })).toThrow(/roff above ron/);
  });
});

/** A 1T0R cell: a source, a resistor and two memristors of different models. */
const circuit: Circuit = {
  title: "Two memristors",
  comments: ["A divider."],
  subcircuits: [],
  libraries: ["vteam", "taox"],
  sections: [
    {
      comment: "Divider",
      elements: [
        {
          kind: "voltage-source",
          name: "V_in",
          nodes: ["in", "0"],
          waveform: { kind: "pwl", times: [0, 1e-6], values: [0, 0.3] },
        },
        memristor("X_1", ["in", "mid", "s_1"], "vteam", { roff: 12e3, x0: 1e-9 }),
        memristor("X_2", ["mid", "0", "s_2"], "taox"),
      ],
    },
  ],
  initial: [],
  save: ["v(mid)", "v(s_1)"],
  analysis: { stepSeconds: 1e-8, stopSeconds: 1e-6, maxStepSeconds: 1e-8 },
  options: { solver: "sparse", method: "gear", reltol: 1e-4, abstol: 1e-12, vntol: 1e-6 },
};

describe("memristor", () => {
  test("refuses a value outside its range before anything is printed", () => {
    expect(() => memristor("X_1", ["a", "b", "c"], "vteam", { ron: -1 })).toThrow(/vteam\.ron/);
  });

  test("prints with its model's text and its parameters, and reads back", () => {
    const text = printNetlist(circuit);
    expect(text).toContain("X_1 in mid s_1 vteam roff=12000 x0=1e-9");
    expect(text).toContain(modelLibrary("taox").trimEnd());
    const back = parseNetlist(text);
    expect(printNetlist(back)).toBe(text);
    expect(back.libraries).toEqual(["vteam", "taox"]);
    expect(back.sections).toEqual([
      {
        ...circuit.sections[0]!,
        elements: circuit.sections[0]!.elements.map((e) =>
          e.kind === "instance" && Object.keys(e.parameters!).length === 0
            ? { kind: e.kind, name: e.name, nodes: e.nodes, subcircuit: e.subcircuit }
            : e,
        ),
      },
    ]);
  });

  test("does not read back when the model's text was changed, with the line", () => {
    const text = printNetlist(circuit).replace("+ ron=50 ", "+ ron=51 ");
    expect(() => parseNetlist(text, "two.cir")).toThrow(/two\.cir:\d+: this text of a compact model/);
    expect(() => parseNetlist(printNetlist(circuit).replaceAll("* end of library", "*"))).toThrow(/without its end/);
  });

  test("reads parameters with suffixes and refuses what is no number", () => {
    const text = printNetlist(circuit);
    const element = parseNetlist(text.replace("roff=12000", "roff=12k")).sections[0]!.elements[1]!;
    expect(element).toMatchObject({ parameters: { roff: 12e3, x0: 1e-9 } });
    expect(() => parseNetlist(text.replace("roff=12000", "roff=high"))).toThrow(/roff/);
  });
});
