import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentError, type OhmfieldError } from "../../src/core/index.ts";
import { energy } from "../../src/network/index.ts";
import {
  createNumberPartitioning,
  encodeProblem,
  numberPartitioningKind as kind,
  MAX_NUMBER_SUM,
  parseNumberPartitioning,
  scoreSpins,
} from "../../src/problem/index.ts";
import { allStates } from "./arbitraries.ts";

const tasks = fc
  .array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 10 })
  .map((numbers) => createNumberPartitioning("x", numbers));

describe("encodeNumberPartitioning", () => {
  test("gives the squared difference as scale E + shift, exactly, for every state", () => {
    fc.assert(
      fc.property(tasks, (problem) => {
        const { network, scale, shift } = encodeProblem(problem);
        for (const spins of allStates(problem.n)) {
          expect(scale * energy(network, spins) + shift).toBe(scoreSpins(problem, spins).objective);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("stays exact at the largest sum", () => {
    const problem = createNumberPartitioning("x", [MAX_NUMBER_SUM / 2 - 1, MAX_NUMBER_SUM / 2, 1]);
    const { network, scale, shift } = encodeProblem(problem);
    for (const spins of allStates(3)) {
      expect(scale * energy(network, spins) + shift).toBe(scoreSpins(problem, spins).objective);
    }
  });
});

describe("scoreNumberPartitioning", () => {
  test("squares the difference of the parts", () => {
    const problem = createNumberPartitioning("x", [4, 5, 6, 7, 8]);
    expect(scoreSpins(problem, Int8Array.of(1, 1, 1, -1, -1)).objective).toBe(0);
    expect(scoreSpins(problem, Int8Array.of(1, 1, 1, 1, -1)).objective).toBe(14 ** 2);
  });
});

describe("parseNumberPartitioning", () => {
  test("reads numbers on one line or many", () => {
    expect(parseNumberPartitioning("# ten\n4 5\n\n6\r\n", "a/b.numbers")).toEqual(
      createNumberPartitioning("b", [4, 5, 6]),
    );
  });

  test("reads back what was written", () => {
    fc.assert(
      fc.property(tasks, (problem) => {
        expect(parseNumberPartitioning(kind.format(problem), "other.numbers")).toEqual(problem);
      }),
    );
  });

  test.each([
    ["it is empty", "", "problem.number", 1],
    ["a number is 0", "1\n0\n", "problem.number", 2],
    ["a number is negative", "1\n2 -3\n", "problem.number", 2],
    ["a number is no integer", "1.5\n", "problem.number", 1],
    ["the sum is too large", "67108864\n1\n", "problem.number-sum", 2],
  ])("refuses a file when %s", (_, text, code, line) => {
    let error: unknown;
    try {
      parseNumberPartitioning(text, "bad.numbers");
    } catch (thrown) {
      error = thrown;
    }
    expect((error as OhmfieldError).details).toMatchObject({ code, file: "bad.numbers", line });
  });
});

describe("createNumberPartitioning", () => {
  test.each([[[]], [[0]], [[1.5]], [[MAX_NUMBER_SUM, 1]]])("refuses the numbers %j", (numbers) => {
    expect(() => createNumberPartitioning("x", numbers)).toThrow(ArgumentError);
  });
});
