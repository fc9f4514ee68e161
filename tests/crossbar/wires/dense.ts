import { LuDecomposition, Matrix } from "ml-matrix";
import { createRandom } from "../../../src/core/index.ts";
import type { WiredArray } from "../../../src/crossbar/index.ts";

/** An array as the property tests draw it: devices over two decades, some absent. */
export function randomArray(rows: number, columns: number, seed: number) {
  const random = createRandom(seed, "array");
  const siemens = Float64Array.from({ length: rows * columns }, () =>
    random.uniform() < 0.1 ? 0 : 10 ** (-6 + 2 * random.uniform()),
  );
  const appliedVolts = Float64Array.from({ length: rows }, () => random.uniform() - 0.5);
  return { rows, columns, siemens, appliedVolts };
}

/**
 * Node voltages from the dense nodal matrix, written down branch by branch with a large matrix's plain LU: word line nodes, then
 * bit line nodes. All resistances positive and finite; no shorts.
 */
export function denseVolts(array: WiredArray & { appliedVolts: ArrayLike<number>; senseVolts?: ArrayLike<number> }): {
  word: number[];
  bit: number[];
} {
  const { rows, columns, wordLineOhms, bitLineOhms, driverOhms = 0, senseOhms = 0, siemens, appliedVolts } = array;
  const cells = rows * columns;
  const matrix = Matrix.zeros(2 * cells, 2 * cells);
  const right = Matrix.zeros(2 * cells, 1);
  const stamp = (a: number, b: number | undefined, g: number, source = 0) => {
    matrix.set(a, a, matrix.get(a, a) + g);
    if (b === undefined) {
      right.set(a, 0, right.get(a, 0) + g * source);
      return;
    }
    matrix.set(b, b, matrix.get(b, b) + g);
    matrix.set(a, b, matrix.get(a, b) - g);
    matrix.set(b, a, matrix.get(b, a) - g);
  };
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const x = i * columns + j;
      stamp(x, cells + x, siemens[x]!);
      if (j === 0) stamp(x, undefined, 1 / (wordLineOhms + driverOhms), appliedVolts[i]!);
      else stamp(x, x - 1, 1 / wordLineOhms);
      if (j === columns - 1 && array.doubleSided) {
        stamp(x, undefined, 1 / (wordLineOhms + driverOhms), appliedVolts[i]!);
      }
      if (i === rows - 1) stamp(cells + x, undefined, 1 / (bitLineOhms + senseOhms), array.senseVolts?.[j] ?? 0);
      else stamp(cells + x, cells + x + columns, 1 / bitLineOhms);
    }
  }
  const lu = new LuDecomposition(matrix);
  const volts = lu.solve(right);
  // One step of refinement: the wires make the matrix ill-conditioned.
  volts.add(lu.solve(Matrix.sub(right, matrix.mmul(volts))));
  const all = volts.to1DArray();
  return { word: all.slice(0, cells), bit: all.slice(cells) };
}

/** Volts and amperes of a network at rest: roundings far below any digit of a double. */
const NOTHING = 1e-24;

/** Largest difference against the largest expected magnitude. */
export function relativeError(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [difference, largest] = [found.length === expected.length ? 0 : Number.POSITIVE_INFINITY, 0];
  for (let x = 0; x < expected.length; x++) {
    difference = Math.max(difference, Math.abs(found[x]! - expected[x]!));
    largest = Math.max(largest, Math.abs(expected[x]!));
  }
  return largest < NOTHING ? difference : difference / largest;
}
