import { ArgumentError } from "../../core/index.ts";
import type { ResistorNetwork } from "./star-mesh.ts";

/** The network with one node for all that are joined without resistance: a terminal where there is one among them. */
export function joinNodes<T extends ResistorNetwork>(network: T): T {
  const { nodes, from, to, siemens, terminals } = network;
  if (!siemens.includes(Number.POSITIVE_INFINITY)) return network;
  const parent = new Int32Array(nodes);
  for (let v = 0; v < nodes; v++) parent[v] = v;
  const isTerminal = new Uint8Array(nodes);
  for (const v of terminals) isTerminal[v] = 1;
  const find = (v: number): number => {
    let root = v;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!;
      root = parent[root]!;
    }
    return root;
  };
  for (let k = 0; k < siemens.length; k++) {
    if (siemens[k] !== Number.POSITIVE_INFINITY) continue;
    const [a, b] = [find(from[k]!), find(to[k]!)];
    if (a === b) continue;
    if (isTerminal[a] === 1 && isTerminal[b] === 1) {
      throw new ArgumentError("a path without resistance joins two terminals", {
        code: "wires.loop",
        received: `terminals at nodes ${a} and ${b}`,
        expected: "some resistance between terminals, or their currents are not determined",
      });
    }
    if (isTerminal[a] === 1) parent[b] = a;
    else parent[a] = b;
  }
  for (let v = 0; v < nodes; v++) parent[v] = find(v);
  return { ...network, from: from.map((v) => parent[v]!), to: to.map((v) => parent[v]!) };
}
