import { describe, expect, test } from "vitest";
import { CertificateError, createRandom, LimitError } from "../../../src/core/index.ts";
import { MAX_CERTIFICATE_PARTS } from "../../../src/reference/check/schema.ts";
import type { Certificate } from "../../../src/reference/index.ts";
import { parseCertificate } from "../../../src/reference/index.ts";

const head: Omit<Certificate, "proof"> = {
  format: "ohmfield-certificate-1",
  task: { kind: "max-cut", name: "pair" },
  encoding: "spins",
  objective: 1,
  bound: 1,
  proven: true,
  solution: "+1\n-1\n",
};

const EXAMPLES: readonly Certificate[] = [
  {
    ...head,
    proof: {
      kind: "spins",
      tree: {
        pair: [0, 2],
        same: {
          leaf: "semidefinite",
          multipliers: [1, 1.5e-3],
          cuts: [{ spins: [0, 1, 2], signs: [1, -1, 1], multiplier: 0.5 }],
        },
        opposite: {
          pair: [0, 1],
          same: { leaf: "cycles", cycles: [{ spins: [0, 1, 2], odd: [true, false, false], multiplier: 2 }] },
          opposite: { leaf: "elimination", order: [0] },
        },
      },
    },
  },
  {
    ...head,
    encoding: null,
    proof: {
      kind: "tour",
      tree: {
        edge: [0, 1],
        in: {
          leaf: "linear",
          potentials: [1, 2],
          inPotentials: [0, 0],
          subtours: [{ cities: [0], multiplier: 1 }],
          combs: [{ handle: [0], teeth: [[1]], multiplier: 0 }],
        },
        out: { leaf: "infeasible" },
      },
    },
  },
  {
    ...head,
    encoding: null,
    proof: { kind: "assignment", tree: { place: 0, at: [{ leaf: "gilmore-lawler" }, { place: 1, at: [] }] } },
  },
];

const text = JSON.stringify(EXAMPLES[0]);

describe("parseCertificate", () => {
  test.each(
    EXAMPLES.map((example) => [example.proof.kind, example] as const),
  )("reads a %s proof as it is", (_, example) => {
    expect(parseCertificate(JSON.stringify(example), "a.json")).toEqual(example);
  });

  test.each([
    ["no JSON", text.slice(0, -3), ["a.json", "not JSON"]],
    ["another format", text.replace("certificate-1", "certificate-2"), ["a.json: format", "ohmfield-certificate-1"]],
    ["an unknown field", text.replace('"bound"', '"extra":1,"bound"'), ["unknown field extra"]],
    ["no bound", text.replace('"bound":1,', ""), ["bound", "nothing", "number"]],
    ["an infinite bound", text.replace('"bound":1', '"bound":1e999'), ["bound", "number"]],
    [
      "no encoding for spins",
      text.replace('"encoding":"spins"', '"encoding":null'),
      ["encoding", "name of an encoding"],
    ],
    ["a fraction for a spin", text.replace("[0,2]", "[0.5,2]"), ["proof.tree.pair.0", "0.5"]],
    ["a negative spin", text.replace("[0,2]", "[-1,2]"), ["proof.tree.pair.0", "at least 0"]],
    ["three spins in a pair", text.replace("[0,2]", "[0,2,3]"), ["proof.tree.pair"]],
    ["a list for a child", text.replace('"opposite":{"leaf"', '"opposite":[],"x":{"leaf"'), ["proof.tree.opposite"]],
    ["a missing child", text.replace('"same":{"leaf":"cycles"', '"sane":{"leaf":"cycles"'), ["proof.tree.opposite"]],
    ["an unknown leaf", text.replace('"elimination"', '"guess"'), ["proof.tree.opposite.opposite", "elimination"]],
    [
      "a leaf of another proof",
      text.replace('{"leaf":"elimination","order":[0]}', '{"leaf":"infeasible"}'),
      ["a leaf:"],
    ],
    ["a prototype for a leaf", text.replace('"elimination"', '"__proto__"'), ["a leaf:"]],
    ["a sign of 2", text.replace('"signs":[1', '"signs":[2'), ["proof.tree.same.cuts.0.signs.0", "1 or -1"]],
    [
      "a node that is null",
      text.replace('{"leaf":"elimination","order":[0]}', "null"),
      ["proof.tree.opposite.opposite", "null"],
    ],
    ["null", "null", ["(top)"]],
    ["a list", "[1]", ["(top)"]],
  ])("refuses %s and names the place", (_, broken, names) => {
    expect(broken).not.toBe(text);
    let message = "";
    try {
      parseCertificate(broken, "a.json");
    } catch (error) {
      expect(error).toBeInstanceOf(CertificateError);
      message = (error as Error).message;
    }
    for (const name of ["a.json", ...names]) expect(message).toContain(name);
    expect(message.length).toBeLessThan(400);
  });

  test("takes a tree of twenty thousand branches one below the other, and names a fault at its bottom", () => {
    const deep = (bottom: string): string => {
      const depth = 20_000;
      const leaf = '{"leaf":"elimination","order":[]}';
      const tree = `${`{"pair":[0,1],"opposite":${leaf},"same":`.repeat(depth)}${bottom}${"}".repeat(depth)}`;
      return text.replace(/"tree":.*$/, `"tree":${tree}}}`);
    };
    expect(parseCertificate(deep('{"leaf":"elimination","order":[]}'), "deep.json").proof.kind).toBe("spins");
    expect(() => parseCertificate(deep('{"leaf":"x"}'), "deep.json")).toThrow(/steps\).*same.*expected a branch/);
    expect(() => parseCertificate("[".repeat(1e6), "deep.json")).toThrow(CertificateError);
  });

  test("refuses a file of too many parts before it is parsed", () => {
    expect(() => parseCertificate("[".repeat(MAX_CERTIFICATE_PARTS + 1), "big.json")).toThrow(LimitError);
  });

  test("answers mutilated text with a certificate or an error of its own, never another", () => {
    const random = createRandom(3, "certificate-bytes");
    const pieces = [
      '"',
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      "-",
      "1e999",
      "null",
      "0",
      "\\u0000",
      "leaf",
      "é",
      "true",
      "[[]]",
    ];
    let read = 0;
    for (let trial = 0; trial < 2000; trial++) {
      let mutant = JSON.stringify(EXAMPLES[trial % EXAMPLES.length]);
      for (let edits = 1 + random.integer(3); edits > 0; edits--) {
        const at = random.integer(mutant.length + 1);
        const piece = random.integer(3) === 0 ? String.fromCharCode(random.integer(256)) : pieces[random.integer(16)]!;
        mutant = mutant.slice(0, at) + piece + mutant.slice(at + random.integer(4));
      }
      try {
        parseCertificate(mutant, "mutant.json");
        read++;
      } catch (error) {
        if (!(error instanceof CertificateError)) throw new Error(mutant, { cause: error });
      }
    }
    expect(read).toBeGreaterThan(10);
    expect(read).toBeLessThan(2000);
  });
});
