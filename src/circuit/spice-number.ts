/** Numbers as netlists write them. */

const SCALES: Readonly<Record<string, number>> = {
  t: 1e12,
  g: 1e9,
  meg: 1e6,
  mil: 25.4e-6,
  k: 1e3,
  m: 1e-3,
  u: 1e-6,
  n: 1e-9,
  p: 1e-12,
  f: 1e-15,
  a: 1e-18,
};

/** Reads a SPICE number, "4.7k" or "1e-9" or "10pF"; undefined when it is none. */
export function parseSpiceNumber(word: string): number | undefined {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(t|g|meg|mil|k|m|u|n|p|f|a)?[a-z]*$/i.exec(word);
  if (match === null) return undefined;
  const scale = match[2] === undefined ? 1 : SCALES[match[2].toLowerCase()]!;
  const value = Number(match[1]) * scale;
  return Number.isFinite(value) ? value : undefined;
}

/**
 * Writes a finite number with the fewest digits that read back as the same double: plain from 0.01 to 1e6, beyond with
 * an exponent that is a multiple of three ("12.5e-6"). Suffixes are left to people: "M" and "MEG" are too easily mixed up.
 */
export function formatSpiceNumber(value: number): string {
  const magnitude = Math.abs(value);
  // "+ 0" turns -0 into 0: a netlist does not tell them apart.
  if (magnitude === 0 || (magnitude >= 1e-2 && magnitude < 1e6)) return String(value + 0);
  const [mantissa, power] = value.toExponential().split("e") as [string, string];
  const shift = ((Number(power) % 3) + 3) % 3;
  const [whole, fraction = ""] = mantissa.split(".") as [string, string?];
  const moved = `${whole}${fraction.slice(0, shift).padEnd(shift, "0")}`;
  const rest = fraction.slice(shift);
  return `${moved}${rest === "" ? "" : `.${rest}`}e${Number(power) - shift}`;
}

/**
 * Digits that a computed value keeps in a circuit: three decades finer than the simulator's relative tolerance, and short
 * enough to read.
 */
const CIRCUIT_DIGITS = 7;

/** Rounds a computed value before it enters a typed circuit, so that circuit and netlist hold the same double. */
export function circuitValue(value: number): number {
  return Number(value.toPrecision(CIRCUIT_DIGITS)) + 0;
}
