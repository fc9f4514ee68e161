/**
 * Knapsack files in the two layouts that are usual, told apart by the first line, all numbers integers:
 *
 *     n capacity                      n
 *     profit weight    (n lines)      number profit weight   (n lines)
 *                                     capacity
 *
 * The left one is that of most collections, the right one what Pisinger's generator writes.
 *
 * Source: Pisinger, Where are the hard knapsack problems?, Comput. Oper. Res. 32, 2005, and its generator.
 */

import { MAX_VERTICES } from "./edge-list.ts";
import { dataLines, lineError } from "./lines.ts";
import { NumberReader } from "./words.ts";

export interface KnapsackFile {
  /** n, not negative. */
  readonly profits: Float64Array;
  /** n, positive. */
  readonly weights: Float64Array;
  /** Not negative. */
  readonly capacity: number;
}

/** @throws ProblemError naming file and line. */
export function parseKnapsackFile(text: string, file: string): KnapsackFile {
  const isNumbered = dataLines(text).next().value?.words.length === 1;
  const reader = new NumberReader(text, file);
  const n = reader.next({ what: "number of items", code: "problem.header", low: 1, high: MAX_VERTICES });
  const readCapacity = () => reader.next({ what: "capacity", code: "problem.capacity", low: 0 });
  let capacity = isNumbered ? 0 : readCapacity();
  const profits: number[] = [];
  const weights: number[] = [];
  let total = 0;
  for (let i = 1; i <= n; i++) {
    if (isNumbered) reader.next({ what: `number of item ${i}`, code: "problem.item", low: i, high: i });
    const profit = reader.next({ what: `profit of item ${i}`, code: "problem.profit", low: 0 });
    const weight = reader.next({ what: `weight of item ${i}`, code: "problem.weight", low: 1 });
    total += profit + weight;
    if (total > Number.MAX_SAFE_INTEGER) {
      const expected = "profits and weights that sum to less than 2^53";
      throw lineError("the numbers are too large", "problem.total", file, reader.line, `${profit} ${weight}`, expected);
    }
    profits.push(profit);
    weights.push(weight);
  }
  if (isNumbered) capacity = readCapacity();
  reader.end("problem.item-count");
  return { profits: Float64Array.from(profits), weights: Float64Array.from(weights), capacity };
}

/** Writes the layout without numbers; reads back as the same. */
export function formatKnapsackFile({ profits, weights, capacity }: KnapsackFile, comments: readonly string[]): string {
  const lines = comments.map((comment) => `# ${comment}`);
  lines.push(`${profits.length} ${capacity}`);
  profits.forEach((profit, i) => {
    lines.push(`${profit} ${weights[i]}`);
  });
  return `${lines.join("\n")}\n`;
}
