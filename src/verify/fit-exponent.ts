import { ArgumentError, type Random } from "../core/index.ts";
import { bootstrap, type Interval } from "./bootstrap.ts";

/** Values, such as times to solution, of the instances of one size. */
export interface SizeSample {
  readonly size: number;
  /** Above 0; infinite for an instance that was never solved. At least one. */
  readonly values: readonly number[];
}

/** value = factor * exp(exponent * size), or factor * size^exponent. */
export interface ExponentFit {
  readonly law: "exponential" | "power";
  readonly exponent: Interval;
  readonly factor: number;
}

/** The median; of an even number of values the mean of the middle two, infinite when one of them is. */
export const median = (values: readonly number[]): number => {
  const ascending = Float64Array.from(values).sort();
  const middle = (ascending.length - 1) / 2;
  return (ascending[Math.floor(middle)]! + ascending[Math.ceil(middle)]!) / 2;
};

/** Least squares line through points; the slope is NaN when all x are equal or a value is not finite. */
function line(x: readonly number[], y: readonly number[]): { slope: number; start: number } {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [sxx, sxy] = [0, 0];
  for (let k = 0; k < x.length; k++) {
    sxx += (x[k]! - mx) ** 2;
    sxy += (x[k]! - mx) * (y[k]! - my);
  }
  const slope = sxy / sxx;
  return { slope, start: my - slope * mx };
}

/**
 * How a time grows with the size: a line through the logarithms of the medians at each size, against the size
 * (exponential) or its logarithm (power), with the bootstrap's 95 % interval over the instances of each size.
 *
 * @throws ArgumentError for fewer than two sizes, or a size whose median is not finite and above 0.
 */
export function fitExponent(samples: readonly SizeSample[], law: ExponentFit["law"], random: Random): ExponentFit {
  const sizes = samples.map(({ size }) => size);
  const medians = samples.map(({ values }) => median(values));
  const isUsable = medians.every((value, k) => value > 0 && value < Number.POSITIVE_INFINITY && sizes[k]! > 0);
  if (new Set(sizes).size < 2 || !isUsable) {
    throw new ArgumentError("no growth can be fitted", {
      code: "argument.fit",
      received: samples.map(({ size }, k) => `${medians[k]} at ${size}`).join(", "),
      expected: "two sizes, and times of which more than half are finite at each",
    });
  }
  const x = law === "power" ? sizes.map(Math.log) : sizes;
  const fitted = (groups: readonly (readonly number[])[]) =>
    line(
      x,
      groups.map((values) => Math.log(median(values))),
    );
  // A draw in which most instances of a size are unsolved has no slope: it counts as the steepest.
  const slope = (groups: readonly (readonly number[])[]) => {
    const found = fitted(groups).slope;
    return Number.isNaN(found) ? Number.POSITIVE_INFINITY : found;
  };
  const groups = samples.map(({ values }) => values);
  return {
    law,
    exponent: bootstrap(groups, slope, random, { isGrouped: false }),
    factor: Math.exp(fitted(groups).start),
  };
}
