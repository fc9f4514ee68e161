import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Circuit,
  type CircuitElement,
  formatSpiceNumber,
  parseNetlist,
  parseSpiceNumber,
  printNetlist,
} from "../../src/circuit/index.ts";
import { NetlistError } from "../../src/core/index.ts";

const node = fc.constantFrom("0", "u_0", "u_1", "p_0", "gain", "x_neuron_3.b");
const pair = fc.tuple(node, node);
// "+ 0" turns -0 into 0: a netlist does not tell them apart.
const value = fc.double({ noNaN: true, noDefaultInfinity: true }).map((v) => v + 0);
const suffix = fc.stringMatching(/^[a-z0-9_]{1,12}$/);
const waveform = fc.oneof(
  value.map((v) => ({ kind: "dc" as const, value: v })),
  fc
    .array(fc.tuple(fc.double({ min: 1e-12, max: 1, noNaN: true }), value), { minLength: 1, maxLength: 40 })
    .map((points) => {
      const times: number[] = [];
      let t = 0;
      for (const [step] of points) {
        times.push(t);
        t += step;
      }
      return { kind: "pwl" as const, times, values: points.map(([, v]) => v) };
    }),
);
const element: fc.Arbitrary<CircuitElement> = fc.oneof(
  fc.record({ kind: fc.constant("resistor" as const), name: suffix.map((s) => `R_${s}`), nodes: pair, ohms: value }),
  fc.record({ kind: fc.constant("capacitor" as const), name: suffix.map((s) => `C_${s}`), nodes: pair, farads: value }),
  fc.record({ kind: fc.constant("voltage-source" as const), name: suffix.map((s) => `V_${s}`), nodes: pair, waveform }),
  fc.record({ kind: fc.constant("current-source" as const), name: suffix.map((s) => `I_${s}`), nodes: pair, waveform }),
  fc.record({
    kind: fc.constant("vcvs" as const),
    name: suffix.map((s) => `E_${s}`),
    nodes: pair,
    control: pair,
    gain: value,
  }),
  fc.record({
    kind: fc.constant("vccs" as const),
    name: suffix.map((s) => `G_${s}`),
    nodes: pair,
    control: pair,
    siemens: value,
  }),
  fc.record({
    kind: fc.constant("behavioural" as const),
    name: suffix.map((s) => `B_${s}`),
    nodes: pair,
    quantity: fc.constantFrom("voltage" as const, "current" as const),
    expression: fc.constantFrom("tanh(v(gain)*v(u))", "((v(u)-v(w))/0.1)^2", "1e-3*v(u)"),
  }),
  fc.record({
    kind: fc.constant("bjt" as const),
    name: suffix.map((s) => `Q_${s}`),
    nodes: fc.tuple(node, node, node),
    model: suffix,
  }),
  fc.record({
    kind: fc.constant("instance" as const),
    name: suffix.map((s) => `X_${s}`),
    nodes: fc.array(node, { minLength: 1, maxLength: 30 }),
    subcircuit: suffix,
  }),
);
const comment = fc.constantFrom("Row 3: devices", "Neuron. u: state", "a > b");
const longComment = fc.constantFrom("Row 3: devices", `Balance: ${"every row sees the same total ".repeat(9)}load`);
const circuit: fc.Arbitrary<Circuit> = fc.record({
  title: fc.constantFrom("Ohmfield: test", "a title"),
  comments: fc.array(comment, { maxLength: 3 }),
  subcircuits: fc.array(
    fc.record({
      name: suffix,
      ports: fc.array(node, { minLength: 1, maxLength: 8 }),
      comments: fc.array(comment, { maxLength: 2 }),
      elements: fc.array(element, { maxLength: 6 }),
    }),
    { maxLength: 2 },
  ),
  models: fc.array(
    fc.record({
      name: suffix,
      polarity: fc.constantFrom("npn" as const, "pnp" as const),
      parameters: fc.dictionary(fc.constantFrom("is", "bf", "vaf"), value),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  sections: fc.array(fc.record({ comment: longComment, elements: fc.array(element, { minLength: 1, maxLength: 8 }) }), {
    maxLength: 4,
  }),
  initial: fc.array(fc.record({ node: fc.constantFrom("u_0", "x_a.b"), volts: value }), { maxLength: 4 }),
  save: fc.array(fc.constantFrom("v(u_0)", "i(b.x_n.b_out)"), { maxLength: 40 }),
  table: fc.array(fc.constantFrom("v(u_0)", "v(p_12)"), { minLength: 1, maxLength: 40 }),
  analysis: fc.record({ stepSeconds: value, stopSeconds: value, maxStepSeconds: value }),
  options: fc.record({
    solver: fc.constantFrom("klu" as const, "sparse" as const),
    method: fc.constantFrom("trap" as const, "gear" as const),

    temp: value,
    reltol: value,
    abstol: value,
    vntol: value,
  }),
  stop: fc.record({ node: fc.constant("act"), volts: value }),
});

describe("parseNetlist", () => {
  test("reads back every circuit that printNetlist writes", () => {
    fc.assert(
      fc.property(circuit, (c) => {
        expect(parseNetlist(printNetlist(c))).toEqual(c);
      }),
    );
  });

  test("makes print, parse, print a fixed point", () => {
    fc.assert(
      fc.property(circuit, (c) => {
        const text = printNetlist(c);
        expect(printNetlist(parseNetlist(text))).toBe(text);
      }),
    );
  });

  const deck = (body: string) => `title\n${body}\n.tran 1u 1m 0 1u uic\n.end\n`;

  test("reads a deck written by hand, with suffixes and bare DC values", () => {
    const read = parseNetlist(deck("R1 a b 4.7k\nC1 b 0 10pF\nV1 a 0 5"));
    expect(read.sections[0]!.elements).toEqual([
      { kind: "resistor", name: "R1", nodes: ["a", "b"], ohms: 4700 },
      { kind: "capacitor", name: "C1", nodes: ["b", "0"], farads: 10 * 1e-12 },
      { kind: "voltage-source", name: "V1", nodes: ["a", "0"], waveform: { kind: "dc", value: 5 } },
    ]);
  });

  test.each([
    ["an unknown element", deck("R1 a b 1\nM1 d g s b nmos"), 3, "outside the typed circuit"],
    ["a value that is no number", deck("R1 a b twelve"), 2, "not a number"],
    ["a missing node", deck("R1 a 5"), 2, "too few words"],
    ["an odd PWL", deck("V1 a 0 PWL( 0 1 2 )"), 2, "pairs"],
    ["PWL times that fall", deck("V1 a 0 PWL( 0 1 2 3 1 4 )"), 2, "must increase"],
    ["an unknown directive", deck(".control"), 2, "directive"],
    ["a subcircuit that never ends", deck(".subckt a b\nR1 b 0 1"), 2, "never ends"],
    ["a stray .ends", deck(".ends"), 2, ".subckt"],
    ["a continuation of nothing", "title\n+ 1 2\n.end\n", 2, "continuation"],
    ["no end", "title\nR1 a 0 1\n", 3, "does not end"],
    ["no analysis", "title\nR1 a 0 1\n.end\n", 4, "no analysis"],
  ])("refuses %s and names the line", (_what, text, line, words) => {
    let error: unknown;
    try {
      parseNetlist(text, "mine.cir");
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(NetlistError);
    expect((error as NetlistError).details.line).toBe(line);
    expect((error as NetlistError).message).toContain(words);
  });
});

describe("printNetlist", () => {
  const bare: Circuit = {
    title: "t",
    comments: [],
    subcircuits: [],
    sections: [],
    initial: [],
    save: [],
    analysis: { stepSeconds: 1, stopSeconds: 1, maxStepSeconds: 1 },
    options: { solver: "klu", method: "trap", reltol: 1, abstol: 1, vntol: 1 },
  };

  test("refuses a value that is not finite and a name without its letter", () => {
    const resistor = (name: string, ohms: number): Circuit => ({
      ...bare,
      sections: [{ comment: "", elements: [{ kind: "resistor", name, nodes: ["a", "0"], ohms }] }],
    });
    expect(() => printNetlist(resistor("R1", Number.POSITIVE_INFINITY))).toThrow(NetlistError);
    expect(() => printNetlist(resistor("C1", 1))).toThrow(/letter R/);
  });

  test("keeps every line short", () => {
    const save = Array.from({ length: 200 }, (_, i) => `v(node_${i})`);
    for (const line of printNetlist({ ...bare, save }).split("\n")) expect(line.length).toBeLessThanOrEqual(112);
  });
});

describe("parseSpiceNumber", () => {
  test.each([
    ["1meg", 1e6],
    ["1m", 1e-3],
    ["2.5", 2.5],
    [".5u", 5e-7],
    ["-3e-9", -3e-9],
    ["10uF", 1e-5],
    ["x", undefined],
    ["1..2", undefined],
    ["1e999", undefined],
  ])("reads %s as %d", (word, expected) => {
    const got = parseSpiceNumber(word);
    if (expected === undefined) expect(got).toBeUndefined();
    else expect(got).toBeCloseTo(expected, 15);
  });
});

describe("formatSpiceNumber", () => {
  test.each([
    [0, "0"],
    [-0, "0"],
    [20000, "20000"],
    [0.5, "0.5"],
    [12.5e-6, "12.5e-6"],
    [-1e-11, "-10e-12"],
    [1.25e-3, "1.25e-3"],
    [1e6, "1e6"],
    [1.2345e8, "123.45e6"],
    [5e-324, "5e-324"],
  ])("writes %d as %s", (value, text) => {
    expect(formatSpiceNumber(value)).toBe(text);
  });

  test("writes every finite double so that it reads back the same, with an exponent that is a multiple of three", () => {
    fc.assert(
      fc.property(value, (x) => {
        const text = formatSpiceNumber(x);
        expect(parseSpiceNumber(text)).toBe(x);
        expect(Math.abs(Number(text.split("e")[1] ?? 0) % 3)).toBe(0);
      }),
    );
  });
});
