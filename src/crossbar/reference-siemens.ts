import type { Crossbar } from "./crossbar.ts";

/**
 * Conductance of all devices of the reference column, siemens; 0 without one. Its amplifier drives minus the mean of the
 * outputs, weighted by those devices, through this conductance into every summing node.
 */
export function referenceSiemens({ rows, bitLines, wordLines, siemens }: Crossbar): number {
  let total = 0;
  if (bitLines > rows) for (let line = 0; line < wordLines.length; line++) total += siemens[line * bitLines + rows]!;
  return total;
}
