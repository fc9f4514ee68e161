/**
 * Indices of at most `maxPoints` samples of a curve (at least 4) that keep its first and last sample and the smallest and largest of
 * every time slice, and so all its extremes. `time` must not decrease; both arrays have the same length.
 */
export function decimateMinMax(time: ArrayLike<number>, values: ArrayLike<number>, maxPoints: number): number[] {
  const length = time.length;
  if (length <= maxPoints) return Array.from({ length }, (_, index) => index);
  const slices = Math.max(1, Math.floor((maxPoints - 2) / 2));
  const start = time[0]!;
  const span = time[length - 1]! - start;
  const kept: number[] = [0];
  const push = (index: number): void => {
    if (kept[kept.length - 1] !== index) kept.push(index);
  };
  let index = 0;
  for (let slice = 0; slice < slices && index < length; slice++) {
    const end = slice === slices - 1 ? Number.POSITIVE_INFINITY : start + (span * (slice + 1)) / slices;
    let lowest = -1;
    let highest = -1;
    for (; index < length && time[index]! <= end; index++) {
      if (lowest < 0 || values[index]! < values[lowest]!) lowest = index;
      if (highest < 0 || values[index]! > values[highest]!) highest = index;
    }
    // Adaptive time steps leave slices without a sample.
    if (lowest < 0) continue;
    push(Math.min(lowest, highest));
    push(Math.max(lowest, highest));
  }
  push(length - 1);
  return kept;
}
