/**
 * VLSI placement: put cells on the slots of a grid, one a slot at most, so that their nets need as little wire as
 * possible. Wire is counted in the clique model, which is quadratic: every pair of a net's cells costs the net's weight
 * times their Manhattan distance. For nets of two cells that is the wire itself, for three twice the half perimeter of
 * their bounding box; larger nets count for more than their half perimeter, which a smaller weight can make up for. As
 * a quadratic assignment, cells are the facilities and slots the locations, of which there may be more.
 */

import { ArgumentError, requireInteger } from "../core/index.ts";
import { readNotes } from "./formats/notes.ts";
import {
  CELL_NAME,
  formatPlace,
  formatPlacementSolution,
  longestWires,
  MAX_SLOTS,
  MAX_WIRELENGTH,
  type Net,
  type Netlist,
  parsePlace,
  parsePlacementSolution,
} from "./formats/place.ts";
import { cleanName, nameOfFile, requireName } from "./instance-name.ts";
import type { EncodingMethod, Problem, ProblemKind, Score, SolutionForm } from "./problem.ts";
import {
  type Assignment,
  assignmentViolations,
  decodeLayout,
  encodeLayout,
  type Layout,
  type LayoutWords,
  repairLayout,
  spinsOfAssignment,
} from "./qap-one-hot.ts";

/** A placement task; n counts the cells. */
export interface Placement extends Problem, Netlist {
  readonly kind: "placement";
  readonly sense: "min";
}

const EXTENSIONS = [".place"] as const;

/**
 * Builds a task.
 * @param cells names of the cells, each once
 * @param nets cells by their place in `cells`
 * @throws ArgumentError for a grid without room, a name, cell or weight that is not right.
 */
export function createPlacement(
  name: string,
  rows: number,
  columns: number,
  cells: readonly string[],
  nets: readonly Net[],
): Placement {
  requireName(name);
  requireInteger("rows", rows, 1, MAX_SLOTS);
  requireInteger("columns", columns, 1, MAX_SLOTS);
  requireInteger("rows * columns", rows * columns, 1, MAX_SLOTS);
  requireInteger("number of cells", cells.length, 1, rows * columns);
  const isNamed = cells.every((cell) => CELL_NAME.test(cell)) && new Set(cells).size === cells.length;
  if (!isNamed) throw wrong("the cells are not named", cells.join(" "), "names that begin with a letter, each once");
  nets.forEach((net, e) => {
    requireInteger(`nets[${e}].weight`, net.weight, 1);
    for (const cell of net.cells) requireInteger(`nets[${e}].cells`, cell, 0, cells.length - 1);
    if (net.cells.length < 2 || new Set(net.cells).size !== net.cells.length) {
      throw wrong(`net ${e} is none`, `cells ${net.cells.join(" ")}`, "two cells or more, each once");
    }
  });
  const copies = nets.map(({ weight, cells: ends }) => ({ weight, cells: [...ends] }));
  const netlist = { rows, columns, cells: [...cells], nets: copies };
  requireInteger("wirelength", longestWires(netlist), 0, MAX_WIRELENGTH);
  return { kind: "placement", name, n: cells.length, sense: "min", ...netlist };
}

function wrong(what: string, received: string, expected: string): ArgumentError {
  return new ArgumentError(what, { code: "problem.placement", received, expected });
}

/** Parses a `.place` file. @throws ProblemError with file and line, LimitError above MAX_SLOTS. */
export function parsePlacement(text: string, file: string): Placement {
  const netlist = parsePlace(text, file);
  const name = cleanName(readNotes(text, "#").get("name")?.value ?? "") || nameOfFile(file, EXTENSIONS, "placement");
  return { kind: "placement", name, n: netlist.cells.length, sense: "min", ...netlist };
}

/** Manhattan distance of two slots on a grid of so many columns. */
function distance(columns: number, a: number, b: number): number {
  return Math.abs(Math.floor(a / columns) - Math.floor(b / columns)) + Math.abs((a % columns) - (b % columns));
}

/** Every pair of cells stands once in the flows, above the diagonal, so that no wire is counted twice. */
function layoutOf({ rows, columns, cells, nets }: Placement): Layout {
  const m = cells.length;
  const s = rows * columns;
  const flows = new Float64Array(m * m);
  for (const { weight, cells: ends } of nets) {
    for (const i of ends) for (const j of ends) if (i < j) flows[i * m + j]! += weight;
  }
  const distances = Float64Array.from({ length: s * s }, (_, e) => distance(columns, Math.floor(e / s), e % s));
  return { m, s, flows, distances };
}

const wordsOf = ({ cells, columns }: Placement): LayoutWords => ({
  facility: (i) => `cell ${cells[i]}`,
  location: (k) => `slot ${Math.floor(k / columns) + 1} ${(k % columns) + 1}`,
  locations: "slots",
  facilities: "cells",
});

/** The wirelength of a placement; a list that is none has the length NaN and names what is not right. */
export function scorePlacement(problem: Placement, placement: Assignment): Score {
  const violations = assignmentViolations(layoutOf(problem), placement, wordsOf(problem));
  if (violations.length > 0) return { objective: Number.NaN, feasible: false, violations };
  let objective = 0;
  for (const { weight, cells } of problem.nets) {
    cells.forEach((i, at) => {
      for (const j of cells.slice(at + 1))
        objective += weight * distance(problem.columns, placement[i]!, placement[j]!);
    });
  }
  return { objective, feasible: true, violations };
}

const oneHot: EncodingMethod<Placement, Assignment> = {
  name: "one-hot",
  description: "a spin for every cell at every slot",
  encode: (problem, options) => encodeLayout(layoutOf(problem), options),
  decode: (problem, spins) => decodeLayout(layoutOf(problem), spins, wordsOf(problem)),
  spinsOf: (problem, placement) => spinsOfAssignment(layoutOf(problem), placement),
  repair: (problem, spins) => repairLayout(layoutOf(problem), spins),
};

const form: SolutionForm<Placement, Assignment> = {
  parse: parsePlacementSolution,
  format: formatPlacementSolution,
  score: scorePlacement,
};

/** The task kind "placement". */
export const placementKind: ProblemKind<Placement, Assignment> = {
  kind: "placement",
  extensions: EXTENSIONS,
  parse: parsePlacement,
  format: (problem) => formatPlace(problem, [`name: ${problem.name}`]),
  encodings: [oneHot],
  solution: form,
};
