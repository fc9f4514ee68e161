/**
 * The linear assignment problem: column reduction, then shortest augmenting paths with prices.
 *
 * Source: Jonker and Volgenant, Computing 38, 1987, without its augmenting row reduction.
 */

/** A solver with scratch for matrices of up to `size` rows, used again from call to call. */
export interface LinearAssignment {
  /** Column of each row after `solve`. */
  readonly columnOf: Int32Array;
  /** Prices after `solve`: costs_ik - rowPrice_i - columnPrice_k >= 0, and 0 for the pairs assigned. */
  readonly rowPrice: Float64Array;
  readonly columnPrice: Float64Array;
  /** The least cost of assigning m rows to m columns. `costs` is m*m, row-major; exact for whole numbers. O(m^3). */
  solve(costs: Float64Array, m: number): number;
}

export function createLinearAssignment(size: number): LinearAssignment {
  const columnOf = new Int32Array(size);
  const rowOf = new Int32Array(size);
  const rowPrice = new Float64Array(size);
  const columnPrice = new Float64Array(size);
  const length = new Float64Array(size);
  const before = new Int32Array(size);
  const done = new Uint8Array(size);

  /** Every column costs at least its cheapest entry, which is assigned to it where its row is free. */
  const reduceColumns = (costs: Float64Array, m: number): void => {
    columnOf.fill(-1, 0, m);
    for (let k = m - 1; k >= 0; k--) {
      let best = 0;
      let least = costs[k]!;
      for (let i = 1; i < m; i++) {
        const cost = costs[i * m + k]!;
        if (cost < least) {
          least = cost;
          best = i;
        }
      }
      columnPrice[k] = least;
      const isFree = columnOf[best]! < 0;
      rowOf[k] = isFree ? best : -1;
      if (isFree) columnOf[best] = k;
    }
    for (let i = 0; i < m; i++) {
      if (columnOf[i]! >= 0) {
        rowPrice[i] = 0;
        continue;
      }
      let least = Number.POSITIVE_INFINITY;
      for (let k = 0; k < m; k++) least = Math.min(least, costs[i * m + k]! - columnPrice[k]!);
      rowPrice[i] = least;
    }
  };

  /** The shortest way, in reduced costs, from a row without a column to a column without a row, and the exchange. */
  const augment = (costs: Float64Array, m: number, start: number): void => {
    for (let k = 0; k < m; k++) {
      length[k] = costs[start * m + k]! - rowPrice[start]! - columnPrice[k]!;
      before[k] = start;
      done[k] = 0;
    }
    let end = -1;
    let reach = 0;
    while (end < 0) {
      let nearest = -1;
      for (let k = 0; k < m; k++) {
        if (done[k] === 0 && (nearest < 0 || length[k]! < length[nearest]!)) nearest = k;
      }
      reach = length[nearest]!;
      if (rowOf[nearest]! < 0) {
        end = nearest;
        break;
      }
      done[nearest] = 1;
      const i = rowOf[nearest]!;
      const base = reach - rowPrice[i]!;
      for (let k = 0; k < m; k++) {
        if (done[k] === 1) continue;
        const through = base + costs[i * m + k]! - columnPrice[k]!;
        if (through < length[k]!) {
          length[k] = through;
          before[k] = i;
        }
      }
    }
    for (let k = 0; k < m; k++) {
      if (done[k] === 0) continue;
      const saved = reach - length[k]!;
      columnPrice[k]! -= saved;
      rowPrice[rowOf[k]!]! += saved;
    }
    rowPrice[start]! += reach;
    for (let k = end; ; ) {
      const i = before[k]!;
      const next = columnOf[i]!;
      rowOf[k] = i;
      columnOf[i] = k;
      if (i === start) break;
      k = next;
    }
  };

  return {
    columnOf,
    rowPrice,
    columnPrice,
    solve(costs, m) {
      reduceColumns(costs, m);
      for (let i = 0; i < m; i++) if (columnOf[i]! < 0) augment(costs, m, i);
      let value = 0;
      for (let i = 0; i < m; i++) value += costs[i * m + columnOf[i]!]!;
      return value;
    },
  };
}
