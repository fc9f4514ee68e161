/**
 * Pattern files: grids of cells, "X", "@", "*" or "1" for +1, ".", "-", "_" or "0" for -1, spaces between them allowed. Each
 * stored pattern stands under a line "pattern <name>", the one to complete under "probe"; comments begin with "#".
 */

import { MAX_ENCODED_SPINS } from "../dense-couplings.ts";
import { lineError, numberedLines } from "./lines.ts";

/** Patterns of one size. Plain data. */
export interface PatternGrids {
  readonly rows: number;
  readonly columns: number;
  /** Names of the stored patterns, p. */
  readonly names: readonly string[];
  /** Stored patterns, p * rows * columns entries of -1 or +1, row-major. */
  readonly patterns: Int8Array;
  /** The pattern to complete, rows * columns; null when the file has none. */
  readonly probe: Int8Array | null;
}

/** Stored patterns and cells that are read at most. */
export const MAX_PATTERNS = 100_000;
const MAX_CELLS = 2 ** 26;

const UP = new Set("X@*1");
const DOWN = new Set(".-_0");

interface Grid {
  readonly name: string | null;
  readonly line: number;
  readonly cells: number[];
  rows: number;
}

/** Reads a pattern file. @throws ProblemError with file and line. */
export function parsePatterns(text: string, file: string): PatternGrids {
  const fail = (what: string, line: number, received: string, expected: string) =>
    lineError(what, "problem.patterns", file, line, received, expected);
  const grids: Grid[] = [];
  let columns = 0;
  let cells = 0;
  let lastLine = 1;
  for (const { line, text: content } of numberedLines(text)) {
    if (content === "" || content[0] === "#") continue;
    lastLine = line;
    const [, word, rest = ""] = /^(pattern|probe)(?:[ \t]+(.*))?$/.exec(content) ?? [];
    if (word !== undefined) {
      const name = word === "probe" ? null : rest || String(grids.filter((g) => g.name !== null).length + 1);
      if (word === "probe" && rest !== "") throw fail("the probe has no name", line, content, '"probe" alone');
      if (name !== null && /[\p{Cc}\p{Cf}]/u.test(name)) throw fail("the name cannot be printed", line, name, "a name");
      if (grids.some((g) => g.name === name)) throw fail("there are two of this name", line, content, "each name once");
      if (grids.length > MAX_PATTERNS)
        throw fail("there are too many patterns", line, content, `at most ${MAX_PATTERNS}`);
      grids.push({ name, line, cells: [], rows: 0 });
      continue;
    }
    const grid = grids.at(-1);
    if (grid === undefined) throw fail("a row stands before any pattern", line, content, '"pattern <name>" or "probe"');
    const row = content.replace(/[ \t]+/g, "");
    if (columns === 0) columns = row.length;
    if (row.length !== columns) throw fail("a row has another length", line, `${row.length} cells`, `${columns} cells`);
    cells += columns;
    if (cells > MAX_CELLS) throw fail("the patterns are too large", line, `${cells} cells`, `at most ${MAX_CELLS}`);
    for (const cell of row) {
      if (!UP.has(cell) && !DOWN.has(cell)) throw fail("a cell cannot be read", line, cell, "X @ * 1 or . - _ 0");
      grid.cells.push(UP.has(cell) ? 1 : -1);
    }
    grid.rows++;
  }
  const stored = grids.filter((g) => g.name !== null);
  if (stored.length === 0) throw fail("there is no stored pattern", lastLine, "none", 'a grid under "pattern <name>"');
  const rows = stored[0]!.rows;
  for (const grid of grids) {
    if (grid.rows === 0) throw fail("a pattern has no rows", grid.line, "no cells", "a grid of cells under this line");
    if (grid.rows !== rows) throw fail("a pattern has another size", grid.line, `${grid.rows} rows`, `${rows} rows`);
  }
  if (rows * columns > MAX_ENCODED_SPINS) {
    throw fail(
      "the patterns are too large",
      stored[0]!.line,
      `${rows * columns} cells`,
      `at most ${MAX_ENCODED_SPINS}`,
    );
  }
  const probe = grids.find((g) => g.name === null);
  const patterns = new Int8Array(stored.length * rows * columns);
  stored.forEach((grid, m) => {
    patterns.set(grid.cells, m * rows * columns);
  });
  return {
    rows,
    columns,
    names: stored.map((grid) => grid.name as string),
    patterns,
    probe: probe === undefined ? null : Int8Array.from(probe.cells),
  };
}

/** Writes one grid as rows of "X" and ".". */
function formatGrid(cells: Int8Array, columns: number): string {
  let out = "";
  for (let k = 0; k < cells.length; k++) out += `${cells[k] === 1 ? "X" : "."}${(k + 1) % columns === 0 ? "\n" : ""}`;
  return out;
}

/** Writes a pattern file; reads back as the same. `comments` stand above it. */
export function formatPatterns(grids: PatternGrids, comments: readonly string[] = []): string {
  const { rows, columns, names, patterns, probe } = grids;
  const size = rows * columns;
  const head = comments.map((comment) => `# ${comment}\n`);
  const stored = names.map(
    (name, m) => `pattern ${name}\n${formatGrid(patterns.subarray(m * size, (m + 1) * size), columns)}`,
  );
  return [...head, ...stored, ...(probe === null ? [] : [`probe\n${formatGrid(probe, columns)}`])].join("");
}
