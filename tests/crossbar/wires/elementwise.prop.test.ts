import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { solveArray } from "../../../src/crossbar/index.ts";
import { randomArray } from "./dense.ts";
import { elementwiseError, exactSolution } from "./exact.ts";

/** Of each voltage and each current itself. */
const ELEMENTWISE = 1e-12;

const sizes = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }));
const seeds = fc.integer({ min: 0, max: 1e6 });
const ohms = fc.constantFrom(0, 0.3, 1, 50, 3000);
const ends = fc.constantFrom(0, 7, 900);

function expectExact(array: Parameters<typeof exactSolution>[0]): void {
  const expected = exactSolution(array);
  for (const method of ["iterative", "direct"] as const) {
    const found = solveArray(array, { method });
    for (const key of ["wordLineVolts", "bitLineVolts", "deviceAmps", "outputAmps"] as const) {
      expect(elementwiseError(found[key], expected[key]), `${key}, ${method}`).toBeLessThan(ELEMENTWISE);
    }
  }
}

describe("solveArray against whole-number arithmetic, each number by itself", () => {
  test("for every shape, perfect wires, single lines, drivers and sense points", () => {
    fc.assert(
      fc.property(sizes, seeds, ohms, ohms, ends, ends, fc.boolean(), ([rows, columns], seed, ...rest) => {
        const [wordLineOhms, bitLineOhms, driverOhms, senseOhms, doubleSided] = rest;
        const lines = { wordLineOhms, bitLineOhms, driverOhms, senseOhms, doubleSided };
        expectExact({ ...randomArray(rows, columns, seed), ...lines });
      }),
      { numRuns: 80 },
    );
  });

  test("with devices that are missing, stuck short or thousandfold too conducting, and sense points off ground", () => {
    fc.assert(
      fc.property(sizes, seeds, fc.constantFrom(1, 50), ends, fc.boolean(), ([rows, columns], seed, wire, end, far) => {
        const array = randomArray(rows, columns, seed);
        for (let x = seed % 3; x < rows * columns; x += 2 + (seed % 5)) {
          array.siemens[x] = [Number.POSITIVE_INFINITY, 0, 0.2][x % 3]!;
        }
        const lines = { wordLineOhms: wire, bitLineOhms: wire, driverOhms: end, senseOhms: end, doubleSided: far };
        const senseVolts = Float64Array.from({ length: columns }, (_, j) => 0.3 * Math.sin(3 * j + 1));
        expectExact({ ...array, ...lines, senseVolts });
      }),
      { numRuns: 80 },
    );
  });

  test.each([0, 1, 50])("at 24 x 20 with segments of %d ohms, where some voltages almost cancel", (wire) => {
    expectExact({ ...randomArray(24, 20, 7), wordLineOhms: wire, bitLineOhms: wire });
  });
});
