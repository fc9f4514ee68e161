import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ConvergenceError } from "../../../src/core/index.ts";
import { solveArray } from "../../../src/crossbar/index.ts";
import { randomArray, relativeError } from "./dense.ts";

/** What Newton's method leaves. */
const RESIDUAL = 1e-10;
/** Roundings of a volt that the current of a segment goes through: a wire of r ohms shows them as this many eps / r amperes. */
const ROUNDINGS = 64;
const AGREEMENT = 1e-9;

const sizes = fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }));
const seeds = fc.integer({ min: 0, max: 1e6 });
const orNone = fc.constantFrom(0, 1, 50, 2000);
const ends = fc.constantFrom(0, 10, 500);

describe("solveArray with sinhVolts", () => {
  test("solves one device behind its wires as bisection does", () => {
    const [siemens, sinhVolts, ohms] = [1e-4, 0.05, 3000];
    // 500 + 1000 ohms to the left, 700 + 800 to the right.
    const wires = { wordLineOhms: 500, driverOhms: 1000, bitLineOhms: 700, senseOhms: 800 };
    let [low, high] = [0, 1];
    for (let k = 0; k < 200; k++) {
      const v = (low + high) / 2;
      if (v + ohms * siemens * sinhVolts * Math.sinh(v / sinhVolts) > 1) high = v;
      else low = v;
    }
    const expected = (1 - low) / ohms;
    const { outputAmps } = solveArray({
      rows: 1,
      columns: 1,
      siemens: [siemens],
      ...wires,
      appliedVolts: [1],
      sinhVolts,
    });
    expect(outputAmps[0]! / expected).toBeCloseTo(1, 12);
  });

  test("obeys the devices' law, and passes on what the devices carry, for every shape and resistance", () => {
    fc.assert(
      fc.property(
        sizes,
        seeds,
        orNone,
        orNone,
        ends,
        ends,
        fc.boolean(),
        (size, seed, word, bit, driver, sense, doubleSided) => {
          const [rows, columns] = size;
          const wires = { wordLineOhms: word, bitLineOhms: bit, driverOhms: driver, senseOhms: sense, doubleSided };
          const drawn = randomArray(rows, columns, seed);
          const sinhVolts = Float64Array.from(drawn.siemens, (_, x) =>
            x % 3 === 0 ? Number.POSITIVE_INFINITY : 0.1 + 0.01 * x,
          );
          const senseVolts = randomArray(columns, 1, seed + 1).appliedVolts.map((v) => v / 5);
          const found = solveArray({ ...drawn, ...wires, sinhVolts, senseVolts });
          const largest = found.deviceAmps.reduce((m, i) => Math.max(m, Math.abs(i)), 0);
          // Where wires conduct far better than devices, voltages of doubles cannot say the currents more closely.
          const least = [word, bit, driver, sense]
            .filter((ohms) => ohms > 0)
            .reduce((a, b) => Math.min(a, b), Infinity);
          const rounding = (ROUNDINGS * Number.EPSILON) / least;
          expect(found.residual).toBeLessThan(RESIDUAL + rounding / largest);
          const sums = new Float64Array(columns);
          for (let x = 0; x < rows * columns; x++) {
            const v = found.wordLineVolts[x]! - found.bitLineVolts[x]!;
            const [g, v0] = [drawn.siemens[x]!, sinhVolts[x]!];
            const law = v0 === Number.POSITIVE_INFINITY ? g * v : g * v0 * Math.sinh(v / v0);
            expect(Math.abs(found.deviceAmps[x]! - law)).toBeLessThanOrEqual(AGREEMENT * largest);
            sums[x % columns]! += found.deviceAmps[x]!;
          }
          for (let j = 0; j < columns; j++) {
            expect(Math.abs(sums[j]! - found.outputAmps[j]!)).toBeLessThanOrEqual(
              AGREEMENT * rows * largest + rows * rounding,
            );
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test("converges where the currents along a perfect bit line cancel to their roundoff", () => {
    const array = { ...randomArray(4, 8, 315), wordLineOhms: 1, bitLineOhms: 0, driverOhms: 10, senseOhms: 10 };
    const { newtonResiduals } = solveArray({ ...array, doubleSided: true, sinhVolts: 0.1 });
    expect(newtonResiduals!.at(-1)).toBeLessThan(RESIDUAL);
    expect(newtonResiduals!.length).toBeGreaterThan(2);
  });

  test("is the ohmic array where V0 is infinite, and comes close to it with the square of 1 / V0", () => {
    const array = { ...randomArray(12, 9, 3), wordLineOhms: 20, bitLineOhms: 30, driverOhms: 5 };
    const linear = solveArray(array).outputAmps;
    expect(
      relativeError(solveArray({ ...array, sinhVolts: Number.POSITIVE_INFINITY }).outputAmps, linear),
    ).toBeLessThan(AGREEMENT);
    const off = [4, 8].map((sinhVolts) => relativeError(solveArray({ ...array, sinhVolts }).outputAmps, linear));
    expect(off[0]! / off[1]!).toBeGreaterThan(3.8);
    expect(off[0]! / off[1]!).toBeLessThan(4.2);
  });

  test("doubles the digits with each of the last steps", () => {
    const array = { ...randomArray(20, 16, 5), wordLineOhms: 20, bitLineOhms: 30 };
    const { newtonResiduals: residuals } = solveArray({ ...array, sinhVolts: 0.1 });
    const last = residuals!.filter((r) => r < 0.03 && r > 1e-11);
    expect(last.length).toBeGreaterThan(1);
    for (let k = 1; k < last.length; k++) expect(Math.log(last[k]!) / Math.log(last[k - 1]!)).toBeGreaterThan(1.6);
  });

  test("refuses shorts and voltages that are none, and says when it does not converge", () => {
    const array = { ...randomArray(3, 3, 1), wordLineOhms: 1, bitLineOhms: 1 };
    expect(() => solveArray({ ...array, sinhVolts: 0 })).toThrow(expect.objectContaining({ code: "wires.value" }));
    expect(() => solveArray({ ...array, sinhVolts: [1, 2] })).toThrow(expect.objectContaining({ code: "wires.value" }));
    const short = { ...array, siemens: array.siemens.map((g, x) => (x === 4 ? Number.POSITIVE_INFINITY : g)) };
    expect(() => solveArray({ ...short, sinhVolts: 1 })).toThrow(expect.objectContaining({ code: "wires.value" }));
    // A source without resistance on a device of e^1000000 amperes.
    const hopeless = { ...array, appliedVolts: [1e3, 1e3, 1e3], wordLineOhms: 0, sinhVolts: 1e-3 };
    expect(() => solveArray(hopeless)).toThrow(ConvergenceError);
  });
});
