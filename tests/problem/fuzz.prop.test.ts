import { beforeAll, describe, expect, test } from "vitest";
import { encodeProblem, expressionKind, parseProblem, problemKind } from "../../src/problem/index.ts";
import { fuzzSeeds, solutionSeeds } from "./fuzz-seeds.ts";
import { outcomes, SLOWEST_SECONDS } from "./mutants.ts";

/** Mutants a format; `npm run fuzz` makes a million. */
const MUTANTS = Number(process.env.OHMFIELD_MUTANTS ?? 4000);
/** Time for the largest number of mutants, on a busy machine. */
const TIMEOUT = 60_000 + MUTANTS * 5;

/** The parser of expressions takes half a second of processor time, many times that on a busy machine. */
beforeAll(async () => {
  await expressionKind.prepare?.();
}, 60_000);

/** Reads a mutant, encodes it when small, and writes it back and reads it once more. */
function read(text: string, file: string): void {
  const problem = parseProblem(text, file);
  const kind = problemKind(problem.kind);
  if (problem.n < 50) encodeProblem(problem);
  if (problem.n < 1000) expect(kind.parse(kind.format(problem), "again")).toEqual(problem);
}

describe("parseProblem", () => {
  test.for(fuzzSeeds)(
    "reads or refuses mutants of %s in time, and never fails in another way",
    { timeout: TIMEOUT },
    ([file, seeds]) => {
      const counts = outcomes((text) => read(text, file), seeds, MUTANTS);
      expect(counts.read).toBeGreaterThan(MUTANTS / 50);
      expect(counts.refused).toBeGreaterThan(MUTANTS / 20);
      expect(counts.slowestSeconds).toBeLessThan(SLOWEST_SECONDS);
    },
  );

  test("has mutants of every ending that a kind owns", () => {
    for (const kind of ["max-cut", "qubo", "ising", "tsp", "max-sat", "recall", "expression"]) {
      expect(problemKind(kind).extensions.some((ending) => fuzzSeeds.some(([file]) => file.endsWith(ending)))).toBe(
        true,
      );
    }
  });
});

describe("the reader of solutions", () => {
  test("reads or refuses mutants for every form, and never fails in another way", { timeout: TIMEOUT }, () => {
    for (const [problem, seeds] of solutionSeeds()) {
      const { solution } = problemKind(problem.kind);
      const counts = outcomes((text) => void solution.parse(text, "fuzz", problem), seeds, MUTANTS);
      expect(counts.read).toBeGreaterThan(MUTANTS / 100);
      expect(counts.refused).toBeGreaterThan(MUTANTS / 20);
      expect(counts.slowestSeconds).toBeLessThan(SLOWEST_SECONDS);
    }
  });
});
