import { describe, expect, test } from "vitest";
import { couplingsOf } from "../../src/baseline/couplings.ts";
import { createRandom } from "../../src/core/index.ts";
import { createNetwork } from "../../src/network/index.ts";

describe("couplingsOf", () => {
  test.each([0, 0.02, 0.2, 1])("keeps every coupling that is not zero, in order, of a share of %d", (share) => {
    const random = createRandom(5);
    // All remainders of the four entries that are looked at together.
    for (let n = 1; n <= 40; n++) {
      const weights = new Float64Array(n * n);
      for (let i = 0; i < n; i++) {
        for (let j = i + 1; j < n; j++) {
          if (random.uniform() >= share) continue;
          weights[i * n + j] = random.gaussian();
          weights[j * n + i] = weights[i * n + j]!;
        }
      }
      const { starts, columns, values } = couplingsOf(createNetwork(n, weights));
      for (let i = 0; i < n; i++) {
        const row = Array.from({ length: n }, (_, j) => [j, weights[i * n + j]!]).filter(([, w]) => w !== 0);
        const kept = Array.from(columns.subarray(starts[i]!, starts[i + 1]!), (j, k) => [j, values[starts[i]! + k]!]);
        expect(kept).toEqual(row);
      }
    }
  });
});
