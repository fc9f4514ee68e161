import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { energy, roofDuality } from "../../src/network/index.ts";
import { enumerateStates } from "../helpers/states.ts";
import { networks } from "../reference/arbitraries.ts";

/** Mostly no coupling: sparse networks, in which some spins are persistent and others are not. */
const sparse = fc.constantFrom(0, 0, 0, 0, 1, -1, 2, -2);

describe("roofDuality", () => {
  test("gives strong values that every ground state has, and weak ones that one ground state has all together", () => {
    let weakOnly = 0;
    let open = 0;
    fc.assert(
      fc.property(networks(8, sparse), (network) => {
        const { n, weights, bias } = network;
        const from: number[] = [];
        const to: number[] = [];
        const values: number[] = [];
        for (let i = 0; i < n; i++) {
          for (let j = i + 1; j <= n; j++) {
            const w = j === n ? bias[i]! : weights[i * n + j]!;
            if (w === 0) continue;
            from.push(i);
            to.push(j);
            values.push(w);
          }
        }
        const { strong, weak } = roofDuality({ n, from, to, weights: values }, 1e6);
        const states = enumerateStates(n);
        const least = Math.min(...states.map((s) => energy(network, s)));
        const ground = states.filter((s) => energy(network, s) === least);
        const agrees = (s: Int8Array, fixed: Int8Array) => fixed.every((value, i) => value === 0 || value === s[i]);
        expect(ground.every((s) => agrees(s, strong))).toBe(true);
        expect(ground.some((s) => agrees(s, weak))).toBe(true);
        strong.forEach((value, i) => {
          if (value !== 0) expect(weak[i]).toBe(value);
          else if (weak[i] !== 0) weakOnly++;
          else open++;
        });
      }),
      { numRuns: 1000 },
    );
    expect(weakOnly).toBeGreaterThan(100);
    expect(open).toBeGreaterThan(100);
  });
});
