/** Programs of tasks on graphs, written from what the tasks ask for and not from their encodings. */

import type { Clique, Colouring, IndependentSet, Partition, VertexCover } from "../../problem/index.ts";
import { createProgramBuilder, onesOf, type ProgramBuilder, rowsOf, type TaskProgram } from "./program-builder.ts";

/**
 * n*k bits, row-major: x_vc says that vertex v is in class c, and it is in exactly one. The classes being alike, vertex v
 * needs none beyond the v-th.
 */
function addClasses(builder: ProgramBuilder, n: number, k: number): void {
  for (let v = 0; v < n; v++) for (let c = 0; c < k; c++) builder.bit(0, c > v ? 0 : 1);
  for (let v = 0; v < n; v++) {
    builder.row(
      Array.from({ length: k }, (_, c) => [1, v * k + c]),
      1,
      1,
    );
  }
}

/** Fewest edges with both ends of one colour: y_e >= x_uc + x_vc - 1 for every colour c. */
export function colouringProgram({ n, from, to, colours: k }: Colouring): TaskProgram {
  const builder = createProgramBuilder();
  addClasses(builder, n, k);
  from.forEach((u, e) => {
    const conflict = builder.share(1);
    for (let c = 0; c < k; c++) {
      const terms = [
        [1, conflict],
        [-1, u * k + c],
        [-1, to[e]! * k + c],
      ] as const;
      builder.row(terms, -1, Number.POSITIVE_INFINITY);
    }
  });
  return { program: builder.build(), solutionOf: (values) => rowsOf(values, n, k) };
}

/** Lightest cut into parts within the capacity: y_e >= x_up - x_vp for every part p. */
export function partitionProgram({ n, from, to, weights, vertexWeights, parts: k, capacity }: Partition): TaskProgram {
  const builder = createProgramBuilder();
  addClasses(builder, n, k);
  for (let p = 0; p < k; p++) {
    const terms = Array.from(vertexWeights, (weight, v) => [weight, v * k + p] as const);
    builder.row(terms, Number.NEGATIVE_INFINITY, capacity);
  }
  from.forEach((u, e) => {
    const cut = builder.share(weights[e]!);
    for (let p = 0; p < k; p++) {
      const terms = [
        [1, cut],
        [-1, u * k + p],
        [1, to[e]! * k + p],
      ] as const;
      builder.row(terms, 0, Number.POSITIVE_INFINITY);
    }
  });
  return { program: builder.build(), solutionOf: (values) => rowsOf(values, n, k) };
}

/** Fewest vertices with x_u + x_v >= 1 for every edge. */
export function vertexCoverProgram({ n, from, to }: VertexCover): TaskProgram {
  const builder = createProgramBuilder();
  for (let v = 0; v < n; v++) builder.bit(1);
  from.forEach((u, e) => {
    builder.row(
      [
        [1, u],
        [1, to[e]!],
      ],
      1,
      Number.POSITIVE_INFINITY,
    );
  });
  return { program: builder.build(), solutionOf: (values) => onesOf(values, n) };
}

/** Most vertices with x_u + x_v <= 1 for every pair that must not be both in. */
function packingProgram(n: number, pairs: Iterable<readonly [number, number]>): TaskProgram {
  const builder = createProgramBuilder();
  for (let v = 0; v < n; v++) builder.bit(-1);
  for (const [u, v] of pairs) {
    builder.row(
      [
        [1, u],
        [1, v],
      ],
      Number.NEGATIVE_INFINITY,
      1,
    );
  }
  return { program: builder.build(), solutionOf: (values) => onesOf(values, n) };
}

export function independentSetProgram({ n, from, to }: IndependentSet): TaskProgram {
  return packingProgram(
    n,
    Array.from(from, (u, e) => [u, to[e]!] as const),
  );
}

/** The independent sets of the complement. */
export function cliqueProgram({ n, from, to }: Clique): TaskProgram {
  const joined = new Set(Array.from(from, (u, e) => Math.min(u, to[e]!) * n + Math.max(u, to[e]!)));
  const apart: [number, number][] = [];
  for (let u = 0; u < n; u++) for (let v = u + 1; v < n; v++) if (!joined.has(u * n + v)) apart.push([u, v]);
  return packingProgram(n, apart);
}
