import { type Crossbar, OFFSET_SOURCE } from "./crossbar.ts";
import { lawSlope, lawVolts } from "./device/index.ts";

/**
 * By how much more than their conductances say the devices of a crossbar's word lines carry when every neuron is settled, at a
 * summing line at ground: F(v) / v with v the line's share of the supply. The line of an offset column is taken at
 * supplyVolts / sqrt(columns), its root mean square over random states. One number a word line; all 1 for ohmic devices.
 */
export function swingGains({ wordLines, columns, conduction }: Crossbar): Float64Array {
  const gains = new Float64Array(wordLines.length).fill(1);
  if (conduction === null) return gains;
  for (const [line, { source, share }] of wordLines.entries()) {
    const volts = (share * conduction.supplyVolts) / (source === OFFSET_SOURCE ? Math.sqrt(columns) : 1);
    gains[line] = lawVolts(conduction, volts) / volts;
  }
  return gains;
}

/** What all weights of an array have in common at full swing and at small signal, against what their conductances say. Plain data. */
export interface ConductionGains {
  /** F(V) / V at the supply V. */
  readonly fullSwing: number;
  /** F'(0). */
  readonly smallSignal: number;
}

/** Null for ohmic devices. */
export function conductionGains({ conduction }: Crossbar): ConductionGains | null {
  if (conduction === null) return null;
  const { supplyVolts } = conduction;
  return {
    fullSwing: lawVolts(conduction, supplyVolts) / supplyVolts,
    smallSignal: lawSlope(conduction, 0),
  };
}

/**
 * The ohmic crossbar that carries the same currents at full swing, its summing lines at ground: exact for settled neurons at virtual
 * grounds without wires, but for an offset column's line; else the chord of each device's law at the voltage that its word line is driven with.
 */
export function atFullSwing(crossbar: Crossbar): Crossbar {
  if (crossbar.conduction === null) return crossbar;
  const gains = swingGains(crossbar);
  const { siemens, bitLines } = crossbar;
  return {
    ...crossbar,
    siemens: siemens.map((g, k) => g * gains[Math.floor(k / bitLines)]!),
    conduction: null,
  };
}
