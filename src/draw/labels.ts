import { formatSi } from "../core/index.ts";

/** Text for numbers in pictures and reports: true minus sign, the micro sign, a dash for what is unknown. */

export const DASH = "\u2013";
const MINUS = "\u2212";

function withMinus(text: string): string {
  return text.replace(/^-/, MINUS);
}

/** A quantity with SI prefix, e.g. "4.2 µS"; a dash when it is null or not finite. */
export function quantityLabel(value: number | null, unit: string, digits = 3): string {
  if (value === null || !Number.isFinite(value)) return DASH;
  if (unit === "") return numberLabel(value, digits);
  const [number, prefixed] = formatSi(value, unit, digits).split(" ") as [string, string];
  const named = prefixed !== unit && prefixed.startsWith("u") ? `\u00b5${prefixed.slice(1)}` : prefixed;
  return `${withMinus(number)} ${named}`;
}

/** A plain number with at most `digits` significant figures, integers in full; a dash when null or not finite. */
export function numberLabel(value: number | null, digits = 6): string {
  if (value === null || !Number.isFinite(value)) return DASH;
  if (Number.isSafeInteger(value)) return withMinus(String(value));
  return withMinus(String(Number(value.toPrecision(digits))));
}

function plainTickLabels(values: readonly number[], step: number): string[] {
  const largest = Math.max(...values.map(Math.abs));
  if (largest >= 1e7 || step < 1e-6) return values.map((value) => withMinus(String(Number(value.toPrecision(4)))));
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return values.map((value) => (value === 0 ? "0" : withMinus(value.toFixed(decimals))));
}

/**
 * Labels of the ticks of one axis: one prefix for all of them, chosen by the largest, and as many decimals as the step
 * needs. Without a unit: plain numbers.
 */
export function tickLabels(values: readonly number[], step: number, unit: string): string[] {
  if (unit === "" || values.length === 0) return plainTickLabels(values, step);
  const largest = Math.max(...values.map(Math.abs));
  if (largest === 0) return values.map(() => `0 ${unit}`);
  // A power of ten keeps all its digits, so that the quotient is the prefix alone.
  const power = 10 ** Math.floor(Math.log10(largest) + 1e-9);
  const [number, prefixed] = quantityLabel(power, unit).split(" ") as [string, string];
  const factor = power / Number(number);
  const decimals = Math.max(0, -Math.floor(Math.log10(step / factor) + 1e-9));
  return values.map((value) => {
    if (value === 0) return "0";
    return `${withMinus((value / factor).toFixed(decimals))} ${prefixed}`;
  });
}
