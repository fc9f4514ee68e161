import { z } from "zod";
import type { ArrayWires } from "./crossbar.ts";
import { DEVICE_EFFECTS, type SamplerOptions } from "./device/index.ts";
import { checkHardware } from "./hardware/parse.ts";
import { MAPPING_NAMES, MAX_SLICES, type MappingName } from "./mappings/index.ts";
import type { TileLimits } from "./tiles.ts";

/** How a network becomes a programmed array. Plain data. */
export interface MapOptions {
  /** "differential-pair" by default. */
  readonly mapping?: MappingName | undefined;
  /** Slices of bit slicing; by default as many as hold whole weights exactly. */
  readonly slices?: number | undefined;
  /** Largest array in one piece: tiles without a weight are then left out. Without it the array is one piece. */
  readonly tiles?: TileLimits | undefined;
  /** Which departures of the devices are at work, at which time and temperature; all lasting ones by default. */
  readonly devices?: SamplerOptions | undefined;
  /** Wires that the circuit carries; perfect ones by default. */
  readonly wires?: ArrayWires | undefined;
  /** Whether the devices are programmed so that wires leave every summing line the same gain; no by default. */
  readonly gainCorrection?: boolean | undefined;
}

const ohms = z.number().min(0, { error: "expected a resistance of at least 0" });
const schema = z.strictObject({
  mapping: z.enum(MAPPING_NAMES).optional(),
  slices: z.int().min(1).max(MAX_SLICES).optional(),
  tiles: z.strictObject({ rows: z.int().min(1), columns: z.int().min(1) }).optional(),
  devices: z
    .strictObject({
      afterSeconds: z.number().min(0).optional(),
      kelvin: z.number().positive().optional(),
      effects: z.array(z.enum(DEVICE_EFFECTS)).optional(),
    })
    .optional(),
  wires: z
    .strictObject({
      wordLineOhms: ohms,
      bitLineOhms: ohms,
      driverOhms: ohms,
      senseOhms: ohms,
      doubleSided: z.boolean(),
    })
    .optional(),
  gainCorrection: z.boolean().optional(),
});

/**
 * Checks options that were read from a file; a fault map stands in a file of its own.
 * @throws HardwareError naming file and field
 */
export function parseMapOptions(value: unknown, file: string): MapOptions {
  return checkHardware(z.strictObject({ map: schema }), { map: value }, file).map as MapOptions;
}

/** The options without a fault map, which stands in a file of its own. */
export function withoutFaults({ devices, ...rest }: MapOptions): MapOptions {
  if (devices === undefined) return rest;
  const { faults: _faults, ...kept } = devices;
  return Object.keys(kept).length === 0 ? rest : { ...rest, devices: kept };
}
