import type { Steps } from "../../core/index.ts";
import type { TourNode, TourProof } from "../certificate.ts";
import { type Decisions, IN, OPEN, OUT, type TourTask } from "./tour-decisions.ts";
import { infeasibleReason } from "./tour-infeasible.ts";
import { linearTourBound } from "./tour-linear-leaf.ts";
import { type Branch, type TreeOutcome, type TreeRules, walkTree } from "./tree.ts";

interface Decision {
  readonly u: number;
  readonly v: number;
  readonly value: number;
}

class TourRules implements TreeRules<TourNode, Decision>, Decisions {
  readonly task: TourTask;
  readonly state: Uint8Array;
  readonly chosen: number[] = [];
  readonly #made: Decision[] = [];
  readonly #scratch: Float64Array;

  constructor(task: TourTask) {
    this.task = task;
    this.state = new Uint8Array(task.n * task.n);
    this.#scratch = new Float64Array(task.n * task.n);
  }

  branches(node: TourNode): readonly Branch<TourNode, Decision>[] | string | null {
    if (!("edge" in node)) return null;
    const [u, v] = node.edge;
    const { n } = this.task;
    if (u >= n || v >= n) return `the edge ${u}, ${v} goes beyond city ${n - 1}`;
    if (u === v) return `city ${u} is joined with itself`;
    if (this.state[u * n + v] !== OPEN) return `the edge ${u}, ${v} is decided already`;
    return [
      { step: "in", node: node.in, decision: { u, v, value: IN } },
      { step: "out", node: node.out, decision: { u, v, value: OUT } },
    ];
  }

  #set({ u, v }: Decision, value: number): void {
    const { n, symmetric } = this.task;
    this.state[u * n + v] = value;
    if (symmetric) this.state[v * n + u] = value;
  }

  apply(decision: Decision): void {
    const { u, v, value } = decision;
    const { n, symmetric } = this.task;
    this.#set(decision, value);
    this.#made.push(decision);
    if (value === IN) this.chosen.push(symmetric ? Math.min(u, v) * n + Math.max(u, v) : u * n + v);
  }

  undo(): void {
    const decision = this.#made.pop()!;
    this.#set(decision, OPEN);
    if (decision.value === IN) this.chosen.pop();
  }

  *leaf(node: TourNode): Generator<void, number | string, void> {
    if ("edge" in node) return "a branch is no leaf";
    if (node.leaf === "linear") return yield* linearTourBound(node, this, this.#scratch);
    return infeasibleReason(this) === null
      ? "the leaf is not infeasible for any of the reasons that count"
      : Number.POSITIVE_INFINITY;
  }
}

function gcd(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/**
 * Rounds a lower bound up to the next possible length: with g the greatest common divisor of the differences of
 * distances, every tour is as long as n times one distance but for a multiple of g.
 */
function roundToLength({ n, distances }: TourTask, bound: number): number {
  const first = distances[1]!;
  let divisor = 0;
  for (let k = 0; k < n * n && divisor !== 1; k++) {
    if (k % (n + 1) !== 0) divisor = gcd(divisor, Math.abs(distances[k]! - first));
  }
  if (divisor === 0) return n * first;
  const whole = Math.ceil(bound);
  const above = (((whole - n * first) % divisor) + divisor) % divisor;
  return above === 0 ? whole : whole + (divisor - above);
}

/** Walks the tree of a tour proof; the bound is a length. */
export function* tourProofSteps(proof: TourProof, task: TourTask): Steps<TreeOutcome> {
  const outcome = yield* walkTree(proof.tree, new TourRules(task));
  // Nothing finite is left of a tree whose leaves all fail, or are all infeasible.
  if (!Number.isFinite(outcome.bound)) return outcome;
  return { ...outcome, bound: roundToLength(task, outcome.bound) };
}
