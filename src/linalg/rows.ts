import { denseKernel } from "./dense-kernel.ts";

/** out, columns * rows, = the transpose of a, rows * columns. */
export function transposeInto(out: Float64Array, a: Float64Array, rows: number, columns: number): void {
  const kernel = denseKernel();
  if (kernel !== undefined) kernel.transposeInto(out, a, rows, columns);
  else scalarTransposeInto(out, a, rows, columns);
}

/** `transposeInto` without WebAssembly: its fallback and its oracle. */
export function scalarTransposeInto(out: Float64Array, a: Float64Array, rows: number, columns: number): void {
  for (let i = 0, k = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = a[k++]!;
}

/** x_ik becomes sign volts_i tanh(gain_k x_ik / volts_i), a row for each of `volts`, a column for each of `gains`. */
export function limitRows(x: Float64Array, gains: Float64Array, volts: Float64Array, sign: number): void {
  const kernel = denseKernel();
  if (kernel !== undefined) kernel.limitRows(x, gains, volts, sign);
  else scalarLimitRows(x, gains, volts, sign);
}

/** `limitRows` without WebAssembly: its fallback and its oracle, to some roundoffs. */
export function scalarLimitRows(x: Float64Array, gains: Float64Array, volts: Float64Array, sign: number): void {
  for (let i = 0, k = 0; i < volts.length; i++) {
    for (const gain of gains) {
      x[k] = sign * volts[i]! * Math.tanh((gain * x[k]!) / volts[i]!);
      k++;
    }
  }
}

/** y += factor x, of one length. */
export function addScaled(y: Float64Array, x: Float64Array, factor: number): void {
  const kernel = denseKernel();
  if (kernel !== undefined) kernel.addScaled(y, x, factor);
  else scalarAddScaled(y, x, factor);
}

/** `addScaled` without WebAssembly: its fallback and its oracle, to the last bit. */
export function scalarAddScaled(y: Float64Array, x: Float64Array, factor: number): void {
  for (let k = 0; k < y.length; k++) y[k]! += factor * x[k]!;
}
