import { beforeAll, describe, expect, test } from "vitest";
import { runSteps } from "../../src/core/index.ts";
import type { HopfieldNetwork } from "../../src/network/index.ts";
import {
  type AnyProblem,
  type AnySolution,
  encodeProblem,
  problemKind,
  problemKinds,
} from "../../src/problem/index.ts";
import { eliminationSteps } from "../../src/reference/elimination.ts";
import { eliminationOrder } from "../../src/reference/elimination-order.ts";
import {
  branchAndBound,
  checkCertificate,
  enumerateMinimum,
  type IntegerSolver,
  type LinearProgramFactory,
  loadHighs,
  loadIntegerSolver,
  proveTaskAsync,
  secondOpinion,
} from "../../src/reference/index.ts";
import { createCycleSearch } from "../../src/reference/odd-cycles/cycle-search.ts";
import { randomTaskOf } from "./agreement-tasks.ts";

/** Tasks of each kind. */
const TASKS = Number(process.env.OHMFIELD_AGREEMENT ?? 12);

/** Kinds whose networks hold numbers that do not sum exactly: some hundred roundoffs of energies below 100. */
const REAL_TOLERANCE = 1e-10;
const REAL_KINDS = new Set(["recall"]);

/** Kinds without an integer program: their method of their own, or only that of the network. */
const WITHOUT_PROGRAM = new Set(["tsp", "recall", "qap", "placement", "expression"]);

/** Lists of m numbers below k. */
function* tuples(m: number, k: number, head: readonly number[] = []): Generator<number[]> {
  if (head.length === m) yield [...head];
  else for (let value = 0; value < k; value++) yield* tuples(m, k, [...head, value]);
}

const isDistinct = (values: readonly number[]): boolean => new Set(values).size === values.length;

/** All lists that could be a solution of the task, from what its kind calls one. */
function* candidates(problem: AnyProblem): Generator<AnySolution> {
  const { kind, n } = problem;
  const bits = ["independent-set", "vertex-cover", "clique", "exact-cover", "knapsack", "set-packing", "set-cover"];
  if (kind === "colouring") for (const t of tuples(n, problem.colours)) yield Uint32Array.from(t);
  else if (kind === "partition") for (const t of tuples(n, problem.parts)) yield Uint32Array.from(t);
  else if (kind === "tsp" || kind === "qap") {
    for (const t of tuples(n, n)) if (isDistinct(t)) yield Uint32Array.from(t);
  } else if (kind === "placement") {
    for (const t of tuples(n, problem.rows * problem.columns)) if (isDistinct(t)) yield Uint32Array.from(t);
  } else if (bits.includes(kind)) {
    for (const t of tuples(n, 2)) yield Uint32Array.from(t.keys()).filter((i) => t[i] === 1);
  } else for (const t of tuples(n, 2)) yield Int8Array.from(t, (bit) => 2 * bit - 1);
}

/** The best objective of all candidates; null when none is feasible. */
function bruteForce(problem: AnyProblem): number | null {
  const { score } = problemKind(problem.kind).solution;
  let best: number | null = null;
  for (const candidate of candidates(problem)) {
    const { feasible, objective } = score(problem, candidate);
    if (!feasible) continue;
    const isBetter = best === null || (problem.sense === "min" ? objective < best : objective > best);
    if (isBetter) best = objective;
  }
  return best;
}

/** The lowest energy of a network by each of the methods that need no certificate. */
function lowestEnergies(network: HopfieldNetwork, createProgram: LinearProgramFactory): Record<string, number> {
  const order = eliminationOrder(network, 20);
  const cycles = runSteps(createCycleSearch(network, createProgram).steps);
  const found = branchAndBound(network);
  if (!cycles.proven || !found.proven) throw new Error("a search ended without a proof");
  return {
    enumeration: enumerateMinimum(network).energy,
    elimination: runSteps(eliminationSteps(network, order!.order)).energy,
    "branch and bound": found.upperEnergy,
    "odd cycles": cycles.upperEnergy,
  };
}

describe("all methods", () => {
  let createProgram: LinearProgramFactory;
  let solve: IntegerSolver;

  beforeAll(async () => {
    createProgram = await loadHighs();
    solve = await loadIntegerSolver();
  });

  test.each(problemKinds.map(({ kind }) => kind))("agree with brute force on random tasks of kind %s", async (kind) => {
    const tolerance = REAL_KINDS.has(kind) ? REAL_TOLERANCE : 0;
    const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= tolerance;
    let solved = 0;
    for (let index = 0; index < TASKS; index++) {
      const problem = randomTaskOf(kind, index);
      const where = `${kind} ${index}`;
      const best = bruteForce(problem);
      const { network, scale, shift, penalty } = encodeProblem(problem);
      const energies = Object.entries(lowestEnergies(network, createProgram));
      for (const [method, energy] of energies) {
        expect(isNear(energy, energies[0]![1]), `${where}: ${method} ${energy}, ${energies[0]![1]}`).toBe(true);
        // A penalty without a gap promises nothing of the lowest state.
        if (best === null || penalty?.gap === null) continue;
        const objective = scale * energy + shift;
        expect(isNear(objective, best), `${where}: ${method} ${objective}, brute force ${best}`).toBe(true);
      }
      const opinion = await secondOpinion(problem, { solve });
      expect(opinion === null, where).toBe(WITHOUT_PROGRAM.has(kind));
      if (opinion !== null) expect(opinion, where).toMatchObject({ objective: best, proven: true });
      if (best === null || penalty?.gap === null) continue;
      solved++;
      const proof = await proveTaskAsync(problem, { certificate: true });
      expect(proof, where).toMatchObject({ objective: best, lower: best, upper: best, proven: true });
      const verdict = checkCertificate(problem, proof.certificate!);
      expect(verdict, where).toMatchObject({ accepted: true, proven: true, objective: best, bound: best });
    }
    if (!REAL_KINDS.has(kind)) expect(solved).toBeGreaterThan(TASKS / 8);
  }, 600_000);
});
