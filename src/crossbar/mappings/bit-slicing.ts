import type { HopfieldNetwork } from "../../network/index.ts";
import type { WordLine } from "../crossbar.ts";
import { allWeights, type DeviceRange, type Mapping, sourceCount, weightOf } from "./mapping.ts";

/** Slices of a device that has levels enough for none, or of continuous ones. */
const DEFAULT_SLICES = 2;
export const MAX_SLICES = 8;
/** Radix of continuous devices for weights on no common grid: digits of 4 bits. */
const CONTINUOUS_RADIX = 16;
/** Binary places that a common divisor is looked for in. */
const MAX_PLACES = 40;

/** Largest number of which every weight and bias is a whole multiple; null when 40 binary places are not enough. */
function commonDivisor(network: HopfieldNetwork): number | null {
  let places = 0;
  for (const w of allWeights(network)) while (places <= MAX_PLACES && !Number.isInteger(w * 2 ** places)) places++;
  if (places > MAX_PLACES) return null;
  let divisor = 0;
  for (const w of allWeights(network)) {
    let b = Math.abs(w) * 2 ** places;
    if (b > Number.MAX_SAFE_INTEGER) return null;
    while (b !== 0) [divisor, b] = [b, divisor % b];
  }
  return divisor / 2 ** places;
}

/** Radix and number of digits, and the weight that a last digit of 1 stands for. */
export interface Digits {
  readonly radix: number;
  readonly slices: number;
  readonly lastDigit: number;
}

/**
 * Digits for a network. The radix is the number of levels of a device, so that a digit uses its whole range; for continuous
 * devices the smallest that holds the largest weight. Without a number of slices as many are taken as hold whole multiples
 * of a common divisor exactly. Where they fit, the last digit is a whole part of the divisor and every weight is exact;
 * where they do not, the largest weight takes all digits, and the others are rounded as the devices' levels ask for.
 */
export function digitsFor(network: HopfieldNetwork, { levels }: DeviceRange, largest: number, asked?: number): Digits {
  const divisor = commonDivisor(network);
  const whole = divisor === null ? null : Math.round(largest / divisor);
  let slices = asked ?? DEFAULT_SLICES;
  let radix = levels;
  if (levels === 0) {
    radix = 2;
    if (whole === null) radix = CONTINUOUS_RADIX;
    else while (radix ** slices - 1 < whole) radix++;
  } else if (asked === undefined && whole !== null) {
    slices = 1;
    while (slices < MAX_SLICES && radix ** slices - 1 < whole) slices++;
  }
  const most = radix ** slices - 1;
  const fits = divisor !== null && whole !== null && whole <= most;
  return { radix, slices, lastDigit: fits ? divisor / Math.floor(most / whole) : largest / most };
}

/**
 * Digit `slice` of a magnitude in units of the last digit, slice 0 the last one. Digits of a whole number lie in
 * [0, radix); of another the fraction stays in the last digit, which may be as low as -1.
 */
export function digitOf(units: number, { radix, slices }: Pick<Digits, "radix" | "slices">, slice: number): number {
  let rest = units;
  for (let s = slices - 1; s >= 0; s--) {
    const digit = s === 0 ? rest : Math.ceil((rest + 1) / radix ** s) - 1;
    if (s === slice) return digit;
    rest -= digit * radix ** s;
  }
  return 0;
}

/**
 * Weights as digits over several differential pairs: the word lines of the last but k-th digit are driven with radix^k /
 * radix^(slices-1) of the swing, so that the sum of the currents is the weight. A digit of radix - 1 takes the whole range
 * from off to on. The diagonal holds no device. Integer weights below radix^slices are exact.
 *
 * Source: Shafiee et al., ISCA 2016, who slice weights so and add the digits up digitally.
 */
export const bitSlicing: Mapping = {
  name: "bit-slicing",
  description: "weights as digits over several differential pairs, each slice driven with its share of the swing",
  plan(network, device, largest, asked) {
    const { offSiemens, onSiemens } = device;
    const digits = digitsFor(network, device, largest, asked);
    const { radix, slices, lastDigit } = digits;
    const stepSiemens = (onSiemens - offSiemens) / (radix - 1);
    const wordLines: WordLine[] = [];
    const sliceOf: number[] = [];
    const sources = sourceCount(network);
    for (let source = 0; source < sources; source++) {
      for (let slice = slices - 1; slice >= 0; slice--) {
        for (const sign of [1, -1] as const) {
          wordLines.push({ source, sign, share: radix ** (slice - slices + 1) });
          sliceOf.push(slice);
        }
      }
    }
    return {
      wordLines,
      bitLines: network.n,
      unitSiemens: stepSiemens / (lastDigit * radix ** (slices - 1)),
      slices,
      idleSiemens: offSiemens,
      target(line, i) {
        const { source, sign } = wordLines[line]!;
        if (source === i) return undefined;
        const w = weightOf(network, i, source);
        const units = Math.abs(w) / lastDigit;
        // Divisions leave whole numbers a rounding off, which would carry into the next digit.
        const nearest = Math.round(units);
        const exact = Math.abs(units - nearest) <= 1e-9 * nearest ? nearest : units;
        const digit = sign * Math.sign(w) * digitOf(exact, digits, sliceOf[line]!);
        return digit > 0 ? offSiemens + digit * stepSiemens : offSiemens;
      },
    };
  },
};
