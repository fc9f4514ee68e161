import { describe, expect, test } from "vitest";
import { copperLineOhms, wireOhms } from "../../src/crossbar/index.ts";
import { shippedProfile } from "../helpers/hopfield.ts";

/** A few roundings of doubles. */
const ROUNDING = 1e-12;

describe("copperLineOhms", () => {
  // Resistance of a line as long as it is wide: resistivity over width times aspect, from the published table.
  test.each([
    [105e-9, 2.21e-8, 1.7],
    [56e-9, 2.63e-8, 1.8],
    [40e-9, 2.97e-8, 1.9],
    [22e-9, 3.95e-8, 2],
  ])("takes resistivity and aspect of a line %d m wide from the table", (width, resistivity, aspect) => {
    const square = resistivity / (width * aspect);
    expect(Math.abs(copperLineOhms(width, width, 300) / square - 1)).toBeLessThan(ROUNDING);
    expect(Math.abs(copperLineOhms(width, 7 * width, 300) / (7 * square) - 1)).toBeLessThan(ROUNDING);
  });

  test("interpolates resistivity and aspect between measured widths", () => {
    const expected = (0.5 * (2.97e-8 + 2.63e-8) * 1e-7) / (48e-9 * 48e-9 * 0.5 * (1.9 + 1.8));
    expect(Math.abs(copperLineOhms(48e-9, 1e-7, 300) / expected - 1)).toBeLessThan(ROUNDING);
  });

  test("falls as the line grows wider and rises by 0.451 % a kelvin", () => {
    let before = Number.POSITIVE_INFINITY;
    for (let nanometres = 22; nanometres <= 105; nanometres++) {
      const ohms = copperLineOhms(nanometres * 1e-9, 1e-6, 300);
      expect(ohms).toBeLessThan(before);
      before = ohms;
    }
    const ratio = copperLineOhms(5e-8, 1e-6, 350) / copperLineOhms(5e-8, 1e-6, 300);
    expect(Math.abs(ratio - (1 + 50 * 0.00451))).toBeLessThan(ROUNDING);
  });

  test.each([
    [21e-9, 300, /width.*2.1e-8 m.*2.2e-8 to 1.05e-7 m/],
    [106e-9, 300, /width.*1.06e-7 m/],
    [Number.NaN, 300, /width/],
    [50e-9, 77, /temperature.*77 K.*200 to 450 K/],
  ])("refuses a width of %d m at %d K and names the range", (width, kelvin, words) => {
    expect(() => copperLineOhms(width, 1e-6, kelvin)).toThrow(words);
  });
});

describe("wireOhms", () => {
  test("is nothing on the ideal board and what a board states on others", () => {
    expect(wireOhms(shippedProfile("ideal"))).toEqual({ wordLineOhms: 0, bitLineOhms: 0, driverOhms: 0, senseOhms: 0 });
    expect(wireOhms(shippedProfile("cai-standard"))).toMatchObject({ wordLineOhms: 1, bitLineOhms: 1 });
  });

  test("comes from the geometry of the lines, each kind with its own pitch", () => {
    const { wordLineOhms, bitLineOhms } = wireOhms(shippedProfile("neurosim"));
    // 12 and 4 squares of a line 40 nm wide.
    expect(wordLineOhms).toBeCloseTo((12 * 2.97e-8) / (40e-9 * 1.9), 9);
    expect(bitLineOhms).toBeCloseTo((4 * 2.97e-8) / (40e-9 * 1.9), 9);
  });
});
