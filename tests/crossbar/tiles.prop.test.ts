import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printNetlist } from "../../src/circuit/index.ts";
import { createRandom } from "../../src/core/index.ts";
import {
  arrayResponse,
  MAPPING_NAMES,
  mapToCrossbar,
  planArray,
  planTiles,
  tileAt,
  tilesReport,
} from "../../src/crossbar/index.ts";
import { createNetwork, type HopfieldNetwork } from "../../src/network/index.ts";
import { caught } from "../helpers/caught.ts";
import { withDevice } from "../helpers/device.ts";
import { buildBench, randomNetwork, shippedProfile } from "../helpers/hopfield.ts";

const ideal = shippedProfile("ideal");
const leaky = withDevice(ideal, { offSiemens: 1e-6 });

/** Two rails of an off conductance each cancel in a sum of some tens of conductances, in doubles, over the on conductance. */
const ROUNDING = 1e-13;

/** A network in which few of all pairs couple. */
function sparse(n: number, seed: number, share: number, biased = false): HopfieldNetwork {
  const random = createRandom(seed, "sparse");
  const weights = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      if (random.uniform() < share) weights[i * n + j] = weights[j * n + i] = random.integer(5) - 2;
    }
  }
  weights[1] = weights[n] = 2;
  return createNetwork(
    n,
    weights,
    Float64Array.from({ length: n }, () => (biased ? random.integer(3) - 1 : 0)),
  );
}

const cases = fc.record({
  n: fc.integer({ min: 2, max: 24 }),
  seed: fc.nat(),
  share: fc.constantFrom(0.03, 0.15, 1),
  biased: fc.boolean(),
  rows: fc.integer({ min: 2, max: 20 }),
  columns: fc.integer({ min: 1, max: 12 }),
  mapping: fc.constantFrom(...MAPPING_NAMES),
});

describe("planTiles", () => {
  test("puts every device into exactly one tile, none too large, and every weight into one that is built", () => {
    fc.assert(
      fc.property(cases, ({ n, seed, share, biased, rows, columns, mapping }) => {
        const network = sparse(n, seed, share, biased);
        const plan = planArray(network, leaky, { mapping });
        const tiles = planTiles(network, plan, { rows, columns });
        const counted = new Map<string, number>();
        for (let line = 0; line < plan.wordLines.length; line++) {
          for (let bit = 0; bit < plan.bitLines; bit++) {
            const target = plan.target(line, bit);
            if (target === undefined) continue;
            const name = tileAt(tiles, line, bit);
            if (name === null) expect(target).toBe(plan.idleSiemens);
            else counted.set(name, (counted.get(name) ?? 0) + 1);
          }
        }
        expect(new Map(tiles.tiles.map((tile) => [tile.name, tile.devices]))).toEqual(counted);
        for (const tile of tiles.tiles) {
          expect(tile.wordLines).toBeLessThanOrEqual(rows);
          expect(tile.bitLines).toBeLessThanOrEqual(columns);
        }
        expect([...tiles.order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
        expect(tiles.utilisation).toBeLessThanOrEqual(1);
        expect(tiles.savedByOrder).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("leaves no sum of currents changed on perfect wires, and no empty tile a device", () => {
    fc.assert(
      fc.property(cases, ({ n, seed, share, biased, rows, columns, mapping }) => {
        const network = sparse(n, seed, share, biased);
        const whole = mapToCrossbar(network, leaky, 1, { mapping });
        const split = mapToCrossbar(network, leaky, 1, { mapping, tiles: { rows, columns } });
        const [a, b] = [arrayResponse(whole).transferSiemens, arrayResponse(split).transferSiemens];
        for (const [k, g] of a.entries()) expect(Math.abs(g - b[k]!)).toBeLessThan(ROUNDING);
        const held = split.siemens.reduce((sum, g) => sum + (g > 0 ? 1 : 0), 0);
        expect(held).toBe(split.devices);
        if (split.tiles === null) {
          // What fits into one array is not split.
          expect(split.wordLines.length <= rows && split.bitLines <= columns).toBe(true);
          return;
        }
        expect(tilesReport(split.tiles)!.devices).toBe(held);
        if (mapping === "reference-column" || mapping === "offset-column") expect(split.tiles.empty).toBe(0);
      }),
    );
  });

  test("leaves out the tiles between the parts of a network", () => {
    const n = 12;
    const weights = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) if (i !== j && Math.floor(i / 4) === Math.floor(j / 4)) weights[i * n + j] = 1;
    }
    const network = createNetwork(n, weights);
    const plan = planArray(network, leaky);
    const { tiles, empty, savedByOrder, utilisation } = planTiles(network, plan, { rows: 8, columns: 4 });
    expect(tiles.map(({ name }) => name)).toEqual(["T0_0", "T1_1", "T2_2"]);
    expect([empty, savedByOrder]).toEqual([6, 0]);
    expect(utilisation).toBeCloseTo(24 / 32, 12);
  });

  test("reorders a ring whose numbers are shuffled, and says how many tiles that saves", () => {
    const n = 32;
    const weights = new Float64Array(n * n);
    const random = createRandom(1, "ring");
    const ring = Array.from({ length: n }, (_, k) => [random.uniform(), k] as const)
      .sort(([a], [b]) => a - b)
      .map(([, k]) => k);
    for (let k = 0; k < n; k++) {
      const [i, j] = [ring[k]!, ring[(k + 1) % n]!];
      weights[i * n + j] = weights[j * n + i] = -1;
    }
    const network = createNetwork(n, weights);
    const { tiles, savedByOrder, empty } = planTiles(network, planArray(network, leaky), { rows: 16, columns: 8 });
    expect(tiles.length + empty).toBe(16);
    expect(tiles.length).toBeLessThanOrEqual(10);
    expect(savedByOrder).toBeGreaterThanOrEqual(4);
  });

  test("refuses a tile that cannot hold a pair", () => {
    const network = randomNetwork(4, 1);
    const plan = planArray(network, ideal);
    expect(caught(() => planTiles(network, plan, { rows: 1, columns: 4 })).code).toBe("argument.tiles");
    expect(caught(() => planTiles(network, plan, { rows: 4, columns: 0 })).code).toBe("argument.tiles");
    const single = planArray(network, ideal, { mapping: "reference-column" });
    expect(planTiles(network, single, { rows: 1, columns: 5 }).tiles).toHaveLength(4);
  });
});

test("a netlist names the tile of every device and keeps each device once", () => {
  const tiles = { rows: 6, columns: 3 };
  const split = buildBench(randomNetwork(7, 2, true), { profile: "taox-cai-2020", map: { tiles } });
  const text = printNetlist(split.hopfield.circuit);
  for (const { name } of split.crossbar.tiles!.tiles) expect(text).toContain(`Tile ${name}. Row`);
  const names = split.hopfield.circuit.sections.flatMap(({ elements }) => elements.map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => /^R_[pm]_/.test(name))).toHaveLength(
    split.crossbar.siemens.filter((g) => g > 0).length,
  );
});
