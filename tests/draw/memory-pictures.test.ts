import { describe, expect, test } from "vitest";
import { drawBars, drawCurves, drawImageGrid } from "../../src/draw/index.ts";
import { checkPicture } from "./well-formed.ts";

describe("drawCurves", () => {
  const series = [
    { label: "a", x: [1, 10, 100], y: [0.1, 0.5, 0.9], low: [0, 0.4, 0.8], high: [0.2, 0.6, 1] },
    { label: "b", x: [1, 100], y: [1, 0], style: "dash" as const },
    { label: "c", x: [3], y: [0.3], style: "dots" as const },
  ];
  const data = { title: "t", x: { title: "load" }, y: { title: "share" }, series };

  test("draws a path a line, dots where it is asked to, and the same bytes each time", async () => {
    const svg = await drawCurves(data);
    checkPicture(svg);
    expect(await drawCurves(data)).toBe(svg);
    expect(svg.match(/<path /g)).toHaveLength(2);
    expect(svg.match(/<circle /g)).toHaveLength(4);
  });

  test("puts decades at equal distances on a logarithmic axis", async () => {
    const svg = await drawCurves({ ...data, x: { title: "load", log: true }, series: series.slice(0, 1) });
    checkPicture(svg);
    const at = [...svg.matchAll(/<circle [^>]*cx="([\d.]+)"/g)].map((found) => Number(found[1]));
    expect(at[1]! - at[0]!).toBeCloseTo(at[2]! - at[1]!, 1);
  });

  test("leaves out what a logarithmic axis cannot show, and names its marks", async () => {
    const marks = [{ axis: "x", at: 5, label: "critical" } as const, { axis: "y", at: 0.5, label: "chance" } as const];
    const svg = await drawCurves({ ...data, y: { title: "share", log: true }, marks });
    checkPicture(svg);
    expect(svg).toContain("critical");
    expect(svg).toContain("chance");
  });

  test("breaks a long legend into rows", async () => {
    const many = Array.from({ length: 6 }, (_, k) => ({ label: `a rather long name ${k}`, x: [0, 1], y: [k, k] }));
    const heightOf = (svg: string) => Number(/height="(\d+)"/.exec(svg)![1]);
    const one = heightOf(await drawCurves({ ...data, series: many.slice(0, 1) }));
    expect(heightOf(await drawCurves({ ...data, series: many }))).toBeGreaterThan(one);
  });

  test("refuses curves of unequal arrays and values that are not finite", async () => {
    await expect(drawCurves({ ...data, series: [{ label: "a", x: [1, 2], y: [1] }] })).rejects.toThrow(/y of a/);
    await expect(drawCurves({ ...data, series: [{ label: "a", x: [1], y: [Number.NaN] }] })).rejects.toThrow(/finite/);
    await expect(drawCurves({ ...data, series: [] })).rejects.toThrow(/series/);
  });
});

describe("drawBars", () => {
  test("draws a bar a value and a mark a published one", async () => {
    const bars = [
      { label: "a", value: 0.4, low: 0.3, high: 0.5, published: 0.45 },
      { label: "b", value: -0.2 },
    ];
    const svg = await drawBars({ title: "t", quantity: "share", bars });
    checkPicture(svg);
    expect(svg).toContain("published");
    await expect(drawBars({ title: "t", quantity: "q", bars: [] })).rejects.toThrow(/bars/);
    await expect(drawBars({ title: "t", quantity: "q", bars: [{ label: "a", value: Number.NaN }] })).rejects.toThrow(
      /finite/,
    );
  });
});

describe("drawImageGrid", () => {
  test("draws ink as runs, one path a grey level, and nothing for paper", async () => {
    const image = { caption: "one", cells: [1, 1, -1, -1, -1, 1] };
    const svg = await drawImageGrid({ title: "t", columns: 3, rows: [{ label: "row", images: [image] }] });
    checkPicture(svg);
    expect(svg).toContain('d="M0 0h2M2 1h1"');
    const paper = await drawImageGrid({ title: "t", columns: 1, rows: [{ label: "", images: [{ cells: [-1, -1] }] }] });
    expect(paper).not.toContain("<path");
  });

  test("refuses images of another size, and cells that are not finite", async () => {
    const rows = (cells: number[]) => [{ label: "", images: [{ cells: [1, 1] }, { cells }] }];
    await expect(drawImageGrid({ title: "t", columns: 2, rows: rows([1]) })).rejects.toThrow(/length/);
    await expect(drawImageGrid({ title: "t", columns: 2, rows: rows([1, Number.NaN]) })).rejects.toThrow(/finite/);
    await expect(drawImageGrid({ title: "t", columns: 3, rows: rows([1, 1]) })).rejects.toThrow(/cells/);
  });
});
