/**
 * Retrieval in Hebb's network at zero temperature after Amit, Gutfreund and Sompolinsky: N -> infinity, alpha N random patterns,
 * replica-symmetric saddle point
 *
 *     m = erf(m / sqrt(2 alpha r)),  C = sqrt(2 / (pi alpha r)) exp(-m^2 / (2 alpha r)),  r = 1 / (1 - C)^2.
 *
 * With y = m / sqrt(2 alpha r) the three become m = erf(y) and sqrt(2 alpha) = erf(y) / y - 2/sqrt(pi) exp(-y^2), so that the
 * curve m(alpha) needs one unknown; its end is where alpha(y) is largest.
 *
 * Source: Amit, Gutfreund and Sompolinsky, Phys. Rev. Lett. 55, 1530 (1985); Ann. Phys. 173, 30 (1987), section 4.
 */

import { ArgumentError } from "../../core/index.ts";
import { errorFunction } from "./error-function.ts";

/** Bracket of y at the end of the curve: alpha rises below and falls above, 1.5134 in between. */
const END_BRACKET = [1, 2.5] as const;
const HALVINGS = 200;

function loadOf(y: number): number {
  const root = errorFunction(y) / y - (2 / Math.sqrt(Math.PI)) * Math.exp(-y * y);
  return (root * root) / 2;
}

/** Sign of d alpha / dy: that of the derivative of erf(y)/y - 2/sqrt(pi) exp(-y^2). */
function slopeOf(y: number): number {
  const gauss = (2 / Math.sqrt(Math.PI)) * Math.exp(-y * y);
  return gauss / y - errorFunction(y) / (y * y) + 2 * y * gauss;
}

function endOfCurve(): number {
  let [low, high] = END_BRACKET as readonly [number, number];
  for (let k = 0; k < HALVINGS && high - low > 0; k++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (slopeOf(middle) > 0) low = middle;
    else high = middle;
  }
  return low;
}

/** Critical load alpha_c = p/N, above which no state overlaps a stored pattern, and the overlap m_c there. */
export function criticalLoad(): { readonly load: number; readonly overlap: number } {
  const y = endOfCurve();
  return { load: loadOf(y), overlap: errorFunction(y) };
}

/** The saddle point at a load alpha: overlap m, noise r of the other patterns, response C. */
export interface Retrieval {
  readonly overlap: number;
  readonly noise: number;
  readonly response: number;
}

/** Solves the saddle-point equations at `load` in (0, alpha_c]; null above alpha_c. @throws ArgumentError for load <= 0. */
export function retrievalAt(load: number): Retrieval | null {
  if (!(load > 0)) {
    throw new ArgumentError("the load is out of range", {
      code: "memory.load",
      received: String(load),
      expected: "a positive number of patterns a neuron",
    });
  }
  let low = endOfCurve();
  if (load > loadOf(low)) return null;
  // sqrt(2 alpha) <= erf(y) / y <= 1 / y.
  let high = 1 / Math.sqrt(2 * load);
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (loadOf(middle) > load) low = middle;
    else high = middle;
  }
  const overlap = errorFunction(low);
  const noise = (overlap / low) ** 2 / (2 * load);
  return { overlap, noise, response: 1 - 1 / Math.sqrt(noise) };
}
