import { type Crossbar, OFFSET_SOURCE } from "./crossbar.ts";
import { lawVolts } from "./device/index.ts";

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
