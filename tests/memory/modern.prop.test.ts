import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom, type Random, shuffle } from "../../src/core/index.ts";
import {
  activationsOf,
  associate,
  attend,
  attendHeads,
  createDenseMemory,
  createModernMemory,
  createRows,
  createSuperposition,
  type DenseInteraction,
  denseEnergy,
  featureMemory,
  hebbIntegers,
  jacobianRadius,
  jacobiEigenpairs,
  lookUp,
  modernEnergy,
  modernEnergyWithConstants,
  modernJacobian,
  modernStep,
  patternAt,
  poolBy,
  pooledInto,
  randomPatterns,
  recallAsynchronous,
  recallDense,
  recallUniversal,
  retrieveModern,
  retrieveSuperposed,
  rowProduct,
  similarities,
  superpose,
  superposedEnergy,
  superposedKernel,
  trainLookup,
  withFlips,
} from "../../src/memory/index.ts";
import { caught } from "../helpers/caught.ts";

/** Some units in the last place of sums of order 1. */
const ROUNDING = 1e-12;
/** Central differences with step 1e-5 of smooth functions of order 1. */
const DIFFERENCES = 1e-6;

const gaussians = (count: number, random: Random, scale = 1) =>
  Float64Array.from({ length: count }, () => scale * random.gaussian());

const shapes = fc.record({
  p: fc.integer({ min: 1, max: 12 }),
  d: fc.integer({ min: 1, max: 10 }),
  beta: fc.double({ min: 0.05, max: 20, noNaN: true }),
  seed: fc.nat(),
});

describe("the modern memory", () => {
  test("never raises its energy, which lies between its bounds on the patterns' ball", () => {
    fc.assert(
      fc.property(shapes, ({ p, d, beta, seed }) => {
        const random = createRandom(seed);
        const memory = createModernMemory(gaussians(p * d, random), d, beta);
        let state: Float64Array = gaussians(d, random, 2);
        let before = modernEnergy(memory, state);
        for (let step = 0; step < 8; step++) {
          state = modernStep(memory, state);
          const after = modernEnergy(memory, state);
          expect(after).toBeLessThanOrEqual(before + ROUNDING * Math.max(1, Math.abs(before)));
          before = after;
          // A mean of patterns lies in their ball.
          expect(modernEnergyWithConstants(memory, state)).toBeGreaterThanOrEqual(-ROUNDING);
        }
      }),
    );
  });

  test("has its update as minus the energy's gradient plus the state", () => {
    fc.assert(
      fc.property(shapes, ({ p, d, beta, seed }) => {
        const random = createRandom(seed);
        const memory = createModernMemory(gaussians(p * d, random), d, Math.min(beta, 2));
        const state = gaussians(d, random);
        const next = modernStep(memory, state);
        for (let i = 0; i < d; i++) {
          const moved = (by: number) =>
            modernEnergy(
              memory,
              state.map((x, k) => (k === i ? x + by : x)),
            );
          const slope = (moved(1e-5) - moved(-1e-5)) / 2e-5;
          expect(Math.abs(state[i]! - next[i]! - slope)).toBeLessThan(DIFFERENCES * 10);
        }
      }),
      { numRuns: 30 },
    );
  });

  test("is the nearest neighbour at large beta, the mean at small beta", () => {
    const random = createRandom(9);
    const patterns = gaussians(5 * 6, random);
    const cold = createModernMemory(patterns, 6, 1e6);
    const state = patterns.subarray(12, 18).map((x) => 3 * x);
    const shares = activationsOf(cold, state);
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    expect(Math.max(...shares)).toBe(1);
    expect(modernStep(cold, state)).toEqual(patterns.slice(12, 18));
    const mean = modernStep(createModernMemory(patterns, 6, 1e-12), state);
    for (let i = 0; i < 6; i++) {
      let sum = 0;
      for (let m = 0; m < 5; m++) sum += patterns[m * 6 + i]! / 5;
      expect(Math.abs(mean[i]! - sum)).toBeLessThan(1e-9);
    }
    expect(caught(() => createModernMemory(patterns, 6, 0))).toMatchObject({ code: "memory.beta" });
  });

  test("has the Jacobian whose largest eigenvalue power iteration finds", () => {
    const random = createRandom(12);
    const memory = createModernMemory(gaussians(4 * 5, random), 5, 0.7);
    const { state, converged } = retrieveModern(memory, gaussians(5, random));
    expect(converged).toBe(true);
    const largest = jacobiEigenpairs(modernJacobian(memory, state), 5).values[0]!;
    const found = jacobianRadius((out, z) => out.set(modernStep(memory, z)), state);
    expect(Math.abs(found.radius - largest)).toBeLessThan(1e-4 * largest + found.spread);
  });
});

describe("attend", () => {
  test("equals softmax written out, and one update of the modern memory", () => {
    fc.assert(
      fc.property(shapes, ({ p, d, seed }) => {
        const random = createRandom(seed);
        const patterns = gaussians(p * d, random);
        const query = gaussians(d, random);
        const rows = createRows(patterns, d);
        const { values } = attend(createRows(query, d), rows, rows);
        const scores = Array.from({ length: p }, (_, m) => {
          let dot = 0;
          for (let i = 0; i < d; i++) dot += patterns[m * d + i]! * query[i]!;
          return Math.exp(dot / Math.sqrt(d));
        });
        const total = scores.reduce((a, b) => a + b, 0);
        const step = modernStep(createModernMemory(patterns, d, 1 / Math.sqrt(d)), query);
        for (let i = 0; i < d; i++) {
          let direct = 0;
          for (let m = 0; m < p; m++) direct += (scores[m]! / total) * patterns[m * d + i]!;
          expect(Math.abs(values[i]! - direct)).toBeLessThan(1e-13);
          expect(Math.abs(values[i]! - step[i]!)).toBeLessThan(1e-15 * 8);
        }
      }),
    );
  });

  test("of several heads is each head alone, joined and projected", () => {
    const random = createRandom(4);
    const [model, width, p, queries] = [6, 3, 5, 2];
    const matrix = (rows: number, columns: number) => createRows(gaussians(rows * columns, random), columns);
    const stored = matrix(p, model);
    const asked = matrix(queries, model);
    const heads = [0, 1].map(() => ({
      query: matrix(model, width),
      key: matrix(model, width),
      value: matrix(model, width),
    }));
    const output = matrix(2 * width, model);
    const joint = attendHeads(asked, stored, heads, output);
    const expected = new Float64Array(queries * model);
    heads.forEach((head, h) => {
      const alone = attend(rowProduct(asked, head.query), rowProduct(stored, head.key), rowProduct(stored, head.value));
      const part = createRows(output.values.slice(h * width * model, (h + 1) * width * model), model);
      rowProduct(alone, part).values.forEach((x, k) => {
        expected[k]! += x;
      });
    });
    joint.values.forEach((x, k) => {
      expect(Math.abs(x - expected[k]!)).toBeLessThan(ROUNDING);
    });
  });
});

describe("the dense memory", () => {
  const interactions: DenseInteraction[] = [
    { kind: "polynomial", degree: 2 },
    { kind: "polynomial", degree: 3 },
    { kind: "rectified", degree: 3 },
    { kind: "exponential" },
  ];

  test.each(interactions)("never raises its energy, %o", (interaction) => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 15 }), fc.integer({ min: 2, max: 25 }), (seed, p, n) => {
        const random = createRandom(seed);
        const memory = createDenseMemory(randomPatterns(p, n, random), n, interaction);
        const start = randomPatterns(1, n, random);
        let last = denseEnergy(memory, start);
        const { converged } = recallDense(memory, start, random, {
          onSweep: (state) => {
            const now = denseEnergy(memory, state);
            expect(now).toBeLessThanOrEqual(last + ROUNDING * Math.abs(last));
            last = now;
          },
        });
        expect(converged).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test.each(interactions)("sets each spin as the energies of both its values say, flip for flip, %o", (interaction) => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 2, max: 12 }), (seed, p, n) => {
        const memory = createDenseMemory(randomPatterns(p, n, createRandom(seed)), n, interaction);
        const start = randomPatterns(1, n, createRandom(seed, "start"));
        const found = recallDense(memory, start, createRandom(seed, "order"), { ties: "keep" });
        const state = start.slice();
        const order = Uint32Array.from(state.keys());
        const random = createRandom(seed, "order");
        let flips = 0;
        for (let sweep = 0; sweep < found.sweeps; sweep++) {
          for (const i of shuffle(order, random)) {
            const here = denseEnergy(memory, state);
            state[i] = -state[i]!;
            const there = denseEnergy(memory, state);
            if (there < here - ROUNDING * Math.abs(here)) flips++;
            else state[i] = -state[i]!;
          }
        }
        expect(found.state).toEqual(state);
        expect(found.flips).toBe(flips);
      }),
      { numRuns: 60 },
    );
  });

  test("of squares recalls what Hebb's network recalls, spin for spin", () => {
    const n = 60;
    const random = createRandom(8);
    const patterns = randomPatterns(7, n, random);
    const start = withFlips(patternAt(patterns, 0, n), 15, random);
    const dense = recallDense(
      createDenseMemory(patterns, n, { kind: "polynomial", degree: 2 }),
      start,
      createRandom(1),
    );
    const hebb = recallAsynchronous(hebbIntegers(patterns, 7, n), start, createRandom(1));
    expect(dense.state).toEqual(hebb.state);
    expect(dense.flips).toBe(hebb.flips);
  });

  test("with an exponential recalls from as many patterns as no quadratic memory holds", () => {
    const n = 40;
    const random = createRandom(3);
    const patterns = randomPatterns(400, n, random);
    const memory = createDenseMemory(patterns, n, { kind: "exponential" });
    const { state } = recallDense(memory, withFlips(patternAt(patterns, 0, n), 3, random), random);
    expect(state).toEqual(patternAt(patterns, 0, n));
  });
});

describe("Hopfield layers", () => {
  const random = createRandom(6);
  const stored = createRows(gaussians(4 * 3, random), 3);
  const values = createRows(gaussians(4 * 2, random), 2);

  test("associate: more updates complete the state first; pooling is association by one query", () => {
    const query = gaussians(3, random);
    const state = createRows(query, 3);
    const once = associate(state, stored, values, { beta: 2 });
    expect(once).toEqual(attend(state, stored, values, 2));
    const twice = associate(state, stored, values, { beta: 2, updates: 2 });
    expect(twice).toEqual(attend(attend(state, stored, stored, 2), stored, values, 2));
    expect(poolBy(query, stored, values, { beta: 2 })).toEqual(once.values);
    expect(lookUp(state, { keys: stored, values }, { beta: 2 })).toEqual(once);
  });

  test("pooledInto gives the gradient that differences give", () => {
    const query = gaussians(3, random);
    const scalars = gaussians(4, random);
    const gradient = new Float64Array(3);
    pooledInto(gradient, query, stored, scalars, 1.5);
    for (let i = 0; i < 3; i++) {
      const moved = (by: number) =>
        pooledInto(
          new Float64Array(3),
          query.map((x, k) => (k === i ? x + by : x)),
          stored,
          scalars,
          1.5,
        );
      expect(Math.abs(gradient[i]! - (moved(1e-5) - moved(-1e-5)) / 2e-5)).toBeLessThan(DIFFERENCES);
    }
  });

  test("trainLookup steps down the gradient of its loss, in keys and in values", () => {
    const state = gaussians(3, random);
    const target = gaussians(2, random);
    const fresh = () => ({
      keys: createRows(stored.values.slice(), 3),
      values: createRows(values.values.slice(), 2),
    });
    const loss = (memory: ReturnType<typeof fresh>) => trainLookup(memory, state, target, 1.2, 0);
    const stepped = fresh();
    trainLookup(stepped, state, target, 1.2, 1);
    for (const part of ["keys", "values"] as const) {
      fresh()[part].values.forEach((x, k) => {
        const moved = (by: number) => {
          const memory = fresh();
          memory[part].values[k]! += by;
          return loss(memory);
        };
        const slope = (moved(1e-5) - moved(-1e-5)) / 2e-5;
        expect(Math.abs(x - stepped[part].values[k]! - slope)).toBeLessThan(DIFFERENCES);
      });
    }
  });
});

describe("superposition", () => {
  test("estimates the kernel sum with an error that many features make small, and forgets what is taken out", () => {
    const random = createRandom(10);
    const d = 4;
    const store = createSuperposition(d, 20_000, 0.5, random);
    const patterns = [0, 1, 2].map(() => gaussians(d, random));
    for (const x of patterns) superpose(store, x);
    const state = gaussians(d, random);
    const exact = patterns.reduce((sum, x) => sum + Math.exp(0.25 * similarities.euclidean(x, state)), 0);
    // Each of 20 000 terms has a deviation below 1; five of their mean's, three patterns.
    expect(Math.abs(superposedKernel(store, state) - exact)).toBeLessThan((5 * 3) / Math.sqrt(20_000));
    for (const x of patterns) superpose(store, x, -1);
    expect(store.memory.every((x) => Math.abs(x) < ROUNDING)).toBe(true);
  });

  test("retrieves a pattern from a probe and never raises its energy", () => {
    const random = createRandom(11);
    const d = 8;
    const store = createSuperposition(d, 4000, 1, random);
    const patterns = [0, 1, 2, 3].map(() => gaussians(d, random, 2));
    for (const x of patterns) superpose(store, x);
    const probe = patterns[1]!.map((x) => x + 0.3 * random.gaussian());
    const { state, energy } = retrieveSuperposed(store, probe);
    expect(energy).toBeLessThanOrEqual(superposedEnergy(store, probe));
    const distance = (a: Float64Array) => Math.sqrt(-similarities.euclidean(a, patterns[1]!));
    expect(distance(state)).toBeLessThan(0.3 * distance(probe));
  });
});

describe("the universal memory", () => {
  const random = createRandom(13);
  const patterns = [0, 1, 2, 3].map(() => gaussians(5, random));
  const query = patterns[2]!.map((x) => x + 0.2 * random.gaussian());

  test("with dot products and softmax is the modern memory", () => {
    const memory = featureMemory(patterns, (x) => x, similarities.dot, { kind: "softmax", beta: 3 });
    const flat = Float64Array.from(patterns.flatMap((x) => Array.from(x)));
    const expected = modernStep(createModernMemory(flat, 5, 3), query);
    recallUniversal(memory, query).forEach((x, i) => {
      expect(Math.abs(x - expected[i]!)).toBeLessThan(ROUNDING);
    });
  });

  test.each(["dot", "cosine", "euclidean", "manhattan"] as const)("finds the nearest pattern by %s and max", (name) => {
    const memory = featureMemory(patterns, (x) => x, similarities[name], { kind: "max" });
    expect(recallUniversal(memory, query)).toEqual(patterns[2]);
  });

  test("compares features where it is told to", () => {
    const size = (x: ArrayLike<number>) => [Math.abs(x[0]!)];
    const memory = featureMemory(
      [
        [1, 0],
        [5, 0],
      ],
      size,
      similarities.euclidean,
      { kind: "max" },
    );
    expect(Array.from(recallUniversal(memory, [-4.5, 0]))).toEqual([5, 0]);
    const empty = { ...memory, keys: [], values: [] };
    expect(caught(() => recallUniversal(empty, [1, 1]))).toMatchObject({ code: "memory.empty" });
  });
});
