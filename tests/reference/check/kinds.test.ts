import { describe, expect, test } from "vitest";
import {
  type AnyProblem,
  createClique,
  createColouring,
  createIndependentSet,
  createNumberPartitioning,
  createTsp,
  createVertexCover,
  problemKind,
  scoreSpins,
} from "../../../src/problem/index.ts";
import { checkCertificate } from "../../../src/reference/index.ts";
import { allStates } from "../brute-force.ts";

const from = [0, 0, 1, 2, 3];
const to = [1, 2, 2, 3, 4];
const distances = [0, 3, 9, 4, 3, 0, 2, 8, 9, 2, 0, 5, 4, 8, 5, 0];

const TASKS: readonly AnyProblem[] = [
  createNumberPartitioning("numbers", [7, 5, 4, 4, 3, 2]),
  createIndependentSet("graph", 5, from, to),
  createVertexCover("graph", 5, from, to),
  createClique("graph", 5, from, to),
  createColouring("graph", 5, from, to, 2),
  createTsp("cities", 4, distances),
];

describe("checkCertificate of a spin proof", () => {
  test.each(TASKS.map((task) => [task.kind, task] as const))("holds for %s through its encoding", (kind, problem) => {
    const { encodings, solution } = problemKind(kind);
    const [method] = encodings;
    const { network } = method.encode(problem);
    const sign = problem.sense === "min" ? 1 : -1;
    const scored = allStates(network)
      .map(({ spins }) => ({ spins, ...scoreSpins(problem, spins) }))
      .filter(({ feasible }) => feasible)
      .sort((a, b) => sign * (a.objective - b.objective));
    const { spins, objective } = scored[0]!;
    const decoded = method.decode(problem, spins);
    if (!decoded.feasible) throw new Error("a feasible state decodes");
    const certificate = {
      format: "ohmfield-certificate-1",
      task: { kind, name: problem.name },
      encoding: method.name,
      objective,
      bound: objective,
      proven: true,
      solution: solution.format(problem, decoded.solution),
      proof: {
        kind: "spins",
        tree: { leaf: "elimination", order: Array.from({ length: network.n }, (_, i) => i) },
      },
    } as const;
    expect(checkCertificate(problem, certificate)).toMatchObject({ accepted: true, proven: true, bound: objective });
    const better = checkCertificate(problem, { ...certificate, bound: objective + sign, proven: false });
    expect(better.reasons.map(({ path }) => path)).toEqual(["bound"]);
    const other = checkCertificate(problem, { ...certificate, encoding: "another" });
    expect(other.reasons.map(({ path }) => path)).toEqual(["encoding"]);
  });
});
