import { describe, expect, test } from "vitest";
import { createTanhVector, scalarTanhVector } from "../../src/linalg/index.ts";

/** Some units in the last place: the exponential's series, one division, and the library's own error. */
const ULPS = 6 * Number.EPSILON;

describe("createTanhVector", () => {
  test("equals the library's hyperbolic tangent from 1e-300 to beyond saturation, both signs", () => {
    const inputs = [0, -0, 1e-300, 1e-20, 1e-8, 0.1733, 0.1734, 0.5, 19.9, 20, 21, 800, Infinity];
    for (let x = 1e-6; x < 25; x *= 1.0037) inputs.push(x);
    const all = [...inputs, ...inputs.map((x) => -x)];
    // An odd count leaves a half of the last pair over.
    if (all.length % 2 === 0) all.push(1);
    const [fast, plain] = [createTanhVector(all.length), scalarTanhVector(all.length)];
    for (const vector of [fast, plain]) {
      vector.values.set(all);
      vector.apply();
    }
    for (const [k, x] of all.entries()) {
      const expected = plain.values[k]!;
      expect(Math.abs(fast.values[k]! - expected), String(x)).toBeLessThanOrEqual(ULPS * Math.abs(expected));
    }
  });

  test("keeps what is not a number", () => {
    const { values, apply } = createTanhVector(2);
    values.set([Number.NaN, 1]);
    apply();
    expect(values[0]).toBeNaN();
    expect(values[1]).toBeCloseTo(Math.tanh(1), 15);
  });
});
