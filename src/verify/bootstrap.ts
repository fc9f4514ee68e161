import { ArgumentError, type Random, requireInteger } from "../core/index.ts";

export interface BootstrapOptions {
  /** Samples drawn anew; 2000 by default. */
  readonly resamples?: number;
  /** Whether whole groups are drawn as well as members within each; true by default, for groups that are a sample. */
  readonly isGrouped?: boolean;
}

/** A statistic with its 95 % interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The value at a share in 0..1 of ascending numbers, the nearest one: infinite values stay what they are. */
export function quantile(ascending: ArrayLike<number>, share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.max(0, Math.round(share * (ascending.length - 1))))]!;
}

const drawn = <T>(items: readonly T[], random: Random): T[] => items.map(() => items[random.integer(items.length)]!);

/**
 * Percentile bootstrap of a statistic of groups, such as the runs of each instance: the groups are drawn with
 * replacement, and the members within each.
 *
 * Source: Efron and Tibshirani, "An introduction to the bootstrap", 1993, chapters 8 and 13.
 * @throws ArgumentError when there is no group or an empty one.
 */
export function bootstrap<T>(
  groups: readonly (readonly T[])[],
  statistic: (groups: readonly (readonly T[])[]) => number,
  random: Random,
  options: BootstrapOptions = {},
): Interval {
  const { resamples = 2000, isGrouped = true } = options;
  requireInteger("resamples", resamples, 1);
  if (groups.length === 0 || groups.some((group) => group.length === 0)) {
    throw new ArgumentError("there is nothing to draw from", {
      code: "argument.bootstrap",
      received: `${groups.length} groups, ${groups.filter((group) => group.length === 0).length} of them empty`,
      expected: "groups with a member each",
    });
  }
  const values = Float64Array.from({ length: resamples }, () => {
    const chosen = isGrouped ? drawn(groups, random) : groups;
    return statistic(chosen.map((group) => drawn(group, random)));
  }).sort();
  return { value: statistic(groups), low: quantile(values, 0.025), high: quantile(values, 0.975) };
}
