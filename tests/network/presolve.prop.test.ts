import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createNetwork, energy, type HopfieldNetwork, liftSpins, presolve } from "../../src/network/index.ts";
import { enumerateStates } from "../helpers/states.ts";

/** Couplings and biases as people have them: small integers, so that ties abound; 0 stands for no coupling. */
const small = fc.integer({ min: -3, max: 3 });

interface Shape {
  readonly name: string;
  /** Pairs that may be coupled, of n spins. */
  pairs(n: number, pick: (bound: number) => number): [number, number][];
}

const SHAPES: readonly Shape[] = [
  { name: "a tree", pairs: (n, pick) => Array.from({ length: n - 1 }, (_, i) => [pick(i + 1), i + 1]) },
  {
    name: "a ring with a chord",
    pairs: (n) => [...Array.from({ length: n }, (_, i): [number, number] => [i, (i + 1) % n]), [0, n >> 1]],
  },
  {
    name: "a sparse graph",
    pairs: (n, pick) => Array.from({ length: (3 * n) >> 1 }, () => [pick(n), pick(n)]),
  },
  {
    name: "a complete graph",
    pairs: (n) => Array.from({ length: n * n }, (_, k) => [Math.floor(k / n), k % n]),
  },
];

/** Networks of 1 to 12 spins of a shape, with the biases of `bias`. */
function shaped(shape: Shape, bias: fc.Arbitrary<number>): fc.Arbitrary<HopfieldNetwork> {
  return fc.integer({ min: 1, max: 12 }).chain((n) =>
    fc
      .tuple(
        fc.infiniteStream(fc.nat({ max: 1 << 20 })),
        fc.infiniteStream(small),
        fc.array(bias, { minLength: n, maxLength: n }),
        small,
      )
      .map(([picks, values, biases, constant]) => {
        const weights = new Float64Array(n * n);
        for (const [i, j] of shape.pairs(n, (bound) => picks.next().value % bound)) {
          if (i === j) continue;
          const w = values.next().value;
          weights[i * n + j] = w;
          weights[j * n + i] = w;
        }
        return createNetwork(n, weights, Float64Array.from(biases), constant);
      }),
  );
}

const lowest = (network: HopfieldNetwork): number =>
  network.n === 0 ? network.constant : Math.min(...enumerateStates(network.n).map((s) => energy(network, s)));

const BIASES = { "no bias": fc.constant(0), "small biases": small, "rare biases": fc.constantFrom(0, 0, 0, 0, 1, -2) };

describe.each(SHAPES)("presolve on $name", (shape) => {
  test.each(Object.entries(BIASES))("with %s keeps the minimum, and each lifted state its energy", (_, bias) => {
    fc.assert(
      fc.property(shaped(shape, bias), (network) => {
        const presolved = presolve(network);
        const { network: reduced, kept, steps, rules, skipped } = presolved;
        expect(skipped).toEqual([]);
        expect(lowest(reduced)).toBe(lowest(network));
        for (const state of enumerateStates(reduced.n)) {
          const lifted = liftSpins(presolved, state);
          expect(lifted.every((s) => s === 1 || s === -1)).toBe(true);
          expect(energy(network, lifted)).toBe(energy(reduced, state));
        }
        // Each spin is either left or has one step, and the counts are those of the steps.
        expect([...kept, ...steps.map((step) => step.spin)].sort((a, b) => a - b)).toEqual([
          ...Array(network.n).keys(),
        ]);
        expect(rules.reduce((sum, rule) => sum + rule.spins, 0)).toBe(steps.length);
        if (network.bias.every((b) => b === 0)) expect(reduced.bias.every((b) => b === 0)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test("finds nothing more in what it has left", () => {
    fc.assert(
      fc.property(shaped(shape, small), (network) => {
        const { network: reduced } = presolve(network);
        if (reduced.n > 0) expect(presolve(reduced).steps).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("presolve", () => {
  test("takes values of roof duality that every ground state has where it calls them strong", () => {
    fc.assert(
      fc.property(shaped(SHAPES[3]!, fc.integer({ min: -12, max: 12 })), (network) => {
        const { steps } = presolve(network);
        const first = steps[0];
        if (first === undefined || !("value" in first) || first.rule !== "roof duality, strong") return;
        const states = enumerateStates(network.n);
        const minimum = lowest(network);
        // Steps until the first other rule speak of the original network.
        for (const step of steps) {
          if (step.rule !== "roof duality, strong" || !("value" in step)) break;
          for (const s of states) if (energy(network, s) === minimum) expect(s[step.spin]).toBe(step.value);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("keeps the minimum up to rounding when couplings are no binary fractions", () => {
    fc.assert(
      fc.property(shaped(SHAPES[2]!, small), (network) => {
        const scaled = {
          ...network,
          weights: network.weights.map((w) => w * 0.1),
          bias: network.bias.map((b) => b * 0.3),
        };
        // Twelve spins, energies below 20: rounding is some units of 1e-15.
        expect(lowest(presolve(scaled).network)).toBeCloseTo(lowest(scaled), 12);
      }),
      { numRuns: 60 },
    );
  });
});
