/**
 * Universal associative memory: recall is projection(separation(similarity(patterns, query))). Every memory here is one choice of
 * the three; a feature map in front of the similarity compares features instead of pixels.
 *
 * Source: Millidge et al., "Universal Hopfield Networks", ICML 2022, equation 1.
 */

import { ArgumentError, requireInteger } from "../../core/index.ts";
import { softmaxInto } from "./softmax.ts";

/** How like two vectors are: more is more alike. */
export type SimilarityName = "dot" | "cosine" | "euclidean" | "manhattan";
/** How one similarity is set apart from the rest. */
export type Separation =
  | { readonly kind: "identity" }
  | { readonly kind: "polynomial"; readonly degree: number }
  | { readonly kind: "softmax"; readonly beta: number }
  | { readonly kind: "threshold"; readonly least: number }
  | { readonly kind: "max" };

export type Similarity = (x: ArrayLike<number>, y: ArrayLike<number>) => number;

export const similarities: Readonly<Record<SimilarityName, Similarity>> = {
  dot: (x, y) => sumOver(x, y, (a, b) => a * b),
  cosine: (x, y) => {
    const size = Math.sqrt(sumOver(x, x, (a, b) => a * b) * sumOver(y, y, (a, b) => a * b));
    return size > 0 ? sumOver(x, y, (a, b) => a * b) / size : 0;
  },
  euclidean: (x, y) => -sumOver(x, y, (a, b) => (a - b) * (a - b)),
  manhattan: (x, y) => -sumOver(x, y, (a, b) => Math.abs(a - b)),
};

function sumOver(x: ArrayLike<number>, y: ArrayLike<number>, f: (a: number, b: number) => number): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += f(x[i]!, y[i]!);
  return sum;
}

/** Weights of the patterns after separation, in place. The first of several largest has all the weight under "max". */
export function separateInPlace(scores: Float64Array, separation: Separation): void {
  switch (separation.kind) {
    case "identity":
      return;
    case "polynomial":
      for (let k = 0; k < scores.length; k++) scores[k] = scores[k]! ** separation.degree;
      return;
    case "softmax":
      softmaxInto(scores, scores, separation.beta);
      return;
    case "threshold":
      for (let k = 0; k < scores.length; k++) scores[k] = scores[k]! >= separation.least ? 1 : 0;
      return;
    case "max": {
      let best = 0;
      for (let k = 1; k < scores.length; k++) if (scores[k]! > scores[best]!) best = k;
      scores.fill(0);
      scores[best] = 1;
    }
  }
}

export interface UniversalMemory {
  /** What queries are compared with, one a pattern. */
  readonly keys: readonly ArrayLike<number>[];
  /** What is given back, one a pattern, all of one length. */
  readonly values: readonly ArrayLike<number>[];
  readonly similarity: Similarity;
  readonly separation: Separation;
  /** Features of a query, to be compared with the keys; default the query itself. */
  readonly features?: (query: ArrayLike<number>) => ArrayLike<number>;
}

/** A memory that compares features: keys are the features of the patterns, values the patterns themselves. */
export function featureMemory(
  patterns: readonly ArrayLike<number>[],
  features: (x: ArrayLike<number>) => ArrayLike<number>,
  similarity: Similarity,
  separation: Separation,
): UniversalMemory {
  return { keys: patterns.map(features), values: patterns, similarity, separation, features };
}

/** Weights that a query gives to the patterns. @throws ArgumentError for a memory without patterns. */
export function universalWeights(memory: UniversalMemory, query: ArrayLike<number>): Float64Array {
  const { keys, values, similarity, separation, features } = memory;
  requireInteger("number of values", values.length, keys.length, keys.length);
  if (keys.length === 0) {
    throw new ArgumentError("the memory is empty", { code: "memory.empty", received: "0", expected: "a pattern" });
  }
  const asked = features === undefined ? query : features(query);
  const scores = Float64Array.from(keys, (key) => similarity(key, asked));
  separateInPlace(scores, separation);
  return scores;
}

/** What a query recalls: the values' sum by weight. Signs are left to the caller. */
export function recallUniversal(memory: UniversalMemory, query: ArrayLike<number>): Float64Array {
  const weights = universalWeights(memory, query);
  const out = new Float64Array(memory.values[0]!.length);
  memory.values.forEach((value, k) => {
    if (weights[k] !== 0) for (let i = 0; i < out.length; i++) out[i]! += weights[k]! * value[i]!;
  });
  return out;
}
