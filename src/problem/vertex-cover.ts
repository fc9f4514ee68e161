import { createVertexSetTask, type VertexSetRules, type VertexSetTask, vertexSetKind } from "./vertex-set.ts";

/** The smallest set of vertices that holds an end of every edge; a DIMACS graph in a `.cover` file. */
export type VertexCover = VertexSetTask<"vertex-cover">;

const RULES: VertexSetRules<"vertex-cover"> = {
  kind: "vertex-cover",
  sense: "min",
  extensions: [".cover"],
  pairs: "edges",
  violation: "are joined and neither is in the cover",
};

/** Builds a task from edges in any order and direction. @throws ArgumentError for a size, vertex or name out of range. */
export function createVertexCover(
  name: string,
  n: number,
  from: ArrayLike<number>,
  to: ArrayLike<number>,
): VertexCover {
  return createVertexSetTask(RULES, name, n, from, to);
}

/** The task kind "vertex-cover". */
export const vertexCoverKind = vertexSetKind(RULES);
