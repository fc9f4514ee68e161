import { describe, expect, test } from "vitest";
import { createRudyRandom } from "../../src/problem/index.ts";

describe("createRudyRandom", () => {
  test("passes Knuth's own check of GB_FLIP", () => {
    expect(createRudyRandom(-314_159).next()).toBe(119_318_998);
  });

  test("draws the known numbers for the seed of G1", () => {
    const random = createRudyRandom(8001);
    expect(Array.from({ length: 4 }, () => random.next())).toEqual([1414150523, 1816102906, 1089118783, 1397856254]);
  });

  test("stays within its bound and reaches all of it", () => {
    const random = createRudyRandom(1);
    const seen = new Set(Array.from({ length: 500 }, () => random.uniform(7)));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test("refuses a seed that is no 32-bit integer", () => {
    expect(() => createRudyRandom(0.5)).toThrow(/seed/);
    expect(() => createRudyRandom(2 ** 32)).toThrow(/seed/);
  });
});
