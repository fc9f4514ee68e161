import { ArgumentError } from "../core/index.ts";
import type { HopfieldNetwork } from "../network/index.ts";
import { type ArrayPlan, weightOf } from "./mappings/mapping.ts";
import { reverseCuthillMcKee } from "./tile-order.ts";

/** Largest array that is made in one piece. */
export interface TileLimits {
  /** Word lines. */
  readonly rows: number;
  /** Bit lines. */
  readonly columns: number;
}

/** One array of a split one. */
export interface Tile {
  /** "T2_0" is the third block of word lines and the first of bit lines. */
  readonly name: string;
  readonly wordLines: number;
  readonly bitLines: number;
  readonly devices: number;
}

/**
 * An array split over tiles: word lines in blocks of `limits.rows` places and bit lines in blocks of `limits.columns`. A tile
 * of which no weight is left is not built; the partial sums of the others meet at the summing nodes. Plain data.
 */
export interface TilePlan {
  readonly limits: TileLimits;
  /** Tiles that are built, by rows and then columns. */
  readonly tiles: readonly Tile[];
  /** Tiles that are left out. */
  readonly empty: number;
  /** Share of the positions of the tiles built, each of full size, that hold a device. */
  readonly utilisation: number;
  /** Neurons in the order of their places: as they are numbered, or as leaves the fewest tiles. */
  readonly order: Uint32Array;
  /** Tiles that this order saves. */
  readonly savedByOrder: number;
  /** Block of each word line and bit line. */
  readonly lineBlocks: Uint32Array;
  readonly bitBlocks: Uint32Array;
  /** Blocks of bit lines. */
  readonly across: number;
  /** Whether a tile is built: blocks of word lines * `across`, row-major. */
  readonly built: Uint8Array;
}

/** Blocks of word and bit lines for an order of the neurons, and which of their tiles hold a weight. */
interface Layout {
  readonly lineBlocks: Uint32Array;
  readonly bitBlocks: Uint32Array;
  readonly across: number;
  readonly built: Uint8Array;
}

/** Word lines of each source, in order; those of amplifiers stand behind the last source. */
function linesBySource(plan: ArrayPlan, sources: number): number[][] {
  const groups = Array.from({ length: sources + 1 }, (): number[] => []);
  for (const [line, { source }] of plan.wordLines.entries()) groups[source < 0 ? sources : source]!.push(line);
  return groups;
}

function layOut(
  network: HopfieldNetwork,
  plan: ArrayPlan,
  { rows, columns }: TileLimits,
  order: ArrayLike<number>,
): Layout {
  const { n } = network;
  const lineBlocks = new Uint32Array(plan.wordLines.length);
  const bitBlocks = new Uint32Array(plan.bitLines);
  const groups = linesBySource(plan, n + 1);
  // Both rails of an output lie in one tile, for idle devices cancel in pairs.
  const usable = plan.idleSiemens === null ? rows : rows - (rows % 2);
  let place = 0;
  for (const source of [...Array.from(order), n, n + 1]) {
    for (const line of groups[source]!) lineBlocks[line] = Math.floor(place++ / usable);
  }
  for (let at = 0; at < n; at++) bitBlocks[order[at]!] = Math.floor(at / columns);
  for (let bit = n; bit < plan.bitLines; bit++) bitBlocks[bit] = Math.floor(bit / columns);
  const across = Math.ceil(plan.bitLines / columns);
  const down = Math.ceil(plan.wordLines.length / usable);
  const built = new Uint8Array(down * across);
  if (plan.idleSiemens === null) built.fill(1);
  else {
    for (const [line, { source }] of plan.wordLines.entries()) {
      for (let i = 0; i < n; i++) {
        if (weightOf(network, i, source) !== 0) built[lineBlocks[line]! * across + bitBlocks[i]!] = 1;
      }
    }
  }
  return { lineBlocks, bitBlocks, across, built };
}

const countOf = (built: Uint8Array): number => built.reduce((sum, b) => sum + b, 0);

/**
 * Splits a planned array over tiles. Tiles without a weight are left out where the mapping lets idle devices go; the neurons
 * are reordered by reverse Cuthill-McKee when that leaves fewer tiles.
 *
 * @throws ArgumentError when a tile could not hold a pair.
 */
export function planTiles(network: HopfieldNetwork, plan: ArrayPlan, limits: TileLimits): TilePlan {
  const least = plan.idleSiemens === null ? 1 : 2;
  for (const [field, value, low] of [
    ["rows", limits.rows, least],
    ["columns", limits.columns, 1],
  ] as const) {
    if (Number.isSafeInteger(value) && value >= low) continue;
    throw new ArgumentError("a tile is too small", {
      code: "argument.tiles",
      field,
      received: String(value),
      expected: `a whole number of at least ${low}`,
    });
  }
  const natural = Uint32Array.from({ length: network.n }, (_, i) => i);
  const first = layOut(network, plan, limits, natural);
  let order: Uint32Array = natural;
  let layout = first;
  if (plan.idleSiemens !== null && countOf(first.built) > 1) {
    const other = reverseCuthillMcKee(network);
    const reordered = layOut(network, plan, limits, other);
    if (countOf(reordered.built) < countOf(first.built)) {
      order = other;
      layout = reordered;
    }
  }
  const { lineBlocks, bitBlocks, across, built } = layout;
  const devices = new Float64Array(built.length);
  for (let line = 0; line < lineBlocks.length; line++) {
    for (let bit = 0; bit < bitBlocks.length; bit++) {
      if (plan.target(line, bit) !== undefined) devices[lineBlocks[line]! * across + bitBlocks[bit]!]!++;
    }
  }
  const size = (blocks: Uint32Array, block: number) => blocks.reduce((sum, b) => sum + (b === block ? 1 : 0), 0);
  const tiles: Tile[] = [];
  for (const [k, isBuilt] of built.entries()) {
    if (isBuilt === 0) continue;
    const [down, right] = [Math.floor(k / across), k % across];
    const wordLines = size(lineBlocks, down);
    tiles.push({ name: `T${down}_${right}`, wordLines, bitLines: size(bitBlocks, right), devices: devices[k]! });
  }
  const held = tiles.reduce((sum, tile) => sum + tile.devices, 0);
  return {
    limits,
    tiles,
    empty: built.length - tiles.length,
    utilisation: held / (tiles.length * limits.rows * limits.columns),
    order,
    savedByOrder: countOf(first.built) - tiles.length,
    lineBlocks,
    bitBlocks,
    across,
    built,
  };
}

/** How many tiles an array takes, as reports hold it. Plain data. */
export interface TilesReport extends TileLimits {
  readonly used: number;
  readonly empty: number;
  readonly utilisation: number;
  readonly savedByOrder: number;
  readonly devices: number;
}

/** Sums up the tiles of an array; null for one piece. */
export function tilesReport(plan: TilePlan | null): TilesReport | null {
  if (plan === null) return null;
  const { limits, tiles, empty, utilisation, savedByOrder } = plan;
  const devices = tiles.reduce((sum, tile) => sum + tile.devices, 0);
  return { ...limits, used: tiles.length, empty, utilisation, savedByOrder, devices };
}

/** Name of the tile that holds the device at a word line and a bit line; null where that tile is left out. */
export function tileAt(plan: TilePlan, wordLine: number, bitLine: number): string | null {
  const [down, right] = [plan.lineBlocks[wordLine]!, plan.bitBlocks[bitLine]!];
  return plan.built[down * plan.across + right] === 1 ? `T${down}_${right}` : null;
}
