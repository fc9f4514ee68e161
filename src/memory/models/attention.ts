/**
 * Scaled dot-product attention, one head and many. With keys = values = patterns, a query for the state and beta = 1/sqrt(d) it
 * is one update of the modern Hopfield network.
 * Source: Vaswani et al., NIPS 2017, equations 1 and 3.2.2.
 */

import { requireFinite, requireInteger } from "../../core/index.ts";
import { softmaxInto } from "./softmax.ts";

/** A matrix, row-major. Plain data. */
export interface Rows {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

export function createRows(values: Float64Array, columns: number): Rows {
  requireInteger("columns", columns, 1);
  const rows = values.length / columns;
  requireInteger("rows", rows, 1);
  requireFinite("values", values, rows * columns);
  return { rows, columns, values };
}

/** A B. @throws ArgumentError unless the shapes fit. */
export function rowProduct(a: Rows, b: Rows): Rows {
  requireInteger("rows of the second matrix", b.rows, a.columns, a.columns);
  const values = new Float64Array(a.rows * b.columns);
  for (let i = 0; i < a.rows; i++) {
    for (let l = 0; l < a.columns; l++) {
      const x = a.values[i * a.columns + l]!;
      for (let j = 0; j < b.columns; j++) values[i * b.columns + j]! += x * b.values[l * b.columns + j]!;
    }
  }
  return { rows: a.rows, columns: b.columns, values };
}

/**
 * For each query the values' mean, weighted by softmax(beta query . key).
 *
 * @param beta default 1/sqrt(columns of the keys)
 * @returns queries.rows x values.columns
 */
export function attend(queries: Rows, keys: Rows, values: Rows, beta = 1 / Math.sqrt(keys.columns)): Rows {
  requireInteger("columns of the queries", queries.columns, keys.columns, keys.columns);
  requireInteger("rows of the values", values.rows, keys.rows, keys.rows);
  const out = new Float64Array(queries.rows * values.columns);
  const scores = new Float64Array(keys.rows);
  for (let q = 0; q < queries.rows; q++) {
    for (let k = 0; k < keys.rows; k++) {
      let dot = 0;
      for (let i = 0; i < keys.columns; i++)
        dot += queries.values[q * keys.columns + i]! * keys.values[k * keys.columns + i]!;
      scores[k] = dot;
    }
    softmaxInto(scores, scores, beta);
    for (let k = 0; k < keys.rows; k++) {
      const share = scores[k]!;
      for (let j = 0; j < values.columns; j++)
        out[q * values.columns + j]! += share * values.values[k * values.columns + j]!;
    }
  }
  return { rows: queries.rows, columns: values.columns, values: out };
}

/** One head's projections: model x head columns each; values may have columns of their own. */
export interface AttentionHead {
  readonly query: Rows;
  readonly key: Rows;
  readonly value: Rows;
}

/** Attention of several heads side by side, joined by `output` (heads * value columns x model). */
export function attendHeads(
  queries: Rows,
  stored: Rows,
  heads: readonly AttentionHead[],
  output: Rows,
  beta?: number,
): Rows {
  const parts = heads.map(({ query, key, value }) =>
    attend(rowProduct(queries, query), rowProduct(stored, key), rowProduct(stored, value), beta),
  );
  const columns = parts.reduce((sum, part) => sum + part.columns, 0);
  const joined = new Float64Array(queries.rows * columns);
  for (let q = 0; q < queries.rows; q++) {
    let at = q * columns;
    for (const part of parts) {
      joined.set(part.values.subarray(q * part.columns, (q + 1) * part.columns), at);
      at += part.columns;
    }
  }
  return rowProduct({ rows: queries.rows, columns, values: joined }, output);
}
