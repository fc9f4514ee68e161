import { createRandom, type Steps } from "../../core/index.ts";
import {
  createDenseMemory,
  createModernMemory,
  type DenseInteraction,
  modernStep,
  recallDense,
} from "../models/index.ts";
import { patternAt, randomPatterns } from "../patterns.ts";
import { denseCapacity, sphereCapacity } from "../theory/index.ts";
import { atLeastClaim, drawClaim, exactClaim } from "./claims.ts";
import type { Claim, Study, StudyResult } from "./study.ts";

const TRIALS = 60;
/** Neurons at which the capacity of each degree is measured: the cost grows with their power. */
const SIZES: Readonly<Record<number, readonly number[]>> = {
  2: [50, 100, 200, 400],
  3: [30, 45, 68, 100],
  4: [20, 28, 39, 55],
};
const REPEATS = 4;

/** Share of memories of p random patterns that hold the first one without an error. */
function heldShare(p: number, n: number, interaction: DenseInteraction, seed: number, repeat: number): number {
  let held = 0;
  for (let t = 0; t < TRIALS; t++) {
    const random = createRandom(seed, "dense", n, p, repeat, t);
    const patterns = randomPatterns(p, n, random);
    const memory = createDenseMemory(patterns, n, interaction);
    if (recallDense(memory, patternAt(patterns, 0, n), random, { ties: "keep", maxSweeps: 1 }).flips === 0) held++;
  }
  return held / TRIALS;
}

/** Patterns at which half of the memories hold their first one, by bisection in ln p to 5 %. */
function halfCapacity(n: number, interaction: DenseInteraction, seed: number, repeat: number): number {
  let low = 2;
  let high = 4;
  while (heldShare(high, n, interaction, seed, repeat) > 0.5) {
    low = high;
    high *= 2;
  }
  while (high / low > 1.05) {
    const middle = Math.round(Math.sqrt(low * high));
    if (middle <= low || middle >= high) break;
    if (heldShare(middle, n, interaction, seed, repeat) > 0.5) low = middle;
    else high = middle;
  }
  return Math.sqrt(low * high);
}

/** Slope of ln(p ln n) over ln n by least squares: the exponent of the capacity without its logarithm. */
function exponentOf(sizes: readonly number[], capacities: readonly number[]): number {
  const x = sizes.map((n) => Math.log(n));
  const y = capacities.map((p, k) => Math.log(p * Math.log(sizes[k]!)));
  const mx = x.reduce((a, b) => a + b, 0) / x.length;
  const my = y.reduce((a, b) => a + b, 0) / y.length;
  const up = x.reduce((sum, xi, k) => sum + (xi - mx) * (y[k]! - my), 0);
  return up / x.reduce((sum, xi) => sum + (xi - mx) ** 2, 0);
}

/** Share of random patterns on a sphere of radius K sqrt(d - 1) that one update returns to within 1 % of their length. */
function sphereShare(d: number, k: number, patternsStored: number, beta: number, seed: number): number {
  const random = createRandom(seed, "sphere", d);
  const radius = k * Math.sqrt(d - 1);
  const patterns = new Float64Array(patternsStored * d);
  for (let m = 0; m < patternsStored; m++) {
    const row = patterns.subarray(m * d, (m + 1) * d);
    let square = 0;
    for (let i = 0; i < d; i++) {
      row[i] = random.gaussian();
      square += row[i]! ** 2;
    }
    for (let i = 0; i < d; i++) row[i]! *= radius / Math.sqrt(square);
  }
  const memory = createModernMemory(patterns, d, beta);
  const tried = Math.min(patternsStored, 100);
  let kept = 0;
  for (let m = 0; m < tried; m++) {
    const row = patterns.subarray(m * d, (m + 1) * d);
    const next = modernStep(memory, row);
    let square = 0;
    for (let i = 0; i < d; i++) square += (next[i]! - row[i]!) ** 2;
    if (Math.sqrt(square) <= 0.01 * radius) kept++;
  }
  return kept / tried;
}

function* run(seed: number): Steps<StudyResult> {
  const rows: (string | number)[][] = [];
  const claims: Claim[] = [];
  const series = [];
  const degrees = Object.keys(SIZES).map(Number);
  for (const [k, degree] of degrees.entries()) {
    const sizes = SIZES[degree]!;
    const runs: number[][] = [];
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      const found: number[] = [];
      for (const n of sizes) {
        yield {
          stage: "dense",
          done: k * REPEATS + repeat,
          total: degrees.length * REPEATS,
          note: `x^${degree}, n = ${n}`,
        };
        found.push(halfCapacity(n, { kind: "polynomial", degree }, seed, repeat));
      }
      runs.push(found);
    }
    const exponents = runs.map((found) => exponentOf(sizes, found));
    claims.push(
      drawClaim(
        `dense memory x^${degree}: capacity grows as N^${degree - 1} / ln N, exponent`,
        degree - 1,
        exponents,
        0.15,
      ),
    );
    const means = sizes.map((_, i) => Math.exp(runs.reduce((sum, found) => sum + Math.log(found[i]!), 0) / REPEATS));
    sizes.forEach((n, i) => {
      rows.push([`x^${degree}`, n, denseCapacity(n, degree), means[i]!]);
    });
    series.push({ label: `x^${degree}`, x: sizes, y: means });
    series.push({
      label: `x^${degree}, formula`,
      x: sizes,
      y: sizes.map((n) => denseCapacity(n, degree)),
      style: "dash" as const,
    });
  }
  const exponential = [10, 13, 16];
  const held: number[] = [];
  for (const n of exponential) {
    yield { stage: "dense", done: n, total: 16, note: `exp, n = ${n}` };
    held.push(halfCapacity(n, { kind: "exponential" }, seed, 0));
  }
  exponential.forEach((n, i) => {
    rows.push(["exp", n, "–", held[i]!]);
  });
  const growth = Math.log(held[2]! / held[0]!) / (exponential[2]! - exponential[0]!);
  claims.push(
    atLeastClaim(
      "dense memory exp: capacity grows exponentially, ln(capacity) a neuron at least ln(2)/2 - .05",
      Math.LN2 / 2 - 0.05,
      growth,
    ),
  );
  for (const [dimension, radiusFactor, printed] of [
    [20, 3, 3.1546],
    [75, 1, 1.3718],
  ] as const) {
    const { c, patterns } = sphereCapacity({ dimension, beta: 1, radiusFactor, failure: 0.001 });
    claims.push(exactClaim(`theorem 3: c = ${printed} at d = ${dimension}, K = ${radiusFactor}`, printed, c, 0.0001));
    const bound = Math.floor(patterns);
    claims.push(
      atLeastClaim(
        `d = ${dimension}, K = ${radiusFactor}: share of the ${bound} patterns of the bound that one update keeps`,
        1,
        sphereShare(dimension, radiusFactor, bound, 1, seed),
      ),
    );
    claims.push(
      atLeastClaim(
        `d = ${dimension}, K = ${radiusFactor}: the bound is far from tight, share kept of 20 000 patterns`,
        0.99,
        sphereShare(dimension, radiusFactor, 20_000, 1, seed),
      ),
    );
  }
  return {
    table: { header: ["memory", "n", "n^(k-1) / (2 (2k-3)!! ln n)", "patterns held by half of the memories"], rows },
    claims,
    figure: {
      kind: "curves",
      title: "Patterns held without an error, by energy",
      x: { title: "neurons", log: true },
      y: { title: "Patterns", log: true },
      series: [...series, { label: "exp", x: exponential, y: held }],
    },
  };
}

export const capacityModern: Study = {
  name: "capacity-modern",
  title: "capacity of dense memories against neurons, and of the modern network against its theorem",
  run,
};
