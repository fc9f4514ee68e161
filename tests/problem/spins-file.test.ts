import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type OhmfieldError, ProblemError } from "../../src/core/index.ts";
import { formatSpins, parseSpins } from "../../src/problem/index.ts";
import { states } from "./arbitraries.ts";

describe("parseSpins", () => {
  test("reads +1, -1 and 1, several a line, with comments", () => {
    expect(parseSpins("# found\n+1\r\n-1 1\n\n-1", "s", 4)).toEqual(Int8Array.of(1, -1, 1, -1));
  });

  test("reads 0 as -1 in a file of 0 and 1", () => {
    expect(parseSpins("0\n1\n0\n", "s", 3)).toEqual(Int8Array.of(-1, 1, -1));
  });

  test.each([
    ["a word is no spin", "+1\nup\n", "problem.solution-spin", 2, "up"],
    ["a spin is 2", "+1\n2\n", "problem.solution-spin", 2, "2"],
    ["spins are missing", "+1\n\n", "problem.solution-length", 1, "1 spins"],
    ["spins are too many", "+1\n-1\n+1\n", "problem.solution-length", 3, "+1"],
    ["-1 and 0 are mixed", "-1\n0\n", "problem.solution-mixed", 2, "0"],
    ["0 and -1 are mixed", "0\n-1\n", "problem.solution-mixed", 2, "-1"],
  ])("refuses a file when %s", (_, text, code, line, received) => {
    let error: unknown;
    try {
      parseSpins(text, "bad.spins", 2);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ProblemError);
    expect((error as OhmfieldError).details).toMatchObject({ code, file: "bad.spins", line, received });
    expect((error as OhmfieldError).details.expected).toBeDefined();
  });
});

describe("formatSpins", () => {
  test("writes one spin a line", () => {
    expect(formatSpins(Int8Array.of(1, -1))).toBe("+1\n-1\n");
  });

  test("writes what parseSpins reads back", () => {
    fc.assert(
      fc.property(states(17), (spins) => {
        expect(parseSpins(formatSpins(spins), "s", 17)).toEqual(spins);
      }),
    );
  });
});
