import { HardwareError } from "../core/index.ts";
import type { ArrayWires } from "./crossbar.ts";
import type { BoardArray } from "./hardware/array-schema.ts";

/**
 * Copper lines without their barrier at 300 K: width (m), resistivity (ohm m), height over width.
 * Source: NeuroSim's table of local wires at 65, 32, 22 and 14 nm nodes, after the ITRS.
 */
const COPPER = {
  widthMeters: [22e-9, 40e-9, 56e-9, 105e-9],
  ohmMeters: [3.95e-8, 2.97e-8, 2.63e-8, 2.21e-8],
  aspect: [2, 1.9, 1.8, 1.7],
  referenceKelvin: 300,
  coefficientPerKelvin: 0.00451,
  /** A linear law of temperature is good for so much; beyond it the residual resistance counts. */
  kelvin: [200, 450],
} as const;

/** Rounding of a width given in nanometres. */
const ROUNDING = 1e-9;

/** Resistances of an array's lines, ohms; line resistances are those from one device to the next. */
export interface WireOhms {
  readonly wordLineOhms: number;
  readonly bitLineOhms: number;
  readonly driverOhms: number;
  readonly senseOhms: number;
}

function interpolate(x: number, xs: readonly number[], ys: readonly number[]): number {
  let k = 1;
  while (k < xs.length - 1 && x > xs[k]!) k++;
  const t = (x - xs[k - 1]!) / (xs[k]! - xs[k - 1]!);
  return ys[k - 1]! + t * (ys[k]! - ys[k - 1]!);
}

/**
 * Resistance of a copper line of a given length, ohms: resistivity and aspect interpolated between measured widths.
 * @throws HardwareError for a width or a temperature outside what was measured, naming the range.
 */
export function copperLineOhms(widthMeters: number, lengthMeters: number, kelvin: number): number {
  const { widthMeters: widths, ohmMeters, aspect, referenceKelvin, coefficientPerKelvin } = COPPER;
  const narrowest = widths[0];
  const widest = widths[widths.length - 1]!;
  if (!(widthMeters >= narrowest * (1 - ROUNDING) && widthMeters <= widest * (1 + ROUNDING))) {
    throw new HardwareError("copper resistivity: width outside the range of the table", {
      code: "hardware.wire-width",
      received: `${widthMeters} m`,
      expected: `${narrowest} to ${widest} m`,
    });
  }
  const [coldest, hottest] = COPPER.kelvin;
  if (!(kelvin >= coldest && kelvin <= hottest)) {
    throw new HardwareError("copper resistivity: temperature outside the range of the linear law", {
      code: "hardware.wire-kelvin",
      received: `${kelvin} K`,
      expected: `${coldest} to ${hottest} K`,
    });
  }
  const resistivity =
    interpolate(widthMeters, widths, ohmMeters) * (1 + coefficientPerKelvin * (kelvin - referenceKelvin));
  return (resistivity * lengthMeters) / (widthMeters * widthMeters * interpolate(widthMeters, widths, aspect));
}

/**
 * Wire resistances of a board, as it states them or from the geometry of its lines.
 * @throws HardwareError as `copperLineOhms`.
 */
export function wireOhms({ array }: { readonly array: BoardArray }): WireOhms {
  const { wires, driverOhms, senseOhms, kelvin } = array;
  const ends = { driverOhms: driverOhms.value, senseOhms: senseOhms.value };
  if (wires.kind === "resistance") {
    return { wordLineOhms: wires.wordLineOhms.value, bitLineOhms: wires.bitLineOhms.value, ...ends };
  }
  const line = ({ widthMeters, pitchMeters }: typeof wires.wordLine) =>
    copperLineOhms(widthMeters.value, pitchMeters.value, kelvin.value);
  return { wordLineOhms: line(wires.wordLine), bitLineOhms: line(wires.bitLine), ...ends };
}

/** The same as an array's wires, driven as the board drives them; undefined for perfect ones. @throws HardwareError as `copperLineOhms`. */
export function boardWires({ array }: { readonly array: BoardArray }): ArrayWires | undefined {
  const wires = { ...wireOhms({ array }), doubleSided: array.drive === "double" };
  return wires.wordLineOhms + wires.bitLineOhms + wires.driverOhms + wires.senseOhms === 0 ? undefined : wires;
}
