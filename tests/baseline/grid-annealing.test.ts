import { describe, expect, test } from "vitest";
import { gridAnnealing, type Incumbent, oneHotGrid } from "../../src/baseline/index.ts";
import { ArgumentError, CancelledError, createRandom, type Progress } from "../../src/core/index.ts";
import { energy } from "../../src/network/index.ts";
import { createTsp, encodeProblem, scoreSpins } from "../../src/problem/index.ts";
import { enumerateMinimum } from "../../src/reference/index.ts";

/** Distances of an asymmetric task, so that no two tours are alike by turning round. */
function randomTask(n: number, seed: number) {
  const random = createRandom(seed, "grid task", n);
  return createTsp(
    `random-${n}`,
    n,
    Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 0 : 1 + random.integer(99))),
  );
}

const CASES: [string, number][] = [
  ["one-hot", 5],
  ["one-hot-free", 4],
  ["valid-subspace", 5],
];

describe("gridAnnealing", () => {
  test.each(CASES)("finds the enumerated minimum of the encoding %s of %i cities", (encoding, n) => {
    const problem = randomTask(n, 1);
    const { network, lines, scale, shift } = encodeProblem(problem, { encoding });
    const { energy: least } = enumerateMinimum(network);
    for (const seed of [1, 2]) {
      const found = gridAnnealing(network, { seed, lines: lines!, restarts: 3, sweeps: 100 });
      expect(found.energy).toBe(least);
      expect(found.energy).toBe(energy(network, found.spins));
      expect(scoreSpins(problem, found.spins, encoding)).toMatchObject({
        feasible: true,
        objective: scale * least + shift,
      });
    }
  });

  const problem = randomTask(9, 2);
  const { network, lines } = encodeProblem(problem, { encoding: "one-hot" });
  const options = { lines: lines!, sweeps: 20 };

  test("meets tours only, also where the penalty is too weak to hold them", () => {
    const weak = encodeProblem(problem, { encoding: "one-hot", penaltyWeight: 1 });
    const { spins } = gridAnnealing(weak.network, { ...options, seed: 1, lines: weak.lines!, restarts: 2 });
    expect(scoreSpins(problem, spins, "one-hot").feasible).toBe(true);
  });

  test("ends in tours that no swap of two cities makes shorter", () => {
    const side = Math.sqrt(network.n);
    for (const seed of [1, 2, 3]) {
      const { spins, energy: found } = gridAnnealing(network, { ...options, seed, restarts: 1, sweeps: 1 });
      for (let a = 0; a < side; a++) {
        for (let b = 0; b < a; b++) {
          const swapped = spins.slice();
          swapped.set(spins.subarray(a * side, (a + 1) * side), b * side);
          swapped.set(spins.subarray(b * side, (b + 1) * side), a * side);
          expect(energy(network, swapped)).toBeGreaterThanOrEqual(found);
        }
      }
    }
  });

  test("repeats from its seed, and starts elsewhere from another", () => {
    const short = { ...options, restarts: 1, sweeps: 1, temperatures: { hot: 1e4, cold: 1e4 } };
    const found = gridAnnealing(network, { ...short, seed: 5 });
    expect(gridAnnealing(network, { ...short, seed: 5 })).toEqual(found);
    expect(gridAnnealing(network, { ...short, seed: 6 }).spins).not.toEqual(found.spins);
  });

  test("hands out ever better states, and stops at its target", () => {
    const seen: Incumbent[] = [];
    const best = gridAnnealing(network, { ...options, seed: 1, onIncumbent: (state) => seen.push(state) });
    for (let k = 1; k < seen.length; k++) expect(seen[k]!.energy).toBeLessThan(seen[k - 1]!.energy);
    for (const state of seen) expect(energy(network, state.spins)).toBe(state.energy);
    const found = gridAnnealing(network, { ...options, seed: 2, restarts: 2 ** 20, targetEnergy: best.energy });
    expect(found.energy).toBe(best.energy);
    expect(found.restarts).toBeLessThan(2 ** 20);
  });

  test("reports progress up to its end, and stops when its signal is aborted", () => {
    const seen: Progress[] = [];
    gridAnnealing(network, { ...options, seed: 1, progress: (p) => seen.push(p) });
    expect(seen.at(-1)!.done).toBe(seen.at(-1)!.total);
    const controller = new AbortController();
    const stopped = { ...options, restarts: 2 ** 20, signal: controller.signal, progress: () => controller.abort() };
    expect(() => gridAnnealing(network, { ...stopped, seed: 1 })).toThrow(CancelledError);
  });

  test("refuses options out of range and temperatures in the wrong order", () => {
    expect(() => gridAnnealing(network, { ...options, seed: 1, restarts: 0 })).toThrow(ArgumentError);
    expect(() => gridAnnealing(network, { ...options, seed: 1, temperatures: { hot: 1, cold: 2 } })).toThrow(
      ArgumentError,
    );
  });

  test("works on a single city and position, and on three cities", () => {
    const three = encodeProblem(randomTask(3, 4), { encoding: "one-hot" });
    const found = gridAnnealing(three.network, { seed: 1, lines: three.lines! });
    expect(found.energy).toBe(enumerateMinimum(three.network).energy);
  });
});

describe("oneHotGrid", () => {
  const line = (members: number[], offset = members.length - 2) => ({
    members: Uint32Array.from(members),
    weight: 1,
    offset,
  });

  test("recognises rows and columns in any order, and passes over a line over all spins", () => {
    const lines = [line([1, 3]), line([0, 1]), line([0, 1, 2, 3], 0), line([2, 3]), line([0, 2])];
    const { side, cells } = oneHotGrid(lines, 4);
    expect(side).toBe(2);
    // The first line is a row; every spin has a place of its own, and lines keep their spins together.
    expect([...cells].sort()).toEqual([0, 1, 2, 3]);
    expect([cells[0], cells[1]].sort()).toEqual([1, 3]);
    expect([cells[0], cells[2]].sort()).toEqual([0, 1]);
  });

  test.each([
    ["no lines", []],
    ["lines that ask for other numbers of bits", [line([0, 1], 1), line([2, 3], 1), line([0, 2], 1), line([1, 3], 1)]],
    ["a spin on three lines", [line([0, 1]), line([0, 2]), line([0, 3]), line([1, 2])]],
    ["rows that do not cross each column", [line([0, 1]), line([0, 1]), line([2, 3]), line([2, 3])]],
  ])("refuses %s", (_, lines) => {
    expect(() => oneHotGrid(lines, 4)).toThrow(ArgumentError);
  });
});
