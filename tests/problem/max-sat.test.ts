import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentError, LimitError, type OhmfieldError } from "../../src/core/index.ts";
import {
  createMaxSat,
  encodeProblem,
  maxSatKind as kind,
  type MaxSat,
  parseMaxSat,
  scoreSpins,
} from "../../src/problem/index.ts";
import { mostFalsified } from "../../src/problem/max-sat-encodings.ts";
import { allStates, states } from "./arbitraries.ts";
import { checkAllStates, costOf, encodingUnderTest } from "./relation.ts";

/** A clause of up to `most` literals, repeated and opposite ones among them. */
const clauseOf = (n: number, most: number): fc.Arbitrary<number[]> =>
  fc.array(
    fc.tuple(fc.integer({ min: 1, max: n }), fc.constantFrom(1, -1)).map(([v, sign]) => v * sign),
    { maxLength: most },
  );

function tasks(variables: number, clauses: number, most: number, weights: readonly number[]): fc.Arbitrary<MaxSat> {
  return fc.integer({ min: 1, max: variables }).chain((n) =>
    fc.array(fc.tuple(clauseOf(n, most), fc.constantFrom(...weights)), { maxLength: clauses }).map((list) =>
      createMaxSat(
        "sat",
        n,
        list.map(([clause]) => clause),
        list.map(([, weight]) => weight),
      ),
    ),
  );
}

const clausesOf = ({ starts, literals }: MaxSat): number[][] =>
  Array.from({ length: starts.length - 1 }, (_, c) => Array.from(literals.subarray(starts[c]!, starts[c + 1]!)));

const falsifiedWeight = (problem: MaxSat) => (bits: readonly boolean[]) => {
  const falsified = clausesOf(problem).map(
    (clause) => !clause.some((literal) => bits[Math.abs(literal) - 1] === literal > 0),
  );
  if (falsified.some((isFalse, c) => isFalse && problem.weights[c] === 0)) return undefined;
  return falsified.reduce((sum, isFalse, c) => sum + (isFalse ? problem.weights[c]! : 0), 0);
};

const HARD_AND_SOFT = [0, 1, 2, 7] as const;

describe.each([
  ["counting", 5, 6, 4],
  ["shared-pairs", 5, 6, 4],
  // Long clauses: up to three ancillas each, or one of them shared.
  ["counting", 9, 2, 11],
  ["shared-pairs", 9, 2, 11],
] as const)("the encoding %s, up to %i variables", (name, variables, clauses, most) => {
  const small = tasks(variables, clauses, most, HARD_AND_SOFT);

  test("costs the weight falsified at the best ancillas, no less at others, and infeasible states lie above all feasible ones", () => {
    fc.assert(
      fc.property(small, (problem) => {
        const { encoding, worst, lowestInfeasible } = checkAllStates(problem, name, falsifiedWeight(problem));
        if (encoding.penalty === null) return;
        expect(encoding.penalty.gap).toBe(1);
        expect(lowestInfeasible).toBeGreaterThanOrEqual(worst + 1);
      }),
      { numRuns: 60 },
    );
  });

  test("keeps its word for another penalty weight, and gives no gap for one too small", () => {
    fc.assert(
      fc.property(small, fc.integer({ min: 0, max: 40 }), (problem, penaltyWeight) => {
        const own = encodeProblem(problem).penalty;
        if (own === null) return;
        const { encoding } = checkAllStates(problem, name, falsifiedWeight(problem), { penaltyWeight });
        const gap = penaltyWeight >= own.weight ? penaltyWeight - own.weight + 1 : null;
        expect(encoding.penalty).toMatchObject({ weight: penaltyWeight, gap });
      }),
      { numRuns: 30 },
    );
  });

  test("lies as it should on states of 20 variables and 60 clauses, and on their neighbours", () => {
    const large = tasks(20, 60, 7, [0, 1, 2, 7]).chain((problem) =>
      fc.tuple(fc.constant(problem), states(encodeProblem(problem, { encoding: name }).network.n), fc.nat()),
    );
    fc.assert(
      fc.property(large, ([problem, spins, at]) => {
        const { encoding, method } = encodingUnderTest(problem, name);
        const solution = spins.slice(0, problem.n);
        const settled = method.spinsOf(problem, solution) as Int8Array;
        const neighbour = settled.slice();
        neighbour[at % neighbour.length]! *= -1;
        for (const state of [spins, settled, neighbour]) {
          const { feasible, objective } = scoreSpins(problem, state, name);
          const least = feasible ? objective : mostFalsified(problem) + 1;
          expect(costOf(encoding, state)).toBeGreaterThanOrEqual(least);
          if (feasible && state === settled) expect(costOf(encoding, state)).toBe(objective);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe("the ancillas", () => {
  const count = (encoding: string, n: number, clauses: number[][]) =>
    encodeProblem(createMaxSat("s", n, clauses), { encoding }).network.n - n;

  test.each([1, 2, 3, 4, 5, 8, 9, 16])("of a clause of %i literals are as few as are known", (k) => {
    const clause = Array.from({ length: k }, (_, v) => (v % 2 === 0 ? v + 1 : -v - 1));
    for (const name of ["counting", "shared-pairs"]) {
      expect(count(name, k, [clause])).toBe(k === 1 ? 0 : Math.ceil(Math.log2(k)) - 1);
    }
  });

  test("are shared by the clauses that have a pair of literals in common", () => {
    const clauses = [3, 4, 5, 6].map((v) => [1, -2, v]);
    expect(count("counting", 6, clauses)).toBe(4);
    expect(count("shared-pairs", 6, clauses)).toBe(1);
    expect(count("shared-pairs", 6, [...clauses, [1, 2, 3]])).toBe(2);
    // Five literals take two ancillas, four that are left with a shared one take one.
    const long = [3, 4, 5].map((v) => [1, -2, v, v + 1, v + 2]);
    expect([count("counting", 7, long), count("shared-pairs", 7, long)]).toEqual([6, 4]);
  });

  test("are never more with shared pairs than by counting", () => {
    fc.assert(
      fc.property(tasks(6, 20, 6, [1]), (problem) => {
        const [fewer, more] = ["shared-pairs", "counting"].map(
          (encoding) => encodeProblem(problem, { encoding }).network.n,
        );
        expect(fewer).toBeLessThanOrEqual(more!);
      }),
    );
  });

  test("are none for clauses that hold a variable and its complement", () => {
    expect(count("counting", 4, [[1, 2, -1, 3, 4]])).toBe(0);
    expect(encodeProblem(createMaxSat("s", 2, [[1, -1]], [0])).penalty).toBeNull();
  });
});

describe("mostFalsified", () => {
  test("bounds the soft weight that any assignment falsifies, by no more than the sum", () => {
    fc.assert(
      fc.property(tasks(6, 12, 3, HARD_AND_SOFT), (problem) => {
        const bound = mostFalsified(problem);
        expect(bound).toBeLessThanOrEqual(problem.weights.reduce((sum, weight) => sum + weight, 0));
        for (const spins of allStates(problem.n)) {
          const cost = clausesOf(problem).reduce((sum, clause, c) => {
            const isTrue = clause.some((literal) => spins[Math.abs(literal) - 1] === Math.sign(literal));
            return sum + (isTrue ? 0 : problem.weights[c]!);
          }, 0);
          expect(cost).toBeLessThanOrEqual(bound);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("counts the heavier of two clauses that cannot be falsified together", () => {
    expect(mostFalsified(createMaxSat("s", 1, [[1], [-1]], [3, 5]))).toBe(5);
    expect(mostFalsified(createMaxSat("s", 2, [[1], [2], []], [3, 5, 2]))).toBe(10);
  });
});

/** Hard: x1 or x2 or not x3; soft: not x1 (3), not x2 (2), x3 (4). */
const TASK = createMaxSat("sat", 3, [[1, 2, -3], [-1], [-2], [3]], [0, 3, 2, 4]);

describe("solutions", () => {
  test("are scored by the soft weight that they falsify, or name the hard clauses", () => {
    expect(kind.solution.score(TASK, Int8Array.of(-1, 1, 1)).objective).toBe(2);
    expect(kind.solution.score(TASK, Int8Array.of(-1, -1, -1)).objective).toBe(4);
    expect(kind.solution.score(TASK, Int8Array.of(-1, -1, 1))).toEqual({
      objective: Number.NaN,
      feasible: false,
      violations: ["hard clause 1 (1 2 -3) is falsified"],
    });
  });

  test("are read as solvers write them", () => {
    const solution = Int8Array.of(-1, 1, 1);
    expect(kind.solution.parse("c hi\no 2\ns OPTIMUM FOUND\nv -1 3\nv 2 0\n", "s", TASK)).toEqual(solution);
    expect(kind.solution.parse("v 011\n", "s", TASK)).toEqual(solution);
    expect(kind.solution.parse("v -1 2 3\n", "s", TASK)).toEqual(solution);
    const one = createMaxSat("s", 1, [[1]]);
    expect(kind.solution.parse("v 0\n", "s", one)).toEqual(Int8Array.of(-1));
    expect(kind.solution.parse("v -1 0\n", "s", one)).toEqual(Int8Array.of(-1));
  });

  test("are read back as they were written", () => {
    const spins = fc.integer({ min: 1, max: 25 }).chain(states);
    fc.assert(
      fc.property(spins, (solution) => {
        const problem = createMaxSat("s", solution.length, []);
        expect(kind.solution.parse(kind.solution.format(problem, solution), "s", problem)).toEqual(solution);
      }),
    );
  });

  test.each([
    ["v 1 2"],
    ["v 1 2 4"],
    ["v 1 2 -2 3"],
    ["v 0101"],
    ["v 1 0 2 3"],
    ["v 1 2 3 0 0"],
    ["1 2 3"],
    ["v 1 2 --3"],
  ])("are refused as %j", (text) => {
    expect(() => kind.solution.parse(text, "s", TASK)).toThrow(/s:1: /);
  });
});

describe("parseMaxSat", () => {
  test("reads plain clauses, over several lines and up to a percent sign", () => {
    const text = "c by hand\np cnf 4 2\n1 -3\n 0 -2\t1 2 1 0\n%\n0\n";
    expect(parseMaxSat(text, "x/a.cnf")).toEqual(
      createMaxSat("a", 4, [
        [1, -3],
        [-2, 1, 2],
      ]),
    );
  });

  test("reads weights with a top, without one, and without a header as one and the same", () => {
    const body = "3 -1 0\n2 -2 0\n4 3 0\n";
    expect(parseMaxSat(`p wcnf 3 4 10\n10 1 2 -3 0\n${body}`, "sat.wcnf")).toEqual(TASK);
    const top = "18446744073709551615";
    expect(parseMaxSat(`p wcnf 3 4 ${top}\n${top} 1 2 -3 0\n${body}`, "sat.wcnf")).toEqual(TASK);
    expect(parseMaxSat(`c new\nh 1 2 -3 0\n${body}`, "sat.wcnf")).toEqual(TASK);
    const soft = createMaxSat("sat", 3, [[1, 2, -3], [-1], [-2], [3]], [10, 3, 2, 4]);
    expect(parseMaxSat(`p wcnf 3 4\n10 1 2 -3 0\n${body}`, "sat.wcnf")).toEqual(soft);
  });

  test("reads back what was written", () => {
    fc.assert(
      fc.property(fc.oneof(tasks(9, 12, 5, HARD_AND_SOFT), tasks(9, 12, 5, [1])), (problem) => {
        expect(parseMaxSat(kind.format(problem), "other.cnf")).toEqual(problem);
      }),
    );
  });

  test.each([
    ["it is empty", "", "problem.header", 1],
    ["it has no header", "1 2 0\n", "problem.header", 1],
    ["its header is of another format", "p edge 3 1\n", "problem.header", 1],
    ["its header has a word too many", "p cnf 3 1 4\n", "problem.header", 1],
    ["it has no variables", "p cnf 0 0\n", "problem.header-size", 1],
    ["a literal is too large", "p cnf 3 1\n1 -4 0\n", "problem.literal", 2],
    ["a literal cannot be read", "p cnf 3 1\n1 +2 0\n", "problem.literal", 2],
    ["a clause ends in -0", "p cnf 3 1\n1 -0\n", "problem.literal", 2],
    ["the last clause has no end", "p cnf 3 1\n1\n2\n", "problem.clause", 3],
    ["clauses are missing", "p cnf 3 2\n1 2 0\n", "problem.clause-count", 2],
    ["there are clauses too many", "p cnf 3 1\n1 2 0\n3 0\n", "problem.clause-count", 3],
    ["a weight is 0", "p wcnf 3 1 5\n0 1 2 0\n", "problem.weight", 2],
    ["a weight is no integer", "p wcnf 3 1 5\n1.5 1 2 0\n", "problem.weight", 2],
    ["an h stands below a header", "p wcnf 3 1 5\nh 1 2 0\n", "problem.weight", 2],
    ["the weights are too large", `p wcnf 1 20\n${"999999999999999 1 0\n".repeat(20)}`, "problem.total", 11],
  ])("refuses a file when %s", (_, text, code, line) => {
    let error: unknown;
    try {
      parseMaxSat(text, "bad.cnf");
    } catch (thrown) {
      error = thrown;
    }
    expect((error as OhmfieldError).details).toMatchObject({ code, file: "bad.cnf", line });
  });

  test("refuses a file without header whose clauses have no literals", () => {
    expect(() => parseMaxSat("h 0\n", "bad.wcnf")).toThrow(/bad\.wcnf:1: the file has no variables/);
  });
});

describe("createMaxSat", () => {
  test("refuses literals, weights and sizes out of range", () => {
    expect(() => createMaxSat("s", 0, [])).toThrow(ArgumentError);
    expect(() => createMaxSat("s", 2, [[0]])).toThrow(ArgumentError);
    expect(() => createMaxSat("s", 2, [[3]])).toThrow(ArgumentError);
    expect(() => createMaxSat("s", 2, [[1]], [-1])).toThrow(ArgumentError);
    expect(() => createMaxSat("s", 2, [[1]], [1, 2])).toThrow(ArgumentError);
  });
});

describe("limits", () => {
  test("are named when clauses are too many for pairs, or spins too many", () => {
    const clause = Array.from({ length: 17 }, (_, v) => v + 1);
    const many = createMaxSat("s", 17, Array(15_000).fill(clause));
    expect(() => encodeProblem(many)).toThrow(/"counting"/);
    const wide = createMaxSat("s", 30_000, [[1, 2]]);
    expect(() => encodeProblem(wide)).toThrow(LimitError);
  });
});
