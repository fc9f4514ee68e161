import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.ts";
import {
  centredHebbWeights,
  classifyState,
  continuousEnergy,
  fieldsOf,
  hebbIntegers,
  interpolatedWeights,
  jacobiEigenpairs,
  meanPattern,
  nearestOf,
  pairEnergy,
  patternAt,
  popcount32,
  randomPatterns,
  recallAsynchronous,
  recallBlocks,
  recallSynchronous,
  ridgeWeights,
  settleContinuous,
  topEigenpairs,
  withFlips,
} from "../../src/memory/index.ts";
import { energy, hebbWeights, pseudoinverseWeights } from "../../src/network/index.ts";
import { caught } from "../helpers/caught.ts";

/** Rounding of sums of some thousand terms of order 1. */
const ROUNDING = 1e-9;

/** Patterns and a start: p up to 40 on n up to 40. */
const memories = fc
  .record({ p: fc.integer({ min: 1, max: 40 }), n: fc.integer({ min: 2, max: 40 }), seed: fc.nat() })
  .map(({ p, n, seed }) => {
    const random = createRandom(seed, "memory");
    return { p, n, patterns: randomPatterns(p, n, random), start: randomPatterns(1, n, random), random };
  });

describe("popcount32", () => {
  test("counts the ones of any word", () => {
    fc.assert(
      fc.property(fc.integer(), (word) => {
        expect(popcount32(word)).toBe((word >>> 0).toString(2).replace(/0/g, "").length);
      }),
    );
  });
});

describe("hebbIntegers", () => {
  test("equals Hebb's rule summed pattern by pattern, for every number of words", () => {
    fc.assert(
      fc.property(memories, ({ p, n, patterns }) => {
        expect(Array.from(hebbIntegers(patterns, p, n))).toEqual(Array.from(hebbWeights(patterns, p, n)));
      }),
    );
  });
});

describe("recallAsynchronous", () => {
  test("never raises the energy, keeps its fields exact and ends where no spin wants to flip", () => {
    fc.assert(
      fc.property(
        memories,
        fc.constantFrom("up" as const, "keep" as const),
        ({ p, n, patterns, start, random }, ties) => {
          const weights = hebbIntegers(patterns, p, n);
          let last = pairEnergy(weights, start);
          const end = recallAsynchronous(weights, start, random, {
            ties,
            onSweep: (state, fields) => {
              const now = pairEnergy(weights, state);
              expect(now).toBeLessThanOrEqual(last);
              expect(Array.from(fields)).toEqual(Array.from(fieldsOf(weights, state)));
              last = now;
            },
          });
          expect(end.converged).toBe(true);
          expect(fieldsOf(weights, end.state).every((h, i) => h * end.state[i]! >= 0)).toBe(true);
        },
      ),
    );
  });

  test("follows a gauge transform: flipped patterns and start give the flipped end, when no field is zero", () => {
    fc.assert(
      fc.property(memories, fc.nat(), ({ n, patterns, start }, seed) => {
        // An odd number of patterns on an even number of spins has no tie: every field is odd.
        const odd = 2 * Math.floor(n / 2);
        const p = patterns.length / n;
        if (odd !== n || p % 2 === 0) return;
        const signs = randomPatterns(1, n, createRandom(seed, "gauge"));
        const turned = patterns.map((x, k) => x * signs[k % n]!);
        const run = (set: Int8Array, from: Int8Array) =>
          recallAsynchronous(hebbIntegers(set, p, n), from, createRandom(seed, "order")).state;
        expect(
          run(
            turned,
            start.map((x, i) => x * signs[i]!),
          ),
        ).toEqual(run(patterns, start).map((x, i) => x * signs[i]!));
      }),
    );
  });

  test("tells each flip's change of the energy, none of them above zero", () => {
    fc.assert(
      fc.property(memories, ({ p, n, patterns, start, random }) => {
        const weights = hebbIntegers(patterns, p, n);
        const changes: number[] = [];
        const { state, flips } = recallAsynchronous(weights, start, random, {
          onFlip: (change) => changes.push(change),
        });
        expect(changes).toHaveLength(flips);
        expect(changes.every((change) => change <= 0)).toBe(true);
        const fall = changes.reduce((sum, change) => sum + change, 0);
        expect(pairEnergy(weights, state) - pairEnergy(weights, start)).toBe(fall + 0);
      }),
      { numRuns: 30 },
    );
  });

  test("breaks a tie to +1 or leaves it, as told", () => {
    const weights = new Int32Array(4);
    const start = Int8Array.of(-1, -1);
    const random = createRandom(1);
    expect(recallAsynchronous(weights, start, random, { ties: "up" }).state).toEqual(Int8Array.of(1, 1));
    expect(recallAsynchronous(weights, start, random, { ties: "keep" }).state).toEqual(start);
  });

  test("takes a field that is zero but for rounding for a tie", () => {
    // .1 + .2 - .3 is 5.6e-17 in binary.
    const weights = Float64Array.of(0, 0.1, 0.2, 0.3, 0.1, 0, 0, 0, 0.2, 0, 0, 0, 0.3, 0, 0, 0);
    const start = Int8Array.of(-1, 1, 1, -1);
    const order = () => Uint32Array.of(0, 1, 2, 3);
    expect(recallAsynchronous(weights, start, createRandom(1), { ties: "keep", maxSweeps: 1, order }).state[0]).toBe(
      -1,
    );
  });

  test("refuses couplings of another size", () => {
    const act = () => recallAsynchronous(new Int32Array(9), Int8Array.of(1, 1), createRandom(1));
    expect(caught(act)).toMatchObject({ code: "memory.shape" });
  });
});

describe("recallBlocks", () => {
  test("with one block of all alternates where single updates would not", () => {
    const weights = Int32Array.of(0, 1, 1, 0);
    const { state, period } = recallSynchronous(weights, Int8Array.of(1, -1));
    expect(period).toBe(2);
    expect(state[0]).toBe(-state[1]!);
    expect(recallBlocks(weights, Int8Array.of(1, -1), [Uint32Array.of(0), Uint32Array.of(1)]).period).toBe(1);
  });

  test("never raises -s(t) W s(t-1) when all are updated at once, and ends with a period of 1 or 2", () => {
    fc.assert(
      fc.property(memories, ({ p, n, patterns, start }) => {
        const weights = hebbIntegers(patterns, p, n);
        const states = [start];
        const end = recallSynchronous(weights, start, { onSweep: (state) => states.push(state.slice()) });
        expect(end.period).toBeGreaterThan(0);
        const pairs = states.slice(1).map((state, t) => {
          const h = fieldsOf(weights, states[t]!);
          return -state.reduce((sum, s, i) => sum + s * h[i]!, 0);
        });
        for (let t = 1; t < pairs.length; t++) expect(pairs[t]!).toBeLessThanOrEqual(pairs[t - 1]!);
      }),
    );
  });

  test("refuses blocks that miss a spin or hold one twice", () => {
    for (const blocks of [[Uint32Array.of(0)], [Uint32Array.of(0, 1, 1)]]) {
      const act = () => recallBlocks(new Int32Array(4), Int8Array.of(1, 1), blocks);
      expect(caught(act)).toMatchObject({ code: "memory.blocks" });
    }
  });
});

describe("pairEnergy", () => {
  test("is the network's energy", () => {
    fc.assert(
      fc.property(memories, ({ p, n, patterns, start }) => {
        const weights = hebbWeights(patterns, p, n);
        const network = { n, weights, bias: new Float64Array(n), constant: 0 };
        expect(pairEnergy(weights, start) + 0).toBe(energy(network, start) + 0);
      }),
    );
  });
});

describe("ridgeWeights", () => {
  test("without a ridge is the pseudoinverse, whose kept diagonal makes every pattern a fixed point", () => {
    fc.assert(
      fc.property(memories, ({ p, n, patterns }) => {
        expect(ridgeWeights(patterns, p, n)).toEqual(pseudoinverseWeights(patterns, p, n));
        const kept = ridgeWeights(patterns, p, n, 0, "kept");
        const pattern = patternAt(patterns, p - 1, n);
        fieldsOf(kept, pattern).forEach((h, i) => {
          expect(Math.abs(h - pattern[i]!)).toBeLessThan(ROUNDING);
        });
      }),
    );
  });

  test("solves its normal equations: W (X X' + ridge I) = X X'", () => {
    fc.assert(
      fc.property(memories, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), ({ p, n, patterns }, ridge) => {
        const weights = ridgeWeights(patterns, p, n, ridge, "kept");
        const outer = hebbWeights(patterns, p, n);
        for (let i = 0; i < n; i++) outer[i * n + i] = p;
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < n; j++) {
            let sum = ridge * weights[i * n + j]!;
            for (let k = 0; k < n; k++) sum += weights[i * n + k]! * outer[k * n + j]!;
            expect(Math.abs(sum - outer[i * n + j]!)).toBeLessThan(ROUNDING * n * p);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  test("is Hebb's rule over the ridge when that is large, and refuses one below zero", () => {
    const patterns = randomPatterns(3, 8, createRandom(1));
    const hebb = hebbWeights(patterns, 3, 8);
    ridgeWeights(patterns, 3, 8, 1e9).forEach((w, k) => {
      expect(Math.abs(w * 1e9 - hebb[k]!)).toBeLessThan(1e-6);
    });
    expect(caught(() => ridgeWeights(patterns, 3, 8, -1))).toMatchObject({ code: "memory.ridge" });
  });
});

describe("interpolatedWeights", () => {
  test("is Hebb's matrix over n at one end, the projector at the other", () => {
    const patterns = randomPatterns(4, 9, createRandom(2));
    expect(interpolatedWeights(patterns, 4, 9, 0)).toEqual(hebbWeights(patterns, 4, 9).map((w) => w / 9));
    expect(interpolatedWeights(patterns, 4, 9, 1)).toEqual(pseudoinverseWeights(patterns, 4, 9));
    expect(caught(() => interpolatedWeights(patterns, 4, 9, 1.1))).toMatchObject({ code: "memory.share" });
  });
});

describe("centredHebbWeights", () => {
  test("has the mean pattern in its kernel but for the diagonal, and forgets what all patterns share", () => {
    fc.assert(
      fc.property(memories, ({ p, n, patterns }) => {
        const weights = centredHebbWeights(patterns, p, n);
        const mean = meanPattern(patterns, n);
        for (let i = 0; i < n; i++) {
          expect(weights[i * n + i]).toBe(0);
          for (let j = 0; j < n; j++) {
            if (i === j) continue;
            let sum = 0;
            for (let m = 0; m < p; m++) sum += patterns[m * n + i]! * patterns[m * n + j]!;
            expect(Math.abs(n * weights[i * n + j]! - (sum - p * mean[i]! * mean[j]!))).toBeLessThan(ROUNDING);
          }
        }
      }),
      { numRuns: 20 },
    );
    const same = new Int8Array(12).map((_, k) => (k % 4 === 0 ? 1 : -1));
    expect(centredHebbWeights(same, 3, 4).every((w) => w === 0)).toBe(true);
  });
});

describe("settleContinuous", () => {
  test("never raises the energy with Hebb's couplings, whose diagonal is kept, and ends in a fixed point", () => {
    fc.assert(
      fc.property(memories, fc.double({ min: 0.2, max: 8, noNaN: true }), ({ p, n, patterns, random }, gain) => {
        const weights = hebbWeights(patterns, p, n).map((w) => w / n);
        for (let i = 0; i < n; i++) weights[i * n + i] = p / n;
        let last = Number.POSITIVE_INFINITY;
        const start = Float64Array.from({ length: n }, random.gaussian);
        const { outputs, converged } = settleContinuous(weights, start, {
          gain,
          onStep: (v) => {
            const now = continuousEnergy(weights, v, gain);
            expect(now).toBeLessThanOrEqual(last + ROUNDING);
            last = now;
          },
        });
        if (!converged) return;
        for (let i = 0; i < n; i++) {
          let h = 0;
          for (let j = 0; j < n; j++) h += weights[i * n + j]! * outputs[j]!;
          expect(Math.abs(Math.tanh(gain * h) - outputs[i]!)).toBeLessThan(1e-6);
        }
      }),
      { numRuns: 20 },
    );
  });

  test("stays at rest below the gain at which the origin loses stability, and leaves it above", () => {
    const weights = Float64Array.of(0, 1, 1, 0);
    const from = Float64Array.of(1e-3, 1e-3);
    expect(Math.abs(settleContinuous(weights, from, { gain: 0.9 }).outputs[0]!)).toBeLessThan(1e-6);
    expect(settleContinuous(weights, from, { gain: 1.1 }).outputs[0]!).toBeGreaterThan(0.4);
    expect(caught(() => settleContinuous(weights, from, { gain: 0 }))).toMatchObject({ code: "memory.continuous" });
  });
});

describe("classifyState", () => {
  const n = 200;
  const patterns = randomPatterns(5, n, createRandom(3));
  const mixture = (...parts: number[]) =>
    Int8Array.from({ length: n }, (_, i) =>
      parts.reduce((sum, part) => sum + Math.sign(part) * patterns[(Math.abs(part) - 1) * n + i]!, 0) > 0 ? 1 : -1,
    );

  test("names stored patterns, negations and mixtures with their parts and signs", () => {
    expect(classifyState(patterns, n, withFlips(patternAt(patterns, 2, n), 9, createRandom(1)))).toMatchObject({
      kind: "stored",
      parts: [{ pattern: 2, sign: 1 }],
    });
    expect(classifyState(patterns, n, mixture(-4))).toMatchObject({ kind: "negation", overlap: 1 });
    const found = classifyState(patterns, n, mixture(1, -2, 5));
    expect(found).toMatchObject({ kind: "mixture", overlap: 1 });
    expect(found.parts.map(({ pattern, sign }) => sign * (pattern + 1)).sort((a, b) => a - b)).toEqual([-2, 1, 5]);
    expect(classifyState(patterns, n, mixture(1, 2, 3, 4, 5)).parts).toHaveLength(5);
  });

  test("calls a random state a spin glass", () => {
    expect(classifyState(patterns, n, randomPatterns(1, n, createRandom(4))).kind).toBe("spin glass");
  });
});

describe("nearestOf", () => {
  test("finds the pattern that most cells agree with, and refuses patterns of another length", () => {
    const patterns = randomPatterns(6, 30, createRandom(5));
    const { index, overlap } = nearestOf(patterns, withFlips(patternAt(patterns, 4, 30), 4, createRandom(1)));
    expect(index).toBe(4);
    expect(overlap).toBeCloseTo(1 - 8 / 30, 12);
    expect(caught(() => nearestOf(patterns, Int8Array.of(1, 1, 1, 1, 1, 1, 1)))).toMatchObject({
      code: "memory.length",
    });
  });
});

describe("topEigenpairs", () => {
  test("equals Jacobi's rotations, multiple eigenvalues and small matrices too", () => {
    fc.assert(
      fc.property(memories, ({ p, n, patterns }) => {
        const weights = ridgeWeights(patterns, p, n, 1, "kept");
        const all = jacobiEigenpairs(weights, n);
        const { values, vectors } = topEigenpairs(weights, n, Math.min(3, n));
        values.forEach((value, k) => {
          expect(Math.abs(value - all.values[k]!)).toBeLessThan(1e-8);
          const v = vectors.subarray(k * n, (k + 1) * n);
          for (let i = 0; i < n; i++) {
            let sum = 0;
            for (let j = 0; j < n; j++) sum += weights[i * n + j]! * v[j]!;
            expect(Math.abs(sum - value * v[i]!)).toBeLessThan(1e-4);
          }
        });
      }),
      { numRuns: 8 },
    );
  });
});
