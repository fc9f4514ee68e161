import { describe, expect, test } from "vitest";
import { drawTolerance, type TolerancePanel } from "../../src/draw/index.ts";

const point = (value: number, share: number) => ({ value, share, low: share / 2, high: (1 + share) / 2 });
const panel: TolerancePanel = {
  title: "Wires",
  quantity: "Ohms",
  lessIsWorse: false,
  points: [point(0, 1), point(0.1, 0.9), point(1, 0.5), point(10, 0)],
  marks: [{ label: "board", ...point(1, 0.4) }],
};
const plot = (panels: readonly TolerancePanel[]) => drawTolerance({ title: "t", share: "kept", panels });

const attribute = (tag: string, name: string) => Number(new RegExp(` ${name}="([^"]+)"`).exec(tag)![1]);
const dots = (svg: string) =>
  [...svg.matchAll(/<circle [^>]*>/g)].map(([tag]) => [attribute(tag, "cx"), attribute(tag, "cy")] as const);

describe("drawTolerance", () => {
  test("sets values apart by their ratios, the ideal left of all, and shares from bottom to top", async () => {
    const [ideal, tenth, one, ten] = dots(await plot([panel])) as [[number, number], ...[number, number][]];
    expect(ideal[0]).toBeLessThan(tenth![0]);
    expect(ten![0] - one![0]).toBeCloseTo(one![0] - tenth![0], 1);
    expect(one![1]).toBeCloseTo((ideal[1] + ten![1]) / 2, 1);
    expect(ideal[1]).toBeLessThan(ten![1]);
  });

  test("turns the axis round where less is worse: the good values stay left", async () => {
    const svg = await plot([{ ...panel, lessIsWorse: true }]);
    // Dots come from left to right: the ideal, then ten, one, a tenth.
    const shares = dots(svg).map(([, y]) => y);
    const straight = dots(await plot([panel])).map(([, y]) => y);
    expect(shares).toEqual([straight[0], straight[3], straight[2], straight[1]]);
  });

  test("numbers a mark in every panel alike, names it once below, and repeats byte for byte", async () => {
    const other = { ...panel, marks: [{ label: "device", ...point(2, 0.4) }, ...panel.marks] };
    const svg = await plot([other, panel]);
    expect(svg.match(/>1 {2}device</g)).toHaveLength(1);
    expect(svg.match(/>2 {2}board</g)).toHaveLength(1);
    expect(svg.match(/>2<\/text>/g)!.length).toBeGreaterThanOrEqual(2);
    expect(await plot([other, panel])).toBe(svg);
  });

  test("refuses no panel and negative values", async () => {
    const codes = await Promise.all(
      [[], [{ ...panel, points: [point(-1, 0.5)] }]].map((panels) => plot(panels).catch((error) => error.code)),
    );
    expect(codes).toEqual(["draw.tolerance", "draw.tolerance"]);
  });
});
