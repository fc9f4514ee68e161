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
  test("is that of the array turned, at least a solve or two, and grows with the cube of the size", () => {
    expect(reductionWork(40, 7)).toBe(reductionWork(7, 40));
    expect(reductionWork(8192, 8192) / reductionWork(4096, 4096)).toBeCloseTo(8, 0);
  });

  test.each([
    [96, 48, 3],
    [512, 256, 5.3],
    [1024, 512, 6],
    [64, 512, 4],
    [16, 1024, 11],
  ])("breaks even with solves near the measured number of products, %i x %i", (rows, columns, measured) => {
    const siemens = new Float64Array(rows * columns).fill(1e-5);
    const formAt = (products: number) =>
      createWireOperator({ rows, columns, wordLineOhms: 0, bitLineOhms: 0, siemens }, products).form;
    expect(formAt(Math.floor(measured / 1.5))).toBe("solves");
    expect(formAt(Math.ceil(measured * 1.5))).toBe("matrix");
  });
});
