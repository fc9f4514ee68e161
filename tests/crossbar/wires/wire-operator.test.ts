import { describe, expect, test } from "vitest";
import { createWireOperator, reductionWork } from "../../../src/crossbar/index.ts";
import { randomArray, relativeError } from "./dense.ts";

/** The solver's own residual. */
const AGREEMENT = 1e-11;

describe("createWireOperator", () => {
  test("gives the same currents in both forms, and takes the matrix where there are many products", () => {
    const { appliedVolts, ...drawn } = randomArray(40, 24, 1);
    const array = { ...drawn, wordLineOhms: 3, bitLineOhms: 2, driverOhms: 10, doubleSided: true };
    const senseVolts = randomArray(24, 1, 2).appliedVolts;
    const [once, often] = [1, 1000].map((products) => createWireOperator(array, products));
    expect(once!.form).toBe("solves");
    expect(often!.form).toBe("matrix");
    const amps = once!.apply(appliedVolts, senseVolts);
    expect(relativeError(often!.apply(appliedVolts, senseVolts), amps)).toBeLessThan(AGREEMENT);
  });
});

describe("reductionWork", () => {
  test("sums squares of half the front over all nodes of the shorter side's lines", () => {
    const [rows, columns] = [40, 7];
    let work = 0;
    for (let k = 0; k < rows; k++) work += (columns * (columns + k + 0.5) ** 2) / 2;
    // The integral of a square by its middles: off by a 24th of the second derivative.
    expect(Math.abs(reductionWork(rows, columns) / work - 1)).toBeLessThan(1e-3);
    expect(reductionWork(columns, rows)).toBe(reductionWork(rows, columns));
  });
});
