import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../../src/core/index.ts";
import {
  eliminateNodes,
  layoutByDistance,
  type ResistorNetwork,
  scalarEliminateNodes,
  scalarLayoutByDistance,
} from "../../../src/crossbar/index.ts";
import { type Dissection, dissect } from "../../../src/crossbar/wires/dissection.ts";
import { eliminateByKernel, layoutByKernel } from "../../../src/crossbar/wires/elimination-kernel.ts";

/** Every conductance is a sum of products of positive numbers, some hundred roundings deep. */
const ROUNDING = 1e-13;

const seeds = fc.integer({ min: 0, max: 1e6 });

/** Stars and meshes on the full matrix, node by node as they are numbered: the oracle. Conductances are finite. */
function plainMesh({ nodes, from, to, siemens, terminals }: ResistorNetwork): Float64Array {
  const g = new Float64Array(nodes * nodes);
  for (let k = 0; k < siemens.length; k++) {
    if (from[k] === to[k]) continue;
    g[from[k]! * nodes + to[k]!]! += siemens[k]!;
    g[to[k]! * nodes + from[k]!]! += siemens[k]!;
  }
  const stays = new Set(terminals);
  for (let v = 0; v < nodes; v++) {
    if (stays.has(v)) continue;
    const star = g.slice(v * nodes, (v + 1) * nodes);
    const sum = star.reduce((a, b) => a + b, 0);
    for (let a = 0; a < nodes; a++) {
      g[a * nodes + v] = 0;
      g[v * nodes + a] = 0;
      if (star[a] === 0) continue;
      for (let b = 0; b < nodes; b++) if (b !== a) g[a * nodes + b]! += (star[a]! * star[b]!) / sum;
    }
  }
  const n = terminals.length;
  return Float64Array.from({ length: n * n }, (_, k) => g[terminals[Math.floor(k / n)]! * nodes + terminals[k % n]!]!);
}

/** Any resistors between any nodes, over ten decades, some absent, some parallel, some parts on their own. */
function randomResistors(nodes: number, count: number, ends: number, seed: number): ResistorNetwork {
  const random = createRandom(seed, "resistors");
  const draw = () => Int32Array.from({ length: count }, () => random.integer(nodes));
  const siemens = Float64Array.from({ length: count }, () =>
    random.uniform() < 0.1 ? 0 : 10 ** (-8 + 10 * random.uniform()),
  );
  const terminals = Int32Array.from({ length: ends }, (_, t) => nodes - 1 - 2 * t);
  return { nodes, from: draw(), to: draw(), siemens, terminals };
}

/** Word line nodes, bit line nodes, sources, sense points of an array of equal devices. */
function gridOf(rows: number, columns: number): ResistorNetwork {
  const cells = rows * columns;
  const [from, to, siemens]: [number[], number[], number[]] = [[], [], []];
  const add = (a: number, b: number, g: number) => {
    from.push(a);
    to.push(b);
    siemens.push(g);
  };
  for (let x = 0; x < cells; x++) {
    const [i, j] = [Math.floor(x / columns), x % columns];
    add(x, cells + x, 1e-5);
    add(j === 0 ? 2 * cells + i : x - 1, x, 1);
    add(cells + x, i === rows - 1 ? 2 * cells + rows + j : cells + x + columns, 1);
  }
  return {
    nodes: 2 * cells + rows + columns,
    from: Int32Array.from(from),
    to: Int32Array.from(to),
    siemens: Float64Array.from(siemens),
    terminals: Int32Array.from({ length: rows + columns }, (_, t) => 2 * cells + t),
  };
}

const byDistance = (network: ResistorNetwork, sources: number) =>
  layoutByDistance(network, network.terminals.subarray(0, sources), network.terminals.subarray(sources));

function expectSameMesh(found: Float64Array, expected: Float64Array): void {
  expect(found.length).toBe(expected.length);
  for (const [k, g] of expected.entries()) expect(Math.abs(found[k]! - g)).toBeLessThanOrEqual(ROUNDING * g);
}

describe("eliminateNodes", () => {
  test("gives every conductance of the plain elimination to its last digits, on any network and by any layout", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 12, max: 60 }),
        fc.integer({ min: 0, max: 250 }),
        fc.integer({ min: 1, max: 6 }),
        seeds,
        (nodes, count, ends, seed) => {
          const network = randomResistors(nodes, count, ends, seed);
          const expected = plainMesh(network);
          expectSameMesh(eliminateNodes(network, byDistance(network, ends >> 1)), expected);
          const random = createRandom(seed, "layout");
          const anywhere = () => Int32Array.from({ length: count }, () => random.integer(7));
          expectSameMesh(eliminateNodes(network, { x: anywhere(), y: anywhere() }), expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("joins what has no resistance, through chains that end in a terminal or in none", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const network = randomResistors(40, 150, 3, seed);
        // Nodes 10, 12, 14 are one with 16, and 0 with a terminal.
        const chain = [10, 12, 14, 0];
        const ends = [12, 14, 16, network.terminals[1]!];
        const shorted = {
          ...network,
          from: Int32Array.of(...network.from, ...chain),
          to: Int32Array.of(...network.to, ...ends),
          siemens: Float64Array.of(...network.siemens, ...chain.map(() => Number.POSITIVE_INFINITY)),
        };
        const one = (v: number) => (chain.includes(v) ? (v === 0 ? network.terminals[1]! : 16) : v);
        const merged = { ...network, from: network.from.map(one), to: network.to.map(one) };
        expectSameMesh(eliminateNodes(shorted, byDistance(shorted, 1)), plainMesh(merged));
      }),
      { numRuns: 20 },
    );
  });
});

describe("eliminateByKernel and layoutByKernel", () => {
  const expectSameBits = (network: ResistorNetwork, sources: number) => {
    const [driven, sensed] = [network.terminals.subarray(0, sources), network.terminals.subarray(sources)];
    const layout = scalarLayoutByDistance(network, driven, sensed);
    expect(layoutByKernel(network, driven, sensed)).toEqual(layout);
    expect(eliminateByKernel(network, layout)).toEqual(scalarEliminateNodes(network, layout));
  };

  test("give the bits of the functions without WebAssembly on any network", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 12, max: 400 }),
        fc.integer({ min: 0, max: 1500 }),
        fc.integer({ min: 1, max: 6 }),
        seeds,
        (nodes, count, ends, seed) => expectSameBits(randomResistors(nodes, count, ends, seed), ends >> 1),
      ),
      { numRuns: 60 },
    );
  });

  test("give them on arrays, of lines and of one cell too", () => {
    for (const [rows, columns] of [
      [1, 1],
      [1, 70],
      [70, 1],
      [40, 20],
      [70, 70],
    ] as const) {
      expectSameBits(gridOf(rows, columns), rows);
    }
  });
});

describe("dissect", () => {
  const planOf = (rows: number, columns: number): Dissection => {
    const network = gridOf(rows, columns);
    return dissect(network.nodes, network, network.terminals, byDistance(network, rows));
  };
  const workOf = ({ start, leaving }: Dissection): number => {
    let work = 0;
    for (const [t, gone] of leaving.entries()) {
      const size = start[t + 1]! - start[t]!;
      work += (size ** 3 - (size - gone) ** 3) / 6;
    }
    return work;
  };

  test("puts every inner node into one block, and only terminals stay", () => {
    for (const [rows, columns] of [
      [1, 1],
      [1, 70],
      [70, 1],
      [23, 37],
    ] as const) {
      const { leaving, start, begin } = planOf(rows, columns);
      expect(leaving.reduce((a, b) => a + b, 0)).toBe(2 * rows * columns);
      const whole = begin.length - 1;
      expect(start[whole + 1]! - start[whole]! - leaving[whole]!).toBe(rows + columns);
    }
  });

  test("takes work with the cube of the size, in fronts of no more than four shorter sides", () => {
    const [half, whole] = [planOf(128, 64), planOf(256, 128)];
    expect(workOf(whole) / workOf(half)).toBeLessThan(8);
    const widest = whole.leaving.reduce((most, _, t) => Math.max(most, whole.start[t + 1]! - whole.start[t]!), 0);
    expect(widest).toBeLessThanOrEqual(4 * 128);
  });
});
