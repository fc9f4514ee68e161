import { eliminateNodes, layoutByDistance } from "../../crossbar/index.ts";
import { outOfScope } from "./scope.ts";

/**
 * Wires of a circuit: resistors between numbered nodes, of which the first `terminals` stay, the `sums` summing nodes first; each has
 * an end at another node.
 */
export interface WireGrid {
  readonly nodes: number;
  readonly terminals: number;
  readonly sums: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly siemens: Float64Array;
  /** Of resistor k, for errors. */
  readonly nameOf: (k: number) => string;
}

/**
 * Conductances that the wires make between every two terminals: terminals * terminals, symmetric, zero diagonal, siemens.
 *
 * @throws NetlistError naming a resistor that no path ties to a terminal
 */
export function reduceGrid(grid: WireGrid): Float64Array {
  const terminals = Int32Array.from({ length: grid.terminals }, (_, t) => t);
  const network = { ...grid, terminals };
  const [sums, driven] = [terminals.subarray(0, grid.sums), terminals.subarray(grid.sums)];
  const layout = layoutByDistance(network, driven, sums);
  const { x, y } = layout;
  for (let k = 0; k < x.length; k++) {
    if (x[k]! > 0 || y[k]! > 0) continue;
    const expected = "wires that lead from driven nodes to summing nodes";
    throw outOfScope(grid.nameOf(k), "this resistor hangs on no driven and no summing node", "neither", expected);
  }
  return eliminateNodes(network, layout);
}

const same = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  if (a.length !== b.length) return false;
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
};

/** `reduceGrid` that remembers its last grid: the runs of one programmed array differ in noise and start alone. */
export function createGridReducer(): (grid: WireGrid) => Float64Array {
  let last: { readonly grid: Omit<WireGrid, "nameOf">; readonly mesh: Float64Array } | undefined;
  return (grid) => {
    const known =
      last !== undefined &&
      last.grid.nodes === grid.nodes &&
      last.grid.terminals === grid.terminals &&
      last.grid.sums === grid.sums &&
      same(last.grid.from, grid.from) &&
      same(last.grid.to, grid.to) &&
      same(last.grid.siemens, grid.siemens);
    if (last === undefined || !known) {
      // Names would keep the whole circuit.
      const { nameOf: _nameOf, ...wires } = grid;
      last = { grid: wires, mesh: reduceGrid(grid) };
    }
    return last.mesh;
  };
}
