import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readArray, solveArray } from "../../../src/crossbar/index.ts";
import { NO_SHARED_DATA, sharedOracles } from "../../shared-data.ts";
import { relativeError } from "./dense.ts";

/** Some thousand roundoffs: the references hold 16 digits of each number, the output currents 40. */
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
        reference.output_currents_40_digit.forEach((amps, j) => {
          expect(Math.abs(found.outputAmps[j]! / Number(amps) - 1)).toBeLessThan(ORACLE);
        });
        expect(relativeError(found.deviceAmps, reference.device_currents.flat())).toBeLessThan(ORACLE);
        expect(relativeError(found.wordLineVolts, reference.word_line_voltages.flat())).toBeLessThan(ORACLE);
        expect(relativeError(found.bitLineVolts, reference.bit_line_voltages.flat())).toBeLessThan(ORACLE);
      });
    }
  }
});
