import { ArgumentError, createRandom, shuffle } from "../../core/index.ts";
import { type AnyProblem, createMaxCut, generateMaxCut } from "../../problem/index.ts";

/** Instances generated to choose lengths on. */
const GENERATED = 4;

/**
 * Random graphs with the size, the number of edges and the weights of a MAX-CUT task, the weights in another order.
 * @throws ArgumentError for a task of another kind.
 */
export function graphsLike(problem: AnyProblem, seed: number): AnyProblem[] {
  if (problem.kind !== "max-cut") {
    throw new ArgumentError("no instances like this one can be generated to choose lengths on", {
      code: "compare.training",
      received: `${problem.name}, a task of kind ${problem.kind}`,
      expected: "two files or more, half of them to choose on, or a MAX-CUT task",
    });
  }
  const { n, weights } = problem;
  const density = n < 2 ? 0 : weights.length / ((n * (n - 1)) / 2);
  return Array.from({ length: GENERATED }, (_, k) => {
    const random = createRandom(seed, "compare", "training", k);
    const { from, to } = generateMaxCut({ vertices: n, density, seed: random.uint32() });
    return createMaxCut(`like-${problem.name}-${k + 1}`, n, from, to, shuffle(weights.slice(), random));
  });
}

/**
 * Tasks to choose lengths on, and tasks to be scored: of each size every second one, beginning with the second, is to choose
 * on. Where no size has two, sizes do not count.
 */
export function halves<T extends { readonly n: number }>(tasks: readonly T[]): { training: T[]; scored: T[] } {
  const seen = new Map<number, number>();
  const isSingle = new Set(tasks.map(({ n }) => n)).size === tasks.length;
  const parts: { training: T[]; scored: T[] } = { training: [], scored: [] };
  for (const task of tasks) {
    const key = isSingle ? 0 : task.n;
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    (before % 2 === 1 ? parts.training : parts.scored).push(task);
  }
  return parts;
}
