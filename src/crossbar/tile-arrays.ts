import type { Crossbar } from "./crossbar.ts";

/** One array of a crossbar as it is made: a block of its word lines against a block of its bit lines. */
export interface TileArray {
  /** Name of the tile; empty where the crossbar is one piece. */
  readonly name: string;
  /** Word lines and bit lines of the crossbar, in the order in which they lie. */
  readonly lines: Uint32Array;
  readonly bits: Uint32Array;
  /** lines * bits, row-major, siemens. */
  readonly siemens: Float64Array;
}

/** The arrays that a crossbar is made of: itself, or its tiles that are built, each with wires of its own. */
export function tileArrays({ wordLines, bitLines, siemens, tiles, rows }: Crossbar): TileArray[] {
  const all = (count: number) => Uint32Array.from({ length: count }, (_, k) => k);
  if (tiles === null) return [{ name: "", lines: all(wordLines.length), bits: all(bitLines), siemens }];
  const { across, built, lineBlocks, bitBlocks, order } = tiles;
  const arrays: TileArray[] = [];
  // Bit lines lie in the order of their neurons' places, word lines in that of what drives them.
  const place = new Uint32Array(rows + 2);
  for (const [at, neuron] of order.entries()) place[neuron] = at;
  const placeOfLine = (line: number) => {
    const { source } = wordLines[line]!;
    return source >= 0 && source < rows ? place[source]! : rows + line;
  };
  const placeOfBit = (bit: number) => (bit < rows ? place[bit]! : bit);
  for (let k = 0; k < built.length; k++) {
    if (built[k] !== 1) continue;
    const [down, right] = [Math.floor(k / across), k % across];
    const lines = all(wordLines.length)
      .filter((line) => lineBlocks[line] === down)
      .sort((a, b) => placeOfLine(a) - placeOfLine(b) || a - b);
    const bits = all(bitLines)
      .filter((bit) => bitBlocks[bit] === right)
      .sort((a, b) => placeOfBit(a) - placeOfBit(b));
    const part = new Float64Array(lines.length * bits.length);
    for (const [x, line] of lines.entries()) {
      for (const [y, bit] of bits.entries()) part[x * bits.length + y] = siemens[line * bitLines + bit]!;
    }
    arrays.push({ name: `T${down}_${right}`, lines, bits, siemens: part });
  }
  return arrays;
}
