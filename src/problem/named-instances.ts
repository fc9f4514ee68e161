/** The published MAX-CUT instances that the generator rudy makes: the G-set and the rudy and torus sets of Biq Mac. */

import { ArgumentError, quoteReceived } from "../core/index.ts";
import { createMaxCut, type MaxCut } from "./max-cut.ts";
import {
  type RudyGraph,
  rudyPlanar,
  rudyRandomGraph,
  rudyRandomWeights,
  rudySigns,
  rudySpinGlass,
  rudyTorus,
  rudyUnion,
} from "./rudy.ts";

const planarPair = (n: number, density: number, seed: number): RudyGraph =>
  rudyUnion(rudyPlanar(n, density, seed), rudyPlanar(n, density, seed + 1));

interface Row {
  /** Numbers G`first` to G`last`. */
  readonly first: number;
  readonly last: number;
  /** The graph of the i-th of them, i from 0. */
  make(i: number): RudyGraph;
}

const one = (number: number, make: () => RudyGraph): Row => ({ first: number, last: number, make });
const run = (first: number, last: number, make: (i: number) => RudyGraph): Row => ({ first, last, make });

/** Seeds of G32, G34, G62 and G72 break the pattern of their neighbours. */
// biome-ignore format: a table of parameters reads better in rows
const G_SET: readonly Row[] = [
  run(1, 5, (i) => rudyRandomGraph(800, 6, 8001 + i)),
  run(6, 10, (i) => rudySigns(rudyRandomGraph(800, 6, 8001 + i), 8001 + i)),
  one(11, () => rudySigns(rudyTorus(100, 8), 8001)),
  one(12, () => rudySigns(rudyTorus(50, 16), 8002)),
  one(13, () => rudySigns(rudyTorus(25, 32), 8003)),
  run(14, 17, (i) => planarPair(800, 99, 8001 + 2 * i)),
  run(18, 21, (i) => rudySigns(planarPair(800, 99, 8001 + 2 * i), 8001 + i)),
  run(22, 26, (i) => rudyRandomGraph(2000, 1, 20001 + i)),
  run(27, 31, (i) => rudySigns(rudyRandomGraph(2000, 1, 20001 + i), 20001 + i)),
  one(32, () => rudySigns(rudyTorus(100, 20), 20003)),
  one(33, () => rudySigns(rudyTorus(80, 25), 20002)),
  one(34, () => rudySigns(rudyTorus(50, 40), 20001)),
  run(35, 38, (i) => planarPair(2000, 99, 20001 + 2 * i)),
  run(39, 42, (i) => rudySigns(planarPair(2000, 99, 20001 + 2 * i), 20001 + i)),
  run(43, 47, (i) => rudyRandomGraph(1000, 2, 10001 + i)),
  one(48, () => rudyTorus(50, 60)),
  one(49, () => rudyTorus(30, 100)),
  one(50, () => rudyTorus(25, 120)),
  run(51, 54, (i) => planarPair(1000, 100, 10001 + 2 * i)),
  one(55, () => rudyRandomGraph(5000, 0.1, 50001)),
  one(56, () => rudySigns(rudyRandomGraph(5000, 0.1, 50001), 50001)),
  one(57, () => rudySigns(rudyTorus(100, 50), 50001)),
  one(58, () => planarPair(5000, 99, 50001)),
  one(59, () => rudySigns(planarPair(5000, 99, 50001), 50001)),
  one(60, () => rudyRandomGraph(7000, 0.07, 70001)),
  one(61, () => rudySigns(rudyRandomGraph(7000, 0.07, 70001), 70001)),
  one(62, () => rudySigns(rudyTorus(100, 70), 50001)),
  one(63, () => planarPair(7000, 99, 70001)),
  one(64, () => rudySigns(planarPair(7000, 99, 70001), 70001)),
  one(65, () => rudySigns(rudyTorus(100, 80), 80001)),
  one(66, () => rudySigns(rudyTorus(90, 100), 90001)),
  one(67, () => rudySigns(rudyTorus(100, 100), 100001)),
  one(70, () => rudyRandomGraph(10000, 0.02, 100001)),
  one(72, () => rudySigns(rudyTorus(100, 100), 10001)),
  one(77, () => rudySigns(rudyTorus(140, 100), 140001)),
  one(81, () => rudySigns(rudyTorus(200, 100), 200001)),
];

interface Family {
  readonly pattern: RegExp;
  /** `found` are the groups of the pattern as numbers. */
  make(...found: number[]): RudyGraph | undefined;
}

const BIQ_MAC: readonly Family[] = [
  { pattern: /^g05_(60|80|100)\.(\d)$/, make: (n, i) => rudyRandomGraph(n!, 50, 100 * n! + i!) },
  {
    pattern: /^pm1s_(80|100)\.(\d)$/,
    make: (n, i) => rudySigns(rudyRandomGraph(n!, 10, 10 * n! + i!), 10 * n! + i!),
  },
  {
    pattern: /^pm1d_(80|100)\.(\d)$/,
    make: (n, i) => rudySigns(rudyRandomGraph(n!, 99, 10 * n! + i!), 10 * n! + i!),
  },
  {
    pattern: /^w0([159])_(100)\.(\d)$/,
    make: (tenths, n, i) => rudyRandomWeights(rudyRandomGraph(n!, 10 * tenths!, 1000 + i!), -10, 10, 1000 + i!),
  },
  {
    pattern: /^pw0([159])_(100)\.(\d)$/,
    make: (tenths, n, i) => rudyRandomWeights(rudyRandomGraph(n!, 10 * tenths!, 1000 + i!), 1, 10, 1000 + i!),
  },
  { pattern: /^t2g(10|15|20)_(5555|6666|7777)$/, make: (side, seed) => rudySpinGlass([side!, side!], seed!) },
  { pattern: /^t3g([567])_(5555|6666|7777)$/, make: (side, seed) => rudySpinGlass([side!, side!, side!], seed!) },
  {
    pattern: /^G([1-9]\d?)$/,
    make: (number) => {
      const row = G_SET.find(({ first, last }) => number! >= first && number! <= last);
      return row?.make(number! - row.first);
    },
  },
];

/**
 * The published instance of this name in the published order of its lines, e.g. "G22", "g05_60.0", "t2g10_5555".
 * @throws ArgumentError for a name that no parameters are known for.
 */
export function generateNamedGraph(name: string): RudyGraph {
  for (const { pattern, make } of BIQ_MAC) {
    const found = pattern.exec(name);
    const graph = found === null ? undefined : make(...found.slice(1).map(Number));
    if (graph !== undefined) return graph;
  }
  throw new ArgumentError("no parameters are known for an instance of this name", {
    code: "problem.instance-name",
    received: quoteReceived(name),
    expected:
      "G1 to G67, G70, G72, G77, G81, or g05_60.0, pm1s_80.0, pm1d_80.0, w01_100.0, pw01_100.0, t2g10_5555, t3g5_5555 and their like",
  });
}

/** The published instance of this name as a task. @throws ArgumentError for a name that no parameters are known for. */
export function generateNamed(name: string): MaxCut {
  const { n, from, to, weights } = generateNamedGraph(name);
  return createMaxCut(name, n, from, to, weights);
}
