import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { energy, gaugeTransform } from "../../src/network/index.ts";
import {
  createMaxCut,
  encodeProblem,
  formatMaxCut,
  type MaxCut,
  maxCutKind,
  parseMaxCut,
} from "../../src/problem/index.ts";
import { integerWeights, maxCuts, realWeights, states } from "./arbitraries.ts";

/** Sums of at most 66 weights in two orders: 66 roundoffs of the sum of magnitudes, with a factor of ten in hand. */
const SUM_TOLERANCE = 1e-13;

const withState = (weights: fc.Arbitrary<number>): fc.Arbitrary<[MaxCut, Int8Array]> =>
  maxCuts(12, weights).chain((p) => fc.tuple(fc.constant(p), states(p.n)));

describe("encodeMaxCut", () => {
  test("gives the cut as scale E + shift, exactly, when weights are integers", () => {
    fc.assert(
      fc.property(withState(integerWeights), ([problem, spins]) => {
        const { network, scale, shift } = encodeProblem(problem);
        expect(scale * energy(network, spins) + shift).toBe(maxCutKind.solution.score(problem, spins).objective);
      }),
    );
  });

  test("gives the cut as scale E + shift to rounding when weights are real", () => {
    fc.assert(
      fc.property(withState(realWeights), ([problem, spins]) => {
        const { network, scale, shift } = encodeProblem(problem);
        const total = problem.weights.reduce((sum, w) => sum + Math.abs(w), 0);
        const difference = scale * energy(network, spins) + shift - maxCutKind.solution.score(problem, spins).objective;
        expect(Math.abs(difference)).toBeLessThanOrEqual(SUM_TOLERANCE * total);
      }),
    );
  });

  test("holds for every state of a small weighted graph", () => {
    const problem = createMaxCut("k4", 4, [0, 0, 0, 1, 1, 2], [1, 2, 3, 2, 3, 3], [1, -2, 3, 0, 5, -7]);
    const { network, scale, shift } = encodeProblem(problem);
    for (let x = 0; x < 16; x++) {
      const spins = Int8Array.from({ length: 4 }, (_, i) => ((x >> i) & 1 ? 1 : -1));
      expect(scale * energy(network, spins) + shift).toBe(maxCutKind.solution.score(problem, spins).objective);
    }
  });

  test("has couplings without -0 that a gauge transform by the state turns into its energy at all spins up", () => {
    fc.assert(
      fc.property(withState(integerWeights), ([problem, spins]) => {
        const { network } = encodeProblem(problem);
        expect(network.weights.some((w) => Object.is(w, -0))).toBe(false);
        const up = new Int8Array(problem.n).fill(1);
        expect(energy(gaugeTransform(network, spins), up)).toBe(energy(network, spins));
      }),
    );
  });
});

describe("scoreMaxCut", () => {
  test("does not change when all spins are flipped", () => {
    fc.assert(
      fc.property(withState(realWeights), ([problem, spins]) => {
        const flipped = spins.map((s) => -s);
        expect(maxCutKind.solution.score(problem, flipped)).toEqual(maxCutKind.solution.score(problem, spins));
      }),
    );
  });
});

describe("formatMaxCut", () => {
  test("writes what parseMaxCut reads back as the same instance, whatever the weights", () => {
    const anyWeight = fc.double({ min: -1e300, max: 1e300, noNaN: true });
    fc.assert(
      fc.property(maxCuts(12, anyWeight), (problem) => {
        expect(parseMaxCut(formatMaxCut(problem), "other.mc")).toEqual(problem);
        expect(formatMaxCut(parseMaxCut(formatMaxCut(problem), "other.mc"))).toBe(formatMaxCut(problem));
      }),
    );
  });

  test("writes what parseMaxCut reads back when the name is any that is allowed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (name) => {
        let problem: MaxCut;
        try {
          problem = createMaxCut(name, 2, [0], [1], [1]);
        } catch {
          return;
        }
        expect(parseMaxCut(formatMaxCut(problem, ["name: another"]), "other.mc").name).toBe(name);
      }),
    );
  });
});
