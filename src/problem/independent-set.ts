import { createVertexSetTask, type VertexSetRules, type VertexSetTask, vertexSetKind } from "./vertex-set.ts";

/** The largest set of vertices of which no two are joined; a DIMACS graph in a `.mis` file. */
export type IndependentSet = VertexSetTask<"independent-set">;

const RULES: VertexSetRules<"independent-set"> = {
  kind: "independent-set",
  sense: "max",
  extensions: [".mis"],
  pairs: "edges",
  violation: "are joined",
};

/** Builds a task from edges in any order and direction. @throws ArgumentError for a size, vertex or name out of range. */
export function createIndependentSet(
  name: string,
  n: number,
  from: ArrayLike<number>,
  to: ArrayLike<number>,
): IndependentSet {
  return createVertexSetTask(RULES, name, n, from, to);
}

/** The task kind "independent-set". */
export const independentSetKind = vertexSetKind(RULES);
