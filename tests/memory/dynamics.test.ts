import { describe, expect, test } from "vitest";
import { createRandom, runSteps } from "../../src/core/index.ts";
import {
  createSequenceMemory,
  exactMoments,
  type FixedPointMethod,
  jacobianRadius,
  legacyRandom,
  overlapOf,
  patternAt,
  playSequence,
  randomPatterns,
  sampleMoments,
  sequenceWeights,
  solveFixedPoint,
  withFlips,
} from "../../src/memory/index.ts";
import { createNetwork, hebbWeights } from "../../src/network/index.ts";
import { caught } from "../helpers/caught.ts";

describe("solveFixedPoint", () => {
  /** A linear contraction z -> A z + b with spectral radius .9 and its fixed point. */
  const a = [
    [0, 0.9, 0],
    [0.9, 0, 0],
    [0, 0, -0.3],
  ];
  const map = (out: Float64Array, z: Float64Array) => {
    for (let i = 0; i < 3; i++) out[i] = 1 + a[i]!.reduce((sum, x, j) => sum + x * z[j]!, 0);
  };
  const point = [10, 10, 1 / 1.3];

  test.each(["picard", "anderson", "broyden", "even-odd"] as FixedPointMethod[])("%s finds it", (method) => {
    const found = solveFixedPoint(map, [0, 0, 0], method);
    expect(found.converged).toBe(true);
    expect(found.residuals).toHaveLength(found.steps);
    point.forEach((x, i) => {
      expect(Math.abs(found.state[i]! - x)).toBeLessThan(1e-7);
    });
  });

  test("Anderson's and Broyden's methods need far fewer evaluations than Picard's", () => {
    const steps = (method: FixedPointMethod) => solveFixedPoint(map, [0, 0, 0], method).steps;
    expect(steps("anderson")).toBeLessThan(8);
    expect(steps("broyden")).toBeLessThan(12);
    expect(steps("picard")).toBeGreaterThan(100);
    expect(steps("even-odd")).toBeLessThan(0.55 * steps("picard"));
  });

  test("says that it did not converge, where Picard's iteration runs away", () => {
    const away = (out: Float64Array, z: Float64Array) => {
      out[0] = 2 * z[0]! + 1;
    };
    expect(solveFixedPoint(away, [0], "picard", { maxSteps: 5000 }).converged).toBe(false);
    expect(solveFixedPoint(away, [0], "anderson").state[0]).toBeCloseTo(-1, 8);
    expect(caught(() => solveFixedPoint(away, [], "picard"))).toMatchObject({ code: "memory.fixed-point" });
  });

  test("is judged by a spectral radius that is exact for a linear map", () => {
    expect(jacobianRadius(map, Float64Array.from(point)).radius).toBeCloseTo(0.9, 6);
    const turn = (out: Float64Array, z: Float64Array) => {
      out[0] = -0.7 * z[1]!;
      out[1] = 0.7 * z[0]!;
    };
    expect(jacobianRadius(turn, Float64Array.of(1, 2)).radius).toBeCloseTo(0.7, 6);
  });
});

describe("sampleMoments", () => {
  test("agrees with the sum over all states within its sampling error", () => {
    const n = 6;
    const random = createRandom(5, "couplings");
    const weights = new Float64Array(n * n);
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) weights[i * n + j] = weights[j * n + i] = random.gaussian();
    const bias = Float64Array.from({ length: n }, random.gaussian);
    const network = createNetwork(n, weights, bias, 0.5);
    const exact = exactMoments(network, 2);
    const sweeps = 40_000;
    const sampled = runSteps(sampleMoments(network, 2, sweeps, 100, createRandom(1, "chain")));
    // Five deviations of a mean of signs whose sweeps are nearly independent at T = 2; twice that for what they are not.
    const error = 10 / Math.sqrt(sweeps);
    sampled.means.forEach((m, i) => {
      expect(Math.abs(m - exact.means[i]!)).toBeLessThan(error);
    });
    sampled.correlations.forEach((c, k) => {
      expect(Math.abs(c - exact.correlations[k]!)).toBeLessThan(error);
    });
    expect(Math.abs(sampled.meanEnergy - exact.meanEnergy)).toBeLessThan(4 * error);
  });

  test("freezes into a pattern at low temperature", () => {
    const pattern = randomPatterns(1, 10, createRandom(2));
    const network = createNetwork(10, hebbWeights(pattern, 1, 10));
    const { correlations } = exactMoments(network, 0.1);
    correlations.forEach((c, k) => {
      expect(c).toBeCloseTo(pattern[Math.floor(k / 10)]! * pattern[k % 10]!, 12);
    });
    expect(caught(() => exactMoments(network, 0))).toMatchObject({ code: "memory.temperature" });
  });
});

describe("a sequence memory", () => {
  const n = 120;
  const random = createRandom(7);
  const patterns = randomPatterns(8, n, random);

  test("plays a sequence through from a probe with faults, and round when it is closed", () => {
    const memory = createSequenceMemory(patterns, n, { kind: "linear" }, true);
    const played = playSequence(memory, withFlips(patternAt(patterns, 0, n), 12, random), 9);
    played.forEach((state, k) => {
      expect(overlapOf(state, patternAt(patterns, (k + 1) % 8, n))).toBeGreaterThan(0.9);
    });
  });

  test("with linear separation is one product with its asymmetric couplings", () => {
    const memory = createSequenceMemory(patterns, n, { kind: "linear" });
    const weights = sequenceWeights(memory);
    const state = randomPatterns(1, n, random);
    const [next] = playSequence(memory, state, 1);
    for (let i = 0; i < n; i++) {
      let h = 0;
      for (let j = 0; j < n; j++) h += weights[i * n + j]! * state[j]!;
      if (h !== 0) expect(next![i]).toBe(Math.sign(h));
    }
    expect(weights.some((w, k) => w !== weights[(k % n) * n + Math.floor(k / n)])).toBe(true);
  });

  test("holds sequences of three times as many patterns as neurons under exponential separation, none under a linear one", () => {
    const long = randomPatterns(360, n, random);
    const end = (kind: "linear" | "exponential") =>
      overlapOf(
        playSequence(createSequenceMemory(long, n, { kind }), patternAt(long, 0, n), 300)[299]!,
        patternAt(long, 300, n),
      );
    expect(end("exponential")).toBe(1);
    expect(end("linear")).toBeLessThan(0.5);
  });
});

describe("legacyRandom", () => {
  test("draws what NumPy draws from the same seed", () => {
    // np.random.seed(42); np.random.random_sample(3) and, from a fresh seed each: randn(3), choice([-1, 1], 8), permutation(6).
    const uniforms = legacyRandom(42);
    expect([uniforms.double(), uniforms.double(), uniforms.double()]).toEqual(UNIFORM);
    const normals = legacyRandom(42);
    [normals.gaussian(), normals.gaussian(), normals.gaussian()].forEach((x, k) => {
      expect(Math.abs(x - NORMAL[k]!)).toBeLessThan(1e-15);
    });
    expect(Array.from(legacyRandom(42).signs(8))).toEqual(SIGNS);
    expect(Array.from(legacyRandom(42).permutation(6))).toEqual(PERMUTATION);
  });
});
const UNIFORM = [0.3745401188473625, 0.9507143064099162, 0.7319939418114051];
const NORMAL = [0.4967141530112327, -0.13826430117118466, 0.6476885381006925];
const SIGNS = [-1, 1, -1, -1, -1, 1, -1, -1];
const PERMUTATION = [0, 1, 5, 2, 4, 3];
