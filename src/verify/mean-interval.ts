import { createRandom } from "../core/index.ts";
import { bootstrap } from "./bootstrap.ts";

/** A mean with its 95 % interval. */
export interface MeanInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Mean of measurements that come in clusters, such as the runs on each device sample, with a 95 % percentile bootstrap
 * interval: clusters are drawn with replacement, then measurements within each. One cluster alone shows the spread
 * within it and nothing of that between clusters. Every cluster counts by its number of measurements.
 *
 * Source: A. C. Davison and D. V. Hinkley, Bootstrap Methods and their Application (1997), section 3.8.
 */
export function meanInterval(clusters: readonly (readonly number[])[], seed = 1): MeanInterval {
  const filled = clusters.filter((cluster) => cluster.length > 0);
  const all = filled.flat();
  if (all.length === 0) return { mean: 0, low: 0, high: 0 };
  if (all.every((x) => x === all[0])) return { mean: all[0]!, low: all[0]!, high: all[0]! };
  const meanOf = (groups: readonly (readonly number[])[]) => {
    const drawn = groups.flat();
    return drawn.reduce((sum, x) => sum + x, 0) / drawn.length;
  };
  const { value: mean, low, high } = bootstrap(filled, meanOf, createRandom(seed, "bootstrap"));
  return { mean, low: Math.min(mean, low), high: Math.max(mean, high) };
}
