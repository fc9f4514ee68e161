/**
 * Hopfield layers as functions: association of two sets, pooling of one set by a learned query, lookup in learned patterns. Each
 * repeats the update of the state `updates` times before it reads the values; once is attention. Training is by the exact
 * gradients of `pooled` and `lookedUp`, with respect to what each of them learns.
 *
 * Source: Ramsauer et al., ICLR 2021, section 3; names as in their layers Hopfield, HopfieldPooling and HopfieldLayer.
 */

import { requireInteger } from "../../core/index.ts";
import { attend, type Rows } from "./attention.ts";
import { softmaxInto } from "./softmax.ts";

export interface LayerOptions {
  readonly beta: number;
  /** Updates of the state; default 1. */
  readonly updates?: number;
}

/** Association: each state is completed from the stored patterns, then reads the values that belong to them. */
export function associate(states: Rows, stored: Rows, values: Rows, options: LayerOptions): Rows {
  const { beta, updates = 1 } = options;
  requireInteger("updates", updates, 1);
  let current = states;
  for (let k = 1; k < updates; k++) current = attend(current, stored, stored, beta);
  return attend(current, stored, values, beta);
}

/** Pooling: one learned query of d entries draws one vector from a set of any size. */
export function poolBy(query: Float64Array, set: Rows, values: Rows, options: LayerOptions): Float64Array {
  return associate({ rows: 1, columns: query.length, values: query }, set, values, options).values;
}

/** Lookup: the states read values from learned patterns, whatever the size of the data that they were learned from. */
export function lookUp(states: Rows, memory: LearnedLookup, options: LayerOptions): Rows {
  return associate(states, memory.keys, memory.values, options);
}

/** What a lookup learns: slots x d keys, slots x outputs values. */
export interface LearnedLookup {
  readonly keys: Rows;
  readonly values: Rows;
}

/**
 * Softmax pooling of scalars with its gradient: y = sum_k a_k value_k, a = softmax(beta set query).
 *
 * @param gradient d, overwritten by dy/dquery = beta sum_k a_k (value_k - y) set_k
 * @returns y
 */
export function pooledInto(
  gradient: Float64Array,
  query: Float64Array,
  set: Rows,
  values: ArrayLike<number>,
  beta: number,
): number {
  const { rows, columns } = set;
  const shares = new Float64Array(rows);
  for (let k = 0; k < rows; k++) {
    let dot = 0;
    for (let i = 0; i < columns; i++) dot += set.values[k * columns + i]! * query[i]!;
    shares[k] = dot;
  }
  softmaxInto(shares, shares, beta);
  let y = 0;
  for (let k = 0; k < rows; k++) y += shares[k]! * values[k]!;
  gradient.fill(0);
  for (let k = 0; k < rows; k++) {
    const pull = beta * shares[k]! * (values[k]! - y);
    if (pull === 0) continue;
    for (let i = 0; i < columns; i++) gradient[i]! += pull * set.values[k * columns + i]!;
  }
  return y;
}

/**
 * One step of gradient descent on 1/2 |lookup - target|^2 for one state, in place of `memory`'s keys and values.
 * @returns the loss before the step.
 */
export function trainLookup(
  memory: LearnedLookup,
  state: ArrayLike<number>,
  target: ArrayLike<number>,
  beta: number,
  rate: number,
): number {
  const { keys, values } = memory;
  const slots = keys.rows;
  const shares = new Float64Array(slots);
  for (let k = 0; k < slots; k++) {
    let dot = 0;
    for (let i = 0; i < keys.columns; i++) dot += keys.values[k * keys.columns + i]! * state[i]!;
    shares[k] = dot;
  }
  softmaxInto(shares, shares, beta);
  const error = new Float64Array(values.columns);
  for (let j = 0; j < values.columns; j++) {
    for (let k = 0; k < slots; k++) error[j]! += shares[k]! * values.values[k * values.columns + j]!;
    error[j]! -= target[j]!;
  }
  // d loss / d share_k = error . value_k, through the softmax less its mean.
  const pulls = new Float64Array(slots);
  let mean = 0;
  for (let k = 0; k < slots; k++) {
    for (let j = 0; j < values.columns; j++) pulls[k]! += error[j]! * values.values[k * values.columns + j]!;
    mean += shares[k]! * pulls[k]!;
  }
  for (let k = 0; k < slots; k++) {
    const key = rate * beta * shares[k]! * (pulls[k]! - mean);
    for (let i = 0; i < keys.columns; i++) keys.values[k * keys.columns + i]! -= key * state[i]!;
    const value = rate * shares[k]!;
    for (let j = 0; j < values.columns; j++) values.values[k * values.columns + j]! -= value * error[j]!;
  }
  return error.reduce((sum, e) => sum + e * e, 0) / 2;
}
