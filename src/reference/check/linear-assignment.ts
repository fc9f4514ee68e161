/**
 * Linear assignment by shortest augmenting paths. The checker needs no optimal assignment, only prices that give a good
 * bound: with any price v_k of column k, every assignment costs at least sum_i min_k (c_ik - v_k) + sum_k v_k.
 *
 * Source: Tomizawa, Networks 1, 1971; the bound is weak duality.
 */

/**
 * A lower bound on the cost of every assignment of rows to columns; the least cost itself unless rounding stopped the
 * method short of it. O(m^3). Exact for whole numbers whose sums stay below 2^53.
 *
 * @param costs m*m, row-major
 */
export function assignmentBound(costs: Float64Array, m: number): number {
  const prices = columnPrices(costs, m);
  let bound = 0;
  for (let k = 0; k < m; k++) bound += prices[k]!;
  for (let i = 0; i < m; i++) {
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < m; k++) least = Math.min(least, costs[i * m + k]! - prices[k]!);
    bound += least;
  }
  return bound;
}

/** Prices of the columns, optimal for whole numbers. */
function columnPrices(costs: Float64Array, m: number): Float64Array {
  const price = new Float64Array(m);
  const rowOf = new Int32Array(m).fill(-1);
  const distance = new Float64Array(m);
  const before = new Int32Array(m);
  const done = new Uint8Array(m);
  // The reduced cost of a row's own column, taken off its others: dual value of the row.
  const rowValue = new Float64Array(m);
  for (let start = 0; start < m; start++) {
    distance.fill(Number.POSITIVE_INFINITY);
    done.fill(0);
    let row = start;
    let column = -1;
    let length = 0;
    for (;;) {
      let nearest = -1;
      for (let k = 0; k < m; k++) {
        if (done[k] === 1) continue;
        const reach = length + costs[row * m + k]! - rowValue[row]! - price[k]!;
        if (reach < distance[k]!) {
          distance[k] = reach;
          before[k] = column;
        }
        if (nearest < 0 || distance[k]! < distance[nearest]!) nearest = k;
      }
      length = distance[nearest]!;
      done[nearest] = 1;
      column = nearest;
      if (rowOf[column]! < 0) break;
      row = rowOf[column]!;
    }
    for (let k = 0; k < m; k++) {
      if (done[k] === 0 || k === column) continue;
      const saved = length - distance[k]!;
      price[k]! -= saved;
      rowValue[rowOf[k]!]! += saved;
    }
    rowValue[start]! += length;
    for (let k = column; k >= 0; k = before[k]!) rowOf[k] = before[k]! < 0 ? start : rowOf[before[k]!]!;
  }
  return price;
}
