import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../src/core/index.ts";
import { drawWaterfall } from "../../src/draw/index.ts";
import { BLUE, GREY, VERMILLION } from "../../src/draw/palette.ts";

const part = (label: string, value: number, spread = 0) => ({
  label,
  value,
  low: value - spread,
  high: value + spread,
});
const data = {
  title: "loss",
  quantity: "Loss",
  parts: [part("wires", 3, 1), part("dynamics", -1), part("readout", 2), part("faults", 0)],
  total: 4,
  totalLabel: "gap",
};

const attribute = (tag: string, name: string) => new RegExp(` ${name}="([^"]+)"`).exec(tag)?.[1];

/** Left edge, right edge and colour of each bar. */
function bars(svg: string) {
  const tags = [...svg.matchAll(/<rect [^>]*>/g)].map(([tag]) => tag);
  return tags
    .filter((tag) => attribute(tag, "height") === "14")
    .map((tag) => {
      const left = Number(attribute(tag, "x"));
      return { left, right: left + Number(attribute(tag, "width")), fill: attribute(tag, "fill") };
    });
}

/** Coordinates are written in hundredths of a pixel. */
const ROUNDING = 1;

describe("drawWaterfall", () => {
  test("begins each bar where the one before ended, and ends at the total's end", async () => {
    const [wires, dynamics, readout, gap, ...more] = bars(await drawWaterfall(data));
    expect(more).toEqual([]);
    expect(dynamics!.right).toBeCloseTo(wires!.right, ROUNDING);
    expect(readout!.left).toBeCloseTo(dynamics!.left, ROUNDING);
    expect(readout!.right).toBeCloseTo(gap!.right, ROUNDING);
    expect(gap!.left).toBeCloseTo(wires!.left, ROUNDING);
    expect([wires, dynamics, readout, gap].map((bar) => bar!.fill)).toEqual([VERMILLION, BLUE, VERMILLION, GREY]);
    expect((wires!.right - wires!.left) / (gap!.right - gap!.left)).toBeCloseTo(3 / 4, 2);
  });

  test("draws one interval, for the only part that has one, and says all numbers", async () => {
    const svg = await drawWaterfall(data);
    expect(svg.match(/stroke-width="1.25"/g)).toHaveLength(3);
    for (const word of ["wires", "gap", "wins back", ">\u22121<", ">4<"]) expect(svg).toContain(word);
    expect(await drawWaterfall(data)).toBe(svg);
  });

  test("draws a loss of nothing, and refuses numbers that are not finite", async () => {
    const none = { ...data, parts: [part("wires", 0)], total: 0 };
    expect(bars(await drawWaterfall(none))).toEqual([]);
    await expect(drawWaterfall({ ...data, total: Number.NaN })).rejects.toThrow(ArgumentError);
  });
});
