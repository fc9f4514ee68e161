import type { Scale } from "./scale.ts";

/** Path data is written in tenths of a pixel, as integers: half the bytes of decimals. Draw it in a group so scaled. */
export const TENTHS = 10;
export const TENTHS_TRANSFORM = "scale(0.1)";

function pair(dx: number, dy: number): string {
  return dy < 0 ? `${dx}${dy}` : `${dx} ${dy}`;
}

/** Compact data of a path through the samples `indices` of a curve; level stretches become one segment. */
export function polylinePath(
  x: Scale,
  y: Scale,
  time: ArrayLike<number>,
  values: ArrayLike<number>,
  indices: readonly number[],
): string {
  if (indices.length === 0) return "";
  let px = Math.round(x(time[indices[0]!]!) * TENTHS);
  let py = Math.round(y(values[indices[0]!]!) * TENTHS);
  const parts: string[] = [`M${px} ${py}`];
  let level = 0;
  for (let k = 1; k < indices.length; k++) {
    const qx = Math.round(x(time[indices[k]!]!) * TENTHS);
    const qy = Math.round(y(values[indices[k]!]!) * TENTHS);
    if (qy !== py || level * (qx - px) < 0) {
      if (level !== 0) parts.push(`h${level}`);
      level = 0;
    }
    if (qy === py) level += qx - px;
    else parts.push(`l${pair(qx - px, qy - py)}`);
    px = qx;
    py = qy;
  }
  // A lone sample is a stroke of no length: with a round cap, a dot.
  if (level !== 0 || parts.length === 1) parts.push(`h${level}`);
  return parts.join("");
}

/** Data of a staircase: each value holds until the next sample. Repeated values and steps within one column collapse. */
export function staircasePath(x: Scale, y: Scale, time: ArrayLike<number>, values: ArrayLike<number>): string {
  if (time.length === 0) return "";
  let px = Math.round(x(time[0]!) * TENTHS);
  let py = Math.round(y(values[0]!) * TENTHS);
  const parts: string[] = [`M${px} ${py}`];
  for (let i = 1; i < time.length; i++) {
    const qy = Math.round(y(values[i]!) * TENTHS);
    if (qy === py) continue;
    const qx = Math.round(x(time[i]!) * TENTHS);
    if (qx > px) parts.push(`h${qx - px}`);
    parts.push(`v${qy - py}`);
    px = qx;
    py = qy;
  }
  const end = Math.round(x(time[time.length - 1]!) * TENTHS);
  if (end > px || parts.length === 1) parts.push(`h${end - px}`);
  return parts.join("");
}
