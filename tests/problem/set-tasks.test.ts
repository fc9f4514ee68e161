import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentError, type OhmfieldError } from "../../src/core/index.ts";
import {
  createSetCover,
  createSetPacking,
  encodeProblem,
  encodingMethod,
  problemKind,
  type SetCover,
  type SetPacking,
  scoreSpins,
} from "../../src/problem/index.ts";
import { states } from "./arbitraries.ts";
import { checkAllStates, costOf, encodingUnderTest } from "./relation.ts";

const CREATE = { "set-packing": createSetPacking, "set-cover": createSetCover };

/** Up to `sets` sets and `elements` elements, each in 1 to `degree` of the sets. */
function tasks(
  kind: "set-packing" | "set-cover",
  sets: number,
  elements: number,
  degree: number,
): fc.Arbitrary<SetPacking | SetCover> {
  return fc.integer({ min: 1, max: sets }).chain((n) => {
    const row = fc.subarray([...Array(n).keys()], { minLength: 1, maxLength: Math.min(n, degree) });
    return fc
      .tuple(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: n, maxLength: n }),
        fc.array(row, { minLength: 1, maxLength: elements }),
      )
      .map(([weights, rows]) => CREATE[kind]("sets", weights, rows));
  });
}

/** The rows of a task as lists. */
const rowsOf = ({ starts, sets }: SetPacking | SetCover): number[][] =>
  Array.from({ length: starts.length - 1 }, (_, i) => Array.from(sets.subarray(starts[i]!, starts[i + 1]!)));

const weightOf = (task: SetPacking | SetCover) => (bits: readonly boolean[]) => {
  const held = rowsOf(task).map((row) => row.filter((set) => bits[set]).length);
  const isRight = held.every((count) => (task.kind === "set-cover" ? count >= 1 : count <= 1));
  return isRight ? task.weights.reduce((sum, weight, j) => sum + (bits[j] ? weight : 0), 0) : undefined;
};

describe.each([
  ["set-packing", "bits", 10, 8],
  ["set-cover", "counting", 6, 3],
  ["set-cover", "log-slack", 5, 2],
  // One long element: three ancillas, or four.
  ["set-cover", "counting", 10, 1],
  ["set-cover", "log-slack", 9, 1],
] as const)("%s in the encoding %s, up to %i sets", (kind, name, sets, elements) => {
  const small = tasks(kind, sets, elements, sets);

  test("gives the weight at the best ancillas, none better at others, and infeasible states are worse by the gap", () => {
    fc.assert(
      fc.property(small, (problem) => {
        const { encoding } = checkAllStates(problem, name, weightOf(problem));
        if (encoding.penalty !== null) expect(encoding.penalty.gap).toBe(1);
      }),
      { numRuns: 40 },
    );
  });

  test("keeps its word for another penalty weight, and gives no gap for one too small", () => {
    fc.assert(
      fc.property(small, fc.integer({ min: 0, max: 12 }), (problem, penaltyWeight) => {
        const own = encodeProblem(problem).penalty;
        if (own === null) return;
        const { encoding } = checkAllStates(problem, name, weightOf(problem), { penaltyWeight });
        const gap = penaltyWeight >= own.weight ? penaltyWeight - own.weight + 1 : null;
        expect(encoding.penalty).toMatchObject({ weight: penaltyWeight, gap });
      }),
      { numRuns: 20 },
    );
  });

  test("repairs any state to a solution that is better by the gap, and costs its weight, with 30 sets", () => {
    const large = tasks(kind, 30, 40, 12).chain((problem) =>
      fc.tuple(fc.constant(problem), states(encodeProblem(problem, { encoding: name }).network.n), fc.nat()),
    );
    fc.assert(
      fc.property(large, ([problem, spins, at]) => {
        const { encoding, method, cost } = encodingUnderTest(problem, name);
        const sign = problem.sense === "max" ? -1 : 1;
        const solution = method.repair!(problem, spins);
        const score = problemKind(kind).solution.score(problem, solution);
        expect(score.feasible).toBe(true);
        expect(cost(solution)).toBe(sign * score.objective);
        const neighbour = method.spinsOf(problem, solution) as Int8Array;
        neighbour[at % neighbour.length]! *= -1;
        for (const state of [spins, neighbour]) {
          const { feasible, objective } = scoreSpins(problem, state, name);
          if (feasible) expect(costOf(encoding, state)).toBeGreaterThanOrEqual(sign * objective);
          else expect(costOf(encoding, state)).toBeGreaterThanOrEqual(cost(method.repair!(problem, state)) + 1);
        }
      }),
      { numRuns: 100 },
    );
  });
});

/** Sets 1 {1}, 2 {1, 2}, 3 {2, 3} and 4 {3} with weights 3, 5, 4 and 2. */
const ROWS = [
  [0, 1],
  [1, 2],
  [2, 3],
];
const WEIGHTS = [3, 5, 4, 2];

describe("the penalty weight", () => {
  test("of packing is 1 more than the heaviest lighter set of a conflict", () => {
    expect(encodeProblem(createSetPacking("p", WEIGHTS, ROWS)).penalty).toMatchObject({ weight: 5, gap: 1 });
    expect(encodeProblem(createSetPacking("p", WEIGHTS, [[0], []])).penalty).toBeNull();
  });

  test("of cover is 1 more than the dearest of the cheapest sets of an element", () => {
    expect(encodeProblem(createSetCover("c", WEIGHTS, ROWS)).penalty).toMatchObject({ weight: 5, gap: 1 });
  });
});

describe("the ancillas of an element", () => {
  test.each([1, 2, 3, 4, 5, 8, 9, 16, 17])("that %i sets hold are as few as are known", (k) => {
    const sets = Array.from({ length: k }, (_, j) => j);
    const problem = createSetCover("c", Array(k).fill(1), [sets]);
    const ancillas = (encoding: string) => encodeProblem(problem, { encoding }).network.n - k;
    expect(ancillas("counting")).toBe(k === 1 ? 0 : Math.ceil(Math.log2(k)) - 1);
    expect(ancillas("log-slack")).toBe(k <= 2 ? 0 : Math.floor(Math.log2(k - 1)) + 1);
  });
});

describe("solutions", () => {
  const packing = createSetPacking("p", WEIGHTS, ROWS);
  const cover = createSetCover("c", WEIGHTS, ROWS);

  test("are scored by their weight, or name the elements that are not right", () => {
    expect(scoreSpins(packing, Int8Array.of(1, -1, 1, -1)).objective).toBe(7);
    expect(scoreSpins(packing, Int8Array.of(1, 1, 1, -1)).violations).toEqual([
      "element 1 is in 2 of the sets chosen",
      "element 2 is in 2 of the sets chosen",
    ]);
    expect(scoreSpins(cover, Int8Array.of(-1, 1, -1, 1)).objective).toBe(7);
    expect(scoreSpins(cover, Int8Array.of(1, -1, -1, -1))).toEqual({
      objective: Number.NaN,
      feasible: false,
      violations: ["element 2 is in none of the sets chosen", "element 3 is in none of the sets chosen"],
    });
  });

  test("are repaired by keeping the heaviest sets, or adding the cheapest", () => {
    const all = Int8Array.of(1, 1, 1, 1);
    const none = Int8Array.of(-1, -1, -1, -1);
    expect(encodingMethod(packing).repair!(packing, all)).toEqual(Uint32Array.of(1, 3));
    expect(encodingMethod(cover).repair!(cover, none)).toEqual(Uint32Array.of(0, 2));
  });

  test("are read back as they were written, and refused with file and line", () => {
    const { solution } = problemKind("set-cover");
    const chosen = Uint32Array.of(1, 3);
    expect(solution.parse(solution.format(cover, chosen), "s", cover)).toEqual(chosen);
    expect(() => solution.parse("1\n5\n", "s", cover)).toThrow(/s:2: the set is not right/);
  });
});

describe.each(["set-packing", "set-cover"] as const)("the reader of %s", (name) => {
  const kind = problemKind(name);
  const file = `bad${kind.extensions[0]}`;

  test("takes weights and rows over any line ends, sets in any order", () => {
    const text = "# by hand\n 3 4\n3 5\r\n4 2\n2\n2 1\n2 2 3 2\n3 4\n";
    expect(kind.parse(text, `x/sets${kind.extensions[0]}`)).toEqual(CREATE[name]("sets", WEIGHTS, ROWS));
  });

  test("reads back what was written", () => {
    fc.assert(
      fc.property(tasks(name, 20, 10, 8), (problem) => {
        expect(kind.parse(kind.format(problem), "other")).toEqual(problem);
      }),
    );
  });

  test.each([
    ["it is empty", "", "problem.header", 1],
    ["it has no sets", "1 0\n", "problem.header", 1],
    ["a weight is negative", "1 2\n1 -1\n1 1\n", "problem.weight", 2],
    ["a weight is missing", "1 2\n1\n", "problem.weight", 2],
    ["an element is in more sets than there are", "1 2\n1 1\n3 1 2\n", "problem.set-count", 3],
    ["a set is out of range", "1 2\n1 1\n1 3\n", "problem.set", 3],
    ["a set is listed twice", "1 2\n1 1\n2\n1\n1\n", "problem.duplicate-set", 5],
    ["an element is missing", "2 2\n1 1\n1 1\n", "problem.set-count", 3],
    ["there is more than announced", "1 2\n1 1\n1 1\n7\n", "problem.element-count", 4],
    ["the weights are too large", `1 20\n${"999999999999999\n".repeat(20)}`, "problem.total", 11],
  ])("refuses a file when %s", (_, text, code, line) => {
    let error: unknown;
    try {
      kind.parse(text, file);
    } catch (thrown) {
      error = thrown;
    }
    expect((error as OhmfieldError).details).toMatchObject({ code, file, line });
  });

  test("refuses weights and sets out of range, a set twice and no elements", () => {
    expect(() => CREATE[name]("s", [-1], [[0]])).toThrow(ArgumentError);
    expect(() => CREATE[name]("s", [1.5], [[0]])).toThrow(ArgumentError);
    expect(() => CREATE[name]("s", [1], [[1]])).toThrow(ArgumentError);
    expect(() => CREATE[name]("s", [1, 1], [[1, 1]])).toThrow(ArgumentError);
    expect(() => CREATE[name]("s", [1], [])).toThrow(ArgumentError);
  });

  test(name === "set-cover" ? "refuses an element in no set" : "takes an element in no set", () => {
    const attempt = () => kind.parse("1 1\n1\n0\n", "x");
    if (name === "set-cover") expect(attempt).toThrow(/x:3: /);
    else expect(attempt()).toEqual(createSetPacking("x", [1], [[]]));
  });
});
