import { ArgumentError } from "../../core/index.ts";

/** Coalitions of so many players are counted one by one: 4096 values. */
const MAX_PLAYERS = 12;

/** What two players do together beyond what each does alone. */
export interface PairInteraction {
  readonly first: number;
  readonly second: number;
  /** Mean over orders of v(S + both) - v(S + first) - v(S + second) + v(S); 0 when their losses simply add. */
  readonly value: number;
}

/** Shares of a loss over the players of a game. */
export interface ShapleyShares {
  /** One a player; they sum to v(all) - v(none). */
  readonly shares: Float64Array;
  /** Every pair of players, in order. */
  readonly interactions: readonly PairInteraction[];
  /** Coalitions whose value was asked for. */
  readonly evaluations: number;
}

/** Sizes of sets below 2^players. */
function sizeOf(mask: number): number {
  let size = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) size++;
  return size;
}

/**
 * Shapley values of a game and the interaction index of each pair: what each player adds, averaged over every order in
 * which the players may come. Each coalition is valued once.
 *
 * @param value loss when exactly the players of the bit mask take part
 * Source: L. S. Shapley, Annals of Mathematics Studies 28, 307 (1953); interactions: M. Grabisch and M. Roubens, Int. J.
 * Game Theory 28, 547 (1999).
 * @throws ArgumentError for more than 12 players
 */
export async function shapley(
  players: number,
  value: (mask: number) => number | Promise<number>,
): Promise<ShapleyShares> {
  if (!(Number.isInteger(players) && players >= 0 && players <= MAX_PLAYERS)) {
    throw new ArgumentError("too many players for a Shapley value", {
      code: "argument.players",
      received: String(players),
      expected: `0 to ${MAX_PLAYERS}`,
    });
  }
  const values = new Float64Array(2 ** players);
  for (let mask = 0; mask < values.length; mask++) values[mask] = await value(mask);
  const shares = new Float64Array(players);
  for (let i = 0; i < players; i++) {
    for (let mask = 0; mask < values.length; mask++) {
      if (mask & (1 << i)) continue;
      shares[i]! += (values[mask | (1 << i)]! - values[mask]!) * orderShare(sizeOf(mask), players - 1);
    }
  }
  const interactions: PairInteraction[] = [];
  for (let i = 0; i < players; i++) {
    for (let j = i + 1; j < players; j++) {
      const both = (1 << i) | (1 << j);
      let sum = 0;
      for (let mask = 0; mask < values.length; mask++) {
        if (mask & both) continue;
        const together = values[mask | both]! - values[mask | (1 << i)]! - values[mask | (1 << j)]! + values[mask]!;
        sum += together * orderShare(sizeOf(mask), players - 2);
      }
      interactions.push({ first: i, second: j, value: sum });
    }
  }
  return { shares, interactions, evaluations: values.length };
}

/** Share of the orders of `others` players in which a given set of `size` of them comes first, beside one more place. */
function orderShare(size: number, others: number): number {
  let choices = 1;
  for (let k = 1; k <= size; k++) choices = (choices * (others - k + 1)) / k;
  return 1 / (choices * (others + 1));
}
