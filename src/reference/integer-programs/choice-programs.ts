/** Programs of tasks that choose among sets, items, numbers and truth values. */

import type { ExactCover, Knapsack, MaxSat, NumberPartitioning, SetCover, SetPacking } from "../../problem/index.ts";
import { createProgramBuilder, onesOf, type RowTerm, spinsOf, type TaskProgram } from "./program-builder.ts";

const NONE = Number.NEGATIVE_INFINITY;
const ANY = Number.POSITIVE_INFINITY;

/** Bits of these costs under a row of bits for each element, with `lower` to `upper` of them 1. */
function setProgram(
  costs: Iterable<number>,
  rows: Iterable<Iterable<number>>,
  lower: number,
  upper: number,
): TaskProgram {
  const builder = createProgramBuilder();
  let n = 0;
  for (const cost of costs) {
    builder.bit(cost);
    n++;
  }
  for (const row of rows) {
    builder.row(
      Array.from(row, (set) => [1, set] as const),
      lower,
      upper,
    );
  }
  return { program: builder.build(), solutionOf: (values) => onesOf(values, n) };
}

/** The sets that hold each element. */
const rowsOfSets = ({ starts, sets }: SetCover | SetPacking) =>
  Array.from({ length: starts.length - 1 }, (_, i) => sets.subarray(starts[i]!, starts[i + 1]!));

export const setCoverProgram = (task: SetCover): TaskProgram => setProgram(task.weights, rowsOfSets(task), 1, ANY);

export const setPackingProgram = (task: SetPacking): TaskProgram =>
  setProgram(
    task.weights.map((weight) => -weight),
    rowsOfSets(task),
    NONE,
    1,
  );

/** Fewest sets that hold every element exactly once. */
export function exactCoverProgram({ n, elements, sets }: ExactCover): TaskProgram {
  const rows: number[][] = Array.from({ length: elements }, () => []);
  sets.forEach((set, k) => {
    for (const element of set) rows[element]!.push(k);
  });
  return setProgram(new Float64Array(n).fill(1), rows, 1, 1);
}

export function knapsackProgram({ n, profits, weights, capacity }: Knapsack): TaskProgram {
  const builder = createProgramBuilder();
  for (const profit of profits) builder.bit(-profit);
  builder.row(
    Array.from(weights, (weight, i) => [weight, i] as const),
    NONE,
    capacity,
  );
  return { program: builder.build(), solutionOf: (values) => onesOf(values, n) };
}

/** The part that is not the heavier one, as heavy as can be; its difference to the other is the least. */
export function numberPartitioningProgram({ n, numbers }: NumberPartitioning): TaskProgram {
  const builder = createProgramBuilder();
  for (const number of numbers) builder.bit(-number);
  const half = Math.floor(numbers.reduce((a, b) => a + b, 0) / 2);
  builder.row(
    Array.from(numbers, (number, i) => [number, i] as const),
    NONE,
    half,
  );
  return { program: builder.build(), solutionOf: (values) => spinsOf(values, n) };
}

/** Least weight of soft clauses falsified: true literals + z_c >= 1, without z_c in a hard one. */
export function maxSatProgram({ n, weights, starts, literals }: MaxSat): TaskProgram {
  const builder = createProgramBuilder();
  for (let v = 0; v < n; v++) builder.bit(0);
  weights.forEach((weight, c) => {
    const terms: RowTerm[] = weight === 0 ? [] : [[1, builder.share(weight)]];
    let least = 1;
    for (const literal of literals.subarray(starts[c]!, starts[c + 1]!)) {
      terms.push([Math.sign(literal), Math.abs(literal) - 1]);
      // The complement is 1 - x.
      if (literal < 0) least--;
    }
    builder.row(terms, least, ANY);
  });
  return { program: builder.build(), solutionOf: (values) => spinsOf(values, n) };
}
