import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentError, type OhmfieldError } from "../../src/core/index.ts";
import { energy } from "../../src/network/index.ts";
import {
  cliqueKind,
  createClique,
  createIndependentSet,
  createVertexCover,
  encodeProblem,
  independentSetKind,
  problemKind,
  scoreSpins,
} from "../../src/problem/index.ts";
import { NO_SHARED_DATA, sharedData } from "../shared-data.ts";
import { allStates, maxCuts } from "./arbitraries.ts";

const CREATE = { clique: createClique, "independent-set": createIndependentSet, "vertex-cover": createVertexCover };
const NAMES = ["clique", "independent-set", "vertex-cover"] as const;

/** Whether a state is feasible, from the pairs themselves: what may stand together depends on the task alone. */
function isFeasible(name: (typeof NAMES)[number], n: number, joined: ReadonlySet<number>, spins: Int8Array): boolean {
  for (let u = 0; u < n; u++) {
    for (let v = u + 1; v < n; v++) {
      const isJoined = joined.has(u * n + v);
      const [bothIn, bothOut] = [spins[u]! + spins[v]! === 2, spins[u]! + spins[v]! === -2];
      if (name === "clique" && !isJoined && bothIn) return false;
      if (name === "independent-set" && isJoined && bothIn) return false;
      if (name === "vertex-cover" && isJoined && bothOut) return false;
    }
  }
  return true;
}

const graphs = maxCuts(8, fc.constant(1));

describe.each(NAMES)("the task kind %s", (name) => {
  const kind = problemKind(name);
  const create = CREATE[name];

  test("encodes its objective exactly on every feasible state, and every other state below the best by the gap", () => {
    fc.assert(
      fc.property(graphs, ({ n, from, to }) => {
        const problem = create("g", n, from, to);
        const { network, scale, shift, penalty } = encodeProblem(problem);
        const joined = new Set(Array.from(from, (u, e) => u * n + to[e]!));
        // Both senses as if maximised.
        const sign = problem.sense === "max" ? 1 : -1;
        let best = -Infinity;
        let bestInfeasible = -Infinity;
        for (const spins of allStates(n)) {
          const value = scale * energy(network, spins) + shift;
          const { feasible, objective } = scoreSpins(problem, spins);
          expect(feasible).toBe(isFeasible(name, n, joined, spins));
          if (feasible) expect([value, objective]).toEqual(Array(2).fill(spins.filter((s) => s === 1).length));
          if (feasible) best = Math.max(best, sign * value);
          else bestInfeasible = Math.max(bestInfeasible, sign * value);
        }
        expect(Math.sign(scale)).toBe(-sign);
        expect(bestInfeasible).toBeLessThanOrEqual(best - penalty!.gap!);
      }),
      { numRuns: 60 },
    );
  });

  test("reads back tasks and solutions as they were written", () => {
    fc.assert(
      fc.property(graphs, ({ n, from, to }) => {
        const problem = create("some graph", n, from, to);
        expect(kind.parse(kind.format(problem), `other${kind.extensions[0]}`)).toEqual(problem);
        const chosen = Uint32Array.from({ length: Math.floor(n / 2) }, (_, i) => 2 * i);
        expect(kind.solution.parse(kind.solution.format(problem, chosen), "s", problem)).toEqual(chosen);
      }),
    );
  });

  test("refuses loops and vertices out of range", () => {
    expect(() => create("g", 2, [0], [0])).toThrow(ArgumentError);
    expect(() => create("g", 2, [0], [2])).toThrow(ArgumentError);
    expect(() => create("g", 2, [0], [])).toThrow(ArgumentError);
  });
});

/** A path 1 - 2 - 3 and vertex 4 alone. */
const PATH = [4, [0, 1], [1, 2]] as const;

describe("scores", () => {
  test("count the vertices chosen", () => {
    expect(scoreSpins(createIndependentSet("p", ...PATH), Int8Array.of(1, -1, 1, 1)).objective).toBe(3);
    expect(scoreSpins(createVertexCover("p", ...PATH), Int8Array.of(-1, 1, -1, -1)).objective).toBe(1);
    expect(scoreSpins(createClique("p", ...PATH), Int8Array.of(1, 1, -1, -1)).objective).toBe(2);
  });

  test("name the pairs that are wrong", () => {
    const all = Int8Array.of(1, 1, 1, -1);
    const none = Int8Array.of(-1, -1, 1, 1);
    expect(scoreSpins(createIndependentSet("p", ...PATH), all)).toEqual({
      objective: Number.NaN,
      feasible: false,
      violations: ["vertices 1 and 2 are joined", "vertices 2 and 3 are joined"],
    });
    expect(scoreSpins(createVertexCover("p", ...PATH), none).violations).toEqual([
      "vertices 1 and 2 are joined and neither is in the cover",
    ]);
    expect(scoreSpins(createClique("p", ...PATH), all).violations).toEqual(["vertices 1 and 3 are not joined"]);
  });

  test("refuse a list with a vertex twice", () => {
    const problem = createClique("p", ...PATH);
    expect(() => cliqueKind.solution.score(problem, Uint32Array.of(1, 1))).toThrow(/no set/);
  });
});

describe("parseDimacsGraph", () => {
  test("takes edges in both directions and twice, node lines and either word in the header", () => {
    const plain = createClique("g", 3, [0, 1], [1, 2]);
    expect(cliqueKind.parse("c hi\np edge 3 2\ne 1 2\ne 3 2\n", "g.clq")).toEqual(plain);
    expect(cliqueKind.parse("p col 3 4\nn 1 5\ne 1 2\ne 2 1\ne 3 2\ne 2 3\n", "g.clq")).toEqual(plain);
    expect(cliqueKind.parse("p edge 3 2 2\ne 1 2\ne 2 1\ne 3 2\n", "g.clq")).toEqual(plain);
  });

  test.each([
    ["it is empty", "", "problem.header", 1],
    ["it has no header", "e 1 2\n", "problem.header", 1],
    ["it has no vertices", "p edge 0 0\n", "problem.header-size", 1],
    ["it has more colours than vertices", "p edge 3 0 4\n", "problem.header-size", 1],
    ["a line has another letter", "p edge 3 1\na 1 2\n", "problem.edge", 2],
    ["a vertex is 0", "p edge 3 1\ne 0 2\n", "problem.vertex-range", 2],
    ["a vertex is too large", "p edge 3 1\ne 1 4\n", "problem.vertex-range", 2],
    ["an edge is a loop", "p edge 3 1\ne 2 2\n", "problem.self-loop", 2],
    ["edges are missing", "p edge 3 3\ne 1 2\n", "problem.edge-count", 2],
  ])("refuses a file when %s", (_, text, code, line) => {
    let error: unknown;
    try {
      cliqueKind.parse(text, "bad.clq");
    } catch (thrown) {
      error = thrown;
    }
    expect((error as OhmfieldError).details).toMatchObject({ code, file: "bad.clq", line });
  });

  test.for([
    ["huck", 74, 301],
    ["miles250", 128, 387],
    ["myciel6", 95, 755],
    ["queen6_6", 36, 290],
  ] as const)("reads the published %s: %i vertices, %i edges, each once", ([name, n, m], { skip }) => {
    if (sharedData === undefined) return skip(NO_SHARED_DATA);
    const text = readFileSync(`${sharedData}dimacs/${name}.col`, "utf8");
    const problem = independentSetKind.parse(text, `${name}.mis`);
    expect([problem.name, problem.n, problem.from.length]).toEqual([name, n, m]);
  });
});
