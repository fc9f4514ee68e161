import { describe, expect, test } from "vitest";
import { DORMAND_PRINCE, RANG_ANGERMANN, type Tableau } from "../../src/simulate/reduced/tableaus.ts";

/** Coefficients are given to 16 digits. */
const ROUNDING = 1e-14;

const at = (rows: readonly (readonly number[])[], i: number, j: number) => rows[i]?.[j] ?? 0;

/** Left sides of the order conditions up to 4 with their right sides; those of order 5 that need no products of rows. */
function conditions({ stages, a, c }: Tableau, weights: readonly number[]): [string, number, number, number][] {
  const s = Array.from({ length: stages }, (_, i) => i);
  const sum = (f: (i: number) => number) => s.reduce((total, i) => total + f(i), 0);
  const A = (i: number, f: (j: number) => number) => sum((j) => at(a, i, j) * f(j));
  const b = (i: number) => weights[i]!;
  return [
    ["b", 1, sum(b), 1],
    ["b c", 2, sum((i) => b(i) * c[i]!), 1 / 2],
    ["b c2", 3, sum((i) => b(i) * c[i]! ** 2), 1 / 3],
    ["b a c", 3, sum((i) => b(i) * A(i, (j) => c[j]!)), 1 / 6],
    ["b c3", 4, sum((i) => b(i) * c[i]! ** 3), 1 / 4],
    ["b c a c", 4, sum((i) => b(i) * c[i]! * A(i, (j) => c[j]!)), 1 / 8],
    ["b a c2", 4, sum((i) => b(i) * A(i, (j) => c[j]! ** 2)), 1 / 12],
    ["b a a c", 4, sum((i) => b(i) * A(i, (j) => A(j, (k) => c[k]!))), 1 / 24],
    ["b c4", 5, sum((i) => b(i) * c[i]! ** 4), 1 / 5],
    ["b a c3", 5, sum((i) => b(i) * A(i, (j) => c[j]! ** 3)), 1 / 20],
    ["b a a a c", 5, sum((i) => b(i) * A(i, (j) => A(j, (k) => A(k, (l) => c[l]!)))), 1 / 120],
  ];
}

describe.each([
  [DORMAND_PRINCE, 5],
  [RANG_ANGERMANN, 3],
] as const)("$name", (tableau, order) => {
  const lower = tableau.b.map((b, k) => b - tableau.error[k]!);

  test("stands at the times that its rows add up to", () => {
    for (let i = 0; i < tableau.stages; i++) {
      const sum = tableau.a[i]!.reduce((total, a) => total + a, 0);
      expect(Math.abs(sum - tableau.c[i]!)).toBeLessThan(ROUNDING);
    }
  });

  test("meets the order conditions of its order, and its embedded method those of one less", () => {
    for (const [name, of, left, right] of conditions(tableau, tableau.b)) {
      if (of <= order) expect(Math.abs(left - right), name).toBeLessThan(ROUNDING);
    }
    for (const [name, of, left, right] of conditions(tableau, lower)) {
      if (of < order) expect(Math.abs(left - right), name).toBeLessThan(ROUNDING);
    }
    const missed = conditions(tableau, lower).filter(([, of, left, right]) => {
      return of === order && Math.abs(left - right) > ROUNDING;
    });
    expect(missed.length, "an estimate of full order would see no error").toBeGreaterThan(0);
    expect(tableau.errorOrder).toBe(order);
  });
});

describe("RANG_ANGERMANN with a matrix that is not the Jacobian", () => {
  const { a, b, c, stages, implicit } = RANG_ANGERMANN;
  const { diagonal, below } = implicit!;
  const gamma = (i: number, j: number) => (i === j ? diagonal : at(below, i, j));

  test("meets the conditions of a W-method of order 3", () => {
    const sum = (f: (i: number, j: number) => number) => {
      let total = 0;
      for (let i = 0; i < stages; i++) for (let j = 0; j < stages; j++) total += b[i]! * f(i, j);
      return total;
    };
    const row = (j: number) => Array.from({ length: stages }, (_, k) => gamma(j, k)).reduce((x, y) => x + y, 0);
    // A f'f vanishes as b gamma, and so do the mixed products of both matrices.
    expect(Math.abs(sum(gamma))).toBeLessThan(ROUNDING);
    expect(Math.abs(sum((i, j) => at(a, i, j) * row(j)))).toBeLessThan(ROUNDING);
    expect(Math.abs(sum((i, j) => gamma(i, j) * c[j]!))).toBeLessThan(ROUNDING);
    expect(Math.abs(sum((i, j) => gamma(i, j) * row(j)))).toBeLessThan(ROUNDING);
  });

  /** The step on y' = -z y, from y = 1. */
  function stability(z: number): number {
    const k: number[] = [];
    for (let i = 0; i < stages; i++) {
      let y = 1;
      let earlier = 0;
      for (let j = 0; j < i; j++) {
        y += at(a, i, j) * k[j]!;
        earlier += gamma(i, j) * k[j]!;
      }
      k.push((-z * (y + earlier)) / (1 + diagonal * z));
    }
    return k.reduce((y, slope, i) => y + b[i]! * slope, 1);
  }

  test("damps every decay, and a fast one at once", () => {
    for (let z = 1e-3; z < 1e6; z *= 1.3) expect(Math.abs(stability(z))).toBeLessThan(1);
    expect(Math.abs(stability(1e8))).toBeLessThan(1e-6);
    expect(Math.abs(stability(0.01) - Math.exp(-0.01))).toBeLessThan(1e-8);
  });

  test("ends its last stage at the new point: stiffly accurate", () => {
    for (let j = 0; j < stages; j++) {
      expect(Math.abs(at(a, stages - 1, j) + gamma(stages - 1, j) - b[j]!)).toBeLessThan(ROUNDING);
    }
  });
});
