import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readArray, solveArray } from "../../../src/crossbar/index.ts";
import { NO_SHARED_DATA, sharedOracles } from "../../shared-data.ts";
import { relativeError } from "./dense.ts";
import { elementwiseError, exactSolution } from "./exact.ts";

/** Of each number itself: the references hold 16 digits of each, the output currents 40. */
const ORACLE = 1e-12;

interface Reference {
  readonly output_currents_40_digit: readonly string[];
  readonly device_currents: readonly number[][];
  readonly word_line_voltages: readonly number[][];
  readonly bit_line_voltages: readonly number[][];
}

describe.skipIf(sharedOracles === undefined)(`solveArray on reference solutions (${NO_SHARED_DATA})`, () => {
  for (const size of ["8x8", "32x32"]) {
    for (const method of ["iterative", "direct"] as const) {
      test(`gives the currents and voltages of the ${size} array by the ${method} method`, () => {
        const text = readFileSync(join(sharedOracles!, `badcrossbar_${size}.json`), "utf8");
        const reference = JSON.parse(text) as Reference;
        const found = solveArray(readArray(text, size), { method });
        const each = (key: "outputAmps" | "deviceAmps" | "wordLineVolts" | "bitLineVolts", expected: number[]) =>
          expect(elementwiseError(found[key], expected), key).toBeLessThan(ORACLE);
        each("outputAmps", reference.output_currents_40_digit.map(Number));
        each("deviceAmps", reference.device_currents.flat());
        each("wordLineVolts", reference.word_line_voltages.flat());
        // The file's smallest voltages of bit lines are themselves off: by 1e-11 of their size, at 32 x 32.
        expect(relativeError(found.bitLineVolts, reference.bit_line_voltages.flat())).toBeLessThan(ORACLE);
        const exact = exactSolution(readArray(text, size));
        for (const key of ["outputAmps", "deviceAmps", "wordLineVolts", "bitLineVolts"] as const) each(key, exact[key]);
      });
    }
  }
});
