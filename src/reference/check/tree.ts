/** Walking a proof tree without recursion: a tree may be thousands of branches deep. */

import type { Progress, Steps } from "../../core/index.ts";

/** The way from the top of the certificate to a node; shares its beginning with its siblings'. */
export interface Path {
  readonly parent: Path | null;
  readonly step: string;
}

/** Steps shown at either end of a long path. */
const SHOWN_STEPS = 8;

/** "proof.tree.same.opposite"; the middle of a long path is counted only. */
export function pathText(path: Path): string {
  const steps: string[] = [];
  for (let p: Path | null = path; p !== null; p = p.parent) steps.push(p.step);
  steps.reverse();
  const hidden = steps.length - 2 * SHOWN_STEPS;
  if (hidden > 1) steps.splice(SHOWN_STEPS, hidden, `(${hidden} steps)`);
  return steps.join(".");
}

/** Where every tree hangs. */
export const TREE_PATH: Path = { parent: { parent: null, step: "proof" }, step: "tree" };

/** What fails, and where in the certificate. */
export interface Reason {
  readonly path: string;
  readonly message: string;
}

/** After so many reasons the walk stops: the certificate is rejected anyway. */
export const MAX_REASONS = 20;

/** A child of a branch: the field that holds it, and what is assumed below it. */
export interface Branch<N, D> {
  readonly step: string;
  readonly node: N;
  readonly decision: D;
}

/** How one kind of proof reads its nodes. State lives in the rules: `apply` and `undo` bracket each subtree. */
export interface TreeRules<N, D> {
  /** The children, which must cover every case; null for a leaf; why not, when the branch is not a legitimate one. */
  branches(node: N): readonly Branch<N, D>[] | string | null;
  apply(decision: D): void;
  undo(): void;
  /** The bound of a leaf under the decisions applied, or why it gives none. */
  leaf(node: N): Generator<void, number | string, void>;
}

export interface TreeOutcome {
  /** The smallest bound of a leaf. Means nothing when there are reasons. */
  readonly bound: number;
  readonly nodes: number;
  readonly leaves: number;
  readonly reasons: readonly Reason[];
}

/** Nodes between two reports. */
const SLICE = 256;

/** Walks the whole tree, depth first, in the order of the branches. */
export function* walkTree<N, D>(tree: N, rules: TreeRules<N, D>): Steps<TreeOutcome> {
  type Visit = { readonly node: N; readonly path: Path; readonly decision?: D };
  const stack: (Visit | "undo")[] = [{ node: tree, path: TREE_PATH }];
  const reasons: Reason[] = [];
  let bound = Number.POSITIVE_INFINITY;
  let nodes = 0;
  let leaves = 0;
  // A node is open when its parent was read and it was not: nodes read and open are all that is known of the total.
  let open = 1;
  const progress = (): Progress => ({
    stage: "check",
    done: nodes,
    total: nodes + open,
    note: `${leaves} leaves, ${open} branches open`,
  });
  while (stack.length > 0 && reasons.length < MAX_REASONS) {
    const visit = stack.pop()!;
    if (visit === "undo") {
      rules.undo();
      continue;
    }
    const { node, path } = visit;
    if ("decision" in visit) {
      rules.apply(visit.decision as D);
      stack.push("undo");
    }
    nodes++;
    open--;
    if (nodes % SLICE === 0) yield progress();
    const branches = rules.branches(node);
    if (typeof branches === "string") {
      reasons.push({ path: pathText(path), message: branches });
    } else if (branches === null) {
      leaves++;
      const work = rules.leaf(node);
      let step = work.next();
      for (; !step.done; step = work.next()) yield progress();
      if (typeof step.value === "string") reasons.push({ path: pathText(path), message: step.value });
      else bound = Math.min(bound, step.value);
    } else {
      open += branches.length;
      for (const branch of branches.toReversed()) {
        stack.push({ node: branch.node, path: { parent: path, step: branch.step }, decision: branch.decision });
      }
    }
  }
  return { bound, nodes, leaves, reasons };
}
