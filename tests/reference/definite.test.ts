import { describe, expect, test } from "vitest";
import { choleskyCompletes } from "../../src/reference/definite.ts";

describe("choleskyCompletes", () => {
  const pair = Float64Array.of(0, 1, 1, 0);
  test.each([
    ["definite", [1, 1.01], true],
    ["singular", [1, 1], false],
    ["indefinite in its last pivot", [1, 0.99], false],
    ["indefinite in its first pivot", [-1, 5], false],
  ])("tells that Diag(d) - A is %s", (_, d, expected) => {
    expect(choleskyCompletes(new Float64Array(4), Float64Array.from(d), pair)).toBe(expected);
  });

  test("leaves the factor in the lower triangle", () => {
    const work = new Float64Array(4);
    choleskyCompletes(work, Float64Array.of(4, 10), Float64Array.of(0, 6, 6, 0));
    expect(work).toEqual(Float64Array.of(2, 0, -3, 1));
  });
});
