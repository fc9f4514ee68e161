import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { graphsLike, halves } from "../../src/campaign/comparison/training.ts";
import {
  type Comparison,
  type ComparisonSpec,
  compareMethods,
  isPublishedClass,
  loadProfile,
  methodRows,
  setReport,
} from "../../src/campaign/index.ts";
import { createMaxCut, createTsp, generateMaxCut, generateNamed, type MaxCut } from "../../src/problem/index.ts";
import { ReducedEngine } from "../../src/simulate/index.ts";

const profile = await loadProfile("ideal");

/** A comparison of small runs with a clock that stands still between calls and moves a microsecond in each. */
function spec(problems: ComparisonSpec["problems"], more: Partial<ComparisonSpec> = {}): ComparisonSpec {
  let seconds = 0;
  return {
    problems,
    encoding: {},
    analog: {
      profile,
      deviceSeed: 1,
      map: {},
      topology: "passive",
      engine: new ReducedEngine(),
      runs: 3,
      concurrency: 1,
      timeLimitSeconds: 60,
    },
    anneals: [20],
    solvers: ["annealing", "greedy"],
    sweeps: [10],
    solverRuns: 4,
    limitSeconds: 10,
    softwareWatts: 10,
    seed: 1,
    proofSeconds: 60,
    processorSeconds: () => {
      seconds += 1e-3;
      return seconds;
    },
    now: () => 0,
    ...more,
  };
}

const graph = (vertices: number, seed: number) => generateMaxCut({ vertices, density: 0.5, seed });
const lengthsOf = ({ tasks }: Comparison) =>
  tasks.map(({ contenders }) => contenders.map(({ method, length }) => [method.name, length.value, length.from]));

describe("compareMethods", () => {
  test("judges analog and software by the proven optimum, each with its clock and its power", async () => {
    const problem = graph(12, 1);
    const { tasks, training, isComplete } = await compareMethods(spec([problem]));
    expect({ training, isComplete }).toEqual({ training: null, isComplete: true });
    const [task] = tasks;
    // The optimum from the task alone: every division of the vertices but one half of them, by symmetry.
    let best = 0;
    for (let state = 0; state < 2 ** 11; state++) {
      let cut = 0;
      problem.weights.forEach((weight, e) => {
        if (((state >> problem.from[e]!) & 1) !== ((state >> problem.to[e]!) & 1)) cut += weight;
      });
      best = Math.max(best, cut);
    }
    expect(task!.reference).toMatchObject({ objective: best, proven: true, source: "proven" });
    const rows = methodRows(task!);
    expect(rows.map(({ name, kind, clock, wattsFrom }) => [name, kind, clock, wattsFrom])).toEqual([
      ["analog", "analog", "simulated", "simulated"],
      ["annealing", "software", "measured", "assumed"],
      ["greedy", "software", "measured", "assumed"],
    ]);
    for (const { contenders } of tasks) {
      for (const { method, runs } of contenders) {
        expect(runs.map(({ success }) => success)).toEqual(method.outcomes.map(({ objective }) => objective === best));
      }
    }
    expect(rows.map(({ runs }) => runs)).toEqual([3, 4, 4]);
    expect(rows.slice(1).map(({ watts }) => Math.round(watts!))).toEqual([10, 10]);
    // Circuits of nanofarads and kiloohms settle within microseconds, not in the fake clock's milliseconds.
    expect(rows[0]!.seconds).toBeLessThan(1e-5);
  });

  test("says so when the best known is all there is", async () => {
    const { tasks } = await compareMethods(spec([graph(12, 1)], { proofSeconds: 0 }));
    expect(tasks[0]!.reference).toMatchObject({ proven: false, source: "found" });
    expect(methodRows(tasks[0]!).some(({ hits }) => hits! > 0)).toBe(true);
  });

  test("chooses lengths on every second task of a size and scores the others", async () => {
    const problems = [graph(10, 1), graph(10, 2), graph(12, 1), graph(12, 2), graph(12, 3)];
    const found = await compareMethods(spec(problems, { anneals: [20, 5], sweeps: [2, 20], solvers: ["annealing"] }));
    expect(found.training!.isGenerated).toBe(false);
    expect(found.training!.tasks.map(({ problem }) => problem.name)).toEqual([problems[1]!.name, problems[3]!.name]);
    expect(found.tasks.map(({ problem }) => problem.name)).toEqual([0, 2, 4].map((k) => problems[k]!.name));
    expect(found.training!.choices.map(({ name, n }) => [name, n])).toEqual([
      ["analog", null],
      ["analog", 10],
      ["analog", 12],
      ["annealing", null],
      ["annealing", 10],
      ["annealing", 12],
    ]);
    for (const { problem, contenders } of found.tasks) {
      for (const { method, length } of contenders) {
        const choice = found.training!.choices.find(({ name, n }) => name === method.name && n === problem.n)!;
        expect(length).toMatchObject({ value: choice.points[choice.chosen]!.length, from: "chosen" });
        expect(method.length).toBe(length.value);
      }
    }
    const set = setReport(found.tasks, 1)!;
    expect(set.methods.map(({ name, summary }) => [name, summary.tasks])).toEqual([
      ["analog", 3],
      ["annealing", 3],
    ]);
    expect(set.sizes.map(({ points }) => points.map(({ size }) => size))).toEqual([
      [10, 12, 12],
      [10, 12, 12],
    ]);
  });

  test("chooses on generated graphs when there is one task, and keeps what is given or default apart from it", async () => {
    const found = await compareMethods(spec([graph(10, 1)], { anneals: [20, 5], sweeps: [] }));
    expect(found.training!.isGenerated).toBe(true);
    expect(found.training!.choices.map(({ name }) => name)).toEqual(["analog"]);
    expect(lengthsOf(found)[0]!.slice(1)).toEqual([
      ["annealing", null, "default"],
      ["greedy", null, "default"],
    ]);
    expect(lengthsOf(await compareMethods(spec([graph(10, 1)])))[0]![1]).toEqual(["annealing", 10, "given"]);
  });

  test("repeats everything but measured times from the seeds where no sweeps are chosen", async () => {
    const repeated = async (speed: number) => {
      const given = spec(
        [1, 2, 3, 4].map((seed) => graph(10, seed)),
        { anneals: [5, 20] },
      );
      const processorSeconds = () => speed * given.processorSeconds();
      const { training, tasks } = await compareMethods({ ...given, processorSeconds });
      const rows = tasks.flatMap(methodRows).map((row) => {
        if (row.clock === "simulated") return row;
        const { seconds, tts99Seconds, tts99Low, tts99High, joulesToSolution, watts, ...rest } = row;
        expect(seconds).toBeGreaterThan(0);
        return rest;
      });
      const set = setReport(tasks, 1)!.methods.map((method) =>
        method.kind === "analog" ? method : { hits: method.summary.hits, p: method.summary.p },
      );
      return JSON.stringify({ rows, set, choices: training!.choices });
    };
    expect(await repeated(1)).toBe(await repeated(3));
  });

  test("marks starts that the limit of time has cut short", async () => {
    const cut = await compareMethods(spec([graph(10, 1)], { limitSeconds: 1e-4 }));
    const whole = await compareMethods(spec([graph(10, 1)]));
    const marks = ({ tasks }: Comparison) => methodRows(tasks[0]!).map(({ isCut }) => isCut);
    expect(marks(cut)).toEqual([false, true, true]);
    expect(marks(whole)).toEqual([false, false, false]);
  });

  test("keeps what there is when it is interrupted", async () => {
    const stop = new AbortController();
    const progress: ComparisonSpec["progress"] = ({ stage, done }) => {
      if (stage === "search" && done === 2) stop.abort();
    };
    const { tasks, isComplete } = await compareMethods(spec([graph(10, 1)], { signal: stop.signal, progress }));
    expect(isComplete).toBe(false);
    expect(methodRows(tasks[0]!).map(({ name, runs }) => [name, runs])).toEqual([
      ["analog", 3],
      ["annealing", 2],
    ]);
  });

  test("refuses before the first run a solver that does not fit, and lengths that cannot be chosen", async () => {
    await expect(compareMethods(spec([graph(10, 1)], { solvers: ["two-opt"] }))).rejects.toThrow("works on tours only");
    const square = createTsp("square", 4, [0, 9, 13, 9, 9, 0, 9, 13, 13, 9, 0, 9, 9, 13, 9, 0]);
    await expect(compareMethods(spec([square], { anneals: [5, 20] }))).rejects.toThrow("two files or more");
  });
});

describe("halves", () => {
  test("shares every task out once, and leaves at least as many to score as to choose on", () => {
    const tasks = fc.array(fc.record({ n: fc.integer({ min: 2, max: 6 }), id: fc.uuid() }), { minLength: 2 });
    fc.assert(
      fc.property(tasks, (given) => {
        const { training, scored } = halves(given);
        expect(new Set([...training, ...scored])).toEqual(new Set(given));
        expect(training.length + scored.length).toBe(given.length);
        expect(training.length).toBeGreaterThan(0);
        expect(scored.length).toBeGreaterThanOrEqual(training.length);
      }),
    );
  });
});

describe("graphsLike", () => {
  test("keeps size, number of edges and weights, and makes other graphs of each seed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 20 }), fc.nat(1000), (vertices, seed) => {
        const own = generateMaxCut({ vertices, density: 0.6, seed, weights: { low: -9, high: 9 } });
        const like = graphsLike(own, seed) as MaxCut[];
        expect(like.length).toBeGreaterThan(1);
        for (const { n, weights } of like) {
          expect(n).toBe(vertices);
          expect(weights.slice().sort()).toEqual(own.weights.slice().sort());
        }
        if (vertices > 10) expect(like[0]!.from).not.toEqual(own.from);
        expect(graphsLike(own, seed)).toEqual(like);
      }),
      { numRuns: 30 },
    );
  });
});

describe("isPublishedClass", () => {
  test("takes unweighted graphs of 60 vertices with half of all edges and no others", () => {
    expect(isPublishedClass(generateNamed("g05_60.0"))).toBe(true);
    expect(isPublishedClass(graph(60, 1))).toBe(true);
    expect(isPublishedClass(graph(59, 1))).toBe(false);
    expect(isPublishedClass(generateMaxCut({ vertices: 60, density: 0.3, seed: 1 }))).toBe(false);
    const { n, from, to, weights } = graph(60, 1);
    const heavy = weights.slice();
    heavy[0] = 2;
    expect(isPublishedClass(createMaxCut("heavy", n, from, to, heavy))).toBe(false);
  });

  test("adds rows that hold nothing but what was published", async () => {
    const named = generateNamed("g05_60.0");
    const task = { problem: named, reference: {} as never, contenders: [] };
    const rows = methodRows(task);
    expect(rows.map(({ kind, clock, p, runs }) => [kind, clock, p, runs])).toEqual(
      rows.map(() => ["quoted", "quoted", null, null]),
    );
    expect(rows[0]).toMatchObject({ tts99Seconds: 6.6e-6, joulesToSolution: 72e-9, wattsFrom: "quoted" });
    expect(methodRows({ ...task, problem: graph(12, 1) })).toEqual([]);
  });
});
