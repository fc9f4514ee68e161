import type { ResistorLayout } from "./dissection.ts";
import { layoutByKernel } from "./elimination-kernel.ts";
import type { ResistorNetwork } from "./star-mesh.ts";

/**
 * A layout by the distances of a resistor's farther end from two sets of terminals, in resistors: in a crossbar that is driven
 * from one end its column, counted from the sources, and its row, counted from the sense points.
 */
export function layoutByDistance(network: ResistorNetwork, sources: Int32Array, senses: Int32Array): ResistorLayout {
  return layoutByKernel(network, sources, senses) ?? scalarLayoutByDistance(network, sources, senses);
}

/** `layoutByDistance` without WebAssembly: its fallback and its oracle. */
export function scalarLayoutByDistance(
  network: ResistorNetwork,
  sources: Int32Array,
  senses: Int32Array,
): ResistorLayout {
  const { from, to, siemens, terminals, nodes } = network;
  const start = new Int32Array(nodes + 1);
  for (let k = 0; k < siemens.length; k++) {
    start[from[k]! + 1]!++;
    start[to[k]! + 1]!++;
  }
  for (let v = 0; v < nodes; v++) start[v + 1]! += start[v]!;
  const next = start.slice();
  const neighbour = new Int32Array(2 * siemens.length);
  for (let k = 0; k < siemens.length; k++) {
    neighbour[next[from[k]!]!++] = to[k]!;
    neighbour[next[to[k]!]!++] = from[k]!;
  }
  const fartherOf = (roots: Int32Array): Int32Array => {
    const steps = new Int32Array(nodes).fill(-1);
    // A way that leads through a terminal is none of the wires'.
    for (const v of terminals) steps[v] = 0;
    const queue = [...roots];
    for (let at = 0; at < queue.length; at++) {
      const v = queue[at]!;
      for (let k = start[v]!; k < start[v + 1]!; k++) {
        const other = neighbour[k]!;
        if (steps[other]! >= 0) continue;
        steps[other] = steps[v]! + 1;
        queue.push(other);
      }
    }
    return from.map((v, k) => Math.max(0, steps[v]!, steps[to[k]!]!));
  };
  return { x: fartherOf(sources), y: fartherOf(senses) };
}
