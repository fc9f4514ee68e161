import type { Contraction } from "../branch-and-bound/ties.ts";
import type { CycleLeaf } from "../certificate.ts";
import type { LinearProgram } from "../linear-program/index.ts";
import { type EdgeGraph, type OddCycle, separateCycles } from "./separate-cycles.ts";

/** Violations below this are rounding of the linear program. */
const VIOLATION = 1e-5;
/** Rounds of separation for one node. */
const MAX_ROUNDS = 300;
/** A bound that rises by less than this part of what is missing, so many times in a row, has stalled. */
const STALL = 0.002;
const STALLED_ROUNDS = 8;
/** Rows with more slack than this are left out of the next program. */
const LOOSE = 1e-6;
/** Digits of a multiplier in a certificate. */
const DIGITS = 12;

/** The couplings of a contraction as a graph: E = k - sum A + 2 sum A_e z_e with z_e = 1 where the ends of e differ. */
export interface CoupledGraph extends EdgeGraph {
  /** A_e: m. */
  readonly couplings: Float64Array;
}

export function coupledGraph({ size, a }: Contraction): CoupledGraph {
  const from: number[] = [];
  const to: number[] = [];
  const couplings: number[] = [];
  for (let p = 0; p < size; p++) {
    for (let q = p + 1; q < size; q++) {
      if (a[p * size + q] === 0) continue;
      from.push(p);
      to.push(q);
      couplings.push(a[p * size + q]!);
    }
  }
  return { size, from: Int32Array.from(from), to: Int32Array.from(to), couplings: Float64Array.from(couplings) };
}

/** A bound with the cycles and multipliers that prove it. */
export interface CycleBound {
  /** k - sum A - sum m (|F| - 1) + sum_e min(0, 2 A_e + sum of the multipliers), rounding not yet taken off. */
  readonly energy: number;
  readonly cycles: readonly { readonly cycle: OddCycle; readonly multiplier: number }[];
  /** Point of the relaxation: m. */
  readonly z: Float64Array;
}

/** The bound that multipliers prove, whatever made them. */
export function boundOf(
  constant: number,
  graph: CoupledGraph,
  cycles: readonly { readonly cycle: OddCycle; readonly multiplier: number }[],
): number {
  const cost = graph.couplings.map((coupling) => 2 * coupling);
  let bound = constant;
  for (const coupling of graph.couplings) bound -= coupling;
  for (const { cycle, multiplier } of cycles) {
    let marked = 0;
    cycle.edges.forEach((e, p) => {
      if (cycle.odd[p]) marked++;
      cost[e]! += cycle.odd[p] ? multiplier : -multiplier;
    });
    bound -= multiplier * (marked - 1);
  }
  for (const value of cost) bound += Math.min(0, value);
  return bound;
}

/** The row of a cycle: sum over F of z - sum over the others <= |F| - 1. */
function rowOf({ edges, odd }: OddCycle) {
  const marked = odd.filter((mark) => mark).length;
  return {
    indices: edges,
    values: odd.map((mark) => (mark ? 1 : -1)),
    lower: Number.NEGATIVE_INFINITY,
    upper: marked - 1,
  };
}

/**
 * Bounds the energy of a contraction by linear programs with more and more odd cycles, as one generator of slices. Ends
 * when no cycle is violated, the bound reaches `needed`, or it has stalled.
 */
export function* boundByCycles(
  contraction: Contraction,
  graph: CoupledGraph,
  inherited: readonly OddCycle[],
  program: LinearProgram,
  needed: () => number,
  onPoint: (z: Float64Array) => void,
): Generator<void, CycleBound | null> {
  if (graph.couplings.length === 0) {
    onPoint(graph.couplings);
    return { energy: contraction.constant, cycles: [], z: graph.couplings };
  }
  program.addColumns(
    Array.from(graph.couplings, (coupling) => ({ cost: 2 * coupling, lower: 0, upper: 1, indices: [], values: [] })),
  );
  let rows = inherited.slice();
  program.addRows(rows.map(rowOf));
  let best: CycleBound | null = null;
  let stalled = 0;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    if (program.solve() !== "optimal") return best;
    const z = program.values().slice();
    const duals = program.rowDuals();
    const cycles = rows.flatMap((cycle, c) => {
      const multiplier = Number(Math.max(0, -duals[c]!).toPrecision(DIGITS));
      return multiplier > 0 ? [{ cycle, multiplier }] : [];
    });
    const energy = boundOf(contraction.constant, graph, cycles);
    const before = best?.energy ?? Number.NEGATIVE_INFINITY;
    if (energy > before) best = { energy, cycles, z };
    onPoint(z);
    yield;
    const missing = needed() - before;
    if (energy >= needed()) return best;
    stalled = energy - before < STALL * missing ? stalled + 1 : 0;
    if (stalled >= STALLED_ROUNDS) return best;
    const found = separateCycles(graph, z, VIOLATION);
    if (found.length === 0) return best;
    const loose: number[] = [];
    rows.forEach((cycle, c) => {
      const { indices, values, upper } = rowOf(cycle);
      const slack = upper - indices.reduce((sum, e, p) => sum + values[p]! * z[e]!, 0);
      if (slack > LOOSE && duals[c] === 0) loose.push(c);
    });
    program.deleteRows(loose);
    const dropped = new Set(loose);
    rows = [...rows.filter((_, c) => !dropped.has(c)), ...found];
    program.addRows(found.map(rowOf));
  }
  return best;
}

/** The leaf of a certificate: cycles over representatives. */
export function leafOf(bound: CycleBound, { representatives }: Contraction): CycleLeaf {
  return {
    leaf: "cycles",
    cycles: bound.cycles.map(({ cycle, multiplier }) => ({
      spins: cycle.vertices.map((v) => representatives[v]!),
      odd: cycle.odd,
      multiplier,
    })),
  };
}
