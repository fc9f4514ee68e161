import { ArgumentError } from "../core/index.ts";
import { Z95 } from "./statistics.ts";

/** Effort until a solver that is started again and again has met its target with 99 % probability. */
export interface TimeToSolution {
  /** Infinite when the target was never met. */
  readonly tts99: number;
  /** 95 % interval. */
  readonly low: number;
  readonly high: number;
}

/**
 * Time to solution of a solver that met its target `hits` times in `effort` altogether, seconds or sweeps, the runs counted
 * until their hit or their end: ln(100) effort / hits. It is what T max(1, ln 0.01 / ln(1 - p)) becomes for cuts T
 * of the effort that are short, p being the share of cuts with a hit; so is the interval, from Wilson's for p: the rate of
 * hits lies within (k + z^2/2 -+ z sqrt(k + z^2/4)) / effort. Right for a memoryless solver; a long start before
 * each hit makes it too long rather than too short.
 *
 * @throws ArgumentError for a negative number of hits or an effort below 0.
 */
export function timeToSolution(hits: number, effort: number): TimeToSolution {
  if (!(Number.isInteger(hits) && hits >= 0 && effort >= 0 && effort < Number.POSITIVE_INFINITY)) {
    throw new ArgumentError("no rate of hits", {
      code: "argument.rate",
      received: `${hits} hits in ${effort}`,
      expected: "a number of hits in a finite effort",
    });
  }
  const z2 = Z95 * Z95;
  const half = Z95 * Math.sqrt(hits + z2 / 4);
  const at = (rate: number) => (rate > 0 ? (Math.log(100) * effort) / rate : Number.POSITIVE_INFINITY);
  const least = hits === 0 ? 0 : hits + z2 / 2 - half;
  return { tts99: at(hits), low: at(hits + z2 / 2 + half), high: at(least) };
}
