/**
 * The linear relaxation of the tours: degree equations, inequalities that have been found, and the edges that matter. Edges
 * are added when their reduced cost says so, inequalities when a point violates them, and deleted when they have long
 * been slack. Column k is the edge or arc tails[k], heads[k].
 */

import type { LinearProgram, ProgramColumn, ProgramStatus } from "../linear-program/index.ts";
import { type Cut, coefficient } from "./cuts.ts";
import { type Cities, reducedCostsInto, type TourDual } from "./tour-bound.ts";

/** Solves for which an inequality may be slack before it is deleted. */
const PATIENCE = 12;
/** A reduced cost above this does not bring an edge in. */
const PRICE = -1e-7;
/** A ray that shows less than this shows nothing. */
const RAY = 1e-9;
/** Most edges brought in at a time. */
const BATCH = 200;

export interface Relaxation {
  readonly tails: readonly number[];
  readonly heads: readonly number[];
  /** The inequalities in the program. */
  cuts(): readonly Cut[];
  columnOf(u: number, v: number): number;
  addEdges(edges: readonly (readonly [number, number])[]): void;
  /** Adds those that are not there yet and returns their number. */
  addCuts(cuts: readonly Cut[]): number;
  /** Sets the bounds of all columns to fit the fixings, n*n as in `Fixings`. */
  fix(state: Int8Array): void;
  solve(): ProgramStatus;
  /** Deletes what has long been slack; to be called after an optimum, before anything is added. */
  purge(): void;
  values(): Float64Array;
  objective(): number;
  dual(): TourDual;
  /** After `infeasible`: multipliers that bound the length of every tour in the program by a positive number, for distances 0. */
  ray(): TourDual | null;
  /** Brings in the edges that are not out and have negative reduced cost, of these multipliers; returns their number. */
  price(dual: TourDual, state: Int8Array, distances?: Float64Array): number;
  readonly program: LinearProgram;
}

export function createRelaxation(cities: Cities, program: LinearProgram): Relaxation {
  const { n, distances, symmetric } = cities;
  const degrees = symmetric ? n : 2 * n;
  const degree = symmetric ? 2 : 1;
  const tails: number[] = [];
  const heads: number[] = [];
  const columns = new Int32Array(n * n).fill(-1);
  let bounds = new Int8Array(0);
  let cuts: Cut[] = [];
  let slackFor: number[] = [];
  const present = new Set<string>();
  const costs = new Float64Array(n * n);
  program.addRows(Array.from({ length: degrees }, () => ({ indices: [], values: [], lower: degree, upper: degree })));

  const columnOf = (u: number, v: number): number => columns[symmetric && u > v ? v * n + u : u * n + v]!;
  const dualOf = (rows: Float64Array, sign: number): TourDual => ({
    potentials: rows.slice(0, degrees).map((p) => sign * p),
    cuts: cuts
      .map((cut, k) => ({ cut, multiplier: Math.max(0, sign * rows[degrees + k]!) }))
      .filter(({ multiplier }) => multiplier > 0),
  });
  const addEdges = (edges: readonly (readonly [number, number])[]): void => {
    const added: ProgramColumn[] = [];
    for (const [a, b] of edges) {
      const [u, v] = symmetric && a > b ? [b, a] : [a, b];
      if (columns[u * n + v] !== -1) continue;
      columns[u * n + v] = tails.length;
      tails.push(u);
      heads.push(v);
      const indices = symmetric ? [u, v] : [u, n + v];
      const values = [1, 1];
      cuts.forEach((cut, k) => {
        const value = coefficient(cut, u, v, symmetric);
        if (value === 0) return;
        indices.push(degrees + k);
        values.push(value);
      });
      added.push({ indices, values, lower: 0, upper: 1, cost: distances[u * n + v]! });
    }
    program.addColumns(added);
    const grown = new Int8Array(tails.length);
    grown.set(bounds);
    bounds = grown;
  };

  return {
    tails,
    heads,
    program,
    cuts: () => cuts,
    columnOf,
    addEdges,
    addCuts: (found) => {
      const added = found.filter((cut) => !present.has(cut.key));
      for (const cut of added) present.add(cut.key);
      program.addRows(
        added.map((cut) => {
          const indices: number[] = [];
          const values: number[] = [];
          for (let k = 0; k < tails.length; k++) {
            const value = coefficient(cut, tails[k]!, heads[k]!, symmetric);
            if (value === 0) continue;
            indices.push(k);
            values.push(value);
          }
          return { indices, values, lower: cut.rhs, upper: Number.POSITIVE_INFINITY };
        }),
      );
      cuts = [...cuts, ...added];
      slackFor.push(...added.map(() => 0));
      return added.length;
    },
    fix: (state) => {
      for (let k = 0; k < tails.length; k++) {
        const wanted = state[tails[k]! * n + heads[k]!]!;
        if (bounds[k] === wanted) continue;
        bounds[k] = wanted;
        program.setBounds(k, wanted === 1 ? 1 : 0, wanted === -1 ? 0 : 1);
      }
    },
    solve: () => program.solve(),
    purge: () => {
      const rows = program.rowDuals();
      const gone: number[] = [];
      cuts.forEach((_, k) => {
        slackFor[k] = Math.abs(rows[degrees + k]!) > 1e-9 ? 0 : slackFor[k]! + 1;
        if (slackFor[k]! > PATIENCE) gone.push(k);
      });
      if (gone.length < 10) return;
      for (const k of gone) present.delete(cuts[k]!.key);
      const kept = new Uint8Array(cuts.length).fill(1);
      for (const k of gone) kept[k] = 0;
      cuts = cuts.filter((_, k) => kept[k] === 1);
      slackFor = slackFor.filter((_, k) => kept[k] === 1);
      program.deleteRows(gone.map((k) => degrees + k));
    },
    values: () => program.values(),
    objective: () => program.objective(),
    dual: () => dualOf(program.rowDuals(), 1),
    ray: () => {
      const rows = program.ray();
      if (rows === null) return null;
      // The sign of a ray is a convention: only one shows anything.
      for (const sign of [1, -1]) {
        const dual = dualOf(rows, sign);
        reducedCostsInto(costs, { n, distances: new Float64Array(n * n), symmetric }, dual);
        let sum = dual.potentials.reduce((total, p) => total + degree * p, 0);
        for (const { cut, multiplier } of dual.cuts) sum += cut.rhs * multiplier;
        for (let k = 0; k < tails.length; k++) {
          const c = costs[tails[k]! * n + heads[k]!]!;
          if (bounds[k] === 1 || (bounds[k] === 0 && c < 0)) sum += c;
        }
        if (sum > RAY) return dual;
      }
      return null;
    },
    price: (dual, state, of = distances) => {
      reducedCostsInto(costs, { n, distances: of, symmetric }, dual);
      const wanted: [number, number][] = [];
      for (let u = 0; u < n; u++) {
        for (let v = symmetric ? u + 1 : 0; v < n; v++) {
          const at = u * n + v;
          if (u !== v && columns[at] === -1 && state[at] !== -1 && costs[at]! < PRICE) wanted.push([u, v]);
        }
      }
      wanted.sort((a, b) => costs[a[0] * n + a[1]]! - costs[b[0] * n + b[1]]!);
      const added = wanted.slice(0, BATCH);
      addEdges(added);
      return added.length;
    },
  };
}
