import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.ts";
import { patternAt, randomPatterns, withFlips } from "../../src/memory/index.ts";
import { createRecall, formatRecall } from "../../src/problem/index.ts";
import { ohmfield, oneObject, scratch } from "./ohmfield.ts";

const { folder, remove } = scratch();
afterAll(remove);

const SQUARE = `NAME: square
TYPE: TSP
DIMENSION: 4
EDGE_WEIGHT_TYPE: EUC_2D
NODE_COORD_SECTION
1 0 0
2 10 0
3 10 10
4 0 10
EOF
`;

interface Solved {
  readonly task: { readonly kind: string; readonly sense: string };
  readonly settings: { readonly schedule: { readonly name: string } };
  readonly reference: { readonly objective: number; readonly proven: boolean };
  readonly runs: readonly { readonly feasible: boolean; readonly objective: number | null }[];
}

describe("ohmfield solve", () => {
  test("takes a TSPLIB file to a proven tour and a settled network", async () => {
    writeFileSync(join(folder, "square.tsp"), SQUARE);
    const outcome = await ohmfield(["solve", "square.tsp", "--runs", "1", "--json"], folder);
    const { task, settings, reference, runs } = oneObject<Solved>(outcome);
    expect(task).toMatchObject({ kind: "tsp", sense: "min" });
    expect(settings.schedule.name).toBe("tour");
    expect(reference).toMatchObject({ objective: 40, proven: true });
    expect(runs).toHaveLength(1);
    expect(runs[0]).toMatchObject({ feasible: true, objective: 40 });
  });

  test("takes a QUBO file with biases to its proven minimum", async () => {
    // min -3 x1 - 2 x2 + 4 x1 x2: alone x1 is best.
    writeFileSync(join(folder, "pair.qubo"), "p qubo 0 2 2 1\n0 0 -3\n1 1 -2\n0 1 4\n");
    const outcome = await ohmfield(["solve", "pair.qubo", "--runs", "1", "--anneal", "50", "--json"], folder);
    const { reference } = oneObject<Solved>(outcome);
    expect(reference).toMatchObject({ objective: -3, proven: true });
  });
});

describe("ohmfield score", () => {
  test("scores a tour file on its TSPLIB task", async () => {
    writeFileSync(join(folder, "square.tsp"), SQUARE);
    writeFileSync(join(folder, "square.tour"), "TYPE: TOUR\nDIMENSION: 4\nTOUR_SECTION\n1\n3\n2\n4\n-1\nEOF\n");
    const outcome = await ohmfield(["score", "square.tsp", "square.tour", "--json"], folder);
    expect(outcome.code).toBe(0);
    // Two sides and both diagonals, each rounded to 14.
    expect(oneObject(outcome)).toMatchObject({ objective: 48, feasible: true });
  });
});

describe("ohmfield generate", () => {
  test("makes a published graph with its header, which parses and solves as any file", async () => {
    const outcome = await ohmfield(["generate", "biqmac", "g05_60.0", "--out", "g05_60.0", "--json"], folder);
    expect(oneObject(outcome)).toMatchObject({ n: 60, edges: 885 });
    const lines = readFileSync(join(folder, "g05_60.0"), "utf8").split("\n");
    expect(lines[0]).toBe("60 885");
    expect((await ohmfield(["compile", "g05_60.0", "--out", "g.cir"], folder)).code).toBe(0);
  });

  test("says which names it knows when asked for another", async () => {
    const { code, err } = await ohmfield(["generate", "gset", "G99"], folder);
    expect(code).toBe(2);
    expect(err).toMatch(/^ohmfield: .*G99.*expected G1 to G67/);
  });
});

describe("ohmfield solve --schedule recall", () => {
  const random = createRandom(1, "recall-task");
  const patterns = randomPatterns(3, 25, random);
  const probe = withFlips(patternAt(patterns, 1, 25), 4, random);

  test("starts from the cue of a recall task and settles to the stored pattern", async () => {
    const task = createRecall("letters", { rows: 5, columns: 5, names: ["a", "b", "c"], patterns, probe });
    writeFileSync(join(folder, "letters.patterns"), formatRecall(task));
    const words = [
      "--schedule",
      "recall",
      "--no-presolve",
      "--runs",
      "1",
      "--engine",
      "reduced",
      "--out",
      "recalled",
      "--json",
    ];
    const outcome = await ohmfield(["solve", "letters.patterns", ...words], folder);
    const { settings, runs } = oneObject<Solved>(outcome);
    expect(settings.schedule.name).toBe("recall");
    // Four of 25 cells are wrong: the overlap with the pattern is 1 - 8 / 25.
    expect(runs[0]).toMatchObject({ feasible: true, objective: 0.68 });
    const netlist = readFileSync(join(folder, "recalled", "netlist-1.cir"), "utf8");
    const starts = [...netlist.matchAll(/^\.ic v\(u_\d+\)=(-?)/gm)].map(([, minus]) => (minus === "-" ? -1 : 1));
    expect(starts).toEqual([...probe]);
    const { code, out } = await ohmfield(["verify", "recalled"], folder);
    expect({ code, same: /differ/.test(out) }).toEqual({ code: 0, same: false });
  });

  test("is refused for a task that has no cue", async () => {
    writeFileSync(join(folder, "pair2.qubo"), "p qubo 0 2 2 1\n0 0 -3\n1 1 -2\n0 1 4\n");
    const { code, err } = await ohmfield(["solve", "pair2.qubo", "--schedule", "recall", "--no-presolve"], folder);
    expect(code).toBe(2);
    expect(err).toContain("starts from given spins");
  });
});
