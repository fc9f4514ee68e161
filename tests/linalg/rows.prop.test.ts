import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.ts";
import {
  addScaled,
  limitRows,
  scalarAddScaled,
  scalarLimitRows,
  scalarTransposeInto,
  transposeInto,
} from "../../src/linalg/index.ts";

/** The kernel's hyperbolic tangent and the library's differ by some roundoffs. */
const ROUNDING = 1e-14;

const sizes = { rows: fc.integer({ min: 0, max: 9 }), columns: fc.integer({ min: 0, max: 9 }), seed: fc.nat() };

const numbers = (count: number, seed: number, name: string): Float64Array => {
  const random = createRandom(seed, name);
  return Float64Array.from({ length: count }, () => 4 * random.uniform() - 2);
};

describe("transposeInto, addScaled and limitRows", () => {
  test("give what their twins without WebAssembly give, at every size", () => {
    fc.assert(
      fc.property(fc.record(sizes), ({ rows, columns, seed }) => {
        const a = numbers(rows * columns, seed, "a");
        const [turned, expected] = [a.slice().fill(7), a.slice().fill(7)];
        transposeInto(turned, a, rows, columns);
        scalarTransposeInto(expected, a, rows, columns);
        expect(turned).toEqual(expected);
        const [y, z] = [a.slice(), a.slice()];
        addScaled(y, turned, -1.7);
        scalarAddScaled(z, turned, -1.7);
        expect(y).toEqual(z);
        const [gains, volts] = [numbers(columns, seed, "gains"), numbers(rows, seed, "volts")];
        const [limited, oracle] = [a.slice(), a.slice()];
        limitRows(limited, gains, volts, -1);
        scalarLimitRows(oracle, gains, volts, -1);
        for (const [k, v] of oracle.entries()) expect(Math.abs(limited[k]! - v)).toBeLessThanOrEqual(ROUNDING * 2);
      }),
    );
  });

  test("transposes a small matrix and limits one number as they should", () => {
    const out = new Float64Array(6);
    transposeInto(out, Float64Array.of(1, 2, 3, 4, 5, 6), 2, 3);
    expect([...out]).toEqual([1, 4, 2, 5, 3, 6]);
    const x = Float64Array.of(0.3);
    limitRows(x, Float64Array.of(5), Float64Array.of(2), -1);
    expect(x[0]).toBeCloseTo(-2 * Math.tanh(0.75), 14);
  });
});
