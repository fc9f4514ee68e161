import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ohmfield, oneObject, petersen, scratch } from "./ohmfield.ts";

const { folder, remove } = scratch();
afterAll(remove);

const RING_SET = "p edge 7 7\ne 1 2\ne 2 3\ne 3 4\ne 4 5\ne 5 6\ne 6 7\ne 7 1\n";

beforeAll(() => {
  writeFileSync(join(folder, "tree.mc"), "5 4\n1 2 1\n2 3 1\n3 4 2\n4 5 1\n");
  writeFileSync(join(folder, "ring.mis"), RING_SET);
  writeFileSync(join(folder, "broken.txt"), "1\n2\n4\n");
  writeFileSync(join(folder, "whole.txt"), "1\n3\n5\n");
});

interface Walked {
  readonly levels: readonly { readonly energy: number; readonly degeneracy: number }[];
  readonly basins: {
    readonly ground: { readonly asynchronous: number; readonly steepest: number };
    readonly minima: readonly {
      readonly spins: readonly number[];
      readonly energy: number;
      readonly steepest: number;
    }[];
  };
}

describe("ohmfield inspect", () => {
  test("prints the documented keys for the Petersen graph, whose figures are known", async () => {
    const outcome = await ohmfield(["inspect", petersen, "--json"], folder);
    expect(outcome.code).toBe(0);
    const answer = oneObject(outcome);
    expect(Object.keys(answer).sort()).toEqual(
      ["task", "encoding", "network", "precision", "array", "encodings", "presolve", "hardness"].sort(),
    );
    expect(answer.task).toEqual({ kind: "max-cut", name: "petersen", n: 10, sense: "max" });
    expect(answer.network).toMatchObject({ spins: 10, couplings: 15, degrees: { least: 3, mean: 3, most: 3 } });
    expect(answer.presolve).toMatchObject({ spins: 10, left: 10, rules: [] });
    expect(answer.array).toMatchObject({ rows: 10, columns: 10, devices: 180 });
    expect(answer.precision).toMatchObject({ needed: { levels: 2, certainty: "proven" }, exactLevels: 2 });
    // Three edges of fifteen stay uncut.
    expect(answer.hardness).toMatchObject({ frustration: 0.2, landscape: { gap: 2 } });
    expect(answer.encodings).toMatchObject([{ name: "spins", spins: 10, error: null, penaltyWeight: null }]);
  });

  test("prints the same bytes again, and other estimates' seed with --seed", async () => {
    const [one, two] = [await ohmfield(["inspect", petersen], folder), await ohmfield(["inspect", petersen], folder)];
    expect(one).toEqual(two);
    expect(one.err).toBe("");
    for (const heading of ["encoding", "network", "couplings", "presolve", "array", "precision", "hardness"]) {
      expect(one.out).toMatch(new RegExp(`^${heading} `, "m"));
    }
  });

  test("shows the levels and the share of the ground states, and refuses --landscape above 28 spins", async () => {
    const outcome = await ohmfield(["inspect", petersen, "--landscape", "--json"], folder);
    // E = 15 - 2 cut, and the largest cut is 12.
    const { hardness } = oneObject<{ hardness: { landscape: Walked } }>(outcome);
    expect(hardness.landscape.levels[0]!.energy).toBe(-9);
    expect(hardness.landscape.levels.reduce((sum, level) => sum + level.degeneracy, 0)).toBeLessThanOrEqual(1024);
    const { ground, minima } = hardness.landscape.basins;
    expect(minima[0]!.spins).toHaveLength(10);
    expect(minima.reduce((sum, m) => sum + (m.energy === -9 ? m.steepest : 0), 0)).toBeLessThanOrEqual(ground.steepest);
    expect((await ohmfield(["inspect", petersen], folder)).out).toMatch(
      /% of all starts end in a ground state when unstable spins flip in random order, [\d.]+ % by steepest descent/,
    );
    const pairs = Array.from({ length: 30 }, (_, i) => [1, 2, 3].map((d) => `${i + 1} ${((i + d * d) % 30) + 1} ${d}`));
    writeFileSync(join(folder, "thirty.mc"), `30 90\n${pairs.flat().join("\n")}\n`);
    const refused = await ohmfield(["inspect", "thirty.mc", "--no-presolve", "--landscape"], folder);
    expect(refused.code).not.toBe(0);
    expect(refused.err).toContain("at most 28");
  });

  test("shows a penalty as proven and as measured, and warns of one that is too small", async () => {
    const outcome = await ohmfield(["inspect", "ring.mis", "--no-presolve", "--json"], folder);
    expect(oneObject(outcome)).toMatchObject({
      encoding: { penalty: { weight: 2, gap: 1 }, measured: { gap: 1, method: "all states" } },
      presolve: null,
      array: { rows: 7, columns: 8 },
    });
    const { code, out } = await ohmfield(["inspect", "ring.mis", "--penalty", "0.5"], folder);
    expect(code).toBe(0);
    expect(out).toMatch(/infeasible state lies [\d.]+ BELOW the best feasible one \(measured over all states\)/);
  });

  test("says so when presolve leaves nothing to build", async () => {
    const outcome = await ohmfield(["inspect", "tree.mc", "--json"], folder);
    expect(oneObject(outcome)).toMatchObject({ presolve: { left: 0 }, array: null, precision: null, hardness: null });
    expect((await ohmfield(["inspect", "tree.mc"], folder)).out).toContain("nothing is left to settle");
  });
});

interface Solved {
  readonly presolve: { readonly left: number } | null;
  readonly reference: { readonly objective: number; readonly proven: boolean; readonly method: string } | null;
  readonly runs: readonly {
    readonly feasible: boolean;
    readonly objective: number | null;
    readonly energy: number;
    readonly spins: readonly number[];
    readonly repaired?: { readonly objective: number } | null;
  }[];
}

describe("ohmfield solve with presolve", () => {
  test("answers a tree without an array, leaves its solution, and the folder is confirmed", async () => {
    const outcome = await ohmfield(["solve", "tree.mc", "--out", "tree", "--json"], folder);
    expect(outcome.code).toBe(0);
    expect(oneObject(outcome)).toMatchObject({
      presolve: { spins: 5, left: 0 },
      crossbar: null,
      reference: { objective: 5, proven: true, method: "presolve" },
      runs: [],
      summary: null,
      complete: true,
    });
    const scored = await ohmfield(["score", "tree.mc", "tree/solution.txt", "--json"], folder);
    expect(oneObject(scored)).toMatchObject({ objective: 5, feasible: true });
    const verified = await ohmfield(["verify", "tree", "--json"], folder);
    expect(verified.code).toBe(0);
    expect(oneObject(verified)).toMatchObject({ confirmed: true, differences: [] });
    writeFileSync(join(folder, "tree/solution.txt"), "+1\n+1\n+1\n+1\n+1\n");
    const spoilt = await ohmfield(["verify", "tree", "--json"], folder);
    expect(spoilt.code).toBe(1);
    expect(oneObject(spoilt).differences).toEqual([expect.stringContaining("solution.txt")]);
  });

  test("settles what is left, scores the lifted state on the whole task, and verify confirms it", async () => {
    const args = ["solve", "dense-tail.mc", "--runs", "1", "--anneal", "50", "--out", "tail", "--json"];
    // K5 with a tail of two.
    const k5 = [1, 2, 3, 4, 5].flatMap((i) => [1, 2, 3, 4, 5].filter((j) => j > i).map((j) => `${i} ${j} 1\n`));
    writeFileSync(join(folder, "dense-tail.mc"), `7 12\n${k5.join("")}5 6 1\n6 7 3\n`);
    const { presolve, reference, runs } = oneObject<Solved>(await ohmfield(args, folder));
    expect(presolve).toMatchObject({ spins: 7, left: 5, rules: [{ spins: 1 }, { spins: 1 }] });
    expect(reference).toMatchObject({ objective: 10, proven: true });
    expect(runs[0]!.spins).toHaveLength(7);
    expect(runs[0]!.objective).toBe((14 - runs[0]!.energy) / 2);
    const verified = oneObject(await ohmfield(["verify", "tail", "--json"], folder));
    expect(verified).toMatchObject({ confirmed: true, presolve: { left: 5 } });
    const whole = await ohmfield([...args.slice(0, 6), "--no-presolve", "--out", "whole", "--json"], folder);
    expect(oneObject(whole)).toMatchObject({ presolve: null, crossbar: { rows: 7 }, reference: { objective: 10 } });
  });
});

describe("--repair", () => {
  const weak = ["solve", "ring.mis", "--penalty", "0.25", "--no-presolve", "--runs", "1", "--anneal", "50", "--json"];

  test("scores a state that a small penalty left infeasible as it is, and beside it what repair makes of it", async () => {
    const { runs, reference } = oneObject<Solved>(await ohmfield([...weak, "--repair", "--out", "mended"], folder));
    expect(reference).toBeNull();
    expect(runs[0]).toMatchObject({ feasible: false, objective: null });
    // Maximal sets of a ring of seven have two or three vertices.
    expect([2, 3]).toContain(runs[0]!.repaired!.objective);
    expect((await ohmfield(["verify", "mended"], folder)).out).toContain("repaired");
    const without = oneObject<Solved>(await ohmfield([...weak, "--out", "left"], folder));
    expect(without.runs[0]).not.toHaveProperty("repaired");
    const later = oneObject<Solved>(await ohmfield(["verify", "left", "--repair", "--json"], folder));
    expect(later.runs[0]!.repaired).toEqual(runs[0]!.repaired);
    expect(later).toMatchObject({ confirmed: true });
  });

  test("scores a broken solution file again once it is mended, and still exits 1", async () => {
    const plain = await ohmfield(["score", "ring.mis", "broken.txt", "--json"], folder);
    expect(oneObject(plain)).not.toHaveProperty("repaired");
    const { code, ...rest } = await ohmfield(["score", "ring.mis", "broken.txt", "--repair", "--json"], folder);
    expect(code).toBe(1);
    // Of 1 and 2 the later goes, 6 comes in.
    expect(oneObject({ code, ...rest })).toMatchObject({ feasible: false, repaired: { objective: 3 } });
    const whole = await ohmfield(["score", "ring.mis", "whole.txt", "--repair", "--json"], folder);
    expect(whole.code).toBe(0);
    expect(oneObject(whole)).toMatchObject({ feasible: true, repaired: null });
  });
});
