import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ohmfield, petersen, scratch } from "./ohmfield.ts";

const { folder, remove } = scratch();
afterAll(remove);

interface Answer {
  readonly gap: number;
  readonly budget: readonly { readonly layer: string; readonly objective: number }[];
  readonly infeasible: number;
}

beforeAll(async () => {
  const ring = Array.from({ length: 7 }, (_, k) => `e ${k + 1} ${((k + 1) % 7) + 1}`);
  writeFileSync(join(folder, "ring.cover"), `p edge 7 7\n${ring.join("\n")}\n`);
  const solve = [
    "solve",
    "ring.cover",
    "--penalty",
    "0.2",
    "--no-presolve",
    "--engine",
    "reduced",
    "--runs",
    "2",
    "--out",
    "weak",
  ];
  expect((await ohmfield(solve, folder)).code).toBe(1);
});

describe("ohmfield blame", () => {
  test("blames the encoding for runs that a weak penalty leaves without a solution", async () => {
    const { code, out } = await ohmfield(["blame", "weak", "--devices", "1", "--json"], folder);
    expect(code).toBe(0);
    const { gap, budget, infeasible } = JSON.parse(out) as Answer;
    expect(infeasible).toBe(2);
    expect(gap).toBeGreaterThan(0);
    expect(budget.reduce((sum, { objective }) => sum + objective, 0)).toBe(gap);
    expect(budget.find(({ layer }) => layer === "encoding")!.objective).toBe(gap);
  });

  test("refuses a folder without runs, and a change of nothing that can be turned", async () => {
    expect((await ohmfield(["blame", petersen], folder)).code).toBe(2);
    const { code, err } = await ohmfield(["blame", "weak", "--what-if", "ohms=3"], folder);
    expect({ code, named: err.includes("levels, programmingError, stuckRate, wireOhms") }).toEqual({
      code: 2,
      named: true,
    });
  });
});
