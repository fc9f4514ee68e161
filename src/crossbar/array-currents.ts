import { type ArrayConduction, type Crossbar, OFFSET_SOURCE } from "./crossbar.ts";
import { lawVolts } from "./device/index.ts";
import { referenceSiemens } from "./reference-siemens.ts";
import { arrayResponse } from "./response.ts";
import { tileArrays } from "./tile-arrays.ts";
import { solveArray } from "./wires/index.ts";

/** Voltages that drive the word lines when sources have the outputs `drive`: columns volts in, word lines out. */
function wordLineVolts({ wordLines, columns }: Crossbar, drive: Float64Array): Float64Array {
  let sum = 0;
  for (const v of drive) sum += v;
  return Float64Array.from(wordLines, ({ source, sign, share }) =>
    source === OFFSET_SOURCE ? (-share * sum) / columns : sign * share * drive[source]!,
  );
}

/** Currents into the ends of all bit lines, through the wires of each tile: bitLines, amperes. */
function wiredBitLines(
  crossbar: Crossbar,
  conduction: ArrayConduction,
  lineVolts: Float64Array,
  endVolts: Float64Array,
): Float64Array {
  const amps = new Float64Array(crossbar.bitLines);
  for (const { lines, bits, siemens } of tileArrays(crossbar)) {
    const { outputAmps } = solveArray({
      ...crossbar.wires!,
      rows: lines.length,
      columns: bits.length,
      siemens,
      appliedVolts: Float64Array.from(lines, (line) => lineVolts[line]!),
      senseVolts: Float64Array.from(bits, (bit) => endVolts[bit]!),
      conduction,
    });
    for (const [y, bit] of bits.entries()) amps[bit]! += outputAmps[y]!;
  }
  return amps;
}

/** Currents of devices that are not ohmic into the ends of all bit lines, a reference column's at ground: bitLines, amperes. */
function nonlinearBitLines(
  crossbar: Crossbar,
  conduction: ArrayConduction,
  drive: Float64Array,
  sums: ArrayLike<number>,
): Float64Array {
  const { rows, bitLines, siemens, wires } = crossbar;
  const lineVolts = wordLineVolts(crossbar, drive);
  const endVolts = Float64Array.from({ length: bitLines }, (_, i) => (i < rows ? sums[i]! : 0));
  if (wires !== null) return wiredBitLines(crossbar, conduction, lineVolts, endVolts);
  const amps = new Float64Array(bitLines);
  for (const [line, volts] of lineVolts.entries()) {
    for (let i = 0; i < bitLines; i++) {
      const g = siemens[line * bitLines + i]!;
      if (g !== 0) amps[i]! += g * lawVolts(conduction, volts - endVolts[i]!);
    }
  }
  return amps;
}

/**
 * Current of the array into each summing line, amperes: that of its devices through its wires, exactly, whether they are ohmic or
 * not, and that of a reference amplifier.
 *
 * @param drive outputs of all sources, columns volts
 * @param sums voltages of the summing lines' ends, rows
 * @throws ConvergenceError where wires and devices that are not ohmic are not solved
 */
export function arrayCurrents(crossbar: Crossbar, drive: Float64Array, sums: ArrayLike<number>): Float64Array {
  const { rows, columns, bitLines, conduction } = crossbar;
  const out = new Float64Array(rows);
  if (conduction !== null) {
    const amps = nonlinearBitLines(crossbar, conduction, drive, sums);
    const reference = bitLines > rows ? amps[rows]! : 0;
    // The amplifier takes the reference column's current away, and loads the line with the column's conductance.
    const load = referenceSiemens(crossbar);
    for (let i = 0; i < rows; i++) out[i] = amps[i]! - reference - load * sums[i]!;
    return out;
  }
  const { transferSiemens, loadSiemens, sneakSiemens } = arrayResponse(crossbar);
  for (let i = 0; i < rows; i++) {
    let current = -loadSiemens[i]! * sums[i]!;
    for (let j = 0; j < columns; j++) current += transferSiemens[i * columns + j]! * drive[j]!;
    if (sneakSiemens !== null) for (let m = 0; m < rows; m++) current += sneakSiemens[i * rows + m]! * sums[m]!;
    out[i] = current;
  }
  return out;
}
