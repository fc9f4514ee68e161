/** SI prefixes for text; inside the code every quantity is in base units. */

const PREFIXES: readonly (readonly [number, string])[] = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
  [1, ""],
  [1e-3, "m"],
  [1e-6, "u"],
  [1e-9, "n"],
  [1e-12, "p"],
  [1e-15, "f"],
  [1e-18, "a"],
];

/** Formats a quantity with an SI prefix, e.g. `formatSi(4.2e-5, "S")` is "42 uS". Digits are significant figures. */
export function formatSi(value: number, unit: string, digits = 3): string {
  if (!Number.isFinite(value)) return `${value} ${unit}`;
  if (value === 0) return `0 ${unit}`;
  const magnitude = Math.abs(value);
  let chosen = PREFIXES[PREFIXES.length - 1]!;
  for (const entry of PREFIXES) {
    // The half unit in the last digit lets 999.96 round up to the next prefix.
    if (magnitude >= entry[0] * (1 - 0.5 * 10 ** -digits)) {
      chosen = entry;
      break;
    }
  }
  return `${Number((value / chosen[0]).toPrecision(digits))} ${chosen[1]}${unit}`;
}
