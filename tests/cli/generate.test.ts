import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encode } from "fast-png";
import { afterAll, describe, expect, test } from "vitest";
import { parseRecall } from "../../src/problem/index.ts";
import { ohmfield, oneObject, scratch } from "./ohmfield.ts";

const { folder, remove } = scratch();
afterAll(remove);

const read = (name: string) => readFileSync(join(folder, name), "utf8");

describe("ohmfield generate rudy", () => {
  test("writes what its own words give, signs and the union included", async () => {
    const words = "-planar 800 99 8001 -planar 800 99 8002 + -random 0 1 8001 -times 2 -plus -1".split(" ");
    expect((await ohmfield(["generate", "rudy", ...words, "--out", "a.mc"], folder)).code).toBe(0);
    expect((await ohmfield(["generate", "gset", "G18", "--out", "b.mc"], folder)).code).toBe(0);
    expect(read("a.mc")).toBe(read("b.mc"));
  });

  test("refuses an unknown operation, listing those that there are", async () => {
    const { code, err, out } = await ohmfield(["generate", "rudy", "-circuit", "5"], folder);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/no such operation .*-circuit.*-rnd_graph n density seed/);
  });
});

describe("ohmfield generate recall", () => {
  test("stores a picture and a grid, and flips a share of the probe's cells", async () => {
    const data = Uint8Array.from({ length: 64 }, (_, k) => (((k >> 3) + k) % 2 === 0 ? 0 : 255));
    writeFileSync(join(folder, "board.png"), encode({ width: 8, height: 8, depth: 8, channels: 1, data }));
    writeFileSync(join(folder, "stripes.txt"), `pattern stripes\n${"XXXXXXXX\n........\n".repeat(4)}`);
    const args = ["generate", "recall", "board.png", "stripes.txt", "--probe", "2", "--flip", "0.25", "--seed", "7"];
    const { task, patterns, flips } = oneObject(await ohmfield([...args, "--out", "r.patterns", "--json"], folder));
    expect({ task, patterns, flips }).toMatchObject({ task: { kind: "recall", n: 64 }, patterns: 2, flips: 16 });
    const problem = parseRecall(read("r.patterns"), "r.patterns");
    expect(problem.names).toEqual(["board", "stripes"]);
    expect([...problem.patterns.subarray(0, 8)]).toEqual([1, -1, 1, -1, 1, -1, 1, -1]);
    const stripes = problem.patterns.subarray(64);
    expect(problem.probe.reduce((count, y, i) => count + (y === stripes[i] ? 0 : 1), 0)).toBe(16);
  });

  test("brings QR codes to one size, and images to the size that is asked for", async () => {
    const { task } = oneObject(await ohmfield(["generate", "recall", "--qr", "A", "x".repeat(60), "--json"], folder));
    expect(task).toMatchObject({ n: 33 * 33 });
    const small = await ohmfield(["generate", "recall", "board.png", "--size", "4x2", "--json"], folder);
    expect(oneObject(small).task).toMatchObject({ n: 8 });
  });

  test.for([
    [[], /nothing to store/],
    [["board.png", "--probe", "2"], /no such pattern for the probe .*--probe 2/],
    [["board.png", "--qr", "A"], /different sizes .*8 x 8.*21 x 21/],
    [["board.png", "--size", "4"], /columns x rows/],
    [["missing.png"], /missing\.png: no such file/],
  ] as const)("refuses %j", async ([args, message]) => {
    const { code, err } = await ohmfield(["generate", "recall", ...args], folder);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});
