import { ArgumentError } from "../core/index.ts";
import type { SummingLine } from "../network/index.ts";

/** Spins of which each row and each column asks for one: spin `cells[row * side + column]`. */
export interface OneHotGrid {
  readonly side: number;
  readonly cells: Int32Array;
}

const noGrid = (received: string): ArgumentError =>
  new ArgumentError("the lines are no grid of one-hot rows and columns", {
    code: "argument.one-hot-grid",
    received,
    expected: "lines that ask for one bit each, every spin on two of them, which split into rows and columns",
  });

/**
 * The grid that an encoding's summing lines spell: lines that ask for one bit are rows or columns, two that share a spin are
 * one of each. Which are called rows does not matter. Lines that ask for more bits are passed over.
 * @throws ArgumentError when the lines spell no grid.
 */
export function oneHotGrid(lines: readonly SummingLine[], n: number): OneHotGrid {
  const side = Math.round(Math.sqrt(n));
  const groups = lines.filter(({ members, offset }) => members.length === side && offset === members.length - 2);
  if (side * side !== n || groups.length !== 2 * side) throw noGrid(`${groups.length} such lines over ${n} spins`);
  const linesOf: number[][] = Array.from({ length: n }, () => []);
  groups.forEach(({ members }, g) => {
    for (const i of members) linesOf[i]?.push(g);
  });
  const odd = linesOf.findIndex((of) => of.length !== 2);
  if (odd >= 0) throw noGrid(`spin ${odd} on ${linesOf[odd]!.length} lines`);
  const first = groups[0]!.members;
  // The lines that cross the first one are the columns; each of their spins then lies on one row.
  const columnOf = new Map<number, number>();
  for (const i of first) columnOf.set(linesOf[i]!.find((g) => g !== 0)!, columnOf.size);
  const rowOf = new Map<number, number>();
  for (let g = 0; g < groups.length; g++) if (!columnOf.has(g)) rowOf.set(g, rowOf.size);
  const cells = new Int32Array(n).fill(-1);
  for (let i = 0; i < n; i++) {
    const [a, b] = linesOf[i] as [number, number];
    const row = rowOf.get(a) ?? rowOf.get(b);
    const column = columnOf.get(b) ?? columnOf.get(a);
    if (row === undefined || column === undefined) throw noGrid(`spin ${i} on two rows or two columns`);
    cells[row * side + column] = i;
  }
  const hole = cells.indexOf(-1);
  if (hole >= 0) throw noGrid(`row ${Math.floor(hole / side)} and column ${hole % side} do not cross`);
  return { side, cells };
}
