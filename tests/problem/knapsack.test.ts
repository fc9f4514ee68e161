import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentError, LimitError, type OhmfieldError } from "../../src/core/index.ts";
import {
  createKnapsack,
  encodeProblem,
  type Knapsack,
  knapsackKind as kind,
  parseKnapsack,
  scoreSpins,
} from "../../src/problem/index.ts";
import { states } from "./arbitraries.ts";
import { checkAllStates, costOf, encodingUnderTest } from "./relation.ts";

/** Knapsacks of up to `items` items whose weights are multiples of a small number. */
function tasks(items: number, weight: number, capacity: number): fc.Arbitrary<Knapsack> {
  return fc
    .tuple(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: weight })), {
        minLength: 1,
        maxLength: items,
      }),
      fc.integer({ min: 0, max: capacity }),
      fc.constantFrom(1, 1, 3),
    )
    .map(([pairs, most, factor]) =>
      createKnapsack(
        "sack",
        pairs.map(([profit]) => profit),
        pairs.map(([, w]) => w * factor),
        most,
      ),
    );
}

const profitOf =
  ({ profits, weights, capacity }: Knapsack) =>
  (bits: readonly boolean[]): number | undefined => {
    const sum = (values: Float64Array) => values.reduce((total, value, i) => total + (bits[i] ? value : 0), 0);
    return sum(weights) <= capacity ? sum(profits) : undefined;
  };

describe.each(["log-slack", "unary-slack"])("the encoding %s", (name) => {
  test("gives the profit with the best slack, no more with any other, and every overfull state lies below by the gap", () => {
    fc.assert(
      fc.property(tasks(6, 5, 6), (problem) => {
        const { encoding } = checkAllStates(problem, name, profitOf(problem));
        if (encoding.penalty !== null) expect(encoding.penalty.gap).toBe(1);
      }),
      { numRuns: 100 },
    );
  });

  test("keeps its word for another penalty weight, and gives no gap for one too small", () => {
    fc.assert(
      fc.property(tasks(5, 5, 5), fc.integer({ min: 0, max: 12 }), (problem, penaltyWeight) => {
        if (encodeProblem(problem).penalty === null) return;
        const { encoding } = checkAllStates(problem, name, profitOf(problem), { penaltyWeight });
        const own = encodeProblem(problem).penalty!;
        expect(encoding.penalty!.weight).toBe(penaltyWeight);
        expect(encoding.penalty!.gap).toBe(penaltyWeight >= own.weight ? penaltyWeight - own.weight + 1 : null);
      }),
      { numRuns: 60 },
    );
  });

  test("lies as the argument says on states of 30 items and on their neighbours", () => {
    const large = tasks(30, 9, 90).chain((problem) =>
      fc.tuple(fc.constant(problem), states(encodeProblem(problem, { encoding: name }).network.n), fc.nat()),
    );
    fc.assert(
      fc.property(large, ([problem, spins, at]) => {
        const { encoding, method, cost } = encodingUnderTest(problem, name);
        const packed = method.repair!(problem, spins);
        const neighbour = method.spinsOf(problem, packed) as Int8Array;
        expect(cost(packed)).toBe(-kind.solution.score(problem, packed as Uint32Array).objective);
        neighbour[at % neighbour.length]! *= -1;
        for (const state of [spins, neighbour]) {
          const { feasible, objective } = scoreSpins(problem, state, name);
          if (feasible) expect(costOf(encoding, state)).toBeGreaterThanOrEqual(-objective);
          else expect(costOf(encoding, state)).toBeGreaterThanOrEqual(encoding.penalty!.gap! - optimum(problem));
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** The best profit, by dynamic programming over the capacity. */
function optimum({ profits, weights, capacity }: Knapsack): number {
  const best = new Float64Array(capacity + 1);
  profits.forEach((profit, i) => {
    for (let c = capacity; c >= weights[i]!; c--) best[c] = Math.max(best[c]!, best[c - weights[i]!]! + profit);
  });
  return best[capacity]!;
}

/** Items of profit and weight (6, 2), (5, 3), (9, 6) and (1, 1); the best that weighs 9 is items 1, 3 and 4. */
const SACK = createKnapsack("sack", [6, 5, 9, 1], [2, 3, 6, 1], 9);

describe("the penalty weight", () => {
  test("is 1 more than the cheapest item that an overfull knapsack can do with", () => {
    // Items of profit 9 and 8 fit together, those of at least 2 do not; a weight of 9 in parts is worth 17 + 2.
    expect(encodeProblem(createKnapsack("s", [9, 8, 2], [4, 4, 1], 8)).penalty).toMatchObject({ weight: 3, gap: 1 });
  });

  test("is 1 more than what the fractional knapsack is worth beyond a packing, where that is less", () => {
    // A weight of 10 in parts holds items 1 and 2 and 5/6 of item 3: 18; the packing in that order is worth 12.
    expect(encodeProblem(SACK).penalty).toMatchObject({ weight: 6, gap: 1 });
    // 10 + 10 + 1/10 of 10 against 20.
    const equal = createKnapsack("s", Array(5).fill(10), [10, 10, 10, 10, 11], 20);
    expect(encodeProblem(equal).penalty).toMatchObject({ weight: 2, gap: 1 });
  });

  test("gives no bound by the fractional knapsack where two units in excess could pay", () => {
    // Both items are 2 in excess, 4 A = 0.75, and worth 1 more than one; with 1 in excess there is nothing to gain.
    const flat = createKnapsack("s", [1, 1], [2, 5], 5);
    const { lowestInfeasible, best } = checkAllStates(flat, "log-slack", profitOf(flat), { penaltyWeight: 0.1875 });
    expect(lowestInfeasible).toBeLessThan(best);
    expect(encodeProblem(flat, { penaltyWeight: 0.1875 }).penalty!.gap).toBeNull();
  });

  test("is none, and so is the slack, where all items fit", () => {
    const { penalty, network } = encodeProblem(createKnapsack("s", [1, 2], [2, 2], 4));
    expect([penalty, network.n]).toEqual([null, 2]);
  });
});

describe("the slack", () => {
  test("takes a bit a power of two, or a bit a unit, of the capacity in units of the weights' common divisor", () => {
    const bits = (problem: Knapsack, encoding: string) => encodeProblem(problem, { encoding }).network.n - problem.n;
    expect(bits(SACK, "log-slack")).toBe(4);
    expect(bits(SACK, "unary-slack")).toBe(9);
    const tens = createKnapsack("s", [1, 1], [40, 50], 79);
    expect([bits(tens, "log-slack"), bits(tens, "unary-slack")]).toEqual([3, 7]);
  });

  test("is refused where it takes too many spins or energies would not be exact", () => {
    const wide = createKnapsack("s", [1, 1], [1, 10 ** 8], 10 ** 8);
    expect(() => encodeProblem(wide, { encoding: "unary-slack" })).toThrow(LimitError);
    expect(() => encodeProblem(wide)).toThrow(/exact energies/);
  });
});

describe("solutions", () => {
  test("are scored by their profit, or say how much too heavy they are", () => {
    expect(kind.solution.score(SACK, Uint32Array.of(0, 2, 3)).objective).toBe(16);
    expect(kind.solution.score(SACK, Uint32Array.of(0, 1, 2))).toEqual({
      objective: Number.NaN,
      feasible: false,
      violations: ["the items weigh 11, the capacity is 9"],
    });
    expect(() => kind.solution.score(SACK, Uint32Array.of(1, 1))).toThrow(/no set/);
    expect(() => kind.solution.score(SACK, Uint32Array.of(4))).toThrow(/no set/);
  });

  test("are repaired by leaving the items of the least profit for their weight out", () => {
    // 3, 1.67, 1.5 and 1 a unit: items 4 and 3 go.
    const all = new Int8Array(8).fill(1);
    expect(kind.encodings[0].repair!(SACK, all)).toEqual(Uint32Array.of(0, 1));
  });

  test("are read back as they were written, and refused with file and line", () => {
    const chosen = Uint32Array.of(0, 3);
    expect(kind.solution.parse(kind.solution.format(SACK, chosen), "s", SACK)).toEqual(chosen);
    expect(() => kind.solution.parse("1\n5\n", "s", SACK)).toThrow(/s:2: the item is not right.*1\.\.4/);
    expect(() => kind.solution.parse("1\n1\n", "s", SACK)).toThrow(/s:2: /);
  });
});

describe("parseKnapsack", () => {
  test("reads profits and weights below the capacity, or numbered items above it", () => {
    expect(parseKnapsack("# by hand\n4 9\n6 2\r\n5 3\n9 6 1 1\n", "a/sack.kp")).toEqual(SACK);
    expect(parseKnapsack("4\n1 6 2\n2 5 3\n3 9 6\n4 1 1\n9\n", "sack.knapsack")).toEqual(SACK);
  });

  test("reads back what was written", () => {
    fc.assert(
      fc.property(tasks(20, 1000, 5000), (problem) => {
        expect(parseKnapsack(kind.format(problem), "other.kp")).toEqual(problem);
      }),
    );
  });

  test.each([
    ["it is empty", "", "problem.header", 1],
    ["it has no items", "0 5\n", "problem.header", 1],
    ["the capacity is negative", "1 -5\n1 1\n", "problem.capacity", 1],
    ["the capacity at the end is missing", "1\n1 5 5\n", "problem.capacity", 2],
    ["a profit is no integer", "1 5\n1.5 2\n", "problem.profit", 2],
    ["a weight is 0", "1 5\n1 0\n", "problem.weight", 2],
    ["a weight is missing", "2 5\n1 1\n3\n", "problem.weight", 3],
    ["the items are not numbered in turn", "2\n1 5 5\n3 5 5\n9\n", "problem.item", 3],
    ["there are more items than announced", "1 5\n1 1\n2 2\n", "problem.item-count", 3],
    ["the numbers are too large", `20 5\n${"999999999999999 999999999999999\n".repeat(20)}`, "problem.total", 6],
  ])("refuses a file when %s", (_, text, code, line) => {
    let error: unknown;
    try {
      parseKnapsack(text, "bad.kp");
    } catch (thrown) {
      error = thrown;
    }
    expect((error as OhmfieldError).details).toMatchObject({ code, file: "bad.kp", line });
  });
});

describe("createKnapsack", () => {
  test.each([
    [[], [], 1],
    [[1], [0], 1],
    [[1], [1.5], 1],
    [[-1], [1], 1],
    [[1], [1, 2], 1],
    [[1], [1], -1],
  ])("refuses profits %j, weights %j and a capacity of %j", (profits, weights, capacity) => {
    expect(() => createKnapsack("x", profits, weights, capacity)).toThrow(ArgumentError);
  });
});
