import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createArraySolver, solveArray, type WiredArray } from "../../../src/crossbar/index.ts";
import { createLineSolver } from "../../../src/crossbar/wires/iterative.ts";
import { createLineMemory, lineDoubles } from "../../../src/crossbar/wires/line-memory.ts";
import { checkNetwork } from "../../../src/crossbar/wires/network.ts";
import { randomArray } from "./dense.ts";

const sizes = fc.tuple(fc.integer({ min: 1, max: 35 }), fc.integer({ min: 1, max: 35 }));
const seeds = fc.integer({ min: 0, max: 1e6 });
const ohms = fc.constantFrom(0, 0.3, 1, 50, 3000);
const ends = fc.constantFrom(0, 7, 900);

function solved(array: WiredArray, volts: Float64Array, senseVolts: Float64Array, plain: boolean) {
  const { rows, columns } = array;
  const vector = () => new Float64Array(rows * columns);
  const found = { p: vector(), q: vector(), deviceAmps: vector(), outputAmps: new Float64Array(columns) };
  const outcome = createLineSolver(checkNetwork(array), plain).solve(found, volts, senseVolts, 1e-12);
  return { ...found, ...outcome };
}

describe("createLineSolver", () => {
  test("has SIMD here, or nothing below compares anything", () => {
    expect(createLineMemory(lineDoubles(10, 1)).netRow).toBeDefined();
    expect(createLineMemory(lineDoubles(10, 1), true).netRow).toBeUndefined();
  });

  test("gives the same bits with the kernel as without it, for every shape, perfect wires, drivers and far ends", () => {
    fc.assert(
      fc.property(sizes, seeds, ohms, ohms, ends, ends, fc.boolean(), ([rows, columns], seed, ...rest) => {
        const [wordLineOhms, bitLineOhms, driverOhms, senseOhms, doubleSided] = rest;
        const { appliedVolts, ...devices } = randomArray(rows, columns, seed);
        const array = { ...devices, wordLineOhms, bitLineOhms, driverOhms, senseOhms, doubleSided };
        const senseVolts = Float64Array.from({ length: columns }, (_, j) => (seed % 2) * Math.sin(3 * j + seed));
        const volts = Float64Array.from(appliedVolts);
        expect(solved(array, volts, senseVolts, false)).toEqual(solved(array, volts, senseVolts, true));
      }),
      { numRuns: 60 },
    );
  });

  test("gives the same bits with shorts and devices that conduct more than a wire", () => {
    fc.assert(
      fc.property(sizes, seeds, fc.boolean(), ([rows, columns], seed, doubleSided) => {
        const { appliedVolts, ...devices } = randomArray(rows, columns, seed);
        const siemens = Float64Array.from(devices.siemens);
        for (let x = seed % 7; x < rows * columns; x += 5 + (seed % 11)) siemens[x] = [Infinity, 0, 3][x % 3]!;
        const array = { ...devices, siemens, wordLineOhms: 1, bitLineOhms: 2, doubleSided };
        const [volts, senseVolts] = [Float64Array.from(appliedVolts), new Float64Array(columns)];
        expect(solved(array, volts, senseVolts, false)).toEqual(solved(array, volts, senseVolts, true));
      }),
      { numRuns: 20 },
    );
  });
});

describe("solvers in turn", () => {
  test("give what each gives alone, though small ones take their memory from each other", () => {
    const arrays = [randomArray(12, 9, 1), randomArray(40, 31, 2), randomArray(5, 17, 3)].map((array) => ({
      ...array,
      wordLineOhms: 2,
      bitLineOhms: 3,
    }));
    const solvers = arrays.map((array) => createArraySolver(array));
    const alone = arrays.map((array) => solveArray(array));
    for (let turn = 0; turn < 2; turn++) {
      for (const [k, solver] of solvers.entries()) {
        for (let again = 0; again < 2; again++) {
          expect(solver.solve(arrays[k]!.appliedVolts)).toEqual(alone[k]!);
        }
      }
    }
  });

  test("do not disturb an array too large to share a memory", () => {
    const array = { ...randomArray(560, 561, 4), wordLineOhms: 1, bitLineOhms: 1 };
    const solver = createArraySolver(array);
    const before = solver.solve(array.appliedVolts);
    solveArray({ ...randomArray(30, 30, 5), wordLineOhms: 1, bitLineOhms: 1 });
    expect(solver.solve(array.appliedVolts).outputAmps).toEqual(before.outputAmps);
    const sums = new Float64Array(561);
    before.deviceAmps.forEach((amps, x) => {
      sums[x % 561]! += amps;
    });
    const largest = sums.reduce((most, amps) => Math.max(most, Math.abs(amps)), 0);
    for (const [j, amps] of before.outputAmps.entries())
      expect(Math.abs(amps - sums[j]!) / largest).toBeLessThan(1e-12);
  });
});
