import type { AssignmentNode } from "../certificate.ts";

/** A node whose branches are still to be tried; its placements are its own and those of its parents. */
export interface OpenNode {
  /** No completion costs less. */
  readonly bound: number;
  readonly depth: number;
  readonly parent: OpenNode | null;
  /** -1 at the top. */
  readonly facility: number;
  readonly location: number;
  /** Where the node stands in the tree; null without one. */
  readonly list: AssignmentNode[] | null;
  readonly index: number;
}

/** Nodes that wait in the order of their bounds; those beyond wait in a stack, which is emptied first. */
export interface OpenNodes {
  push(node: OpenNode): void;
  /** A node of the least bound, the deepest of several, as long as no more than `MAX_SORTED` wait. */
  pop(): OpenNode | undefined;
  /** Least bound of a node that waits; Infinity when none does. O(nodes on the stack). */
  least(): number;
  size(): number;
}

/** Best first takes memory; from so many nodes on the search goes depth first. */
const MAX_SORTED = 500_000;

const precedes = (a: OpenNode, b: OpenNode): boolean => a.bound < b.bound || (a.bound === b.bound && a.depth > b.depth);

/** A binary heap with a stack beside it. */
export function createOpenNodes(maxSorted = MAX_SORTED): OpenNodes {
  const heap: OpenNode[] = [];
  const stack: OpenNode[] = [];
  /** Moves a node up from position p, which is free. */
  const rise = (node: OpenNode, from: number): void => {
    let p = from;
    while (p > 0) {
      const parent = (p - 1) >> 1;
      if (!precedes(node, heap[parent]!)) break;
      heap[p] = heap[parent]!;
      p = parent;
    }
    heap[p] = node;
  };
  /** Moves a node down from the top, which is free. */
  const sink = (node: OpenNode): void => {
    let p = 0;
    for (;;) {
      let child = 2 * p + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && precedes(heap[child + 1]!, heap[child]!)) child++;
      if (!precedes(heap[child]!, node)) break;
      heap[p] = heap[child]!;
      p = child;
    }
    heap[p] = node;
  };
  return {
    push(node) {
      if (heap.length >= maxSorted) stack.push(node);
      else {
        heap.push(node);
        rise(node, heap.length - 1);
      }
    },
    pop() {
      if (stack.length > 0) return stack.pop();
      const first = heap[0];
      const last = heap.pop();
      if (heap.length > 0) sink(last!);
      return first;
    },
    least() {
      let bound = heap[0]?.bound ?? Number.POSITIVE_INFINITY;
      for (const node of stack) bound = Math.min(bound, node.bound);
      return bound;
    },
    size: () => heap.length + stack.length,
  };
}
