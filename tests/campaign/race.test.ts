import { describe, expect, test } from "vitest";
import { solvers } from "../../src/baseline/index.ts";
import {
  chooseReference,
  defaultSolvers,
  type RaceSpec,
  race,
  raceJson,
  raceProfiles,
} from "../../src/campaign/index.ts";
import { createRandom } from "../../src/core/index.ts";
import {
  type AnyProblem,
  createRecall,
  createTsp,
  encodeProblem,
  generateMaxCut,
  generateTorusMaxCut,
  parseProblem,
} from "../../src/problem/index.ts";
import { enumerateMinimum } from "../../src/reference/index.ts";

const NO_TIME = { processorSeconds: () => 0, now: () => 0 };

/** A race in sweeps without a proof. */
const spec = (
  problem: AnyProblem,
  names: readonly string[],
  sweeps: number,
  more: Partial<RaceSpec> = {},
): RaceSpec => ({
  problem,
  solvers: names,
  seed: 1,
  runs: 3,
  budget: { unit: "sweeps", amount: sweeps },
  proofSeconds: 0,
  ...NO_TIME,
  ...more,
});

const graph = generateMaxCut({ vertices: 30, density: 0.5, seed: 1, weights: { low: -9, high: 9 } });
const square = createTsp("square", 4, [0, 9, 13, 9, 9, 0, 9, 13, 13, 9, 0, 9, 9, 13, 9, 0]);
const oneWay = createTsp("one-way", 4, [0, 1, 9, 9, 9, 0, 1, 9, 9, 9, 0, 1, 1, 9, 9, 0]);
const random = createRandom(1, "patterns");
const patterns = Int8Array.from({ length: 48 }, () => 2 * random.integer(2) - 1);
const probe = patterns.slice(16, 32);
probe[3] = -probe[3]!;
const recall = createRecall("recall", { rows: 4, columns: 4, names: ["a", "b", "c"], patterns, probe });

describe("race", () => {
  test("gives every solver and seed the same sweeps, and repeats byte for byte", async () => {
    const names = solvers.filter(({ on }) => on === "network").map(({ name }) => name);
    const given = spec(graph, names, 2500, { runs: 1 });
    const result = await race(given);
    expect(result.solvers.map(({ name }) => name)).toEqual(names);
    for (const { trace } of result.solvers) {
      expect(trace.map(({ used }) => used)).toEqual([2500]);
      for (const { improvements } of trace) for (const { at } of improvements) expect(at).toBeLessThanOrEqual(2500);
    }
    const entry = { file: "graph.mc", problem: graph, result };
    const again = { ...entry, result: await race(given) };
    expect(JSON.stringify(raceJson(again, given.budget, true))).toBe(
      JSON.stringify(raceJson(entry, given.budget, true)),
    );
  });

  test("counts a solution that is better than the optimum for no solver: all objectives are the task's own", async () => {
    const small = generateMaxCut({ vertices: 14, density: 0.6, seed: 2, weights: { low: -5, high: 5 } });
    const { network, scale, shift } = encodeProblem(small);
    const optimum = scale * enumerateMinimum(network).energy + shift;
    const { solvers: found, reference } = await race(spec(small, ["annealing", "rank-two", "greedy"], 5000));
    expect(reference).toMatchObject({ objective: optimum, source: "found", proven: false });
    for (const { hits, objective } of found) expect({ hits, objective }).toEqual({ hits: 3, objective: optimum });
  });

  test("ends a run at a proven optimum, and at a named one only when asked to", async () => {
    const proven = await race(spec(square, ["two-opt"], 1000, { proofSeconds: 60 }));
    expect(proven.reference).toMatchObject({ objective: 36, proven: true, source: "proven" });
    for (const { used } of proven.solvers[0]!.trace) expect(used).toBeLessThan(1000);
    const named = await race(spec(square, ["two-opt"], 1000, { target: 36 }));
    expect(named.reference).toMatchObject({ objective: 36, proven: false, source: "named" });
    for (const { used } of named.solvers[0]!.trace) expect(used).toBe(1000);
    const stopped = await race(spec(square, ["two-opt"], 1000, { target: 36, stopAtTarget: true }));
    for (const { used } of stopped.solvers[0]!.trace) expect(used).toBeLessThan(1000);
  });

  test("counts no state that is no solution", async () => {
    const { solvers: found, reference } = await race(spec(square, ["random"], 2));
    expect(reference.objective).toBeNull();
    expect(found[0]).toMatchObject({ objective: null, feasible: 0, hits: 0, tts99: null });
    // The one-hot states of lowest energy are tours.
    const better = await race(spec(square, ["tempering", "random"], 4000));
    expect(better.solvers[0]).toMatchObject({ objective: 36, hits: 3 });
  });

  test("races retrievals once, for they are always the same, beside searches of the network", async () => {
    const { solvers: found } = await race(spec(recall, defaultSolvers(recall), 500));
    const retrievals = found.filter(({ name }) => name === "nearest-pattern" || name === "softmax");
    expect(retrievals).toHaveLength(2);
    for (const { trace, hits } of retrievals) {
      expect(hits).toBe(3);
      for (const { starts } of trace) expect(starts).toBe(1);
    }
    expect(found.length).toBeGreaterThan(4);
  });

  test("starts a solver again until its seconds are used, of which only those inside it count", async () => {
    let ticks = 0;
    const processorSeconds = () => ticks++ / 1000;
    const tiny = generateTorusMaxCut({ rows: 3, columns: 3, seed: 1 });
    const budget = { unit: "seconds", amount: 0.1 } as const;
    const { solvers: found } = await race(spec(tiny, ["mean-field"], 1, { budget, processorSeconds }));
    for (const { used, starts } of found[0]!.trace) {
      expect(starts).toBeGreaterThan(5);
      // One slice beyond at most: a few readings of this clock.
      expect(used).toBeGreaterThanOrEqual(0.1);
      expect(used).toBeLessThan(0.12);
    }
  });

  test("keeps the runs that have ended when it is interrupted", async () => {
    const controller = new AbortController();
    let ended = 0;
    const progress = () => {
      if (++ended === 3) controller.abort();
    };
    const given = spec(graph, ["greedy", "annealing"], 300, { runs: 9, signal: controller.signal, progress });
    const result = await race(given);
    expect(result.isComplete).toBe(false);
    expect(result.solvers.map(({ runs }) => runs)).toEqual([2, 1]);
    const none = await race({ ...given, signal: AbortSignal.abort() });
    expect(none).toMatchObject({ solvers: [], isComplete: false });
  });

  test.each([
    ["an unknown solver", graph, "quantum", /annealing, .*tempering/],
    ["a search over tours on a graph", graph, "two-opt", /works on tours only/],
    ["a retrieval on a tour", square, "softmax", /works on recall tasks only/],
    ["turning stretches of one-way streets around", oneWay, "lin-kernighan", /depend on the direction/],
  ])("refuses %s and says why", async (_, problem, name, reason) => {
    await expect(race(spec(problem, [name], 10))).rejects.toThrow(reason);
  });

  test("takes tasks of other kinds by their encoding, and the direction of a tour by what bears it", async () => {
    const knapsack = parseProblem("4 9\n6 2\n5 3\n9 6\n1 1\n", "k.kp");
    const { solvers: packed } = await race(spec(knapsack, ["tempering"], 4000));
    expect(packed[0]!.objective).toBe(16);
    const { solvers: toured } = await race(spec(oneWay, ["insertion", "nearest-neighbour"], 50));
    expect(toured.map(({ objective }) => objective)).toEqual([4, 4]);
  });
});

describe("chooseReference", () => {
  const proof = { objective: 5, lower: 5, upper: 9, proven: false, method: "bounds", seconds: 1 };

  test("prefers a proof, then the user's value, then the best found by anyone", () => {
    expect(chooseReference({ ...proof, proven: true }, 7, 6, "max")).toMatchObject({ objective: 5, source: "proven" });
    expect(chooseReference(proof, 7, 6, "max")).toMatchObject({ objective: 7, source: "named", upper: 9 });
    expect(chooseReference(proof, undefined, 6, "max")).toMatchObject({ objective: 6, source: "found" });
    expect(chooseReference(proof, undefined, 6, "min")).toMatchObject({ objective: 5, source: "found" });
    expect(chooseReference(null, undefined, null, "min")).toMatchObject({ objective: null, lower: null });
  });
});

describe("raceProfiles", () => {
  test("takes each seed as a task, and needs two solvers", async () => {
    const names = ["rank-two", "random"];
    const given = spec(graph, names, 2000);
    const entry = { file: "g.mc", problem: graph, result: await race(given) };
    const [quick, slow] = raceProfiles([entry], given.budget)!;
    expect(quick).toEqual({ name: "rank-two", factors: [1], shares: [1] });
    expect(slow!.shares).toEqual([]);
    const alone = { ...entry, result: { ...entry.result, solvers: entry.result.solvers.slice(1) } };
    expect(raceProfiles([alone], given.budget)).toBeNull();
  });
});
