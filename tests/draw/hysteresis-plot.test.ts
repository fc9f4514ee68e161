import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../src/core/index.ts";
import { drawHysteresis } from "../../src/draw/index.ts";
import { polylinePath } from "../../src/draw/polyline.ts";
import { linearScale } from "../../src/draw/scale.ts";

const turns = Array.from({ length: 401 }, (_, k) => (2 * Math.PI * k) / 400);
/** A Lissajous figure, pinched at the origin: closed, so that its path must return to where it began. */
const loop = {
  title: "loop",
  label: "simulated",
  volts: turns.map((a) => Math.sin(a)),
  amps: turns.map((a) => 1e-3 * Math.sin(2 * a)),
};

/** Where a path ends, in the units of its data, from the start. */
function travelled(path: string): [number, number] {
  let [x, y] = [0, 0];
  for (const [, letter, first, second] of path.matchAll(/([hvl])(-?\d+)(?: ?(-?\d+))?/g)) {
    if (letter === "v") y += Number(first);
    else x += Number(first);
    if (letter === "l") y += Number(second);
  }
  return [x, y];
}

describe("drawHysteresis", () => {
  test("closes the path of a closed loop", async () => {
    const svg = await drawHysteresis(loop);
    const path = /<path d="(M[^"]*)" stroke/.exec(svg)![1]!;
    expect(path.length).toBeGreaterThan(300);
    expect(travelled(path)).toEqual([0, 0]);
  });

  test("draws a reference below the curve, names both and repeats byte for byte", async () => {
    const reference = { label: "published law", volts: loop.volts, amps: loop.amps };
    const svg = await drawHysteresis({ ...loop, reference });
    expect(svg.match(/<path /g)).toHaveLength(2);
    expect(svg.indexOf("published law")).toBeLessThan(svg.indexOf("simulated"));
    expect(await drawHysteresis({ ...loop, reference })).toBe(svg);
  });

  test("refuses curves of different lengths and values that are not finite", async () => {
    await expect(drawHysteresis({ ...loop, amps: [0] })).rejects.toThrow(ArgumentError);
    await expect(drawHysteresis({ ...loop, volts: loop.volts.map(() => Number.NaN) })).rejects.toThrow(ArgumentError);
  });
});

describe("polylinePath", () => {
  test("keeps level stretches that go back", () => {
    const unit = linearScale(0, 1, 0, 1);
    const path = polylinePath(unit, unit, [0, 5, 2, 2], [0, 0, 0, 1], [0, 1, 2, 3]);
    expect(path).toBe("M0 0h50h-30l0 10");
  });
});
