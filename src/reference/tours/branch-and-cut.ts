/**
 * The shortest tour with proof: branch and cut. Each node of the tree solves the relaxation, adds inequalities that its
 * point violates and edges that its multipliers call for, and is closed when the bound of rounded multipliers over all
 * edges reaches the length of the best tour; else it branches on an edge. The node of the least bound comes next.
 *
 * Source: Padberg and Rinaldi, "A branch-and-cut algorithm for the resolution of large-scale symmetric traveling salesman
 * problems", SIAM Review 33(1), 1991.
 */

import type { Random, Steps } from "../../core/index.ts";
import type { TourLeaf, TourNode } from "../certificate.ts";
import type { LinearProgramFactory } from "../linear-program/index.ts";
import { branchingColumn, FRACTION } from "./branching.ts";
import { subtourCut } from "./cuts.ts";
import { type Fixings, fixingsOf, leaveNoTour } from "./fixings.ts";
import { createImprove, nearestCities, tourLength } from "./local-search.ts";
import { smallCuts } from "./minimum-cuts.ts";
import { createRelaxation, type Relaxation } from "./relaxation.ts";
import { greedyTour, tourOfEdges } from "./rounding.ts";
import { violatedCombs } from "./separate-combs.ts";
import { supportGraph } from "./support-graph.ts";
import { boundedLeaf, type Cities, fineBound, type TourDual } from "./tour-bound.ts";

/** Edges to the nearest cities that the relaxation begins with. */
const FIRST_NEIGHBOURS = 7;
/** Most combs added at a time. */
const COMBS = 25;
/** Rounds of combs after which too small a rise of the bound ends them: at the root, elsewhere; and that rise, of the gap. */
const ROOT_ROUNDS = 8;
const ROUNDS = 3;
const RISE = 0.01;
/** Objectives are right to about this, relative to 1 + their magnitude: what lies below needs no exact look. */
const OBJECTIVE_TOLERANCE = 1e-9;

export interface SearchResult {
  readonly lower: number;
  readonly upper: number;
  readonly tour: Uint32Array;
  readonly nodes: number;
  /** Inequalities found. */
  readonly cuts: number;
  readonly tree: TourNode;
}

export interface SearchOptions {
  readonly createProgram: LinearProgramFactory;
  /** A tour to begin with. */
  readonly tour: Uint32Array;
  readonly random: Random;
  /** Asked between slices. */
  readonly isStopped: () => boolean;
}

interface OpenNode {
  readonly fixed: Fixings["edges"];
  /** No tour of the branch is shorter, by `dual`. */
  bound: number;
  dual: TourDual;
  leaf: TourLeaf | null;
  branches: { readonly edge: readonly [number, number]; readonly in: OpenNode; readonly out: OpenNode } | null;
}

/** The tree, built without recursion: a branch may be hundreds of edges deep. */
function treeOf(root: OpenNode): TourNode {
  const order = [root];
  for (let head = 0; head < order.length; head++) {
    const { branches } = order[head]!;
    if (branches !== null) order.push(branches.in, branches.out);
  }
  const built = new Map<OpenNode, TourNode>();
  for (const node of order.reverse()) {
    const { branches, leaf } = node;
    const here = branches === null ? leaf! : null;
    built.set(node, here ?? { edge: branches!.edge, in: built.get(branches!.in)!, out: built.get(branches!.out)! });
  }
  return built.get(root)!;
}

export function* branchAndCutSteps(cities: Cities, options: SearchOptions): Steps<SearchResult> {
  const program = options.createProgram();
  try {
    return yield* search(cities, createRelaxation(cities, program), options);
  } finally {
    program.dispose();
  }
}

function* search(cities: Cities, relaxation: Relaxation, options: SearchOptions): Steps<SearchResult> {
  const { n, distances, symmetric } = cities;
  const { random, isStopped } = options;
  const costs = new Float64Array(n * n);
  const improve = createImprove(n, distances, symmetric);
  const zero: TourDual = { potentials: new Float64Array(symmetric ? n : 2 * n), cuts: [] };
  const none = fixingsOf(n, symmetric, []);
  const root: OpenNode = {
    fixed: [],
    bound: fineBound(cities, none.state, zero, costs),
    dual: zero,
    leaf: null,
    branches: null,
  };

  let tour = options.tour;
  let upper = tourLength(n, distances, tour);
  let open: OpenNode[] = [root];
  let nodes = 0;
  let found = 0;

  const offer = (candidate: Uint32Array): void => {
    const length = tourLength(n, distances, candidate);
    if (length >= upper) return;
    upper = length;
    tour = candidate.slice();
    relaxation.addEdges(Array.from(tour, (city, p) => [city, tour[(p + 1) % n]!] as const));
  };
  /** Greedy tours along the point, improved. */
  const round = (x: Float64Array): void => {
    const values = new Float64Array(n * n);
    for (let k = 0; k < x.length; k++) values[relaxation.tails[k]! * n + relaxation.heads[k]!] = x[k]!;
    const candidate = greedyTour(cities, values);
    improve(candidate);
    offer(candidate);
  };
  /** Closes the node when its bound reaches the best tour. */
  const close = (node: OpenNode, state: Int8Array): boolean => {
    if (node.bound < upper) return false;
    node.leaf = boundedLeaf(cities, state, node.dual, upper, costs).leaf;
    return true;
  };
  const raise = (node: OpenNode, state: Int8Array, dual: TourDual): void => {
    const bound = fineBound(cities, state, dual, costs);
    if (bound <= node.bound && node.dual !== zero) return;
    node.bound = bound;
    node.dual = dual;
  };
  const lowerOf = (): number => open.reduce((least, node) => Math.min(least, node.bound), upper);

  const { k, near } = nearestCities(n, distances, FIRST_NEIGHBOURS);
  relaxation.addEdges(Array.from(near, (v, p) => [Math.floor(p / k), v] as const));
  relaxation.addEdges(Array.from(tour, (city, p) => [city, tour[(p + 1) % n]!] as const));

  /** Multipliers that add enough of a ray to pass the best tour. */
  const lifted = (dual: TourDual, ray: TourDual, factor: number): TourDual => {
    const multipliers = new Map(dual.cuts.map(({ cut, multiplier }) => [cut, multiplier]));
    for (const { cut, multiplier } of ray.cuts) multipliers.set(cut, (multipliers.get(cut) ?? 0) + factor * multiplier);
    return {
      potentials: dual.potentials.map((p, v) => p + factor * ray.potentials[v]!),
      cuts: [...multipliers].map(([cut, multiplier]) => ({ cut, multiplier })),
    };
  };

  /** Solves the node to the end of its cuts; true when it is closed, else the point to branch on is in the relaxation. */
  function* bound(node: OpenNode, state: Int8Array): Steps<boolean> {
    const isRoot = node.fixed.length === 0;
    let rounds = 0;
    let reference = Number.NEGATIVE_INFINITY;
    let x: Float64Array = new Float64Array(0);
    for (;;) {
      yield {
        stage: "prove",
        done: nodes,
        total: nodes + open.length,
        note: `length ${lowerOf()} to ${upper}, ${nodes} nodes, ${found} cuts`,
      };
      if (isStopped()) return false;
      const status = relaxation.solve();
      if (status === "infeasible") {
        const ray = relaxation.ray();
        if (ray === null) return false;
        if (relaxation.price(ray, state, new Float64Array(n * n)) > 0) continue;
        for (let factor = 1; factor < 2 ** 40 && node.bound < upper; factor *= 4) {
          raise(node, state, lifted(node.dual, ray, factor));
        }
        return close(node, state);
      }
      if (status !== "optimal") return false;
      x = relaxation.values();
      const objective = relaxation.objective();
      const dual = relaxation.dual();
      const tolerance = OBJECTIVE_TOLERANCE * (1 + Math.abs(objective));
      relaxation.purge();
      if (objective > upper - 1 - tolerance) {
        if (relaxation.price(dual, state) > 0) continue;
        raise(node, state, dual);
        if (close(node, state)) return true;
      }
      const graph = supportGraph(n, relaxation.tails, relaxation.heads, x);
      const { violated, nearlyTight } = smallCuts(graph);
      const subtours = violated.map((set) => subtourCut(n, set, symmetric)).filter((cut) => cut !== null);
      const added = relaxation.addCuts(subtours);
      found += added;
      if (added > 0) continue;
      if (relaxation.price(dual, state) > 0) continue;
      raise(node, state, dual);
      if (close(node, state)) return true;
      if (x.every((value) => value < FRACTION || value > 1 - FRACTION)) {
        const edges = Array.from(x.keys()).filter((column) => x[column]! > 0.5);
        const whole = tourOfEdges(
          cities,
          edges.map((column) => [relaxation.tails[column]!, relaxation.heads[column]!]),
        );
        if (whole !== null) offer(whole);
        return close(node, state);
      }
      if (rounds === 0) round(x);
      if (rounds % (isRoot ? ROOT_ROUNDS : ROUNDS) === 0) {
        if (objective - reference < RISE * (upper - objective)) break;
        reference = objective;
      }
      rounds++;
      const known = [...nearlyTight, ...relaxation.cuts().flatMap((cut) => cut.sets)];
      const combs = relaxation.addCuts(violatedCombs(graph, known, random).slice(0, COMBS));
      found += combs;
      if (combs === 0) break;
    }
    round(x);
    return close(node, state);
  }

  while (open.length > 0 && !isStopped()) {
    // Among equal bounds the deepest: it is the nearest to a tour.
    let next = 0;
    open.forEach((node, p) => {
      const best = open[next]!;
      if (node.bound < best.bound || (node.bound === best.bound && node.fixed.length > best.fixed.length)) next = p;
    });
    const node = open[next]!;
    const fixings = fixingsOf(n, symmetric, node.fixed);
    const drop = (): void => {
      open = open.filter((other) => other !== node);
    };
    if (close(node, fixings.state)) {
      drop();
      continue;
    }
    nodes++;
    if (leaveNoTour(n, symmetric, fixings)) {
      node.leaf = { leaf: "infeasible" };
      drop();
      continue;
    }
    relaxation.addEdges(node.fixed.map(({ edge }) => edge));
    relaxation.fix(fixings.state);
    const closed = yield* bound(node, fixings.state);
    if (closed) {
      drop();
      continue;
    }
    if (isStopped()) break;
    const edge = branchingEdge(fixings.state);
    const child = (isIn: boolean): OpenNode => {
      const fixed = [...node.fixed, { edge, isIn }];
      const { state } = fixingsOf(n, symmetric, fixed);
      return {
        fixed,
        bound: Math.max(node.bound, fineBound(cities, state, node.dual, costs)),
        dual: node.dual,
        leaf: null,
        branches: null,
      };
    };
    node.branches = { edge, in: child(true), out: child(false) };
    drop();
    open.push(node.branches.in, node.branches.out);
  }

  /** An edge by strong branching; without an answer of the program any edge that is free. */
  function branchingEdge(state: Int8Array): readonly [number, number] {
    let column = -1;
    if (relaxation.solve() === "optimal") column = branchingColumn(relaxation, relaxation.values(), upper);
    if (column >= 0) return [relaxation.tails[column]!, relaxation.heads[column]!];
    const at = state.findIndex((fixed, index) => fixed === 0 && index % n > Math.floor(index / n));
    if (at >= 0 || symmetric) return [Math.floor(at / n), at % n];
    const back = state.findIndex((fixed, index) => fixed === 0 && index % n < Math.floor(index / n));
    return [Math.floor(back / n), back % n];
  }

  const lower = lowerOf();
  for (const node of open) {
    const { state } = fixingsOf(n, symmetric, node.fixed);
    node.leaf = boundedLeaf(cities, state, node.dual, node.bound, costs).leaf;
  }
  return { lower, upper, tour, nodes, cuts: found, tree: treeOf(root) };
}
