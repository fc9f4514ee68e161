import { describe, expect, test } from "vitest";
import { logSlack, setSlack } from "../../src/problem/slack.ts";
import { allStates } from "./arbitraries.ts";

const sumOf = (coefficients: readonly number[], spins: Int8Array): number =>
  coefficients.reduce((sum, coefficient, k) => sum + (spins[k] === 1 ? coefficient : 0), 0);

describe("logSlack", () => {
  test("takes every value of the range and no other, with as few bits as a binary number", () => {
    for (let range = 0; range <= 130; range++) {
      const coefficients = logSlack(range);
      const sums = new Set(Array.from(allStates(coefficients.length), (spins) => sumOf(coefficients, spins)));
      expect([...sums].sort((a, b) => a - b)).toEqual(Array.from({ length: range + 1 }, (_, value) => value));
      expect(coefficients.length).toBe(range.toString(2).length - (range === 0 ? 1 : 0));
    }
  });
});

describe("setSlack", () => {
  test("sets the bits of any value, whatever they were, and touches no others", () => {
    for (let range = 1; range <= 70; range++) {
      const coefficients = logSlack(range);
      for (let value = 0; value <= range; value++) {
        const spins = new Int8Array(coefficients.length + 2).fill(1);
        setSlack(spins, 1, coefficients, value);
        expect(sumOf(coefficients, spins.subarray(1))).toBe(value);
        expect([spins[0], spins.at(-1)]).toEqual([1, 1]);
      }
    }
  });
});
