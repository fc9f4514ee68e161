import { createRandom, type Random } from "../../src/core/index.ts";
import {
  type AnyProblem,
  createClique,
  createColouring,
  createExactCover,
  createExpression,
  createIndependentSet,
  createIsing,
  createKnapsack,
  createMaxCut,
  createMaxSat,
  createNumberPartitioning,
  createPartition,
  createPlacement,
  createQap,
  createQubo,
  createRecall,
  createSetCover,
  createSetPacking,
  createTsp,
  createVertexCover,
} from "../../src/problem/index.ts";

const list = (length: number, value: () => number): number[] => Array.from({ length }, value);

/** A value from low to high. */
const between = (random: Random, low: number, high: number): number => low + random.integer(high - low + 1);

const signs = (random: Random, length: number): Int8Array =>
  Int8Array.from({ length }, () => 2 * random.integer(2) - 1);

/** A graph of n vertices that has each edge with the same chance, of its own for every graph. */
function graph(random: Random, n: number) {
  const chance = random.uniform();
  const from: number[] = [];
  const to: number[] = [];
  for (let u = 0; u < n; u++) {
    for (let v = u + 1; v < n; v++) {
      if (random.uniform() >= chance) continue;
      from.push(u);
      to.push(v);
    }
  }
  return { n, from, to };
}

/** A part of 0 .. n-1, of at least `fewest`. */
function subset(random: Random, n: number, fewest: number): number[] {
  const all = list(n, () => random.uniform());
  const size = between(random, fewest, n);
  return [...all.keys()].sort((i, j) => all[i]! - all[j]!).slice(0, size);
}

/** A polynomial with whole coefficients, up to third degree. */
const terms = (random: Random, n: number, count: number) =>
  Array.from({ length: count }, () => ({
    coefficient: between(random, -4, 4) || 1,
    variables: subset(random, n, 1).slice(0, 3),
  }));

type Make = (random: Random) => AnyProblem;

/** A random small task of every kind: its encoding has some ten spins. */
export const RANDOM_TASKS: Readonly<Record<string, Make>> = {
  "max-cut": (random) => {
    const { n, from, to } = graph(random, between(random, 1, 9));
    const weights = list(from.length, () => between(random, -5, 5));
    return createMaxCut("random", n, from, to, weights);
  },
  ising: (random) => {
    const { n, from, to } = graph(random, between(random, 1, 8));
    const couplings = list(from.length, () => between(random, -5, 5));
    const fields = list(n, () => between(random, -3, 3));
    return createIsing("random", n, from, to, couplings, fields, between(random, -9, 9));
  },
  qubo: (random) => {
    const { n, from, to } = graph(random, between(random, 1, 8));
    const weights = list(from.length, () => between(random, -5, 5));
    const linear = list(n, () => between(random, -5, 5));
    const sense = random.integer(2) === 0 ? "min" : "max";
    return createQubo("random", sense, n, from, to, weights, linear, between(random, -9, 9));
  },
  tsp: (random) => {
    const n = between(random, 3, 4);
    const symmetric = random.integer(2) === 0;
    const distances = list(n * n, () => between(random, 0, 20));
    if (symmetric) for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) distances[i * n + j] = distances[j * n + i]!;
    return createTsp("random", n, distances);
  },
  "number-partitioning": (random) =>
    createNumberPartitioning(
      "random",
      list(between(random, 1, 9), () => between(random, 1, 60)),
    ),
  "independent-set": (random) => {
    const { n, from, to } = graph(random, between(random, 1, 9));
    return createIndependentSet("random", n, from, to);
  },
  "vertex-cover": (random) => {
    const { n, from, to } = graph(random, between(random, 1, 9));
    return createVertexCover("random", n, from, to);
  },
  clique: (random) => {
    const { n, from, to } = graph(random, between(random, 1, 9));
    return createClique("random", n, from, to);
  },
  colouring: (random) => {
    const { n, from, to } = graph(random, between(random, 1, 5));
    const colours = between(random, 1, Math.min(3, n, Math.floor(12 / n)));
    return createColouring("random", n, from, to, colours);
  },
  recall: (random) => {
    const columns = between(random, 2, 4);
    const n = 2 * columns;
    const count = between(random, 1, 2);
    const names = ["a", "b"].slice(0, count);
    return createRecall("random", {
      rows: 2,
      columns,
      names,
      patterns: signs(random, n * count),
      probe: signs(random, n),
    });
  },
  "exact-cover": (random) => {
    const elements = between(random, 1, 6);
    const sets = Array.from({ length: between(random, 1, 9) }, () => subset(random, elements, 1));
    return createExactCover("random", elements, sets);
  },
  knapsack: (random) => {
    const n = between(random, 1, 6);
    const weights = list(n, () => between(random, 1, 7));
    return createKnapsack(
      "random",
      list(n, () => between(random, 0, 9)),
      weights,
      between(random, 0, 15),
    );
  },
  "set-packing": (random) => {
    const n = between(random, 1, 8);
    const rows = Array.from({ length: between(random, 1, 5) }, () => subset(random, n, 0));
    return createSetPacking(
      "random",
      list(n, () => between(random, 0, 9)),
      rows,
    );
  },
  "set-cover": (random) => {
    const n = between(random, 1, 5);
    const rows = Array.from({ length: between(random, 1, 4) }, () => subset(random, n, 1));
    return createSetCover(
      "random",
      list(n, () => between(random, 0, 9)),
      rows,
    );
  },
  "max-sat": (random) => {
    const n = between(random, 1, 5);
    const clauses = Array.from({ length: between(random, 1, 6) }, () =>
      list(between(random, 1, 3), () => between(random, 1, n) * (2 * random.integer(2) - 1)),
    );
    return createMaxSat(
      "random",
      n,
      clauses,
      clauses.map(() => Math.max(0, between(random, -1, 5))),
    );
  },
  qap: (random) => {
    const n = between(random, 1, 3);
    const entries = () => list(n * n, () => between(random, -4, 12));
    return createQap("random", n, entries(), entries());
  },
  placement: (random) => {
    const [rows, columns] = [between(random, 1, 2), between(random, 1, 3)];
    const cells = between(random, 1, Math.min(rows * columns, Math.floor(12 / (rows * columns))));
    const nets = Array.from({ length: 3 }, () => ({ weight: between(random, 1, 6), cells: subset(random, cells, 1) }));
    const names = Array.from({ length: cells }, (_, i) => `c${i}`);
    return createPlacement(
      "random",
      rows,
      columns,
      names,
      nets.filter((net) => net.cells.length > 1),
    );
  },
  partition: (random) => {
    const { n, from, to } = graph(random, between(random, 2, 6));
    const parts = n === 3 ? between(random, 2, 3) : 2;
    const weights = list(from.length, () => between(random, 1, 6));
    const vertexWeights = list(n, () => between(random, 1, random.integer(2) + 1));
    return createPartition("random", n, from, to, weights, { parts, vertexWeights });
  },
  expression: (random) => {
    const n = between(random, 1, 5);
    const type = random.integer(2) === 0 ? "binary" : "spin";
    const variables = Array.from({ length: n }, (_, i) => ({ name: `x${i}`, type }) as const);
    const objective = terms(random, n, between(random, 1, 5));
    const sum = {
      terms: list(n, () => 0).map((_, i) => ({ coefficient: 1, variables: [i] })),
      relation: "<=" as const,
    };
    const constraints = random.integer(2) === 0 ? [] : [{ ...sum, bound: type === "binary" ? 1 : 0 }];
    return createExpression("random", random.integer(2) === 0 ? "min" : "max", variables, objective, constraints);
  },
};

/** The `index`-th random task of a kind; the same on every machine. */
export function randomTaskOf(kind: string, index: number): AnyProblem {
  const make = RANDOM_TASKS[kind];
  if (make === undefined) throw new Error(`no random task of kind ${kind}`);
  return make(createRandom(index, "agreement", kind));
}
