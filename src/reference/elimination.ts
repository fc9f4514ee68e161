import { ArgumentError, type Steps } from "../core/index.ts";
import type { HopfieldNetwork, Spins } from "../network/index.ts";

/** The lowest energy of a network by elimination, and a state that has it. Plain data. */
export interface Elimination {
  readonly energy: number;
  readonly spins: Spins;
}

/** What eliminating a spin leaves: the least energy of the spins gone, for each state of the spins that it joins. */
interface Message {
  /** Joined spins; bit k of an index is 1 where scope[k] is up. */
  readonly scope: readonly number[];
  /** 2^scope.length energies. */
  readonly table: Float64Array;
}

/** What it takes to set an eliminated spin again: its best value for each state of its scope. */
interface Choice {
  readonly spin: number;
  readonly scope: readonly number[];
  /** 2^scope.length entries, 1 for up. */
  readonly up: Uint8Array;
}

/** Energies of bit strings of length `bits`, the sum over k of weight[k] times -1 or +1; 2^bits entries. */
function signedSums(weight: readonly number[], from: number, bits: number): Float64Array {
  const sums = new Float64Array(2 ** bits);
  for (let index = 0; index < sums.length; index++) {
    let sum = 0;
    for (let k = 0; k < bits; k++) sum += (index >> k) & 1 ? weight[from + k]! : -weight[from + k]!;
    sums[index] = sum;
  }
  return sums;
}

/** Where bit strings of length `bits` point to in a table in which bit k stands at place[k] (-1: nowhere). */
function scattered(place: readonly number[], from: number, bits: number): Int32Array {
  const indices = new Int32Array(2 ** bits);
  for (let index = 0; index < indices.length; index++) {
    let target = 0;
    for (let k = 0; k < bits; k++) if ((index >> k) & 1 && place[from + k]! >= 0) target |= 1 << place[from + k]!;
    indices[index] = target;
  }
  return indices;
}

/** Eliminates one spin: the message over the spins that it is coupled to, and how to choose it. */
function eliminate(network: HopfieldNetwork, spin: number, isLeft: Uint8Array, messages: readonly Message[]) {
  const { n, weights, bias } = network;
  const joined = new Set<number>();
  for (let j = 0; j < n; j++) if (isLeft[j] === 1 && j !== spin && weights[spin * n + j] !== 0) joined.add(j);
  for (const { scope } of messages) for (const j of scope) if (j !== spin) joined.add(j);
  const scope = [...joined].sort((a, b) => a - b);
  // The index of the new table in two halves, each with a table of its own, so that no sum drifts.
  const low = scope.length >> 1;
  const high = scope.length - low;
  const couplings = scope.map((j) => weights[spin * n + j]!);
  const fieldLow = signedSums(couplings, 0, low);
  const fieldHigh = signedSums(couplings, low, high);
  const sources = messages.map((message) => {
    const place = scope.map((j) => message.scope.indexOf(j));
    return {
      table: message.table,
      low: scattered(place, 0, low),
      high: scattered(place, low, high),
      own: 1 << message.scope.indexOf(spin),
    };
  });
  const table = new Float64Array(2 ** scope.length);
  const up = new Uint8Array(table.length);
  const mask = 2 ** low - 1;
  for (let index = 0; index < table.length; index++) {
    const field = bias[spin]! + fieldLow[index & mask]! + fieldHigh[index >> low]!;
    let ifDown = field;
    let ifUp = -field;
    for (const source of sources) {
      const at = source.low[index & mask]! | source.high[index >> low]!;
      ifDown += source.table[at]!;
      ifUp += source.table[at | source.own]!;
    }
    if (ifUp < ifDown) {
      table[index] = ifUp;
      up[index] = 1;
    } else table[index] = ifDown;
  }
  return { message: { scope, table }, choice: { spin, scope, up } };
}

/** Index of the state of `scope` in a table over it. */
function indexOf(scope: readonly number[], spins: Spins): number {
  let index = 0;
  scope.forEach((j, k) => {
    if (spins[j] === 1) index |= 1 << k;
  });
  return index;
}

/**
 * The lowest energy of a network by eliminating one spin after another in the given order, exact as sums of doubles are.
 * Takes time and memory of the order's `tableEntries`.
 *
 * Source: Bertele and Brioschi, Nonserial Dynamic Programming, 1972; Dechter, Artif. Intell. 113, 1999 (bucket
 * elimination).
 * @throws ArgumentError for an order that is no permutation of the spins.
 */
export function* eliminationSteps(network: HopfieldNetwork, order: readonly number[]): Steps<Elimination> {
  const { n } = network;
  if (order.length !== n || new Set(order).size !== n || order.some((v) => !(v >= 0 && v < n && Number.isInteger(v)))) {
    throw new ArgumentError("the order is no permutation of the spins", {
      code: "reference.order",
      received: `${order.length} entries`,
      expected: `each of 0..${n - 1} once`,
    });
  }
  const isLeft = new Uint8Array(n).fill(1);
  const choices: Choice[] = [];
  let messages: Message[] = [];
  let lowest = network.constant;
  for (const [done, spin] of order.entries()) {
    yield { stage: "prove", done, total: n, note: "elimination" };
    const own = messages.filter(({ scope }) => scope.includes(spin));
    messages = messages.filter(({ scope }) => !scope.includes(spin));
    const { message, choice } = eliminate(network, spin, isLeft, own);
    isLeft[spin] = 0;
    choices.push(choice);
    if (message.scope.length === 0) lowest += message.table[0]!;
    else messages.push(message);
  }
  const spins = new Int8Array(n).fill(-1);
  for (const { spin, scope, up } of choices.reverse()) spins[spin] = up[indexOf(scope, spins)] === 1 ? 1 : -1;
  return { energy: lowest, spins };
}
