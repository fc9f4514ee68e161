import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { energy, isSingleFlipStable } from "../../src/network/index.ts";
import {
  createRecall,
  decodeSpins,
  encodeProblem,
  encodingMethod,
  nearestPattern,
  parseRecall,
  type Recall,
  recallKind,
  scoreSpins,
} from "../../src/problem/index.ts";
import { allStates } from "./arbitraries.ts";

/** Objective and energies are sums of some tens of terms of order 10. */
const ROUNDING = 1e-9;

const recalls = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 }))
  .chain(([p, rows, columns]) => {
    const size = rows * columns;
    return fc.array(fc.constantFrom(-1, 1), { minLength: (p + 1) * size, maxLength: (p + 1) * size }).map((cells) =>
      createRecall("r", {
        rows,
        columns,
        names: Array.from({ length: p }, (_, m) => `p${m}`),
        patterns: Int8Array.from(cells.slice(size)),
        probe: Int8Array.from(cells.slice(0, size)),
      }),
    );
  });

describe("the encodings of recall", () => {
  test.for(
    recallKind.encodings.map(({ name }) => name),
  )("%s: objective = scale E + shift on stored patterns", (name) => {
    fc.assert(
      fc.property(recalls, (problem) => {
        const { network, scale, shift, mismatch = 0 } = encodeProblem(problem, { encoding: name });
        if (name === "pseudoinverse") expect(mismatch).toBeLessThan(ROUNDING);
        let largest = 0;
        for (const spins of allStates(problem.n)) {
          const { feasible, objective } = scoreSpins(problem, spins, name);
          if (!feasible) continue;
          largest = Math.max(largest, Math.abs(scale * energy(network, spins) + shift - objective));
        }
        expect(Math.abs(largest - mismatch)).toBeLessThan(ROUNDING * (1 + mismatch));
      }),
      { numRuns: 60 },
    );
  });

  test("pseudoinverse leaves stored patterns stable under the pull of any probe", () => {
    fc.assert(
      fc.property(recalls, (problem) => {
        const encoding = encodeProblem(problem);
        if (!encoding.penalty!.argument.includes("all of them stay stable")) return;
        for (let m = 0; m < problem.names.length; m++) {
          const pattern = problem.patterns.subarray(m * problem.n, (m + 1) * problem.n);
          expect(isSingleFlipStable(encoding.network, pattern)).toBe(true);
        }
      }),
    );
  });

  test("two orthogonal patterns: the ground state is the one that the probe is like", () => {
    const problem = createRecall("two", {
      rows: 2,
      columns: 4,
      names: ["stripes", "halves"],
      patterns: Int8Array.of(1, -1, 1, -1, 1, -1, 1, -1, 1, 1, 1, 1, -1, -1, -1, -1),
      probe: Int8Array.of(1, 1, 1, 1, -1, -1, 1, -1),
    });
    for (const { name } of recallKind.encodings) {
      const { network } = encodeProblem(problem, { encoding: name });
      const lowest = [...allStates(8)].reduce((a, b) => (energy(network, b) < energy(network, a) ? b : a));
      expect(scoreSpins(problem, lowest, name)).toEqual({ objective: 0.75, feasible: true, violations: [] });
    }
  });

  test("weigh the probe as asked", () => {
    const problem = createRecall("one", {
      rows: 1,
      columns: 2,
      names: ["a"],
      patterns: Int8Array.of(1, 1),
      probe: Int8Array.of(1, -1),
    });
    expect(encodeProblem(problem, { penaltyWeight: 4 }).network.bias).toEqual(Float64Array.of(0.25, -0.25));
    expect(() => encodeProblem(problem, { penaltyWeight: 0 })).toThrow(/penalty weight/);
  });
});

const LETTERS: Recall = parseRecall(
  "# name: letters\npattern T\nXXX\n.X.\npattern L\nX..\nX X X\nprobe\n@*1\n-_0\n",
  "l.patterns",
);

describe("a state of recall", () => {
  test("decodes to the stored pattern that it is, or says what it is", () => {
    expect(decodeSpins(LETTERS, Int8Array.of(1, -1, -1, 1, 1, 1)).feasible).toBe(true);
    expect(scoreSpins(LETTERS, Int8Array.of(-1, -1, -1, 1, -1, 1)).violations).toEqual([
      "the state is the negation of pattern 'T'",
    ]);
    expect(scoreSpins(LETTERS, Int8Array.of(1, 1, 1, -1, -1, -1)).violations).toEqual([
      "the state is no stored pattern: it overlaps 'T', the nearest, by 0.6667",
    ]);
  });

  test("counts as a pattern from the overlap that the task accepts", () => {
    const easy = { ...LETTERS, accept: 0.6 };
    expect(decodeSpins(easy, Int8Array.of(1, 1, 1, -1, -1, -1))).toEqual({
      feasible: true,
      solution: Int8Array.of(1, 1, 1, -1, 1, -1),
    });
    expect(parseRecall(recallKind.format(easy), "x")).toEqual(easy);
  });

  test("is repaired to the nearest pattern", () => {
    const spins = Int8Array.of(1, -1, -1, -1, 1, 1);
    expect(encodingMethod(LETTERS).repair!(LETTERS, spins)).toEqual(Int8Array.of(1, -1, -1, 1, 1, 1));
    expect(nearestPattern(LETTERS, spins)).toEqual({ index: 1, overlap: 4 / 6 });
  });
});

describe("parseRecall", () => {
  test("reads what formatRecall writes", () => {
    fc.assert(
      fc.property(recalls, (problem) => {
        expect(parseRecall(recallKind.format(problem), "x")).toEqual(problem);
      }),
    );
  });

  test.for([
    ["", /x:1: there is no stored pattern/],
    ["XX\n", /x:1: a row stands before any pattern/],
    ["pattern a\nXX\nX\nprobe\nXX\n", /x:3: a row has another length .*1 cells/],
    ["pattern a\nXX\nprobe\nXX\nXX\n", /x:3: a pattern has another size .*2 rows/],
    ["pattern a\nXX\npattern a\nXX\n", /x:3: there are two of this name/],
    ["pattern a\nXY\n", /x:2: a cell cannot be read .*Y/],
    ["pattern a\nprobe\nXX\n", /x:1: a pattern has no rows/],
    ["pattern a\nXX\n", /x:1: there is no probe/],
    ["# accept: 2\npattern a\nXX\nprobe\nXX\n", /x:1: accept is out of range .*2/],
  ] as const)("refuses %j, saying where", ([text, message]) => {
    expect(() => parseRecall(text, "x")).toThrow(message);
  });
});
