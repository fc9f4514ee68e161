import type { Progress, Steps } from "../../core/index.ts";
import { energy, flipInto, type HopfieldNetwork, localFieldsInto, type Spins } from "../../network/index.ts";
import { energyLevels } from "../branch-and-bound/energy-levels.ts";
import { type Contraction, contract, freeTies, type Ties, tieSpins } from "../branch-and-bound/ties.ts";
import type { SpinNode } from "../certificate.ts";
import type { LinearProgramFactory } from "../linear-program/index.ts";
import { boundByCycles, type CoupledGraph, coupledGraph, leafOf } from "./cycle-relaxation.ts";
import type { OddCycle } from "./separate-cycles.ts";

/** Bounds on the lowest energy as they stand. Plain data. */
export interface CycleSearchResult {
  /** No state has a lower energy. */
  readonly lowerEnergy: number;
  /** Energy of `spins`. */
  readonly upperEnergy: number;
  readonly proven: boolean;
  readonly spins: Spins;
  /** Nodes bounded. */
  readonly nodes: number;
  /** Proves `lowerEnergy`; null before the first node is bounded. */
  readonly tree: SpinNode | null;
}

interface Node {
  readonly ties: Ties;
  readonly cycles: readonly OddCycle[];
  readonly parent: Contraction | null;
  bound: number;
  own: SpinNode | null;
  branches: { readonly pair: readonly [number, number]; readonly same: Node; readonly opposite: Node } | null;
}

/** A search that can be asked for its bounds at any time. */
export interface CycleSearch {
  readonly steps: Steps<CycleSearchResult>;
  current(): CycleSearchResult;
}

/** The state that the point z comes closest to along a spanning tree of its surest edges, improved by single flips. */
function roundPoint(
  network: HopfieldNetwork,
  ties: Ties,
  contraction: Contraction,
  graph: CoupledGraph,
  z: Float64Array,
  tolerance: number,
) {
  const { size, from, to } = graph;
  const order = Array.from(z.keys()).sort((a, b) => Math.abs(z[b]! - 0.5) - Math.abs(z[a]! - 0.5) || a - b);
  const parent = Int32Array.from({ length: size }, (_, v) => v);
  const sign = new Int8Array(size).fill(1);
  const find = (v: number): readonly [number, number] => {
    let root = v;
    let relation = 1;
    while (parent[root] !== root) {
      relation *= sign[root]!;
      root = parent[root]!;
    }
    return [root, relation];
  };
  for (const e of order) {
    const [a, signA] = find(from[e]!);
    const [b, signB] = find(to[e]!);
    if (a === b) continue;
    parent[b] = a;
    sign[b] = signA * signB * (z[e]! > 0.5 ? -1 : 1);
  }
  const spins = new Int8Array(network.n);
  const reference = contraction.position[network.n]!;
  const turn = reference < 0 ? 1 : find(reference)[1];
  for (let i = 0; i < network.n; i++) {
    const p = contraction.position[ties.representative[i]!]!;
    spins[i] = ties.sign[i]! * find(p)[1] * turn;
  }
  const fields = new Float64Array(network.n);
  localFieldsInto(fields, network, spins);
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    for (let i = 0; i < network.n; i++) {
      // Fields that are 0 but for rounding would turn their spins for ever.
      if (spins[i]! * fields[i]! >= -tolerance) continue;
      flipInto(spins, fields, network, i);
      isMoving = true;
    }
  }
  return spins;
}

/** The parent's cycles over the child's edges, as far as they are cycles there too. */
function inheritCycles(node: Node, contraction: Contraction, graph: CoupledGraph): OddCycle[] {
  const { parent, ties } = node;
  if (parent === null) return [];
  const edgeOf = new Map<number, number>();
  graph.from.forEach((p, e) => {
    edgeOf.set(p * graph.size + graph.to[e]!, e);
    edgeOf.set(graph.to[e]! * graph.size + p, e);
  });
  const inherited: OddCycle[] = [];
  for (const { vertices, odd } of node.cycles) {
    const spins = vertices.map((v) => parent.representatives[v]!);
    const mapped = spins.map((i) => contraction.position[ties.representative[i]!]!);
    if (new Set(mapped).size < mapped.length) continue;
    const edges = mapped.map((p, k) => edgeOf.get(p * graph.size + mapped[(k + 1) % mapped.length]!) ?? -1);
    if (edges.includes(-1)) continue;
    // Where a spin is the opposite of its representative, "differ" becomes "agree" on both edges at it.
    const turned = odd.map((mark, k) => mark !== (ties.sign[spins[k]!] !== ties.sign[spins[(k + 1) % spins.length]!]));
    if (turned.filter((mark) => mark).length % 2 === 1) inherited.push({ vertices: mapped, edges, odd: turned });
  }
  return inherited;
}

/** The tree built from the bottom, without recursion. */
function treeOf(root: Node): SpinNode | null {
  const order = [root];
  for (let head = 0; head < order.length; head++) {
    const { branches } = order[head]!;
    if (branches !== null) order.push(branches.same, branches.opposite);
  }
  const built = new Map<Node, SpinNode | null>();
  for (const node of order.reverse()) {
    const { branches, own } = node;
    const same = branches === null ? null : built.get(branches.same)!;
    const opposite = branches === null ? null : built.get(branches.opposite)!;
    built.set(
      node,
      branches !== null && same !== null && opposite !== null ? { pair: branches.pair, same, opposite } : own,
    );
  }
  return built.get(root)!;
}

/**
 * Creates a branch and cut over the odd-cycle relaxation of a sparse network; nothing is computed before its steps run.
 * Exact at the root for planar networks without field; good wherever couplings are few.
 *
 * Source: Barahona, Groetschel, Juenger and Reinelt, Oper. Res. 36, 1988.
 * @param incumbent a state of the network, if one is known
 */
export function createCycleSearch(
  network: HopfieldNetwork,
  createProgram: LinearProgramFactory,
  incumbent?: Spins,
): CycleSearch {
  const core: HopfieldNetwork = { ...network, constant: 0 };
  const levels = energyLevels(core);
  let spins: Spins = incumbent?.slice() ?? new Int8Array(network.n).fill(1);
  let upper = energy(core, spins);
  let nodes = 0;
  const node = (ties: Ties, bound: number, cycles: readonly OddCycle[], parent: Contraction | null): Node => ({
    ties,
    cycles,
    parent,
    bound,
    own: null,
    branches: null,
  });
  const root = node(freeTies(network.n), Number.NEGATIVE_INFINITY, [], null);
  let open: Node[] = [root];
  let closedBound = Number.POSITIVE_INFINITY;
  const lower = () => open.reduce((least, { bound }) => Math.min(least, bound), Math.min(upper, closedBound));
  const closes = (bound: number) => bound >= upper - levels.tolerance;
  const offer = (found: Spins): void => {
    const value = energy(core, found);
    if (value >= upper) return;
    upper = value;
    spins = found;
  };
  const needed = () => {
    const least = upper - levels.tolerance;
    return levels.grid === 0 ? least + levels.reserve : least - levels.grid * (1 - 1e-6) + levels.reserve;
  };
  const current = (): CycleSearchResult => {
    const below = lower();
    const upperEnergy = energy(network, spins);
    return {
      lowerEnergy: below >= upper ? upperEnergy : Math.min(upperEnergy, below + network.constant),
      upperEnergy,
      proven: closes(below),
      spins: spins.slice(),
      nodes,
      tree: treeOf(root),
    };
  };
  const progress = (): Progress => ({
    stage: "prove",
    done: nodes,
    total: nodes + open.length,
    note: `${nodes} nodes, ${open.length} open, energy ${(lower() + network.constant).toPrecision(8)} to ${(upper + network.constant).toPrecision(8)}`,
  });

  function* run(): Steps<CycleSearchResult> {
    while (open.length > 0 && !closes(lower())) {
      const next = open.reduce((a, b) => (b.bound < a.bound ? b : a));
      if (next.own !== null && closes(next.bound)) {
        closedBound = Math.min(closedBound, next.bound);
        open = open.filter((other) => other !== next);
        continue;
      }
      const contraction = contract(core, next.ties);
      const graph = coupledGraph(contraction);
      const program = createProgram();
      try {
        const rounds = boundByCycles(
          contraction,
          graph,
          inheritCycles(next, contraction, graph),
          program,
          needed,
          (z) => offer(roundPoint(core, next.ties, contraction, graph, z, levels.reserve)),
        );
        let step = rounds.next();
        while (!step.done) {
          yield progress();
          step = rounds.next();
        }
        nodes++;
        const bounded = step.value;
        if (bounded !== null) {
          next.own = leafOf(bounded, contraction);
          next.bound = Math.max(next.bound, levels.raise(bounded.energy - levels.reserve));
        }
        open = open.filter((other) => other !== next);
        if (closes(next.bound) || graph.couplings.length === 0) {
          closedBound = Math.min(closedBound, next.bound);
          continue;
        }
        const z = bounded?.z ?? new Float64Array(graph.couplings.length).fill(0.5);
        let edge = 0;
        for (let e = 1; e < z.length; e++) {
          const nearer = Math.abs(z[e]! - 0.5) - Math.abs(z[edge]! - 0.5);
          if (nearer < -1e-9 || (nearer < 1e-9 && Math.abs(graph.couplings[e]!) > Math.abs(graph.couplings[edge]!)))
            edge = e;
        }
        const pair = [
          contraction.representatives[graph.from[edge]!]!,
          contraction.representatives[graph.to[edge]!]!,
        ] as const;
        const cycles = bounded?.cycles.map(({ cycle }) => cycle) ?? [];
        const child = (sign: 1 | -1) =>
          node(tieSpins(next.ties, pair[0], pair[1], sign), next.bound, cycles, contraction);
        next.branches = { pair, same: child(1), opposite: child(-1) };
        open.push(next.branches.same, next.branches.opposite);
      } finally {
        program.dispose();
      }
    }
    return current();
  }
  return { steps: run(), current };
}
