import type { Steps } from "../../core/index.ts";
import type { SpinNode, SpinProof } from "../certificate.ts";
import { contract, roundToEnergy } from "./contract.ts";
import { cycleBound } from "./cycle-leaf.ts";
import { eliminationBound } from "./elimination-leaf.ts";
import type { IntegerNetwork } from "./integer-network.ts";
import { semidefiniteBound } from "./semidefinite-leaf.ts";
import { Ties } from "./ties.ts";
import { type Branch, type TreeOutcome, type TreeRules, walkTree } from "./tree.ts";

interface Tie {
  readonly i: number;
  readonly j: number;
  readonly sign: 1 | -1;
}

class SpinRules implements TreeRules<SpinNode, Tie> {
  readonly #network: IntegerNetwork;
  readonly #ties: Ties;

  constructor(network: IntegerNetwork) {
    this.#network = network;
    this.#ties = new Ties(network.n);
  }

  branches(node: SpinNode): readonly Branch<SpinNode, Tie>[] | string | null {
    if (!("pair" in node)) return null;
    const [i, j] = node.pair;
    const { n } = this.#network;
    if (i > n || j > n) return `the pair ${i}, ${j} goes beyond spin ${n}`;
    if (i === j) return `spin ${i} is paired with itself`;
    if (this.#ties.root(i) === this.#ties.root(j)) return `spins ${i} and ${j} are tied already`;
    return [
      { step: "same", node: node.same, decision: { i, j, sign: 1 } },
      { step: "opposite", node: node.opposite, decision: { i, j, sign: -1 } },
    ];
  }

  apply({ i, j, sign }: Tie): void {
    this.#ties.join(i, j, sign);
  }

  undo(): void {
    this.#ties.undo();
  }

  *leaf(node: SpinNode): Generator<void, number | string, void> {
    if ("pair" in node) return "a branch is no leaf";
    const contracted = contract(this.#network, this.#ties);
    const { unit } = this.#network;
    if (node.leaf === "elimination") return yield* eliminationBound(node, contracted);
    const bound =
      node.leaf === "cycles" ? cycleBound(node, contracted, unit) : yield* semidefiniteBound(node, contracted, unit);
    return typeof bound === "string" ? bound : roundToEnergy(contracted, bound);
  }
}

/** Walks the tree of a spin proof; the bound is that of E', in units of the network. */
export function spinProofSteps(proof: SpinProof, network: IntegerNetwork): Steps<TreeOutcome> {
  return walkTree(proof.tree, new SpinRules(network));
}
