/**
 * Placement files (`.place`): "grid ROWS COLUMNS", then "net [WEIGHT] CELL CELL ..." lines, and "cell CELL ..." lines for
 * cells without a net or in an order of one's own. Names begin with a letter or "_"; the weight is 1 unless given.
 * Placements are "ROW COLUMN CELL" lines, counted from 1, row 1 on top.
 */

import { LimitError, quoteReceived } from "../../core/index.ts";
import { type DataLine, dataLines, lineError, readCount } from "./lines.ts";

/** A net: cells that are wired together, at least two, counted from 0. */
export interface Net {
  /** A positive integer. */
  readonly weight: number;
  readonly cells: readonly number[];
}

/** Cells to be placed on a grid of slots. */
export interface Netlist {
  readonly rows: number;
  readonly columns: number;
  /** Names, each once. */
  readonly cells: readonly string[];
  readonly nets: readonly Net[];
}

/** Largest number of slots: their distances take 32 MB. */
export const MAX_SLOTS = 2000;

/** Largest sum of weight times pairs times the longest distance: every wirelength is exact. */
export const MAX_WIRELENGTH = 2 ** 48;

/** What a cell may be called. */
export const CELL_NAME = /^[A-Za-z_][\w.:/$[\]-]*$/;

/** The wirelength when every pair of a net's cells is as far apart as the grid allows. */
export function longestWires({ rows, columns, nets }: Netlist): number {
  return nets.reduce(
    (sum, { weight, cells }) => sum + ((weight * cells.length * (cells.length - 1)) / 2) * (rows + columns - 2),
    0,
  );
}

function readGrid({ line, text, words }: DataLine, file: string): { rows: number; columns: number } {
  const [rows, columns] = words.length === 3 ? words.slice(1).map(readCount) : [];
  if (words[0] !== "grid" || !rows || !columns) {
    throw lineError("the grid cannot be read", "problem.header", file, line, text, '"grid ROWS COLUMNS"');
  }
  if (rows * columns > MAX_SLOTS) {
    throw new LimitError("the grid has too many slots", {
      code: "problem.header-size",
      file,
      line,
      received: quoteReceived(text),
      expected: `at most ${MAX_SLOTS}`,
    });
  }
  return { rows, columns };
}

/** @throws ProblemError naming file and line, LimitError above MAX_SLOTS. */
export function parsePlace(text: string, file: string): Netlist {
  let grid: { rows: number; columns: number } | undefined;
  const numbers = new Map<string, number>();
  const nets: Net[] = [];
  let lastLine = 1;
  for (const data of dataLines(text)) {
    const { line, text: content, words } = data;
    lastLine = line;
    if (grid === undefined) {
      grid = readGrid(data, file);
      continue;
    }
    const slots = grid.rows * grid.columns;
    const isNet = words[0] === "net";
    if (!isNet && words[0] !== "cell") {
      throw lineError("the line cannot be read", "problem.place", file, line, content, '"net" or "cell"');
    }
    const weighted = isNet && /^[-+\d.]/.test(words[1] ?? "");
    const weight = weighted ? readCount(words[1]!) : 1;
    if (weight === undefined || weight < 1) {
      throw lineError("a weight cannot be read", "problem.net-weight", file, line, words[1]!, "a positive integer");
    }
    const names = words.slice(weighted ? 2 : 1);
    const cells = names.map((name) => {
      if (!CELL_NAME.test(name)) {
        throw lineError("a cell cannot be read", "problem.cell", file, line, name, "a name such as alu_3");
      }
      const number = numbers.get(name) ?? numbers.size;
      if (number === slots) {
        throw lineError("there are more cells than slots", "problem.cell-count", file, line, name, `${slots} cells`);
      }
      numbers.set(name, number);
      return number;
    });
    if (!isNet) continue;
    if (cells.length < 2 || new Set(cells).size !== cells.length) {
      throw lineError("the net cannot be read", "problem.net", file, line, content, "two cells or more, each once");
    }
    nets.push({ weight, cells });
  }
  if (grid === undefined || numbers.size === 0) {
    const what = grid === undefined ? "the file has no grid" : "the file has no cells";
    throw lineError(what, "problem.header", file, lastLine, "no data", '"grid ROWS COLUMNS" and nets');
  }
  const netlist = { ...grid, cells: [...numbers.keys()], nets };
  if (longestWires(netlist) > MAX_WIRELENGTH) {
    const expected = `wires of at most ${MAX_WIRELENGTH} together, so that their length is exact`;
    throw lineError("the weights are too large", "problem.net-weight", file, lastLine, "the nets", expected);
  }
  return netlist;
}

/** Writes a netlist with comments above it; reads back as the same. */
export function formatPlace({ rows, columns, cells, nets }: Netlist, comments: readonly string[]): string {
  const lines = [...comments.map((comment) => `# ${comment}`), `grid ${rows} ${columns}`];
  for (const cell of cells) lines.push(`cell ${cell}`);
  for (const { weight, cells: ends } of nets) {
    lines.push(`net ${weight === 1 ? "" : `${weight} `}${ends.map((cell) => cells[cell]).join(" ")}`);
  }
  return `${lines.join("\n")}\n`;
}

/**
 * Reads a placement: the slot of each cell, row by row, counted from 0.
 * @throws ProblemError naming file and line: a cell that is unknown, missing or placed twice, a slot out of range.
 */
export function parsePlacementSolution(text: string, file: string, { rows, columns, cells }: Netlist): Uint32Array {
  const numbers = new Map(cells.map((name, i) => [name, i]));
  const slots = new Map<number, number>();
  let lastLine = 1;
  for (const { line, text: content, words } of dataLines(text)) {
    lastLine = line;
    const cell = numbers.get(words[2] ?? "");
    if (cell === undefined || slots.has(cell) || words.length !== 3) {
      const expected = '"ROW COLUMN CELL", each cell once';
      throw lineError("the line cannot be read", "problem.solution-cell", file, line, content, expected);
    }
    const [row, column] = words.slice(0, 2).map(readCount);
    if (!row || !column || row > rows || column > columns) {
      const expected = `a row in 1..${rows} and a column in 1..${columns}`;
      throw lineError("there is no such slot", "problem.solution-slot", file, line, content, expected);
    }
    slots.set(cell, (row - 1) * columns + column - 1);
  }
  if (slots.size < cells.length) {
    const received = `${slots.size} cells`;
    const expected = `${cells.length} cells`;
    throw lineError("cells are missing", "problem.solution-length", file, lastLine, received, expected);
  }
  return Uint32Array.from(cells, (_, i) => slots.get(i)!);
}

/** Writes a placement, one cell a line; reads back as the same. */
export function formatPlacementSolution({ columns, cells }: Netlist, placement: Uint32Array): string {
  return cells
    .map((name, i) => `${Math.floor(placement[i]! / columns) + 1} ${(placement[i]! % columns) + 1} ${name}\n`)
    .join("");
}
