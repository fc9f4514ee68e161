import { formatSi } from "../../core/index.ts";
import { type Curve, usableRange } from "./curve.ts";

const DAY_SECONDS = 86400;

/** A number with its unit in words; plain numbers, kelvins and their inverse as they are, long times in days. */
export function quantityText(value: number, unit: string): string {
  if (unit === "1") return String(value);
  if (unit === "1/K" || unit === "K") return `${value} ${unit}`;
  return unit === "s" && value >= DAY_SECONDS ? `${value / DAY_SECONDS} d` : formatSi(value, unit, 4);
}

/** A range in words. */
export function rangeText(range: { readonly low: number; readonly high: number }, unit: string): string {
  return `${quantityText(range.low, unit)} to ${quantityText(range.high, unit)}`;
}

function shapeText(c: Exclude<Curve, { kind: "constant" }>): string {
  switch (c.kind) {
    case "polynomial":
      return c.coefficients
        .map((coefficient, power) => `${coefficient}${power === 0 ? "" : power === 1 ? " x" : ` x^${power}`}`)
        .join(" + ")
        .replaceAll("+ -", "- ");
    case "logarithm":
      return `${c.intercept} + ${c.slope} ln x`.replace("+ -", "- ");
    case "power":
      return `${c.amplitude} x^${c.exponent}`;
    case "saturating-exponential":
      return `${c.amplitude} (1 - exp(-x / ${c.decay}))`;
  }
}

/** A curve as a formula. */
export function curveText(c: Curve): string {
  if (c.kind === "constant") return `${quantityText(c.factor * c.value, c.unit)}, constant`;
  const { floor, ceiling, factor, unit } = c;
  const floored = floor === undefined ? shapeText(c) : `max(${floor}, ${shapeText(c)})`;
  const limited = ceiling === undefined ? floored : `min(${ceiling}, ${floored})`;
  const formula = factor === 1 && unit === "1" ? limited : `${quantityText(factor, unit)} * (${limited})`;
  const { of, divisor } = c.argument;
  return `${formula}; x = ${of} / ${quantityText(divisor, c.argument.unit)}`;
}

/** One number, curve or range of a profile in words. */
export interface HardwareNumber {
  /** Path of the field, e.g. "onSiemens" or "programming.errors.0.sigma". */
  readonly field: string;
  readonly text: string;
  readonly unit: string;
  /** Measured range; null where none is stated. */
  readonly range: string | null;
  readonly source: string;
  readonly assumed: boolean;
  /** The number itself; null for a curve or a range. */
  readonly value: number | null;
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;
const isCurve = (value: Fields): boolean => "argument" in value && "factor" in value;

function collect(value: unknown, path: string, found: HardwareNumber[]): void {
  if (!isObject(value)) return;
  const source = value.source as string;
  const assumed = value.assumed === true;
  if (isCurve(value)) {
    const c = value as unknown as Curve;
    const argumentUnit = c.argument.unit;
    const range = rangeText(c.measured, argumentUnit);
    found.push({ field: path, text: curveText(c), unit: c.unit, range, source, assumed, value: null });
    if (c.extrapolated) {
      found.push({
        field: `${path}.extrapolated`,
        text: `used from ${rangeText(usableRange(c), argumentUnit)}`,
        unit: argumentUnit,
        range: null,
        source: c.extrapolated.source,
        assumed: true,
        value: null,
      });
    }
  } else if (typeof value.value === "number") {
    const unit = value.unit as string;
    const measured = value.measured as { low: number; high: number } | undefined;
    const range = measured === undefined ? null : rangeText(measured, unit);
    found.push({
      field: path,
      text: quantityText(value.value, unit),
      unit,
      range,
      source,
      assumed,
      value: value.value,
    });
  } else {
    for (const [key, child] of Object.entries(value)) collect(child, path === "" ? key : `${path}.${key}`, found);
  }
}

/** Every number of a device, an array, a neuron or a periphery, in the order of its fields. */
export function hardwareNumbers(part: object | undefined, path = ""): HardwareNumber[] {
  const found: HardwareNumber[] = [];
  collect(part, path, found);
  return found;
}
