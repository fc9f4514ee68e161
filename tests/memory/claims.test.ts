import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.ts";
import {
  atLeastClaim,
  atMostClaim,
  drawClaim,
  exactClaim,
  meanClaim,
  shareClaim,
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
