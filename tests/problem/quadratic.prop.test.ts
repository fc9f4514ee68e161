import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { energy } from "../../src/network/index.ts";
import {
  encodeProblem,
  formatIsing,
  formatMaxCutMatrix,
  formatQubo,
  isingKind,
  parseIsing,
  parseMaxCut,
  parseQubo,
  quboKind,
} from "../../src/problem/index.ts";
import { allStates, integerWeights, isings, maxCuts, qubos, realWeights } from "./arbitraries.ts";

/** Instances a property: each goes through up to 1024 states. */
const RUNS = { numRuns: 40 };

/** Sums of at most 56 terms in two orders: 56 roundoffs of the sum of magnitudes, with a factor of ten in hand. */
const SUM_TOLERANCE = 1e-13;

/** Halves of these are exact, as `.sparse` needs. */
const anyWeight = fc.double({ min: -1e300, max: 1e300, noNaN: true }).filter((w) => w === 0 || Math.abs(w) > 1e-300);

describe("encodeIsing", () => {
  test("gives the objective as scale E + shift, exactly, for every state when values are integers", () => {
    fc.assert(
      fc.property(isings(10, integerWeights), (problem) => {
        const { network, scale, shift } = encodeProblem(problem);
        for (const spins of allStates(problem.n)) {
          expect(scale * energy(network, spins) + shift).toBe(isingKind.solution.score(problem, spins).objective);
        }
      }),
      RUNS,
    );
  });
});

describe("encodeQubo", () => {
  test("gives the objective as scale E + shift, exactly, for every state when values are integers", () => {
    fc.assert(
      fc.property(qubos(10, integerWeights), (problem) => {
        const { network, scale, shift } = encodeProblem(problem);
        for (const spins of allStates(problem.n)) {
          expect(scale * energy(network, spins) + shift).toBe(quboKind.solution.score(problem, spins).objective);
        }
      }),
      RUNS,
    );
  });

  test("gives the objective as scale E + shift to rounding when values are real", () => {
    fc.assert(
      fc.property(qubos(6, realWeights), (problem) => {
        const { network, scale, shift } = encodeProblem(problem);
        const total = [...problem.weights, ...problem.linear, problem.offset].reduce((sum, w) => sum + Math.abs(w), 0);
        for (const spins of allStates(problem.n)) {
          const difference = scale * energy(network, spins) + shift - quboKind.solution.score(problem, spins).objective;
          expect(Math.abs(difference)).toBeLessThanOrEqual(SUM_TOLERANCE * total);
        }
      }),
      RUNS,
    );
  });

  test("lowers the energy exactly where the objective gets better", () => {
    fc.assert(
      fc.property(qubos(5, integerWeights), (problem) => {
        expect(Math.sign(encodeProblem(problem).scale)).toBe(problem.sense === "min" ? 1 : -1);
      }),
    );
  });
});

describe("formats", () => {
  test.each([".json", ".coo"])("write an Ising model as %s that reads back as the same", (ending) => {
    fc.assert(
      fc.property(isings(8, anyWeight), (problem) => {
        const text = formatIsing(problem, `x${ending}`);
        expect(parseIsing(text, `other${ending}`)).toEqual(problem);
        expect(formatIsing(parseIsing(text, `other${ending}`), ending)).toBe(text);
      }),
    );
  });

  test.each([".json", ".coo", ".qubo", ".sparse"])("write a QUBO as %s that reads back as the same", (ending) => {
    fc.assert(
      fc.property(qubos(8, anyWeight), (problem) => {
        const text = formatQubo(problem, `x${ending}`);
        expect(parseQubo(text, `other${ending}`)).toEqual(problem);
        expect(formatQubo(parseQubo(text, `other${ending}`), ending)).toBe(text);
      }),
    );
  });

  test("write a graph as .mtx that reads back as the same", () => {
    fc.assert(
      fc.property(maxCuts(12, anyWeight), (problem) => {
        expect(parseMaxCut(formatMaxCutMatrix(problem), "other.mtx")).toEqual(problem);
      }),
    );
  });
});
