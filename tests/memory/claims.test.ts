import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.ts";
import {
  atLeastClaim,
  atMostClaim,
  drawClaim,
  exactClaim,
  meanClaim,
  overDraws,
  shareClaim,
  shareOverDraws,
  studentQuantile,
} from "../../src/memory/studies/claims.ts";

describe("studentQuantile", () => {
  test.each([
    [4, 2.776],
    [7, 2.365],
    [9, 2.262],
    [19, 2.093],
  ])("with %d degrees of freedom is %d", (freedom, expected) => {
    expect(Math.abs(studentQuantile(freedom) - expected)).toBeLessThan(0.01);
  });
});

describe("exactClaim", () => {
  test("allows the last printed digit, and no more", () => {
    expect(exactClaim("c", 0.855, 0.8554, 0.0005).verdict).toBe("reproduced");
    expect(exactClaim("c", 0.855, 0.8575, 0.0005)).toMatchObject({ got: 0.8575, verdict: "refuted" });
    // .9605 - .96 is a little more than .0005 in binary.
    expect(exactClaim("c", 0.96, 0.9605, 0.0005).verdict).toBe("reproduced");
  });
});

describe("drawClaim", () => {
  test("covers one more draw 19 times in 20", () => {
    const random = createRandom(3, "coverage");
    const repeats = 4000;
    let covered = 0;
    for (let k = 0; k < repeats; k++) {
      const draws = Array.from({ length: 8 }, () => 5 + 2 * random.gaussian());
      if (drawClaim("c", 5 + 2 * random.gaussian(), draws).verdict === "reproduced") covered++;
    }
    // Four deviations of a share of .95 among 4000.
    expect(Math.abs(covered / repeats - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / repeats));
  });
});

describe("meanClaim", () => {
  test("covers the mean 19 times in 20", () => {
    const random = createRandom(4, "coverage");
    const repeats = 4000;
    let covered = 0;
    for (let k = 0; k < repeats; k++) {
      const draws = Array.from({ length: 6 }, () => 5 + 2 * random.gaussian());
      if (meanClaim("c", 5, draws).verdict === "reproduced") covered++;
    }
    expect(Math.abs(covered / repeats - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / repeats));
  });
});

describe("shareClaim", () => {
  test("takes the sampling of the source into account where it is known", () => {
    expect(shareClaim("c", 0.97, 990, 1000).verdict).toBe("refuted");
    expect(shareClaim("c", 0.97, 990, 1000, 150).verdict).toBe("reproduced");
    expect(shareClaim("c", 0.8, 990, 1000, 150).verdict).toBe("refuted");
    expect(shareClaim("c", 1, 4960, 5000, 1).verdict).toBe("reproduced");
    expect(shareClaim("c", 0, 0, 10, 10)).toMatchObject({ got: 0, low: 0 });
  });
});

describe("atLeastClaim and atMostClaim", () => {
  test("hold only when the whole interval does", () => {
    expect(atLeastClaim("c", 0.9, 0.95, 0.91, 0.99).verdict).toBe("reproduced");
    expect(atLeastClaim("c", 0.9, 0.95, 0.89, 0.99).verdict).toBe("refuted");
    expect(atMostClaim("c", 1, 0.9, 0.8, 1).verdict).toBe("reproduced");
    expect(atMostClaim("c", 1, 0.9, 0.8, 1.01).verdict).toBe("refuted");
  });
});

describe("shareOverDraws", () => {
  test("takes the draw as the unit: the same share is less certain when whole draws differ", () => {
    const spread = shareOverDraws([0, 10, 0, 10, 10, 0, 10, 0], 10);
    const even = shareOverDraws([5, 5, 5, 5, 5, 5, 5, 5], 10);
    expect([spread.value, even.value]).toEqual([0.5, 0.5]);
    expect(spread.high - spread.low).toBeGreaterThan(0.5);
    expect(even).toEqual({ value: 0.5, low: 0.5, high: 0.5 });
  });

  test("claims no certainty when every draw is all success or none is", () => {
    const all = shareOverDraws([6, 6, 6, 6], 6);
    expect(all.value).toBe(1);
    expect(all.low).toBeLessThan(0.6);
    expect(shareOverDraws([0, 0, 0, 0], 6).high).toBeGreaterThan(0.4);
  });
});

describe("overDraws", () => {
  test("has the width of the normal law for many draws", () => {
    const random = createRandom(1, "over-draws");
    const { low, high } = overDraws(Array.from({ length: 200 }, () => random.gaussian()));
    const width = (2 * 1.96) / Math.sqrt(200);
    expect((high - low) / width).toBeGreaterThan(0.8);
    expect((high - low) / width).toBeLessThan(1.2);
  });
});
