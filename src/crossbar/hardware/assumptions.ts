import { formatSi } from "../../core/index.ts";
import type { HardwareProfile } from "./board-schema.ts";

/** A number, curve or range of a profile that rests on an assumption. */
export interface Assumption {
  /** Path of the field, e.g. "device.onSiemens". */
  readonly field: string;
  /** null for a curve or a range. */
  readonly value: number | null;
  readonly unit: string;
  /** The value, curve or range in words. */
  readonly text: string;
  readonly source: string;
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;

/** A number with its unit in words; plain numbers as they are. */
export function quantityText(value: number, unit: string): string {
  if (unit === "1") return String(value);
  // Seconds, kelvins and their inverses are read without a prefix.
  return unit === "1/K" || unit === "K" ? `${value} ${unit}` : formatSi(value, unit, 4);
}

function describe(found: Fields, parent: Fields | undefined): Omit<Assumption, "field" | "source"> {
  const { value, unit, kind, low, high } = found;
  if (kind !== undefined) return { value: null, unit: unit as string, text: `${kind} curve` };
  if (typeof value === "number") return { value, unit: unit as string, text: quantityText(value, unit as string) };
  const argument = (parent?.argument as { unit: string } | undefined)?.unit ?? "1";
  const text = `used from ${quantityText(low as number, argument)} to ${quantityText(high as number, argument)}`;
  return { value: null, unit: argument, text };
}

function collect(value: unknown, parent: Fields | undefined, path: string, found: Assumption[]): void {
  if (!isObject(value)) return;
  if (value.assumed === true) {
    found.push({ field: path, ...describe(value, parent), source: value.source as string });
  }
  for (const [key, child] of Object.entries(value)) collect(child, value, `${path}.${key}`, found);
}

/** The assumptions of a profile, in the order of its fields: device, array, neuron, periphery. */
export function assumptions(profile: HardwareProfile): Assumption[] {
  const found: Assumption[] = [];
  for (const part of ["device", "array", "neuron", "periphery"] as const)
    collect(profile[part], undefined, part, found);
  return found;
}
