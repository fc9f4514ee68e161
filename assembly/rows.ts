/** Rows of waveforms, the twins of src/linalg/rows.ts. Addresses are bytes. */

import { tanhInPlace } from "./vectors";

/** out, columns * rows, is the transpose of a, rows * columns. */
export function transpose(out: usize, a: usize, rows: i32, columns: i32): void {
  const step = (<usize>rows) << 3;
  for (let i = 0; i < rows; i++) {
    let at = out + ((<usize>i) << 3);
    for (let j = 0; j < columns; j++) {
      store<f64>(at, load<f64>(a));
      a += 8;
      at += step;
    }
  }
}

/** x_ik becomes sign volts_i tanh(gain_k x_ik / volts_i) for rows of `points`; one double behind the last may change. */
export function limitRows(x: usize, rows: i32, points: i32, gains: usize, volts: usize, sign: f64): void {
  let at = x;
  for (let i = 0; i < rows; i++) {
    const v = load<f64>(volts + ((<usize>i) << 3));
    for (let k: usize = 0; k < (<usize>points) << 3; k += 8) {
      store<f64>(at, (load<f64>(gains + k) * load<f64>(at)) / v);
      at += 8;
    }
  }
  const count = rows * points;
  tanhInPlace(x, count + (count & 1));
  at = x;
  for (let i = 0; i < rows; i++) {
    const v = sign * load<f64>(volts + ((<usize>i) << 3));
    for (let k = 0; k < points; k++) {
      store<f64>(at, v * load<f64>(at));
      at += 8;
    }
  }
}
