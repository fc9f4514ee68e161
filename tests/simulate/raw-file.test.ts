import { describe, expect, test } from "vitest";
import { type RawForm, type RawPlot, readRawFile, writeRawFile } from "../../src/simulate/index.ts";

const PLOT: RawPlot = {
  title: "rc",
  plot: "Transient Analysis",
  names: ["time", "v(a)"],
  types: ["time", "voltage"],
  values: [new Float64Array([0, 1e-9, 2e-9]), new Float64Array([0, -0, 0.1])],
};

const encode = (text: string) => new TextEncoder().encode(text);
const HEAD = "Title: x\nPlotname: y\nFlags: real\nNo. Variables: 1\nNo. Points: 1\nVariables:\n\t0\ttime\ttime\n";

describe("readRawFile", () => {
  test("reads a file as ngspice writes it, with a date, a padded flag and CRLF", () => {
    const text =
      "Title: rc t1\r\nDate: Mon Nov 23 07:50:47  2026\r\nCommand: ngspice-45.2, Build Sat\r\n" +
      "Plotname: Transient Analysis\r\nFlags: real padded\r\nNo. Variables: 2\r\nNo. Points: 2       \r\n" +
      "Variables:\r\n\t0\ttime\ttime\r\n\t1\tv(a)\tvoltage dims=1\r\nValues:\r\n 0\t0.0\r\n\t-1.5e-03\r\n\r\n 1\t1e-9\r\n\tnan\r\n";
    const plot = readRawFile(encode(text));
    expect(plot.names).toEqual(["time", "v(a)"]);
    expect(plot.values[0]).toEqual(new Float64Array([0, 1e-9]));
    expect(plot.values[1]).toEqual(new Float64Array([-1.5e-3, Number.NaN]));
  });

  test("reads from a view into a larger buffer", () => {
    const bytes = writeRawFile(PLOT);
    const larger = new Uint8Array(bytes.length + 7);
    larger.set(bytes, 3);
    expect(readRawFile(larger.subarray(3, 3 + bytes.length))).toEqual(PLOT);
  });

  test.each([
    ["is empty", "", "line 1"],
    ["ends within the header", "Title: x\nFlags: real\n", "line 3"],
    ["has a header line without a colon", "Title: x\nnonsense\n", "line 2"],
    ["is complex", HEAD.replace("real", "complex"), "Flags"],
    ["has no counts", "Title: x\nFlags: real\nVariables:\n", "header"],
    ["has a negative count", HEAD.replace("Points: 1", "Points: -1"), "No. Points"],
    ["claims more variables than it has bytes", HEAD.replace("Variables: 1", "Variables: 999999999"), "No. Variables"],
    [
      "claims more points than it has bytes",
      `${HEAD.replace("Points: 1", "Points: 99999999999999")}Binary:\n`,
      "Binary",
    ],
    [
      "claims more text points than it has bytes",
      `${HEAD.replace("Points: 1", "Points: 888888888888")}Values:\n`,
      "Values",
    ],
    ["has a variable out of order", HEAD.replace("\t0\t", "\t1\t"), "line 7"],
    ["has no data part", `${HEAD}Nothing:\n`, "line 8"],
    ["is truncated", `${HEAD}Binary:\n1234567`, "Binary"],
    ["holds a second plot", `${HEAD}Binary:\n12345678Title: z\n`, "Binary"],
    ["has a point with the wrong index", `${HEAD}Values:\n 3\t1\n`, "point 0"],
    ["has a value that is no number", `${HEAD}Values:\n 0\t0x10\n`, "point 0, variable 0"],
    ["has too many values", `${HEAD}Values:\n 0\t1\t2\n`, "Values"],
  ])("names the place when the file %s", (_what, text, field) => {
    expect(() => readRawFile(encode(text))).toThrowError(
      expect.objectContaining({ code: "simulate.raw", details: expect.objectContaining({ field }) }),
    );
  });
});

describe("writeRawFile", () => {
  test.each<RawForm>(["binary", "ascii"])("keeps the sign of zero in %s form", (form) => {
    expect(Object.is(readRawFile(writeRawFile(PLOT, form)).values[1]![1], -0)).toBe(true);
  });

  test.each<[string, Partial<RawPlot>]>([
    ["a title of two lines", { title: "a\nb" }],
    ["a name with a blank", { names: ["time", "v (a)"] }],
    ["an empty name", { names: ["time", ""] }],
    ["vectors of different lengths", { values: [new Float64Array(3), new Float64Array(2)] }],
    ["fewer types than names", { types: ["time"] }],
    ["no vectors", { names: [], types: [], values: [] }],
  ])("refuses %s", (_what, change) => {
    expect(() => writeRawFile({ ...PLOT, ...change })).toThrowError(expect.objectContaining({ code: "simulate.raw" }));
  });
});
