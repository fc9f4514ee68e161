import { type Crossbar, OFFSET_SOURCE, type WordLine } from "../crossbar/index.ts";

/** Node that the offset amplifier drives. */
export const OFFSET_NODE = "y_off";

/** Name of a source as it stands in nodes: its number, or "bias". */
export function sourceName(source: number, n: number): string {
  return source < n ? String(source) : "bias";
}

/** Shares of the swing that word lines are driven with, largest first: slice k has share k of the list. */
export function sharesOf({ wordLines }: Pick<Crossbar, "wordLines">): number[] {
  return [...new Set(wordLines.map(({ share }) => share))].sort((a, b) => b - a);
}

/** What drives a word line: its node, and the rail as it stands in names, "p", "m", "p1" for slice 1, or "off". */
export interface WordLineRail {
  readonly node: string;
  readonly rail: string;
  /** Source as it stands in names; for an offset line its number among them. */
  readonly source: string;
}

/** Rails of all word lines, in order. */
export function wordLineRails(crossbar: Crossbar): WordLineRail[] {
  const shares = sharesOf(crossbar);
  let offsets = 0;
  return crossbar.wordLines.map(({ source, sign, share }: WordLine) => {
    if (source === OFFSET_SOURCE) return { node: OFFSET_NODE, rail: "off", source: String(offsets++) };
    const slice = shares.indexOf(share);
    const rail = `${sign > 0 ? "p" : "m"}${slice === 0 ? "" : slice}`;
    const name = sourceName(source, crossbar.rows);
    return { node: `${rail}_${name}`, rail, source: name };
  });
}

/** Signs of the supply's rails that word lines need, the positive one first; none without a bias. */
export function biasSigns({ rows, wordLines }: Crossbar): (1 | -1)[] {
  return ([1, -1] as const).filter((sign) => wordLines.some((w) => w.source === rows && w.sign === sign));
}
