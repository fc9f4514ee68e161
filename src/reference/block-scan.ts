/**
 * The inner loops of the enumeration. A block is the 2^k states of the k lowest spins while the others stand still; in
 * state x, spin i is +1 when bit i of x is set. With f_i the field that the standing spins and the bias put on spin i,
 *
 *   E(x) = base + table[x] - sum_i f_i s_i,   table[x] = -sum_{i<j<k} W_ij s_i s_j
 *
 * and the sum splits into one part for the low bits and one for the high bits of x, so that a state costs one addition.
 */

/** table[x] for all x into `out` (2^k). `weights`: n*n, row-major. O(2^k k). */
export function pairTableInto(out: Float64Array, weights: Float64Array, n: number, k: number): void {
  const size = 2 ** k;
  out[0] = 0;
  for (let i = 0; i < k; i++) for (let j = 0; j < i; j++) out[0]! -= weights[i * n + j]!;
  for (let x = 1; x < size; x++) {
    const flipped = 31 - Math.clz32(x);
    const rest = x ^ (1 << flipped);
    // Spin `flipped` goes from -1 to +1 among the spins of `rest`.
    let field = 0;
    for (let j = 0; j < k; j++) {
      if (j !== flipped) field += (rest >> j) & 1 ? weights[flipped * n + j]! : -weights[flipped * n + j]!;
    }
    out[x] = out[rest]! - 2 * field;
  }
}

/** -sum_{i<count} f_i s_i over the 2^count states of spins first..first+count-1 into `out`, by doubling. */
export function fieldSumsInto(out: Float64Array, fields: Float64Array, first: number, count: number): void {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += fields[first + i]!;
  out[0] = sum;
  for (let i = 0; i < count; i++) {
    const twice = 2 * fields[first + i]!;
    const half = 1 << i;
    for (let x = 0; x < half; x++) out[half + x] = out[x]! - twice;
  }
}

/**
 * First state x >= start of the block with table[x] + low[x mod 2^a] + high[x div 2^a] <= limit, or -1.
 *
 * @param table 2^k
 * @param low 2^a, a >= 0
 * @param high 2^(k-a)
 */
export function scanBlock(
  table: Float64Array,
  low: Float64Array,
  high: Float64Array,
  limit: number,
  start: number,
): number {
  const width = low.length;
  const mask = width - 1;
  let x = start;
  for (; (x & mask) !== 0; x++) if (table[x]! + low[x & mask]! <= limit - high[(x / width) | 0]!) return x;
  for (let row = (x / width) | 0; row < high.length; row++) {
    const rowLimit = limit - high[row]!;
    const offset = row * width;
    for (let i = 0; i < width; i++) if (table[offset + i]! + low[i]! <= rowLimit) return offset + i;
  }
  return -1;
}
