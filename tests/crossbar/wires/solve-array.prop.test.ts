import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createArraySolver, solveArray } from "../../../src/crossbar/index.ts";
import { denseVolts, randomArray, relativeError } from "./dense.ts";

/** The dense matrix's condition is below 1e8, and its solution is refined once in doubles. */
const DENSE = 1e-9;
/** Two methods of ours, both refined to roundoff. */
const AGREEMENT = 1e-11;
const METHODS = ["iterative", "direct"] as const;

const sizes = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }));
const seeds = fc.integer({ min: 0, max: 1e6 });
const wires = fc.constantFrom(0.01, 1, 5, 50, 2000);
const ends = fc.constantFrom(0, 3, 1000);

const largest = (x: ArrayLike<number>) => Array.from(x).reduce((a, b) => Math.max(a, Math.abs(b)), 0);

describe.each(METHODS)("solveArray, %s", (method) => {
  test("gives the voltages of the dense nodal matrix, for every shape and resistance", () => {
    fc.assert(
      fc.property(sizes, seeds, wires, wires, ends, ends, ([rows, columns], seed, word, bit, driver, sense) => {
        const lines = { wordLineOhms: word, bitLineOhms: bit, driverOhms: driver, senseOhms: sense };
        const array = { ...randomArray(rows, columns, seed), ...lines };
        const found = solveArray(array, { method });
        const expected = denseVolts(array);
        expect(relativeError(found.wordLineVolts, expected.word)).toBeLessThan(DENSE);
        expect(relativeError(found.bitLineVolts, expected.bit)).toBeLessThan(DENSE);
        const amps = expected.bit.slice(-columns).map((v) => v / (bit + sense));
        expect(relativeError(found.outputAmps, amps)).toBeLessThan(DENSE);
      }),
      { numRuns: 40 },
    );
  });

  test("conserves current: what the devices pass into a bit line is what comes out of it", () => {
    fc.assert(
      fc.property(sizes, seeds, wires, wires, ([rows, columns], seed, wordLineOhms, bitLineOhms) => {
        const array = { ...randomArray(rows, columns, seed), wordLineOhms, bitLineOhms };
        const { outputAmps, deviceAmps } = solveArray(array, { method });
        const sums = Array.from({ length: columns }, (_, j) =>
          deviceAmps.filter((_, x) => x % columns === j).reduce((a, b) => a + b, 0),
        );
        for (let j = 0; j < columns; j++) {
          expect(Math.abs(sums[j]! - outputAmps[j]!)).toBeLessThanOrEqual(AGREEMENT * largest(deviceAmps) * rows);
        }
      }),
      { numRuns: 30 },
    );
  });

  test("gives the ideal products of conductances and voltages when no wire has resistance", () => {
    fc.assert(
      fc.property(sizes, seeds, ([rows, columns], seed) => {
        const array = { ...randomArray(rows, columns, seed), wordLineOhms: 0, bitLineOhms: 0 };
        const { outputAmps, residual } = solveArray(array, { method });
        const ideal = Array.from({ length: columns }, (_, j) =>
          array.appliedVolts.reduce((sum, v, i) => sum + v * array.siemens[i * columns + j]!, 0),
        );
        expect(relativeError(outputAmps, ideal)).toBeLessThan(AGREEMENT);
        expect(residual).toBe(0);
      }),
      { numRuns: 20 },
    );
  });
});

/** Voltages of sense points that differ from column to column. */
const sensed = (columns: number) => Float64Array.from({ length: columns }, (_, j) => Math.sin(3 * j + 1));

describe.each(METHODS)("solveArray with both ends driven and sense points off ground, %s", (method) => {
  test("gives the voltages of the dense nodal matrix, for every shape and resistance", () => {
    fc.assert(
      fc.property(sizes, seeds, wires, wires, ends, ends, ([rows, columns], seed, word, bit, driver, sense) => {
        const lines = { wordLineOhms: word, bitLineOhms: bit, driverOhms: driver, senseOhms: sense };
        const array = { ...randomArray(rows, columns, seed), ...lines };
        for (const more of [
          { doubleSided: true },
          { senseVolts: sensed(columns) },
          { doubleSided: true, senseVolts: sensed(columns) },
        ]) {
          const found = solveArray({ ...array, ...more }, { method });
          const expected = denseVolts({ ...array, ...more });
          expect(relativeError(found.wordLineVolts, expected.word)).toBeLessThan(DENSE);
          expect(relativeError(found.bitLineVolts, expected.bit)).toBeLessThan(DENSE);
          // Currents are differences of voltages near the sense points': the devices' own sum has no such cancellation.
          const sums = new Float64Array(columns);
          for (let x = 0; x < rows * columns; x++) sums[x % columns]! += found.deviceAmps[x]!;
          expect(relativeError(found.outputAmps, sums)).toBeLessThan(DENSE);
        }
      }),
      { numRuns: 30 },
    );
  });

  test("passes no current when sources and sense points all stand at one voltage", () => {
    for (const [wordLineOhms, bitLineOhms, driverOhms] of [
      [1, 1, 0],
      [0, 0, 0],
      [0, 5, 10],
      [5, 0, 10],
    ] as const) {
      const { siemens } = randomArray(5, 7, 3);
      const array = { rows: 5, columns: 7, siemens, wordLineOhms, bitLineOhms, driverOhms, doubleSided: true };
      const volts = { appliedVolts: new Float64Array(5).fill(0.7), senseVolts: new Float64Array(7).fill(0.7) };
      const { deviceAmps, bitLineVolts } = solveArray({ ...array, ...volts }, { method });
      // Devices of 1e-4 siemens at the roundoff of 0.7 volts, which many additions may have.
      expect(largest(deviceAmps)).toBeLessThan(1e-17);
      for (const v of bitLineVolts) expect(v).toBeCloseTo(0.7, 13);
    }
  });

  test("is reciprocal between sense points: a volt at one sends into another what a volt there sends back", () => {
    const [rows, columns] = [6, 5];
    const { siemens } = randomArray(rows, columns, 8);
    const array = { rows, columns, siemens, wordLineOhms: 20, bitLineOhms: 7, driverOhms: 50, senseOhms: 3 };
    for (const doubleSided of [false, true]) {
      const solver = createArraySolver({ ...array, doubleSided }, { method });
      const zero = new Float64Array(rows);
      const amps = Array.from(
        { length: columns },
        (_, k) =>
          solver.solve(
            zero,
            Float64Array.from({ length: columns }, (_, j) => (j === k ? 1 : 0)),
          ).outputAmps,
      );
      for (let k = 0; k < columns; k++) {
        for (let j = 0; j < k; j++) {
          expect(amps[k]![j]).toBeGreaterThan(0);
          expect(Math.abs(amps[k]![j]! / amps[j]![k]! - 1)).toBeLessThan(AGREEMENT);
        }
      }
    }
  });
});

describe("solveArray", () => {
  test("agrees between both methods with shorts, both ends driven and sense points off ground", () => {
    const ohms = fc.constantFrom(0, 1, 50);
    fc.assert(
      fc.property(sizes, seeds, ohms, ohms, ends, ends, ([rows, columns], seed, word, bit, driver, sense) => {
        const lines = { wordLineOhms: word, bitLineOhms: bit, driverOhms: driver, senseOhms: sense };
        const array = { ...randomArray(rows, columns, seed), ...lines, doubleSided: true, senseVolts: sensed(columns) };
        if (word > 0 && bit > 0) {
          for (let x = seed % 3; x < rows * columns; x += 1 + (seed % 4)) array.siemens[x] = Number.POSITIVE_INFINITY;
        }
        const [a, b] = METHODS.map((method) => solveArray(array, { method }));
        for (const key of ["wordLineVolts", "bitLineVolts", "outputAmps", "deviceAmps"] as const) {
          expect(relativeError(a![key], b![key])).toBeLessThan(AGREEMENT);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("takes both ends of a line driven through no resistance as one end", () => {
    const array = { ...randomArray(5, 6, 2), wordLineOhms: 0, bitLineOhms: 5 };
    expect(solveArray({ ...array, doubleSided: true }).outputAmps).toEqual(solveArray(array).outputAmps);
  });

  test("agrees between both methods when a wire is perfect and its end is not, or devices are shorts", () => {
    const ohms = fc.constantFrom(0, 1, 50);
    const end = fc.constantFrom(0, 10, 5000);
    fc.assert(
      fc.property(
        sizes,
        seeds,
        ohms,
        ohms,
        end,
        end,
        fc.boolean(),
        ([rows, columns], seed, word, bit, driver, sense, short) => {
          const lines = { wordLineOhms: word, bitLineOhms: bit, driverOhms: driver, senseOhms: sense };
          const array = { ...randomArray(rows, columns, seed), ...lines };
          // Shorts on perfect wires are the direct method's alone.
          if (short && word > 0 && bit > 0) {
            for (let x = seed % 3; x < rows * columns; x += 1 + (seed % 4)) array.siemens[x] = Number.POSITIVE_INFINITY;
          }
          const [a, b] = METHODS.map((method) => solveArray(array, { method }));
          for (const key of ["wordLineVolts", "bitLineVolts", "outputAmps", "deviceAmps"] as const) {
            expect(relativeError(a![key], b![key])).toBeLessThan(AGREEMENT);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("comes close to a short as a device's conductance grows", () => {
    const array = { ...randomArray(6, 7, 3), wordLineOhms: 5, bitLineOhms: 5 };
    array.siemens[10] = Number.POSITIVE_INFINITY;
    array.siemens[11] = Number.POSITIVE_INFINITY;
    const short = solveArray(array);
    array.siemens[10] = 1e9;
    array.siemens[11] = 1e9;
    // A path of 5 ohms beside 1e-9 ohms: equal to some 1e-9.
    expect(relativeError(solveArray(array, { method: "direct" }).outputAmps, short.outputAmps)).toBeLessThan(1e-7);
  });

  test("takes shorts on perfect wires as the limit of small resistances", () => {
    const ohms = fc.constantFrom(0, 20);
    fc.assert(
      fc.property(sizes, seeds, ohms, ohms, ([rows, columns], seed, word, bit) => {
        const array = randomArray(rows, columns, seed);
        // One short a line at most: none closes a loop of perfect wires.
        for (let k = 0; k < Math.min(rows, columns); k++) array.siemens[k * columns + k] = Number.POSITIVE_INFINITY;
        const ends = { driverOhms: 30, senseOhms: 40 };
        const found = solveArray({ ...array, ...ends, wordLineOhms: word, bitLineOhms: bit }, { method: "direct" });
        const [small, large] = [1e-6, 1e6];
        const nearby = {
          ...array,
          ...ends,
          wordLineOhms: word || small,
          bitLineOhms: bit || small,
          siemens: array.siemens.map((g) => Math.min(g, large)),
        };
        // 1e-6 ohms in each of at most 20 places, beside 30, and the roundoff of volts across 1e6 siemens beside milliamperes.
        const limit = solveArray(nearby);
        expect(relativeError(found.outputAmps, limit.outputAmps)).toBeLessThan(1e-5);
        expect(relativeError(found.deviceAmps, limit.deviceAmps)).toBeLessThan(1e-5);
      }),
      { numRuns: 30 },
    );
  });

  test("is linear in the voltages of one factored array", () => {
    fc.assert(
      fc.property(sizes, seeds, wires, ([rows, columns], seed, ohms) => {
        const { appliedVolts, ...array } = randomArray(rows, columns, seed);
        const other = randomArray(rows, columns, seed + 1).appliedVolts;
        const solver = createArraySolver({ ...array, wordLineOhms: ohms, bitLineOhms: ohms });
        const [a, b] = [solver.solve(appliedVolts).outputAmps, solver.solve(other).outputAmps];
        const sum = solver.solve(appliedVolts.map((v, i) => 3 * v - 2 * other[i]!)).outputAmps;
        const expected = a.map((amps, j) => 3 * amps - 2 * b[j]!);
        const scale = largest(a) + largest(b);
        for (let j = 0; j < columns; j++)
          expect(Math.abs(sum[j]! - expected[j]!)).toBeLessThanOrEqual(AGREEMENT * 5 * scale);
      }),
      { numRuns: 20 },
    );
  });

  test("is reciprocal: a volt on word line i gives column j what a volt on bit line j would give word line i", () => {
    // The transposed array, turned so that its sources stand where the sense points were.
    const [rows, columns] = [5, 8];
    const { siemens } = randomArray(rows, columns, 11);
    const lines = { wordLineOhms: 7, bitLineOhms: 40, driverOhms: 3, senseOhms: 11 };
    const turned = Float64Array.from({ length: rows * columns }, (_, x) => {
      const [j, i] = [Math.floor(x / rows), x % rows];
      return siemens[(rows - 1 - i) * columns + (columns - 1 - j)]!;
    });
    const forward = createArraySolver({ rows, columns, siemens, ...lines });
    const back = createArraySolver({
      rows: columns,
      columns: rows,
      siemens: turned,
      wordLineOhms: 40,
      bitLineOhms: 7,
      driverOhms: 11,
      senseOhms: 3,
    });
    const unit = (n: number, k: number) => Float64Array.from({ length: n }, (_, l) => (l === k ? 1 : 0));
    for (let i = 0; i < rows; i++) {
      const amps = forward.solve(unit(rows, i)).outputAmps;
      for (let j = 0; j < columns; j++) {
        const other = back.solve(unit(columns, columns - 1 - j)).outputAmps[rows - 1 - i]!;
        expect(Math.abs(other / amps[j]! - 1)).toBeLessThan(AGREEMENT);
      }
    }
  });

  test.each([
    1, 50, 1000,
  ])("needs few iterations at 96 x 80 with segments of %i ohms, and agrees with the direct method", (ohms) => {
    const array = { ...randomArray(96, 80, 5), wordLineOhms: ohms, bitLineOhms: ohms };
    const found = solveArray(array);
    // Line solves alone take some hundred at 1000 ohms: the coarse level is at work.
    expect(found.iterations).toBeLessThan(60);
    expect(found.residual).toBeLessThan(1e-12);
    const exact = solveArray(array, { method: "direct" });
    expect(relativeError(found.outputAmps, exact.outputAmps)).toBeLessThan(AGREEMENT);
    expect(relativeError(found.bitLineVolts, exact.bitLineVolts)).toBeLessThan(AGREEMENT);
  });
});
