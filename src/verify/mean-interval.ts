import { createRandom } from "../core/index.ts";

/** A mean with its 95 % interval. */
export interface MeanInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 2000;

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
  const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
  if (all.every((x) => x === all[0])) return { mean: all[0]!, low: all[0]!, high: all[0]! };
  const random = createRandom(seed, "bootstrap");
  const means = new Float64Array(RESAMPLES);
  for (let b = 0; b < RESAMPLES; b++) {
    let sum = 0;
    let count = 0;
    for (let c = 0; c < filled.length; c++) {
      const cluster = filled[Math.floor(random.uniform() * filled.length)]!;
      for (let k = 0; k < cluster.length; k++) sum += cluster[Math.floor(random.uniform() * cluster.length)]!;
      count += cluster.length;
    }
    means[b] = sum / count;
  }
  means.sort();
  const at = (share: number) => means[Math.round(share * (RESAMPLES - 1))]!;
  return { mean, low: Math.min(mean, at(0.025)), high: Math.max(mean, at(0.975)) };
}
