import type { Crossbar } from "../crossbar/index.ts";
import type { CircuitSection } from "./circuit.ts";
import type { HopfieldCircuitSpec, Topology } from "./hopfield-circuit.ts";
import { offsetCurrents, offsetSections } from "./offset-amplifier.ts";
import { referenceCurrents, referenceSections } from "./reference-amplifier.ts";
import { scaledRailCurrents, scaledRailSections } from "./scaled-rails.ts";

/** What a mapping needs beside its devices: drivers of scaled rails, offset and reference amplifiers. @throws HardwareError */
export function peripherySections(spec: HopfieldCircuitSpec, topology: Topology): CircuitSection[] {
  return [...scaledRailSections(spec.crossbar), ...offsetSections(spec.crossbar), ...referenceSections(spec, topology)];
}

/** Branch currents of all of these, which the supplies feed. */
export function peripheryCurrents(crossbar: Crossbar): string[] {
  return [...scaledRailCurrents(crossbar), ...offsetCurrents(crossbar), ...referenceCurrents(crossbar)];
}
