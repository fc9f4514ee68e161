/**
 * The graphs of Rinaldi's generator rudy, edge for edge and in its order, as far as the G-set and the Biq Mac library
 * need them. Each function is one operation of its command line, e.g. `-rnd_graph 800 6 8001`.
 *
 * Source: Rinaldi, rudy, 1996; Helmberg and Rendl, SIAM J. Optim. 10, 2000 (the G-set); Wiegele, Biq Mac library, 2007.
 */

import { requireInteger } from "../core/index.ts";
import { MAX_VERTICES } from "./formats/edge-list.ts";
import { createRudyRandom } from "./rudy-random.ts";

/** Edges in the order in which rudy prints them: from, to counted from 0 and not sorted. */
export interface RudyGraph {
  readonly n: number;
  /** m. */
  readonly from: readonly number[];
  /** m. */
  readonly to: readonly number[];
  /** m, integers. */
  readonly weights: readonly number[];
}

/** rudy keeps for each vertex its incident edges, the one added last first. */
type Ends = readonly number[][];

function addEdge(ends: Ends, u: number, v: number): void {
  ends[u]!.push(v);
  ends[v]!.push(u);
}

const noEdges = (n: number): Ends => Array.from({ length: n }, () => []);

/** Walks the vertices in turn, each edge at its lower vertex: the order of printing and of drawing weights. */
function printed(ends: Ends): RudyGraph {
  const from: number[] = [];
  const to: number[] = [];
  ends.forEach((others, u) => {
    for (let k = others.length - 1; k >= 0; k--) {
      if (u >= others[k]!) continue;
      from.push(u);
      to.push(others[k]!);
    }
  });
  return { n: ends.length, from, to, weights: from.map(() => 1) };
}

/** `-rnd_graph n density seed`: n(n-1)/2 * density/100 edges, rounded half up, of weight 1. */
export function rudyRandomGraph(n: number, density: number, seed: number): RudyGraph {
  requireInteger("n", n, 2, MAX_VERTICES);
  const wanted = Math.floor((n * (n - 1) * density) / 200 + 0.5);
  requireInteger("number of edges", wanted, 0, (n * (n - 1)) / 2);
  const random = createRudyRandom(seed);
  const ends = noEdges(n);
  const taken = new Set<number>();
  while (taken.size < wanted) {
    const u = random.uniform(n);
    const v = random.uniform(n);
    const key = Math.min(u, v) * n + Math.max(u, v);
    if (u === v || taken.has(key)) continue;
    taken.add(key);
    addEdge(ends, u, v);
  }
  return printed(ends);
}

/** `-toroidal_grid_2D rows columns`: a square lattice wrapped to a torus, weights 1; at least 3 by 3. */
export function rudyTorus(rows: number, columns: number): RudyGraph {
  requireInteger("rows", rows, 3, MAX_VERTICES);
  requireInteger("columns", columns, 3, Math.floor(MAX_VERTICES / rows));
  const n = rows * columns;
  const ends = noEdges(n);
  for (let u = 0; u < n; u++) {
    const column = u % columns;
    addEdge(ends, u, u - column + ((column + 1) % columns));
  }
  for (let u = 0; u < n; u++) addEdge(ends, u, (u + columns) % n);
  return printed(ends);
}

/** `-planar n density seed`: a random triangulation, thinned to density/100 of its 3(n-2) edges, weights 1. */
export function rudyPlanar(n: number, density: number, seed: number): RudyGraph {
  requireInteger("n", n, 3, MAX_VERTICES);
  const random = createRudyRandom(seed);
  const edges: [number, number][] = [
    [0, 1],
    [0, 2],
    [1, 2],
  ];
  const faces: [number, number, number][] = [[0, 1, 2]];
  for (let v = 3; v < n; v++) {
    const chosen = random.uniform(faces.length);
    const [a, b, c] = faces[chosen]!;
    edges.push([a, v], [b, v], [c, v]);
    faces[chosen] = [a, b, v];
    faces.push([a, c, v], [b, c, v]);
  }
  while (edges.length > (density * 3 * (n - 2)) / 100) {
    const chosen = random.uniform(edges.length);
    const last = edges.pop()!;
    if (chosen < edges.length) edges[chosen] = last;
  }
  const ends = noEdges(n);
  for (const [u, v] of edges) addEdge(ends, u, v);
  return printed(ends);
}

/** The incident edges of each vertex as rudy holds them once it has the printed order again. */
function endsOf(graph: RudyGraph): Ends {
  const ends = noEdges(graph.n);
  // Printing reverses the order of adding.
  for (let e = graph.from.length - 1; e >= 0; e--) addEdge(ends, graph.from[e]!, graph.to[e]!);
  return ends;
}

/** `first second +`: the edges of either graph, each once, weights 1. The graphs have the same vertices. */
export function rudyUnion(first: RudyGraph, second: RudyGraph): RudyGraph {
  requireInteger("n of the second graph", second.n, first.n, first.n);
  const ends = noEdges(first.n);
  const lists = [endsOf(first), endsOf(second)];
  for (let u = 0; u < first.n; u++) {
    const seen = new Set<number>();
    for (const list of lists) {
      const others = list[u]!;
      for (let k = others.length - 1; k >= 0; k--) {
        const v = others[k]!;
        if (v < u || seen.has(v)) continue;
        seen.add(v);
        addEdge(ends, u, v);
      }
    }
  }
  return printed(ends);
}

/** `-random low high seed`: integer weights, uniform in low..high, drawn in the order of printing. */
export function rudyRandomWeights(graph: RudyGraph, low: number, high: number, seed: number): RudyGraph {
  const random = createRudyRandom(seed);
  return { ...graph, weights: graph.weights.map(() => low + random.uniform(high - low + 1)) };
}

/** `-times factor`. */
export function rudyTimes(graph: RudyGraph, factor: number): RudyGraph {
  return { ...graph, weights: graph.weights.map((w) => w * factor) };
}

/** `-plus term`. */
export function rudyPlus(graph: RudyGraph, term: number): RudyGraph {
  return { ...graph, weights: graph.weights.map((w) => w + term) };
}

/** `-random 0 1 seed -times 2 -plus -1`: weights of -1 or +1. */
export function rudySigns(graph: RudyGraph, seed: number): RudyGraph {
  return rudyPlus(rudyTimes(rudyRandomWeights(graph, 0, 1, seed), 2), -1);
}

/**
 * A Gaussian spin glass on a torus: `-spinglass2g rows columns seed` for two sides, `-spinglass3g` for three. Weights
 * are 100000 times normal deviates, shuffled and cut to integers; edges stand by layer of the first side of three, then
 * by direction, then by vertex, a vertex before its neighbour. Two or three sides of at least 3, the one along which
 * vertices are consecutive last.
 */
export function rudySpinGlass(sides: readonly number[], seed: number): RudyGraph {
  requireInteger("number of sides", sides.length, 2, 3);
  for (const side of sides) requireInteger("side", side, 3, 1000);
  const n = sides.reduce((product, side) => product * side, 1);
  requireInteger("number of vertices", n, 3, MAX_VERTICES);
  const random = createRudyRandom(seed);
  const m = sides.length * n;
  const weights = Array.from({ length: m }, () => 100_000 * random.gaussian());
  for (let j = m; j >= 2; j--) {
    const k = random.uniform(j);
    // rudy's temporary is an integer.
    const kept = Math.trunc(weights[j - 1]!);
    weights[j - 1] = weights[k]!;
    weights[k] = kept;
  }
  const from: number[] = [];
  const to: number[] = [];
  const layer = sides.slice(-2).reduce((product, side) => product * side, 1);
  for (let start = 0; start < n; start += layer) {
    let stride = 1;
    for (const side of sides.toReversed()) {
      for (let u = start; u < start + layer; u++) {
        const coordinate = Math.floor(u / stride) % side;
        from.push(u);
        to.push(u + (((coordinate + 1) % side) - coordinate) * stride);
      }
      stride *= side;
    }
  }
  // + 0 keeps -0 out.
  return { n, from, to, weights: weights.map((w) => Math.trunc(w) + 0) };
}

/** The edge lines as rudy prints them, "u v w" counted from 1, without the header. */
export function rudyLines(graph: RudyGraph): string[] {
  return graph.from.map((u, e) => `${u + 1} ${graph.to[e]! + 1} ${graph.weights[e]!}`);
}
