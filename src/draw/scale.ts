/** A linear map from data to pixels. */
export type Scale = (value: number) => number;

/** Maps [low, high] onto [from, to]; an empty domain maps to the middle. */
export function linearScale(low: number, high: number, from: number, to: number): Scale {
  const span = high - low;
  if (!(span > 0)) return () => (from + to) / 2;
  return (value) => from + ((value - low) / span) * (to - from);
}

/** Smallest and largest finite value of all arrays; undefined when there is none. */
export function extent(...arrays: readonly ArrayLike<number>[]): [low: number, high: number] | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const array of arrays) {
    for (let i = 0; i < array.length; i++) {
      const value = array[i]!;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : undefined;
}
