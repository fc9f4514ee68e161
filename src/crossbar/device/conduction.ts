import { HardwareError } from "../../core/index.ts";
import type { Device } from "../hardware/device-schema.ts";

/**
 * How the devices of an array conduct: i = G F(v), G the conductance and F this law, odd and rising. With w = v less what a selector
 * keeps, F = w for a linear device and F = Vr sinh(w / V0) / sinh(Vr / V0) for one whose current grows faster. Plain data.
 */
export interface ConductionLaw {
  /** Null for devices that are linear behind their selectors. Conductances are i / w at readVolts. */
  readonly sinh: {
    readonly scaleVolts: number;
    readonly readVolts: number;
    /** Largest w, of either sign, that the law is used for. */
    readonly highestVolts: number;
  } | null;
  /**
   * Null for devices without a selector. It keeps thresholdVolts Vt for itself, its corner rounded over softnessVolts s:
   * w = s ln((1 + e^((v - Vt) / s)) / (1 + e^((-v - Vt) / s))), which leads to v - Vt above and falls by a decade every s ln 10 below.
   */
  readonly selector: { readonly thresholdVolts: number; readonly softnessVolts: number } | null;
}

/** Beyond this many times `highestVolts` a law goes on as a straight line: a solver's iterates may go where no device does. */
const TANGENT_AT = 2;

/** The law of a device; null for an ohmic one. */
export function conductionLaw({ conduction, selector, readVolts }: Device): ConductionLaw | null {
  const sinh =
    conduction?.kind === "sinh"
      ? {
          scaleVolts: conduction.scaleVolts.value,
          readVolts: readVolts!.value,
          highestVolts: conduction.highestVolts.value,
        }
      : null;
  // A threshold of 0 leaves w = v, whatever the softness.
  const kept =
    selector === undefined || selector.thresholdVolts.value === 0
      ? null
      : { thresholdVolts: selector.thresholdVolts.value, softnessVolts: selector.softnessVolts.value };
  return sinh === null && kept === null ? null : { sinh, selector: kept };
}

/** w, what a selector leaves of a voltage v. Exponents are never positive: nothing overflows. */
function pastSelector({ selector }: ConductionLaw, v: number): number {
  if (selector === null) return v;
  const { thresholdVolts: threshold, softnessVolts: s } = selector;
  const [above, below] = [Math.abs(v - threshold), Math.abs(v + threshold)];
  return v + (above - below) / 2 + s * (Math.log1p(Math.exp(-above / s)) - Math.log1p(Math.exp(-below / s)));
}

/** dw/dv, in (0, 1]. */
function selectorSlope({ selector }: ConductionLaw, v: number): number {
  if (selector === null) return 1;
  const { thresholdVolts: threshold, softnessVolts: s } = selector;
  return 1 / (1 + Math.exp((threshold - v) / s)) + 1 / (1 + Math.exp((threshold + v) / s));
}

/** Voltage across device and selector, of either sign, at which a law becomes a straight line. */
function straightVolts({ sinh, selector }: ConductionLaw): number {
  return TANGENT_AT * sinh!.highestVolts + (selector?.thresholdVolts ?? 0);
}

/** F(v), volts: the current through a device over its conductance. */
export function lawVolts(law: ConductionLaw, v: number): number {
  const { sinh } = law;
  if (sinh === null) return pastSelector(law, v);
  const { scaleVolts, readVolts, highestVolts } = sinh;
  const limit = straightVolts(law);
  const inside = Math.max(-limit, Math.min(limit, v));
  const beyond = inside === v ? 0 : (Math.cosh((TANGENT_AT * highestVolts) / scaleVolts) * (v - inside)) / scaleVolts;
  const factor = readVolts / Math.sinh(readVolts / scaleVolts);
  return factor * (Math.sinh(pastSelector(law, inside) / scaleVolts) + beyond);
}

/** dF/dv: the differential conductance over the conductance. */
export function lawSlope(law: ConductionLaw, v: number): number {
  const { sinh } = law;
  if (sinh === null) return selectorSlope(law, v);
  const { scaleVolts, readVolts, highestVolts } = sinh;
  const perVolt = readVolts / (scaleVolts * Math.sinh(readVolts / scaleVolts));
  if (Math.abs(v) > straightVolts(law)) return perVolt * Math.cosh((TANGENT_AT * highestVolts) / scaleVolts);
  return perVolt * Math.cosh(pastSelector(law, v) / scaleVolts) * selectorSlope(law, v);
}

/** Throws HardwareError where a law is not known at a voltage across device and selector. */
export function requireInRange(law: ConductionLaw, v: number, name: string): void {
  const across = pastSelector(law, v);
  if (law.sinh === null || Math.abs(across) <= law.sinh.highestVolts) return;
  throw new HardwareError(`${name}: voltage outside the range of the conduction law`, {
    code: "hardware.conduction-range",
    received: `${across} V`,
    expected: `-${law.sinh.highestVolts} to ${law.sinh.highestVolts} V`,
  });
}

/**
 * Current through a device, amperes, with its selector if it has one. A conductance is current over voltage at
 * readVolts; the selector keeps its threshold for itself and lets little pass below it.
 *
 * @param siemens conductance of the device
 * @param volts across device and selector, of either sign
 * @throws HardwareError for a voltage outside the range of the law.
 */
export function currentAmps(device: Device, siemens: number, volts: number): number {
  const law = conductionLaw(device);
  if (law === null) return siemens * volts;
  requireInRange(law, volts, device.name);
  return siemens * lawVolts(law, volts);
}
