import { ArgumentError } from "../core/index.ts";
import type { ArrayWires, Crossbar } from "./crossbar.ts";

/** Wires whose fields stand alone, for callers that set some of them. */
export const perfectWires: ArrayWires = {
  wordLineOhms: 0,
  bitLineOhms: 0,
  driverOhms: 0,
  senseOhms: 0,
  doubleSided: false,
};

/**
 * The same crossbar with these wires; wires without any resistance are none.
 * @throws ArgumentError for a resistance that is negative or not finite: the network must stay connected
 */
export function withWires(crossbar: Crossbar, wires: ArrayWires | null): Crossbar {
  if (wires === null) return { ...crossbar, wires: null };
  const { wordLineOhms, bitLineOhms, driverOhms, senseOhms } = wires;
  const ohms = { wordLineOhms, bitLineOhms, driverOhms, senseOhms };
  for (const [field, value] of Object.entries(ohms)) {
    if (!(value >= 0 && value < Infinity)) {
      throw new ArgumentError("wrong resistance of a wire", {
        code: "crossbar.wires",
        field,
        received: String(value),
        expected: "a finite resistance of at least 0 ohms",
      });
    }
  }
  return { ...crossbar, wires: Object.values(ohms).every((value) => value === 0) ? null : wires };
}
