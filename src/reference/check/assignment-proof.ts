import type { Steps } from "../../core/index.ts";
import type { AssignmentNode, AssignmentProof } from "../certificate.ts";
import { type AssignmentTask, assignmentMagnitude, costStep, gilmoreLawlerBound } from "./gilmore-lawler.ts";
import { MAX_SUM } from "./integer-network.ts";
import { type Branch, type TreeOutcome, type TreeRules, walkTree } from "./tree.ts";

interface Placement {
  readonly facility: number;
  readonly location: number;
}

class AssignmentRules implements TreeRules<AssignmentNode, Placement> {
  readonly #task: AssignmentTask;
  readonly #location: Int32Array;
  readonly #taken: Uint8Array;
  readonly #placed: Placement[] = [];
  readonly #step: number;

  constructor(task: AssignmentTask) {
    this.#task = task;
    this.#location = new Int32Array(task.n).fill(-1);
    this.#taken = new Uint8Array(task.n);
    this.#step = costStep(task);
  }

  branches(node: AssignmentNode): readonly Branch<AssignmentNode, Placement>[] | string | null {
    if (!("place" in node)) return null;
    const { n } = this.#task;
    const facility = node.place;
    if (facility >= n) return `there is no facility ${facility}`;
    if (this.#location[facility]! >= 0) return `facility ${facility} is placed already`;
    const free = n - this.#placed.length;
    if (node.at.length !== free) return `there are ${node.at.length} branches for ${free} free locations`;
    const branches: Branch<AssignmentNode, Placement>[] = [];
    for (let location = 0; location < n; location++) {
      if (this.#taken[location] === 1) continue;
      const at = branches.length;
      branches.push({ step: `at.${at}`, node: node.at[at]!, decision: { facility, location } });
    }
    return branches;
  }

  apply(placement: Placement): void {
    this.#location[placement.facility] = placement.location;
    this.#taken[placement.location] = 1;
    this.#placed.push(placement);
  }

  undo(): void {
    const { facility, location } = this.#placed.pop()!;
    this.#location[facility] = -1;
    this.#taken[location] = 0;
  }

  // biome-ignore lint/correctness/useYield: a leaf of a few dozen facilities takes no time worth a pause
  *leaf(node: AssignmentNode): Generator<void, number | string, void> {
    if ("place" in node) return "a branch is no leaf";
    const bound = gilmoreLawlerBound(this.#task, this.#location);
    return Math.ceil(bound / this.#step) * this.#step;
  }
}

/**
 * Walks the tree of an assignment proof; the bound is a cost.
 * @returns why the task's numbers cannot be summed exactly, in place of an outcome.
 */
export function* assignmentProofSteps(proof: AssignmentProof, task: AssignmentTask): Steps<TreeOutcome | string> {
  const { flow, distance, linear } = task;
  const whole = [flow, distance, linear ?? []].every((values) => values.every((value) => Number.isInteger(value)));
  if (!whole) return "the checker bounds assignments of whole numbers only";
  if (!(assignmentMagnitude(task) < MAX_SUM)) return "the flows and distances are too large to sum exactly";
  return yield* walkTree(proof.tree, new AssignmentRules(task));
}
