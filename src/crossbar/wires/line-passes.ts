import { sumError } from "../../linalg/index.ts";

/** Word lines that are solved side by side: their number is filled up to a multiple with lines without devices. */
export const BAND = 8;

/**
 * Passes of the conjugate gradients over rows that stay in a cache, on arrays that lie in one memory. Places are indices of doubles
 * in it, 0 for an array that is not there; arrays are rows*columns, row-major.
 */
export interface LinePasses {
  /**
   * Word lines of one band, all places at its first row: v are their node voltages by the currents g d + injected, out = g (d - v).
   *
   * @param factors columns*BAND, of `factorWordLinesInto`
   * @param gain volts of the node at the source an ampere there, BAND
   * @param tied volts of that node by the source alone, BAND
   * @param scratch columns*BAND, overwritten
   */
  wordBand(
    out: number,
    v: number,
    d: number,
    injected: number,
    g: number,
    factors: number,
    gain: number,
    tied: number,
    scratch: number,
    columns: number,
    ohms: number,
  ): void;
  /** Adds to `out` what the wires of the bit lines take from voltages d of `count` rows; the sum of d out. `zeros`: columns. */
  addWires(
    out: number,
    d: number,
    zeros: number,
    first: number,
    count: number,
    rows: number,
    columns: number,
    siemens: number,
    endSiemens: number,
  ): number;
  /**
   * x += step d, r -= step image, and down the bit lines z = r + what comes from above, in `count` rows. Adds weight r to `lower` and
   * (1 - weight) r to `upper`, columns each.
   */
  descendRows(
    z: number,
    r: number,
    x: number,
    d: number,
    image: number,
    factors: number,
    first: number,
    count: number,
    columns: number,
    step: number,
    upper: number,
    lower: number,
    weights: number,
  ): void;
  /**
   * Up the bit lines, z = their node voltages plus (1 - weight) of `above` and weight of `below`, columns each; the sum of r z.
   * `line`, columns, keeps the voltages between calls.
   */
  ascendRows(
    z: number,
    r: number,
    factors: number,
    gain: number,
    line: number,
    first: number,
    count: number,
    rows: number,
    columns: number,
    ohms: number,
    above: number,
    below: number,
    weights: number,
  ): number;
  /** d = z + ratio d. */
  direct(d: number, z: number, count: number, ratio: number): void;
  /** Adds steps to doubled voltages. */
  addSteps(high: number, low: number, steps: number, count: number): void;
  /**
   * The largest step against the voltage or the device's current that it changes, or against `smallest`, volts and that voltage
   * over the device, where that is larger.
   */
  largestShare(
    dp: number,
    p: number,
    dq: number,
    q: number,
    g: number,
    amps: number,
    count: number,
    smallest: number,
  ): number;
}

/** The passes in plain TypeScript. Sums run over even and odd columns apart, as the two lanes of the kernel do. */
export function plainPasses(memory: Float64Array): LinePasses {
  return {
    wordBand: (out, v, d, injected, g, factors, gain, tied, scratch, columns, ohms) => {
      for (let k = 0; k < BAND; k++) {
        const row = k * columns;
        let y = 0;
        for (let j = columns - 1; j >= 0; j--) {
          const x = row + j;
          const own = memory[g + x]! * memory[d + x]!;
          y += injected === 0 ? own : own + memory[injected + x]!;
          if (j === 0) break;
          memory[scratch + j * BAND + k] = y;
          y *= memory[factors + j * BAND + k]!;
        }
        let volt = memory[gain + k]! * y + memory[tied + k]!;
        for (let j = 0; j < columns; j++) {
          const x = row + j;
          const f = j * BAND + k;
          if (j > 0) volt = memory[factors + f]! * (ohms * memory[scratch + f]! + volt);
          memory[out + x] = memory[g + x]! * (memory[d + x]! - volt);
          if (v !== 0) memory[v + x] = volt;
        }
      }
    },
    addWires: (out, d, zeros, first, count, rows, columns, siemens, endSiemens) => {
      const dots = [0, 0] as [number, number];
      for (let i = first; i < first + count; i++) {
        const row = i * columns;
        const above = i > 0 ? d + row - columns : d + row;
        const below = i < rows - 1 ? d + row + columns : zeros;
        const gBelow = i < rows - 1 ? siemens : endSiemens;
        for (let j = 0; j < columns; j++) {
          const own = memory[d + row + j]!;
          const up = siemens * (own - memory[above + j]!);
          const image = memory[out + row + j]! + (up + gBelow * (own - memory[below + j]!));
          memory[out + row + j] = image;
          dots[j & 1]! += own * image;
        }
      }
      return dots[0] + dots[1];
    },
    descendRows: (z, r, x, d, image, factors, first, count, columns, step, upper, lower, weights) => {
      for (let i = first; i < first + count; i++) {
        const weight = lower === 0 ? 0 : memory[weights + i]!;
        for (let j = 0, k = i * columns; j < columns; j++, k++) {
          memory[x + k]! += step * memory[d + k]!;
          const rest = memory[r + k]! - step * memory[image + k]!;
          memory[r + k] = rest;
          memory[z + k] = i === 0 ? rest : rest + memory[factors + k - columns]! * memory[z + k - columns]!;
          if (lower === 0) continue;
          const part = weight * rest;
          memory[lower + j]! += part;
          memory[upper + j]! += rest - part;
        }
      }
    },
    ascendRows: (z, r, factors, gain, line, first, count, rows, columns, ohms, above, below, weights) => {
      const dots = [0, 0] as [number, number];
      for (let i = first + count - 1; i >= first; i--) {
        const weight = above === 0 ? 0 : memory[weights + i]!;
        for (let j = 0, k = i * columns; j < columns; j++, k++) {
          const own = memory[z + k]!;
          const volt =
            i === rows - 1 ? memory[gain + j]! * own : memory[factors + k]! * (ohms * own + memory[line + j]!);
          memory[line + j] = volt;
          let all = volt;
          if (above !== 0) {
            const top = memory[above + j]!;
            all += top + weight * (memory[below + j]! - top);
          }
          memory[z + k] = all;
          dots[j & 1]! += memory[r + k]! * all;
        }
      }
      return dots[0] + dots[1];
    },
    direct: (d, z, count, ratio) => {
      for (let k = 0; k < count; k++) memory[d + k] = memory[z + k]! + ratio * memory[d + k]!;
    },
    addSteps: (high, low, steps, count) => {
      for (let k = 0; k < count; k++) {
        const [volt, step] = [memory[high + k]!, memory[steps + k]!];
        const sum = volt + step;
        const rest = memory[low + k]! + sumError(volt, step, sum);
        memory[high + k] = sum + rest;
        memory[low + k] = sumError(sum, rest, sum + rest);
      }
    },
    largestShare: (dp, p, dq, q, g, amps, count, smallest) => {
      let most = 0;
      const share = (step: number, size: number, least: number) => {
        const part = Math.abs(step) / Math.max(Math.abs(size), least);
        if (most < part) most = part;
      };
      for (let k = 0; k < count; k++) {
        const siemens = memory[g + k]!;
        share(memory[dp + k]!, memory[p + k]!, smallest);
        share(memory[dq + k]!, memory[q + k]!, smallest);
        share(siemens * (memory[dp + k]! - memory[dq + k]!), memory[amps + k]!, siemens * smallest);
      }
      return most;
    },
  };
}
