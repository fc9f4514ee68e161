import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shapley } from "../../../src/verify/index.ts";

/** Sums of at most 64 products of doubles of size 100. */
const ROUNDING = 1e-9;

const games = fc
  .integer({ min: 0, max: 5 })
  .chain((players) =>
    fc.tuple(
      fc.constant(players),
      fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2 ** players, maxLength: 2 ** players }),
    ),
  );

/** Marginal contributions averaged over all orders, written out. */
function byOrders(players: number, values: readonly number[]): number[] {
  const shares = Array.from({ length: players }, () => 0);
  let orders = 0;
  const visit = (mask: number, path: number[]): void => {
    if (path.length === players) {
      orders++;
      let come = 0;
      for (const i of path) {
        shares[i]! += values[come | (1 << i)]! - values[come]!;
        come |= 1 << i;
      }
      return;
    }
    for (let i = 0; i < players; i++) if (!(mask & (1 << i))) visit(mask | (1 << i), [...path, i]);
  };
  visit(0, []);
  return shares.map((share) => share / orders);
}

describe("shapley", () => {
  test("averages what each player adds over all orders", async () => {
    await fc.assert(
      fc.asyncProperty(games, async ([players, values]) => {
        const { shares, evaluations } = await shapley(players, (mask) => values[mask]!);
        expect(evaluations).toBe(2 ** players);
        for (const [i, share] of byOrders(players, values).entries()) {
          expect(Math.abs(shares[i]! - share)).toBeLessThan(ROUNDING);
        }
      }),
    );
  });

  test("gives shares that sum to the whole", async () => {
    await fc.assert(
      fc.asyncProperty(games, async ([players, values]) => {
        const { shares } = await shapley(players, (mask) => values[mask]!);
        const sum = shares.reduce((a, b) => a + b, 0);
        expect(Math.abs(sum - (values.at(-1)! - values[0]!))).toBeLessThan(ROUNDING);
      }),
    );
  });

  test("finds no interaction where losses add, and the whole loss where only both together lose", async () => {
    const additive = await shapley(3, (mask) => [1, 2, 4].reduce((sum, x, i) => sum + (mask & (1 << i) ? x : 0), 0));
    expect([...additive.shares]).toEqual([1, 2, 4]);
    for (const { value } of additive.interactions) expect(Math.abs(value)).toBeLessThan(ROUNDING);
    const joint = await shapley(3, (mask) => ((mask & 3) === 3 ? 6 : 0));
    expect(joint.shares[0]).toBeCloseTo(3, 12);
    expect(joint.shares[1]).toBeCloseTo(3, 12);
    expect(joint.shares[2]).toBeCloseTo(0, 12);
    expect(joint.interactions.map(({ value }) => Math.round(value))).toEqual([6, 0, 0]);
  });

  test("refuses more players than can be counted", async () => {
    expect(await shapley(13, () => 0).catch((error: unknown) => error)).toMatchObject({ code: "argument.players" });
  });
});
