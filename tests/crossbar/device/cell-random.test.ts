import { describe, expect, test } from "vitest";
import { createCellRandom, threefry } from "../../../src/crossbar/device/cell-random.ts";
import { ksCritical, ksDistance, normalCdf } from "../../helpers/kolmogorov.ts";

describe("threefry", () => {
  // Known answers of the Random123 library: counter, key, output.
  test.each([
    [0, 0, 0, 0, 0x6b200159, 0x99ba4efe],
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x1cb996fc, 0xbb002be7],
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xc4923a9c, 0x483df7a0],
  ])("encrypts %i %i under %i %i as published", (c0, c1, k0, k1, first, second) => {
    const out = new Uint32Array(2);
    threefry(k0, k1, c0, c1, out);
    expect([...out]).toEqual([first, second]);
  });
});

describe("createCellRandom", () => {
  const COUNT = 1e5;

  test("draws standard normal deviates over cells and over the draws of one cell", () => {
    const random = createCellRandom(1, "programming");
    const cells = Float64Array.from({ length: COUNT }, (_, cell) => random.gaussian(cell));
    const draws = Float64Array.from({ length: COUNT }, (_, draw) => random.gaussian(7, draw));
    expect(ksDistance(cells, normalCdf)).toBeLessThan(ksCritical(COUNT));
    expect(ksDistance(draws, normalCdf)).toBeLessThan(ksCritical(COUNT));
  });

  test("draws uniform numbers", () => {
    const random = createCellRandom(2, "faults");
    const cells = Float64Array.from({ length: COUNT }, (_, cell) => random.uniform(cell));
    expect(ksDistance(cells, (x) => x)).toBeLessThan(ksCritical(COUNT));
  });

  test("is not the same for neighbouring cells, effects or seeds", () => {
    // Five standard errors of the correlation of independent deviates.
    const bound = 5 / Math.sqrt(COUNT);
    const random = createCellRandom(1, "programming");
    const others = [createCellRandom(1, "drift"), createCellRandom(2, "programming")];
    const sums = [0, 0, 0];
    for (let cell = 0; cell < COUNT; cell++) {
      const drawn = random.gaussian(cell);
      sums[0]! += drawn * random.gaussian(cell + 1);
      sums[1]! += drawn * others[0]!.gaussian(cell);
      sums[2]! += drawn * others[1]!.gaussian(cell);
    }
    for (const sum of sums) expect(Math.abs(sum / COUNT)).toBeLessThan(bound);
  });
});
