import { describe, expect, test } from "vitest";
import { numberLabel, quantityLabel, tickLabels } from "../../src/draw/labels.ts";

describe("quantityLabel", () => {
  test("writes SI prefixes with the micro sign and a true minus", () => {
    expect(quantityLabel(4.2e-5, "S")).toBe("42 \u00b5S");
    expect(quantityLabel(-0.312, "V")).toBe("\u2212312 mV");
  });

  test.each([null, Number.NaN, Number.POSITIVE_INFINITY])("writes a dash for %s", (value) => {
    expect(quantityLabel(value, "s")).toBe("\u2013");
  });
});

describe("numberLabel", () => {
  test("keeps integers whole and shortens fractions", () => {
    expect(numberLabel(27603)).toBe("27603");
    expect(numberLabel(1 / 3, 3)).toBe("0.333");
  });
});

describe("tickLabels", () => {
  test("uses one prefix for a whole axis", () => {
    expect(tickLabels([0, 5e-7, 1e-6, 1.5e-6], 5e-7, "s")).toEqual(["0", "0.5 \u00b5s", "1.0 \u00b5s", "1.5 \u00b5s"]);
    expect(tickLabels([0, 2e-7, 4e-7], 2e-7, "s")).toEqual(["0", "200 ns", "400 ns"]);
  });

  test("writes plain numbers when there is no unit", () => {
    expect(tickLabels([-20, 0, 20], 20, "")).toEqual(["\u221220", "0", "20"]);
  });
});
