import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ohmfield, oneObject, petersen, scratch } from "./ohmfield.ts";

const { folder, remove } = scratch();
afterAll(remove);

interface Proved {
  readonly task: { readonly kind: string };
  readonly reference: {
    readonly objective: number;
    readonly lower: number;
    readonly upper: number;
    readonly proven: boolean;
  };
  readonly certificate: string | null;
  readonly solution: string;
}

/** A task, its optimum and what proves it. */
const tasks = [
  ["knapsack.kp", "4 9\n6 2\n5 3\n9 6\n1 1\n", 16],
  ["triangle.col", "c colours: 2\np edge 3 3\ne 1 2\ne 2 3\ne 1 3\n", 1],
  ["sat.cnf", "p cnf 2 4\n1 2 0\n-1 2 0\n1 -2 0\n-1 -2 0\n", 1],
  ["sets.exact-cover", "3\n1 2\n3\n2 3\n1\n", 2],
  ["pair.expr", "minimize 3 x1 + 2 x1 x2 - x3 subject to x1 + x2 + x3 = 1\n", -1],
  [
    "square.tsp",
    "TYPE: TSP\nDIMENSION: 4\nEDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION\n1 0 0\n2 9 9\n3 0 9\n4 9 0\nEOF\n",
    36,
  ],
] as const;

describe("ohmfield prove", () => {
  test.for(tasks)("proves %s, and its certificate and solution stand on their own", async ([file, text, optimum]) => {
    writeFileSync(join(folder, file), text);
    const args = ["prove", file, "--certificate", `${file}.json`, "--out", `${file}.solution`, "--json"];
    const outcome = await ohmfield(args, folder);
    const { reference, certificate } = oneObject<Proved>(outcome);
    expect(outcome.code).toBe(0);
    expect(reference).toMatchObject({ objective: optimum, lower: optimum, upper: optimum, proven: true });
    expect(certificate).toBe(`${file}.json`);
    const checked = await ohmfield(["check", file, `${file}.json`, "--json"], folder);
    expect(oneObject(checked)).toMatchObject({ accepted: true, proven: true, objective: optimum });
    const scored = await ohmfield(["score", file, `${file}.solution`, "--json"], folder);
    expect(oneObject(scored)).toMatchObject({ objective: optimum, feasible: true });
  });

  test("a certificate of another task, or one that claims too much, is rejected", async () => {
    await ohmfield(["prove", petersen, "--certificate", "p.json"], folder);
    const certificate = JSON.parse(readFileSync(join(folder, "p.json"), "utf8"));
    writeFileSync(join(folder, "better.json"), JSON.stringify({ ...certificate, bound: 11 }));
    const better = await ohmfield(["check", petersen, "better.json"], folder);
    expect([better.code, better.out]).toEqual([1, expect.stringContaining("rejected")]);
    const other = await ohmfield(["check", "knapsack.kp", "p.json"], folder);
    expect(other.code).toBe(1);
  });

  test("ends at its time limit with both bounds", async () => {
    await ohmfield(["generate", "max-cut", "--vertices", "110", "--out", "large.mc"], folder);
    const outcome = await ohmfield(["prove", "large.mc", "--time-limit", "2", "--json"], folder);
    const { reference } = oneObject<Proved>(outcome);
    expect(outcome.code).toBe(4);
    expect(reference.proven).toBe(false);
    expect(reference.objective).toBe(reference.lower);
    expect(reference.upper).toBeGreaterThan(reference.lower);
  });

  test.for([
    [["prove"], 2, "missing required argument"],
    [["prove", "missing.mc"], 2, "no such file"],
    [["prove", petersen, "--gap", "2"], 2, "from 0 to 1"],
    [["prove", petersen, "--penalty", "3"], 2, "no penalty"],
    [["prove", petersen, "--encoding", "one-hot"], 2, "no encoding of this name"],
  ] as const)("refuses %j", async ([args, code, message]) => {
    const outcome = await ohmfield(args, folder);
    expect(outcome.code).toBe(code);
    expect(outcome.err).toContain(message);
  });
});
