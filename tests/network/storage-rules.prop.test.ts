import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createNetwork, energy, hebbWeights, pseudoinverseWeights, storkeyWeights } from "../../src/network/index.ts";

/** Patterns p*n with p up to 5 and n up to 9. */
const patternSets = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 9 }))
  .chain(([p, n]) =>
    fc
      .array(fc.constantFrom(-1, 1), { minLength: p * n, maxLength: p * n })
      .map((cells) => ({ p, n, patterns: Int8Array.from(cells) })),
  );

/** Rounding of sums of at most 9 products of order 1, many times over. */
const ROUNDING = 1e-9;

describe("hebbWeights", () => {
  test("gives half the patterns' energy as minus the sum of squared overlaps, in integers", () => {
    fc.assert(
      fc.property(patternSets, fc.nat(), ({ p, n, patterns }, seed) => {
        const network = createNetwork(n, hebbWeights(patterns, p, n));
        const spins = Int8Array.from({ length: n }, (_, i) => ((seed >> (i % 30)) & 1 ? 1 : -1));
        let squares = 0;
        for (let m = 0; m < p; m++) {
          let dot = 0;
          for (let i = 0; i < n; i++) dot += patterns[m * n + i]! * spins[i]!;
          squares += dot * dot;
        }
        expect(energy(network, spins)).toBe((n * p - squares) / 2);
      }),
    );
  });
});

describe("pseudoinverseWeights", () => {
  test("with its diagonal maps every stored pattern to itself, dependent ones too", () => {
    fc.assert(
      fc.property(patternSets, ({ p, n, patterns }) => {
        const weights = pseudoinverseWeights(patterns, p, n);
        // The projector's diagonal follows from W x = (1 - P_ii) x for any stored x.
        const diagonal = Float64Array.from({ length: n }, (_, i) => {
          let h = 0;
          for (let j = 0; j < n; j++) h += weights[i * n + j]! * patterns[j]!;
          return 1 - h * patterns[i]!;
        });
        for (let m = 0; m < p; m++) {
          for (let i = 0; i < n; i++) {
            let h = diagonal[i]! * patterns[m * n + i]!;
            for (let j = 0; j < n; j++) h += weights[i * n + j]! * patterns[m * n + j]!;
            expect(Math.abs(h - patterns[m * n + i]!)).toBeLessThan(ROUNDING);
          }
        }
        const rank = diagonal.reduce((a, b) => a + b, 0);
        expect(Math.abs(rank - Math.round(rank))).toBeLessThan(ROUNDING);
        expect(Math.round(rank)).toBeLessThanOrEqual(Math.min(p, n));
      }),
    );
  });

  test("ignores a pattern that is the negation of another", () => {
    const once = pseudoinverseWeights(Int8Array.of(1, 1, -1), 1, 3);
    expect(pseudoinverseWeights(Int8Array.of(1, 1, -1, -1, -1, 1), 2, 3)).toEqual(once);
  });
});

describe("storkeyWeights", () => {
  /** The rule as it is printed, with local fields summed anew for every pair. */
  function byDefinition(patterns: Int8Array, p: number, n: number): Float64Array {
    let weights = new Float64Array(n * n);
    for (let m = 0; m < p; m++) {
      const x = patterns.subarray(m * n, (m + 1) * n);
      const field = (i: number, j: number) => {
        let h = 0;
        for (let k = 0; k < n; k++) if (k !== i && k !== j) h += weights[i * n + k]! * x[k]!;
        return h;
      };
      const next = new Float64Array(n * n);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          if (i === j) continue;
          next[i * n + j] = weights[i * n + j]! + (x[i]! * x[j]! - x[i]! * field(j, i) - field(i, j) * x[j]!) / n;
        }
      }
      weights = next;
    }
    return weights;
  }

  test("follows the printed rule", () => {
    fc.assert(
      fc.property(patternSets, ({ p, n, patterns }) => {
        const expected = byDefinition(patterns, p, n);
        storkeyWeights(patterns, p, n).forEach((w, k) => {
          expect(Math.abs(w - expected[k]!)).toBeLessThan(ROUNDING);
        });
      }),
    );
  });
});

describe("every storage rule", () => {
  test.for([hebbWeights, pseudoinverseWeights, storkeyWeights])("%o makes one pattern a ground state", (rule) => {
    const pattern = Int8Array.of(1, -1, -1, 1, 1);
    const network = createNetwork(5, rule(pattern, 1, 5));
    const own = energy(network, pattern);
    for (let k = 0; k < 32; k++) {
      const spins = Int8Array.from({ length: 5 }, (_, i) => ((k >> i) & 1 ? 1 : -1));
      expect(energy(network, spins)).toBeGreaterThanOrEqual(own - ROUNDING);
    }
  });

  test.for([hebbWeights, pseudoinverseWeights, storkeyWeights])("%o refuses what is no pattern", (rule) => {
    expect(() => rule(Int8Array.of(1, 0), 1, 2)).toThrow(/no patterns/);
    expect(() => rule(Int8Array.of(1, 1, 1), 1, 2)).toThrow(/3 entries/);
  });
});
