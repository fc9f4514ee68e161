import { describe, expect, test } from "vitest";
import { ArgumentError, HardwareError, LimitError } from "../../../src/core/index.ts";
import { readArray, solveArray, type WiredArray } from "../../../src/crossbar/index.ts";

/** Roundoff of a handful of operations. */
const CLOSE = 1e-14;
const near = (found: number | undefined, expected: number) =>
  expect(Math.abs(found! - expected)).toBeLessThanOrEqual(CLOSE * Math.abs(expected));

const one = (siemens: number, more: Partial<WiredArray> = {}) => ({
  rows: 1,
  columns: 1,
  wordLineOhms: 3,
  bitLineOhms: 5,
  siemens: [siemens],
  appliedVolts: [1],
  ...more,
});

describe("solveArray on a single device", () => {
  test.each(["iterative", "direct"] as const)("is a series circuit by the %s method", (method) => {
    const { outputAmps, wordLineVolts, bitLineVolts } = solveArray(one(0.01), { method });
    near(outputAmps[0], 1 / 108);
    near(wordLineVolts[0], 105 / 108);
    near(bitLineVolts[0], 5 / 108);
    near(solveArray(one(0.01, { driverOhms: 2, senseOhms: 7 }), { method }).outputAmps[0], 1 / 117);
  });

  test("leaves the wires alone when the device is a short, and nothing when it is open", () => {
    near(solveArray(one(Infinity)).outputAmps[0], 1 / 8);
    near(solveArray(one(Infinity)).deviceAmps[0], 1 / 8);
    expect(solveArray(one(0))).toMatchObject({ outputAmps: Float64Array.of(0), wordLineVolts: Float64Array.of(1) });
  });

  test("carries a short on a perfect word line or bit line, by the direct method", () => {
    const word = solveArray(one(Infinity, { wordLineOhms: 0 }));
    expect(word.method).toBe("direct");
    near(word.outputAmps[0], 1 / 5);
    near(word.deviceAmps[0], 1 / 5);
    near(solveArray(one(Infinity, { bitLineOhms: 0 })).outputAmps[0], 1 / 3);
  });

  test("passes no current through broken wires, drivers or sense points", () => {
    for (const broken of ["wordLineOhms", "bitLineOhms", "driverOhms", "senseOhms"] as const) {
      for (const method of ["iterative", "direct"] as const) {
        const { outputAmps, deviceAmps, wordLineVolts, bitLineVolts } = solveArray(one(0.01, { [broken]: Infinity }), {
          method,
        });
        expect(outputAmps[0]).toBe(0);
        expect(Math.abs(deviceAmps[0]!)).toBeLessThan(CLOSE);
        const volts = broken === "wordLineOhms" || broken === "driverOhms" ? 0 : 1;
        expect(wordLineVolts[0]).toBeCloseTo(volts, 13);
        expect(bitLineVolts[0]).toBeCloseTo(volts, 13);
      }
    }
  });

  test("refuses a path without resistance from source to ground, and a loop of them", () => {
    expect(() => solveArray(one(Infinity, { wordLineOhms: 0, bitLineOhms: 0 }))).toThrow(/joins two sources/);
    const loop = { rows: 2, columns: 2, siemens: [Infinity, Infinity, Infinity, Infinity], appliedVolts: [1, 1] };
    const perfect = { wordLineOhms: 0, bitLineOhms: 0, driverOhms: 1, senseOhms: 1 };
    expect(() => solveArray({ ...loop, ...perfect })).toThrow(/closes a loop/);
  });
});

describe("solveArray on bad input", () => {
  test.each([
    ["rows", { rows: 0 }],
    ["columns", { columns: 1.5 }],
    ["wordLineOhms", { wordLineOhms: -1 }],
    ["bitLineOhms", { bitLineOhms: Number.NaN }],
    ["senseOhms", { senseOhms: -5 }],
    ["siemens", { siemens: [1, 2] }],
    ["siemens[0]", { siemens: [-1] }],
    ["appliedVolts", { appliedVolts: [] }],
    ["appliedVolts[0]", { appliedVolts: [Infinity] }],
    ["senseVolts", { senseVolts: [0, 0] }],
    ["senseVolts[0]", { senseVolts: [Number.NaN] }],
  ])("names %s", (field, wrong) => {
    const run = () => solveArray({ ...one(1), ...wrong });
    expect(run).toThrow(ArgumentError);
    expect(run).toThrow(`${field}: wrong value`);
  });

  test("refuses sense points off ground beside a broken wire", () => {
    const run = () => solveArray({ ...one(1), driverOhms: Infinity, senseVolts: [1] });
    expect(run).toThrow(/sense voltages need whole wires/);
    expect(solveArray({ ...one(1), driverOhms: Infinity, senseVolts: [0] }).outputAmps[0]).toBe(0);
  });

  test("refuses an array that would not fit before it is allocated", () => {
    expect(() => solveArray(one(1, { rows: 1e6, columns: 1e6 }))).toThrow(LimitError);
    const side = 400;
    const large = {
      rows: side,
      columns: side,
      siemens: new Float64Array(side * side).fill(1e-5),
      appliedVolts: new Float64Array(side),
    };
    expect(() => solveArray({ ...large, wordLineOhms: 1, bitLineOhms: 1 }, { method: "direct" })).toThrow(LimitError);
  });
});

describe("readArray", () => {
  const file = { r_word_line: 1, r_bit_line: 2, resistances: [[10, "Infinity"]], applied_voltages: [0.5] };
  const read = (fields: object) => readArray(JSON.stringify(fields), "a.json");

  test("reads resistances a row, with an open device by name", () => {
    const array = read({ ...file, rows: 1, cols: 2, r_sense: 4, seed: 1 });
    const expected = { rows: 1, columns: 2, wordLineOhms: 1, bitLineOhms: 2, driverOhms: 0, senseOhms: 4 };
    expect(array).toMatchObject({ ...expected, doubleSided: false, siemens: Float64Array.of(0.1, 0) });
    expect(read({ ...file, double_sided: true, r_driver: 7 })).toMatchObject({ doubleSided: true, driverOhms: 7 });
  });

  test.each([
    ["a.json: r_word_line", { ...file, r_word_line: -1 }],
    ["a.json: r_bit_line", { ...file, r_bit_line: "low" }],
    ["a.json: resistances", { ...file, resistances: 5 }],
    ["a.json: resistances", { ...file, rows: 3 }],
    ["a.json: resistances.1", { ...file, resistances: [[1, 2], [1]] }],
    ["a.json: resistances.0.1", { ...file, resistances: [[1, null]] }],
    ["a.json: double_sided", { ...file, double_sided: 1 }],
    ["a.json: applied_voltages", { ...file, applied_voltages: [1, 2] }],
    ["a.json: (top)", []],
  ])("names %s", (where, fields) => {
    expect(() => read(fields)).toThrow(HardwareError);
    expect(() => read(fields)).toThrow(`${where}: wrong value`);
  });

  test("says so when the file is no JSON", () => {
    expect(() => readArray("{", "a.json")).toThrow(/a\.json: not JSON/);
  });
});
