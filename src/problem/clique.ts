import { createVertexSetTask, type VertexSetRules, type VertexSetTask, vertexSetKind } from "./vertex-set.ts";

/** The largest set of vertices of which every two are joined; a DIMACS graph in a `.clq` file. */
export type Clique = VertexSetTask<"clique">;

const RULES: VertexSetRules<"clique"> = {
  kind: "clique",
  sense: "max",
  extensions: [".clq"],
  pairs: "non-edges",
  violation: "are not joined",
};

/** Builds a task from edges in any order and direction. @throws ArgumentError for a size, vertex or name out of range. */
export function createClique(name: string, n: number, from: ArrayLike<number>, to: ArrayLike<number>): Clique {
  return createVertexSetTask(RULES, name, n, from, to);
}

/** The task kind "clique". */
export const cliqueKind = vertexSetKind(RULES);
