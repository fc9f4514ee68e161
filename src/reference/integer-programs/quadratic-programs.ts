/** Programs of tasks whose objective is quadratic, by a column for every product. */

import type { Ising, MaxCut, Qubo } from "../../problem/index.ts";
import { createProgramBuilder, spinsOf, type TaskProgram } from "./program-builder.ts";

/**
 * Least sum linear_i x_i + sum weight_e x_u x_v over bits: y_e stands for a product, below both factors where it is worth
 * having, above their sum less 1 where it is not.
 *
 * Source: Fortet, Rev. Fr. Rech. Oper. 4, 1960; Glover and Woolsey, Oper. Res. 22, 1974.
 */
function productProgram(
  linear: ArrayLike<number>,
  from: Uint32Array,
  to: Uint32Array,
  weights: Float64Array,
): TaskProgram {
  const builder = createProgramBuilder();
  const n = linear.length;
  for (let i = 0; i < n; i++) builder.bit(linear[i]!);
  weights.forEach((weight, e) => {
    const [u, v] = [from[e]!, to[e]!];
    const product = builder.share(weight);
    if (weight > 0) {
      const terms = [
        [1, product],
        [-1, u],
        [-1, v],
      ] as const;
      builder.row(terms, -1, Number.POSITIVE_INFINITY);
      return;
    }
    for (const factor of [u, v]) {
      const terms = [
        [1, product],
        [-1, factor],
      ] as const;
      builder.row(terms, Number.NEGATIVE_INFINITY, 0);
    }
  });
  return { program: builder.build(), solutionOf: (values) => spinsOf(values, n) };
}

export function quboProgram({ sense, from, to, weights, linear }: Qubo): TaskProgram {
  const sign = sense === "min" ? 1 : -1;
  return productProgram(
    linear.map((value) => sign * value),
    from,
    to,
    weights.map((weight) => sign * weight),
  );
}

/** s_i s_j = 1 - 2 x_i - 2 x_j + 4 x_i x_j, and a coupling that is positive wants it large. */
export function isingProgram({ from, to, weights, fields }: Ising): TaskProgram {
  const linear = fields.map((field) => -2 * field);
  weights.forEach((coupling, e) => {
    linear[from[e]!]! += 2 * coupling;
    linear[to[e]!]! += 2 * coupling;
  });
  const products = weights.map((coupling) => -4 * coupling);
  return productProgram(linear, from, to, products);
}

/** An edge is cut when x_u + x_v - 2 x_u x_v is 1. */
export function maxCutProgram({ n, from, to, weights }: MaxCut): TaskProgram {
  const linear = new Float64Array(n);
  weights.forEach((weight, e) => {
    linear[from[e]!]! -= weight;
    linear[to[e]!]! -= weight;
  });
  const products = weights.map((weight) => 2 * weight);
  return productProgram(linear, from, to, products);
}
