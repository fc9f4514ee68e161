import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { energy, type HopfieldNetwork } from "../../src/network/index.ts";
import { createMaxCut, encodeProblem } from "../../src/problem/index.ts";
import { enumerateMinimum, proveNetworkAsync } from "../../src/reference/index.ts";
import { treeState } from "../../src/reference/satisfied.ts";

/** Networks whose couplings and biases agree with a hidden state, but for the signs of those that `flips` picks. */
const networks = (flips: number) =>
  fc
    .record({
      n: fc.integer({ min: 1, max: 10 }),
      hidden: fc.integer({ min: 0, max: 1023 }),
      sizes: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 55, maxLength: 55 }),
      picked: fc.uniqueArray(fc.nat(54), { minLength: flips, maxLength: flips }),
    })
    .map(({ n, hidden, sizes, picked }): HopfieldNetwork => {
      const spin = (i: number) => (i < n && (hidden >> i) & 1 ? -1 : 1);
      const weights = new Float64Array(n * n);
      const bias = new Float64Array(n);
      let k = 0;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++, k++) {
          const w = sizes[k]! * spin(i) * (j === i ? 1 : spin(j)) * (picked.includes(k) ? -1 : 1);
          if (j === i) bias[i] = w;
          else {
            weights[i * n + j] = w;
            weights[j * n + i] = w;
          }
        }
      }
      return { n, weights, bias, constant: 1 };
    });

describe("treeState", () => {
  test("satisfies every coupling of a network without frustration", () => {
    fc.assert(
      fc.property(networks(0), (network) => {
        const { spins, isSatisfied } = treeState(network);
        expect(isSatisfied).toBe(true);
        expect(energy(network, spins)).toBe(enumerateMinimum(network).energy);
      }),
    );
  });

  test("says that it does not where no state does", () => {
    let frustrated = 0;
    fc.assert(
      fc.property(networks(3), (network) => {
        const magnitude =
          network.weights.reduce((sum, w) => sum + Math.abs(w) / 2, 0) +
          network.bias.reduce((sum, b) => sum + Math.abs(b), 0);
        const isBalanced = enumerateMinimum(network).energy === network.constant - magnitude;
        if (!isBalanced) frustrated++;
        expect(treeState(network).isSatisfied).toBe(isBalanced);
      }),
    );
    expect(frustrated).toBeGreaterThan(10);
  });

  test("proves the largest cut of a bipartite graph of 3000 vertices at once", async () => {
    const n = 3000;
    const from = Array.from({ length: n }, (_, v) => v);
    const ring = createMaxCut(
      "ring",
      n,
      from,
      from.map((v) => (v + 1) % n),
      from.map(() => 1),
    );
    const { network } = encodeProblem(ring);
    const proof = await proveNetworkAsync(network, { certificate: true });
    expect(proof).toMatchObject({ proven: true, lower: -n, tree: { leaf: "cycles", cycles: [] } });
  });
});
