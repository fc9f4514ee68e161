import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SimulationError } from "../../src/core/index.ts";
import { type RawForm, type RawPlot, readRawFile, writeRawFile } from "../../src/simulate/index.ts";

const word = fc.string({ minLength: 1, unit: "grapheme" }).filter((s) => !/\s|\p{Cc}|\p{Cs}/u.test(s));
const line = fc.string({ unit: "grapheme" }).map((s) => s.replace(/\p{Cc}|\p{Cs}/gu, "").trim());

const plots: fc.Arbitrary<RawPlot> = fc
  .record({ n: fc.integer({ min: 1, max: 5 }), points: fc.integer({ min: 0, max: 12 }), title: line, plot: line })
  .chain(({ n, points, title, plot }) =>
    fc.record({
      title: fc.constant(title),
      plot: fc.constant(plot),
      names: fc.array(word, { minLength: n, maxLength: n }),
      types: fc.array(word, { minLength: n, maxLength: n }),
      values: fc.array(fc.float64Array({ minLength: points, maxLength: points }), { minLength: n, maxLength: n }),
    }),
  );

describe("readRawFile", () => {
  test.each<RawForm>(["binary", "ascii"])("gives back what writeRawFile wrote in %s form", (form) => {
    fc.assert(
      fc.property(plots, (plot) => {
        const bytes = writeRawFile(plot, form);
        expect(readRawFile(bytes)).toEqual(plot);
        expect(writeRawFile(plot, form)).toEqual(bytes);
      }),
    );
  });

  test.each<RawForm>([
    "binary",
    "ascii",
  ])("throws SimulationError, or reads, when bytes of a %s file change", (form) => {
    fc.assert(
      fc.property(plots, fc.nat(), fc.nat(255), fc.nat(), (plot, at, byte, cut) => {
        const bytes = writeRawFile(plot, form);
        bytes[at % bytes.length] = byte;
        try {
          readRawFile(bytes.subarray(0, bytes.length - (cut % 3)));
        } catch (error) {
          expect(error).toBeInstanceOf(SimulationError);
        }
      }),
    );
  });
});
