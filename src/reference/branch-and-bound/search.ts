import { createRandom, type Progress, type Steps } from "../../core/index.ts";
import { energy, type HopfieldNetwork, type Spins } from "../../network/index.ts";
import type { SemidefiniteLeaf, SpinNode } from "../certificate.ts";
import { boundNode, type InheritedCut, type NodeContext } from "./bound-node.ts";
import { choosePair } from "./choose-pair.ts";
import { cutKey, normaliseCut } from "./cut-list.ts";
import { energyLevels } from "./energy-levels.ts";
import type { FoundCut } from "./separate-triangles.ts";
import { type Contraction, contract, freeTies, type Ties, tieSpins } from "./ties.ts";

/** Bounds on the lowest energy as they stand. Plain data. */
export interface BranchAndBoundResult {
  /** No state has a lower energy: rigorous, whenever it is asked for. */
  readonly lowerEnergy: number;
  /** Energy of `spins`. */
  readonly upperEnergy: number;
  /** Whether `spins` is a minimum: for certain when energies lie on a grid, else up to `tolerance`. */
  readonly proven: boolean;
  /** Energies no further apart count as equal: 0 when they lie on a grid. */
  readonly tolerance: number;
  readonly spins: Spins;
  /** Nodes bounded. */
  readonly nodes: number;
  readonly openNodes: number;
  /** Lower bound of the first node alone; -Infinity before it is known. */
  readonly rootEnergy: number;
  /** Proves `lowerEnergy` up to the last rounding; null before the first node is bounded. */
  readonly tree: SpinNode | null;
}

export interface SearchOptions {
  /** Best state known. */
  readonly incumbent?: Spins;
  /** Stop when upperEnergy - lowerEnergy is at most this part of the larger magnitude of the two. Default 0. */
  readonly gap?: number;
  /** Seed of the random hyperplanes and of the separation. Default 1. */
  readonly seed?: number;
}

interface Node {
  readonly ties: Ties;
  readonly depth: number;
  /** Cuts of the parent over spins of the network. */
  inherited: readonly InheritedCut[];
  /** Verified, or the parent's as long as there is none of its own. */
  bound: number;
  leaf: SemidefiniteLeaf | undefined;
  pair: readonly [number, number] | undefined;
  same: Node | undefined;
  opposite: Node | undefined;
}

/** A search that can be asked for its bounds at any time. */
export interface Search {
  readonly steps: Steps<BranchAndBoundResult>;
  current(): BranchAndBoundResult;
}

/** The parent's cuts over the representatives of a child; those with two spins that are now tied say nothing new. */
function inheritCuts(cuts: readonly InheritedCut[], ties: Ties, { position }: Contraction): FoundCut[] {
  const found = new Map<string, FoundCut>();
  for (const cut of cuts) {
    const spins = cut.spins.map((i) => position[ties.representative[i]!]!);
    if (new Set(spins).size < spins.length) continue;
    const signs = cut.signs.map((sign, p) => sign * ties.sign[cut.spins[p]!]!);
    normaliseCut(spins, signs);
    found.set(cutKey(spins, signs), { spins, signs, value: 0 });
  }
  return [...found.values()];
}

/** The lowest energy that the leaves below a node prove; a node whose children are not both bounded counts as a leaf. */
function provenBelow(node: Node): number {
  if (node.same?.leaf === undefined || node.opposite?.leaf === undefined) return node.bound;
  return Math.max(node.bound, Math.min(provenBelow(node.same), provenBelow(node.opposite)));
}

function treeBelow(node: Node): SpinNode | null {
  const { pair, same, opposite } = node;
  if (pair !== undefined && same?.leaf !== undefined && opposite?.leaf !== undefined) {
    const below = Math.min(provenBelow(same), provenBelow(opposite));
    if (node.leaf === undefined || below >= node.bound) {
      return { pair, same: treeBelow(same)!, opposite: treeBelow(opposite)! };
    }
  }
  return node.leaf ?? null;
}

/** Creates the search; nothing is computed before its steps run. The incumbent, if any, must be a state of the network. */
export function createSearch(network: HopfieldNetwork, options: SearchOptions): Search {
  const core: HopfieldNetwork = { ...network, constant: 0 };
  const levels = energyLevels(core);
  const random = createRandom(options.seed ?? 1, "branch-and-bound");
  let spins = options.incumbent?.slice() ?? new Int8Array(network.n).fill(1);
  let upper = energy(core, spins);
  let nodes = 0;
  let rootEnergy = Number.NEGATIVE_INFINITY;
  const ties = freeTies(network.n);
  const root: Node = {
    ties,
    depth: 0,
    inherited: [],
    bound: Number.NEGATIVE_INFINITY,
    leaf: undefined,
    pair: undefined,
    same: undefined,
    opposite: undefined,
  };
  const open: Node[] = [root];
  let closedBound = Number.POSITIVE_INFINITY;

  const allowed = () => Math.max(levels.tolerance, (options.gap ?? 0) * Math.abs(upper + network.constant));
  const closes = (bound: number) => bound >= upper - allowed();
  const lower = () => open.reduce((least, node) => Math.min(least, node.bound), Math.min(upper, closedBound));
  /** Least bound that closes a node; on a grid, just above the level below. */
  const needed = () => {
    const least = upper - allowed();
    if (levels.grid === 0) return least + levels.reserve;
    return levels.raise(least) - levels.grid * (1 - 1e-6) + levels.reserve;
  };
  const offer = (contraction: Contraction, node: Node, found: Int8Array): void => {
    const lifted = new Int8Array(network.n);
    for (let i = 0; i < lifted.length; i++) {
      const p = contraction.position[node.ties.representative[i]!]!;
      lifted[i] = node.ties.sign[i]! * found[p]!;
    }
    const reference = contraction.position[network.n]!;
    if (reference >= 0 && found[reference]! < 0) for (let i = 0; i < lifted.length; i++) lifted[i]! *= -1;
    const value = energy(core, lifted);
    if (value >= upper) return;
    upper = value;
    spins = lifted;
  };
  const result = (withTree: boolean): BranchAndBoundResult => {
    const below = lower();
    const proven = below >= upper - levels.tolerance;
    const upperEnergy = energy(network, spins);
    return {
      lowerEnergy: below >= upper ? upperEnergy : Math.min(upperEnergy, below + network.constant),
      upperEnergy,
      proven,
      tolerance: levels.tolerance,
      spins: spins.slice(),
      nodes,
      openNodes: open.length,
      rootEnergy: rootEnergy + network.constant,
      tree: withTree ? treeBelow(root) : null,
    };
  };
  const progress = (): Progress => {
    const below = lower() + network.constant;
    const above = upper + network.constant;
    const note = `${nodes} nodes, ${open.length} open, energy ${below.toPrecision(8)} to ${above.toPrecision(8)}`;
    return { stage: "prove", done: nodes, total: nodes + open.length, note };
  };

  function* run(): Steps<BranchAndBoundResult> {
    for (;;) {
      // Best first; the deeper of two alike, which is nearer to its end.
      let next: Node | undefined;
      for (const node of open) {
        if (next === undefined || node.bound < next.bound || (node.bound === next.bound && node.depth > next.depth)) {
          next = node;
        }
      }
      if (next === undefined || closes(lower())) break;
      const node = next;
      const remove = () => open.splice(open.indexOf(node), 1);
      if (node.leaf !== undefined && closes(node.bound)) {
        closedBound = Math.min(closedBound, node.bound);
        remove();
        continue;
      }
      const contraction = contract(core, node.ties);
      const context: NodeContext = {
        random,
        needed,
        offer: (where, found) => offer(where, node, found),
        progress,
      };
      const bounded = yield* boundNode(contraction, inheritCuts(node.inherited, node.ties, contraction), context);
      nodes++;
      node.inherited = [];
      if (bounded.verified !== undefined) {
        node.leaf = bounded.verified.leaf;
        node.bound = Math.max(node.bound, levels.raise(bounded.verified.energy - levels.reserve));
      }
      if (nodes === 1) rootEnergy = bounded.verified?.energy ?? Number.NEGATIVE_INFINITY;
      remove();
      if (closes(node.bound) || contraction.size === 1) {
        closedBound = Math.min(closedBound, node.bound);
        continue;
      }
      const pair = choosePair(bounded.relaxation.x, contraction);
      node.pair = pair;
      const child = (sign: 1 | -1): Node => ({
        ties: tieSpins(node.ties, pair[0], pair[1], sign),
        depth: node.depth + 1,
        inherited: bounded.cuts,
        bound: node.bound,
        leaf: undefined,
        pair: undefined,
        same: undefined,
        opposite: undefined,
      });
      node.same = child(1);
      node.opposite = child(-1);
      open.push(node.same, node.opposite);
    }
    return result(true);
  }
  return { steps: run(), current: () => result(true) };
}
