import { describe, expect, test } from "vitest";
import { CancelledError, LimitError, type Progress } from "../../src/core/index.ts";
import { createNetwork, energy, type HopfieldNetwork } from "../../src/network/index.ts";
import { enumerateMinimum, enumerateMinimumAsync } from "../../src/reference/index.ts";
import { networkOf } from "./arbitraries.ts";

/** A ring of n spins with couplings `value`. */
function ring(n: number, value: number): HopfieldNetwork {
  const weights = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const j = (i + 1) % n;
    weights[i * n + j] = value;
    weights[j * n + i] = value;
  }
  return createNetwork(n, weights);
}

function complete(n: number, value: number): HopfieldNetwork {
  return networkOf(n, new Array((n * (n - 1)) / 2).fill(value));
}

function binomial(n: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= k; i++) value = (value * (n - k + i)) / i;
  return value;
}

describe("enumerateMinimum", () => {
  test("settles a single spin without a bias at the constant", () => {
    expect(enumerateMinimum(createNetwork(1, Float64Array.of(0), undefined, 2.5))).toMatchObject({
      energy: 2.5,
      groundStates: [Int8Array.of(1)],
      symmetric: true,
      statesVisited: 1,
    });
  });

  test("points a single spin along its bias", () => {
    const found = enumerateMinimum(createNetwork(1, Float64Array.of(0), Float64Array.of(-3), 1));
    expect(found).toMatchObject({ energy: -2, groundStates: [Int8Array.of(-1)], symmetric: false, statesVisited: 2 });
  });

  test.each([2, 11, 12, 13, 20])("aligns the ferromagnet of %i spins", (n) => {
    const found = enumerateMinimum(complete(n, 1));
    expect(found.energy).toBe((-n * (n - 1)) / 2);
    expect(found.groundStates).toEqual([new Int8Array(n).fill(1)]);
  });

  test.each([3, 5, 13, 15, 19])("finds the 2n minima, n up to symmetry, of the frustrated ring of %i spins", (n) => {
    const found = enumerateMinimum(ring(n, -1));
    expect(found.energy).toBe(-(n - 2));
    expect(found.groundStates).toHaveLength(n);
  });

  test.each([4, 12, 14, 16])("halves the antiferromagnet of %i spins in every way", (n) => {
    const found = enumerateMinimum(complete(n, -1), { maxStates: 10_000 });
    expect(found.energy).toBe(-n / 2);
    expect(found.groundStates).toHaveLength(binomial(n, n / 2) / 2);
  });

  test("returns as many states as it may when all are minima, and says that there are more", () => {
    const found = enumerateMinimum(complete(28, 0), { maxStates: 5 });
    expect(found).toMatchObject({ energy: 0, truncated: true, tolerance: 0 });
    expect(found.groundStates).toHaveLength(5);
    expect(enumerateMinimum(complete(4, 0), { maxStates: 8 })).toMatchObject({ truncated: false });
    expect(enumerateMinimum(complete(4, 0), { maxStates: 7 })).toMatchObject({ truncated: true });
  });

  test("ends soon on a plateau of real couplings, and admits a tolerance", () => {
    // Two pairs are coupled, the second by less than rounding shows: 2^26 minima, too many to look at one by one.
    const n = 28;
    const weights = new Float64Array(n * n);
    weights[1] = 0.1;
    weights[n] = 0.1;
    weights[2 * n + 3] = 1e-17;
    weights[3 * n + 2] = 1e-17;
    const found = enumerateMinimum(createNetwork(n, weights), { maxStates: 3 });
    expect(found.truncated).toBe(true);
    expect(found.tolerance).toBeGreaterThan(0);
    expect(found.tolerance).toBeLessThan(1e-11);
    expect(Math.abs(found.energy + 0.1)).toBeLessThanOrEqual(found.tolerance);
  });

  test("tells integers of fifteen digits apart that differ by one", () => {
    const big = 2 ** 49;
    const found = enumerateMinimum(networkOf(3, [0, big, big - 1], [0, 1, 0]));
    expect(found).toMatchObject({ energy: -(2 * big - 1) - 1, tolerance: 0 });
    expect(found.groundStates).toEqual([Int8Array.of(1, 1, 1)]);
  });

  test("calls energies of real couplings equal that only rounding parts", () => {
    // 0.1 + 0.2 - 0.3 = 0 by algebra, so the first spin is free; in doubles its two energies differ in the last bit.
    const network = networkOf(4, [0.1, 0.2, 0.35, -0.3, 0.35, 0.35]);
    expect(energy(network, Int8Array.of(1, 1, 1, 1))).not.toBe(energy(network, Int8Array.of(-1, 1, 1, 1)));
    const found = enumerateMinimum(network);
    expect(found.tolerance).toBeGreaterThan(0);
    expect(found.groundStates).toEqual([Int8Array.of(1, -1, -1, -1), Int8Array.of(1, 1, 1, 1)]);
  });

  test("loses none of the minima of real couplings in any block", () => {
    // Number partitioning: thousands of ways to halve the sum exactly. Tenths, thirds and sevenths round differently.
    const numbers = Array.from({ length: 18 }, (_, i) => 1 + ((5 * i * i + 3 * i) % 17));
    const below = numbers.flatMap((a, i) => numbers.slice(0, i).map((b) => -a * b));
    const exact = enumerateMinimum(networkOf(18, below), { maxStates: 100_000 });
    expect(exact.groundStates.length).toBeGreaterThan(1000);
    for (const divisor of [10, 3, 7]) {
      const unit = networkOf(
        18,
        below.map((w) => w / divisor),
      );
      expect(enumerateMinimum(unit, { maxStates: 100_000 }).groundStates).toEqual(exact.groundStates);
    }
  });

  test("refuses a network of 33 spins", () => {
    expect(() => enumerateMinimum(complete(33, 1))).toThrow(LimitError);
    expect(() => enumerateMinimum(complete(33, 1))).toThrow(/33 spins.*at most 32/);
  });

  test("refuses couplings whose sum overflows", () => {
    expect(() => enumerateMinimum(complete(4, 1e308))).toThrow(LimitError);
  });

  test("reports its progress up to the end", () => {
    const seen: Progress[] = [];
    enumerateMinimum(ring(24, -1), { progress: (p) => seen.push(p) });
    expect(seen.every((p) => p.stage === "prove" && p.total === 4096)).toBe(true);
    expect(seen.at(-1)?.done).toBe(4096);
  });

  test("stops when its signal is aborted before it starts, and between two batches", () => {
    expect(() => enumerateMinimum(ring(9, 1), { signal: AbortSignal.abort() })).toThrow(CancelledError);
    const controller = new AbortController();
    let batches = 0;
    const progress = () => {
      batches++;
      controller.abort();
    };
    expect(() => enumerateMinimum(ring(27, -1), { signal: controller.signal, progress })).toThrow(CancelledError);
    expect(batches).toBe(1);
  });
});

describe("enumerateMinimumAsync", () => {
  test("finds what enumerateMinimum finds", async () => {
    expect(await enumerateMinimumAsync(ring(13, -1))).toEqual(enumerateMinimum(ring(13, -1)));
  });

  test("is interrupted by a timer", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1);
    const running = enumerateMinimumAsync(ring(32, -1), { signal: controller.signal });
    await expect(running).rejects.toBeInstanceOf(CancelledError);
  });
});
