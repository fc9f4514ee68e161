import { ArgumentError } from "../../core/index.ts";

const MAX_STEPS = 60;

/**
 * Principal branch of Lambert's function, the w >= -1 with w e^w = x, by Halley's iteration, to rounding.
 * @throws ArgumentError for x < -1/e.
 * Source: Corless et al., Adv. Comput. Math. 5, 329 (1996), equation 5.9.
 */
export function lambertW(x: number): number {
  if (!(x >= -Math.exp(-1))) {
    throw new ArgumentError("Lambert's function is not real here", {
      code: "memory.lambert",
      received: String(x),
      expected: "a number of at least -1/e",
    });
  }
  return x > Math.E ? lambertWOfExp(Math.log(x)) : small(x);
}

/** W(e^t) for large t, where e^t itself would overflow: the w with w + ln w = t. */
export function lambertWOfExp(t: number): number {
  if (t < 1) return small(Math.exp(t));
  let w = t - Math.log(t > 1 ? t : 1);
  for (let step = 0; step < MAX_STEPS; step++) {
    const next = (w * (1 + t - Math.log(w))) / (1 + w);
    if (Math.abs(next - w) <= Number.EPSILON * Math.abs(next)) return next;
    w = next;
  }
  return w;
}

function small(x: number): number {
  // The branch point has a square root; Halley's steps alone would divide by nothing there.
  const p = Math.sqrt(Math.max(0, 2 * (Math.E * x + 1)));
  let w = x < 0 ? -1 + p - (p * p) / 3 : Math.log1p(x);
  if (p < 1e-8) return w;
  for (let step = 0; step < MAX_STEPS; step++) {
    const e = Math.exp(w);
    const f = w * e - x;
    const change = f / (e * (w + 1) - ((w + 2) * f) / (2 * w + 2));
    w -= change;
    if (Math.abs(change) <= Number.EPSILON * Math.abs(w)) break;
  }
  return w;
}
