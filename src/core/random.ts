/**
 * Seeded random numbers: xoshiro128** seeded through splitmix32, with named substreams so that each device, run and
 * noise source draws from its own stream, whatever the order of the calls.
 *
 * Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021.
 */

/** A stream of random numbers; the same seed gives the same stream on every platform. */
export interface Random {
  /** Uniform integer in [0, 2^32). */
  uint32(): number;
  /** Uniform double in [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform integer in [0, bound), unbiased; bound in 1..2^32. */
  integer(bound: number): number;
  /** Standard normal deviate. */
  gaussian(): number;
}

function splitmix32(state: number): [value: number, next: number] {
  const next = (state + 0x9e3779b9) | 0;
  let z = next;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return [(z ^ (z >>> 15)) >>> 0, next];
}

/** FNV-1a over the UTF-16 code units of `text`, as an unsigned 32-bit integer. */
export function hash32(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    h = Math.imul(h ^ (unit & 0xff), 0x01000193);
    h = Math.imul(h ^ (unit >>> 8), 0x01000193);
  }
  return h >>> 0;
}

/**
 * Creates the stream named by an integer seed and any number of labels, e.g. `createRandom(7, "noise", run, neuron)`.
 * Streams with different labels are independent for every practical purpose.
 */
export function createRandom(seed: number, ...labels: (string | number)[]): Random {
  let state = hash32(`${seed}|${labels.join("|")}`);
  const high = hash32(`${labels.join("/")}/${seed}`);
  const s = new Uint32Array(4);
  for (let i = 0; i < 4; i++) {
    const [value, next] = splitmix32(i < 2 ? state : state ^ high);
    s[i] = value;
    state = next;
  }
  if ((s[0]! | s[1]! | s[2]! | s[3]!) === 0) s[0] = 1;

  const uint32 = (): number => {
    const scrambled = Math.imul(s[1]!, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const t = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= t;
    s[3] = (s[3]! << 11) | (s[3]! >>> 21);
    return result;
  };
  const uniform = (): number => ((uint32() >>> 5) * 0x4000000 + (uint32() >>> 6)) / 0x20000000000000;
  const integer = (bound: number): number => {
    const limit = 0x100000000 - (0x100000000 % bound);
    let r = uint32();
    while (r >= limit) r = uint32();
    return r % bound;
  };
  let spare: number | undefined;
  const gaussian = (): number => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    // Marsaglia's polar method: no trigonometry, whose last bits differ between platforms.
    let x = 0;
    let y = 0;
    let r = 0;
    do {
      x = 2 * uniform() - 1;
      y = 2 * uniform() - 1;
      r = x * x + y * y;
    } while (r >= 1 || r === 0);
    const f = Math.sqrt((-2 * Math.log(r)) / r);
    spare = y * f;
    return x * f;
  };
  return { uint32, uniform, integer, gaussian };
}

/** Shuffles `items` in place (Fisher and Yates) and returns it. */
export function shuffle<T extends { length: number; [index: number]: unknown }>(items: T, random: Random): T {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const kept = items[i];
    items[i] = items[j];
    items[j] = kept;
  }
  return items;
}
