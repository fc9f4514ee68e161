/** Entries kept for each cut: a heptagonal inequality is the longest. */
export const CUT_STRIDE = 7;

/**
 * Hypermetric inequalities (g'x)^2 >= 1 over an odd number of spins, with signs g: three for a triangle, five for a pentagon.
 * They hold for all spins because a sum of an odd number of signs is odd. Flat, so that loops over thousands are cheap.
 */
export interface CutList {
  count: number;
  /** Number of spins of each cut. */
  lengths: Int32Array;
  /** Positions of the spins, increasing, CUT_STRIDE a cut. */
  spins: Int32Array;
  /** +1 or -1, the first of a cut +1, CUT_STRIDE a cut. */
  signs: Float64Array;
}

export function createCutList(capacity: number): CutList {
  return {
    count: 0,
    lengths: new Int32Array(capacity),
    spins: new Int32Array(capacity * CUT_STRIDE),
    signs: new Float64Array(capacity * CUT_STRIDE),
  };
}

function grown<T extends Int32Array | Float64Array>(array: T, larger: T): T {
  larger.set(array as never);
  return larger;
}

/** Sorts the spins of a cut, its signs with them, and turns the first sign to +1, so that equal cuts look equal. */
export function normaliseCut(spins: number[], signs: number[]): void {
  for (let p = 1; p < spins.length; p++) {
    for (let q = p; q > 0 && spins[q]! < spins[q - 1]!; q--) {
      [spins[q], spins[q - 1]] = [spins[q - 1]!, spins[q]!];
      [signs[q], signs[q - 1]] = [signs[q - 1]!, signs[q]!];
    }
  }
  const first = signs[0]!;
  for (let p = 0; p < signs.length; p++) signs[p]! *= first;
}

/** A text that two cuts share only when they are the same; spins and signs as `normaliseCut` leaves them. */
export function cutKey(spins: readonly number[], signs: readonly number[]): string {
  let key = "";
  for (let p = 0; p < spins.length; p++) key += String.fromCharCode(2 * spins[p]! + (signs[p]! > 0 ? 1 : 0));
  return key;
}

/** Appends a cut, as `normaliseCut` leaves it. */
export function pushCut(list: CutList, spins: readonly number[], signs: readonly number[]): void {
  if (list.count === list.lengths.length) {
    const capacity = 2 * list.count + 16;
    list.lengths = grown(list.lengths, new Int32Array(capacity));
    list.spins = grown(list.spins, new Int32Array(capacity * CUT_STRIDE));
    list.signs = grown(list.signs, new Float64Array(capacity * CUT_STRIDE));
  }
  const start = list.count * CUT_STRIDE;
  list.lengths[list.count++] = spins.length;
  for (let p = 0; p < spins.length; p++) {
    list.spins[start + p] = spins[p]!;
    list.signs[start + p] = signs[p]!;
  }
}

/** Spins and signs of one cut. New arrays. */
export function cutAt(list: CutList, c: number): { spins: number[]; signs: number[] } {
  const start = c * CUT_STRIDE;
  const end = start + list.lengths[c]!;
  return { spins: Array.from(list.spins.subarray(start, end)), signs: Array.from(list.signs.subarray(start, end)) };
}
