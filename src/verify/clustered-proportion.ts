import { type Proportion, wilson } from "./statistics.ts";

/**
 * Share of successes in clusters of trials that are not independent, such as the runs on each device sample, with a 95 %
 * interval: Wilson's, for as many independent trials as give the spread that is seen between clusters; at least as many
 * as there are clusters, at most all trials. Clusters that all agree count as one trial each, so that equal clusters
 * cannot pass for certainty.
 *
 * Source: E. L. Korn and B. I. Graubard, Survey Methodology 24, 193 (1998), effective sample size for small samples.
 * @throws ArgumentError when there is no trial
 */
export function clusteredProportion(
  clusters: readonly { readonly successes: number; readonly trials: number }[],
): Proportion {
  const filled = clusters.filter(({ trials }) => trials > 0);
  const trials = filled.reduce((sum, c) => sum + c.trials, 0);
  const p = filled.reduce((sum, c) => sum + c.successes, 0) / trials;
  if (!(trials > 0)) return wilson(0, 0);
  const count = filled.length;
  const spread = filled.reduce((sum, c) => sum + (c.successes - p * c.trials) ** 2, 0) / trials ** 2;
  const variance = count > 1 ? (spread * count) / (count - 1) : 0;
  const effective = variance > 0 ? (p * (1 - p)) / variance : count;
  const independent = Math.min(trials, Math.max(count, effective));
  return wilson(p * independent, independent);
}
