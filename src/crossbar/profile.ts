import { z } from "zod";
import { HardwareError, quoteReceived } from "../core/index.ts";
import { peripherySchema } from "./periphery.ts";

/** The schema's name, written in every profile's `schema` field. */
export const PROFILE_SCHEMA = "ohmfield-hardware-1";

/** A number with its unit and its source; an assumption says so and is repeated in every report. */
export interface Quantity {
  readonly value: number;
  readonly unit: string;
  /** Paper, table or page; for an assumption, the reasoning. */
  readonly source: string;
  readonly assumed?: boolean | undefined;
}

type Range = { readonly low: number; readonly high: number; readonly words: string };

const positive: Range = { low: Number.MIN_VALUE, high: Number.MAX_VALUE, words: "greater than 0" };
const notNegative: Range = { low: 0, high: Number.MAX_VALUE, words: "at least 0" };
const wholeOrZero: Range = { low: 0, high: 1e6, words: "a whole number, 0 for continuous" };

function quantity(unit: string, range: Range, whole = false) {
  return z.strictObject({
    value: z.number().refine((v) => v >= range.low && v <= range.high && (!whole || Number.isInteger(v)), {
      error: `expected ${range.words}`,
    }),
    unit: z.literal(unit, { error: `expected "${unit}"` }),
    source: z.string().min(1, { error: "expected a paper, table or page" }),
    assumed: z.boolean().optional(),
  });
}

const profileSchema = z
  .strictObject({
    $schema: z.string().optional(),
    schema: z.literal(PROFILE_SCHEMA),
    name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, { error: "expected lower-case letters, digits and hyphens" }),
    description: z.string().min(1),
    device: z.strictObject({
      /** Lowest programmable conductance. */
      offSiemens: quantity("S", notNegative),
      /** Highest programmable conductance. */
      onSiemens: quantity("S", positive),
      /** Number of conductance levels from off to on, ends included; 0 when continuous. */
      levels: quantity("1", wholeOrZero, true),
      /** Standard deviation of the conductance after programming. */
      programmingSigmaSiemens: quantity("S", notNegative),
    }),
    neuron: z.strictObject({
      /** Half of the output swing: outputs lie in [-supplyVolts, +supplyVolts]. */
      supplyVolts: quantity("V", positive),
      /** State capacitance of the summing node, or of the integrator. */
      capacitanceFarads: quantity("F", positive),
      /** Least leak of the summing node to ground; rows are balanced on top of it. */
      leakSiemens: quantity("S", notNegative),
      /** Quiescent power of one neuron. */
      staticWatts: quantity("W", notNegative),
      /** Op-amp of the virtual-ground topology: open-loop gain at DC. */
      opAmpGain: quantity("1", positive),
      /** Op-amp of the virtual-ground topology: gain-bandwidth product. */
      opAmpBandwidthHertz: quantity("Hz", positive),
    }),
    /** What stands around the array, for its cost. */
    periphery: peripherySchema.optional(),
  })
  .refine((p) => p.device.onSiemens.value > p.device.offSiemens.value, {
    error: "expected onSiemens above offSiemens",
    path: ["device", "onSiemens", "value"],
  })
  .refine((p) => p.device.levels.value !== 1, {
    error: "expected 0 or at least 2 levels",
    path: ["device", "levels", "value"],
  });

/** A hardware profile: device and neuron, SI units, a source for each number. */
export type HardwareProfile = z.infer<typeof profileSchema>;

function lookUp(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const key of path) found = (found as Record<PropertyKey, unknown> | undefined)?.[key];
  return found;
}

/**
 * Parses a hardware profile from JSON text.
 * @param file names the source in errors.
 * @throws HardwareError naming file, field, what was received and what was expected.
 */
export function parseProfile(text: string, file: string): HardwareProfile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new HardwareError(`not JSON: ${(cause as Error).message}`, { code: "hardware.json", file, cause });
  }
  const result = profileSchema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const unknownKeys = issue.code === "unrecognized_keys" ? issue.keys : undefined;
  throw new HardwareError(unknownKeys ? `unknown field ${unknownKeys.join(", ")}` : "wrong value", {
    code: "hardware.profile",
    file,
    field: issue.path.length === 0 ? "(top)" : issue.path.join("."),
    received: quoteReceived(lookUp(json, issue.path)),
    expected: unknownKeys
      ? "only the fields of the schema"
      : issue.message.replace(/^(Invalid input: )?expected /i, ""),
  });
}

/** The assumptions of a profile, in the order of its fields. */
export function assumptions(
  profile: HardwareProfile,
): { readonly field: string; readonly value: number; readonly unit: string; readonly source: string }[] {
  const found = [];
  for (const part of ["device", "neuron"] as const) {
    for (const [name, q] of Object.entries(profile[part]) as [string, Quantity][]) {
      if (q.assumed === true) found.push({ field: `${part}.${name}`, value: q.value, unit: q.unit, source: q.source });
    }
  }
  const { loop, ...around } = profile.periphery ?? {};
  for (const [part, quantities] of [
    ["periphery", around],
    ["periphery.loop", loop ?? {}],
  ] as const) {
    for (const [name, q] of Object.entries(quantities) as [string, Quantity | undefined][]) {
      if (q?.assumed === true) found.push({ field: `${part}.${name}`, value: q.value, unit: q.unit, source: q.source });
    }
  }
  return found;
}
