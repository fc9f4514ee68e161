/**
 * The random numbers of NumPy's `RandomState`: Mersenne Twister and the few draws that published experiments use, bit for bit, so
 * that a figure printed there is repeated and not merely approached. Nothing else should draw from it: `createRandom` has
 * independent streams.
 *
 * Source: Matsumoto and Nishimura, ACM TOMACS 8, 3 (1998); numpy/random/mtrand.pyx and src/legacy (its stream is frozen, NEP 19).
 */

const N = 624;
const M = 397;

export interface LegacyRandom {
  /** Uniform in [0, 1), 53 bits. */
  double(): number;
  /** Standard normal, `randn`. */
  gaussian(): number;
  /** `choice([-1, 1], size)`. */
  signs(size: number): Int8Array;
  /** `permutation(size)`, and so `choice(size, k, replace=False)` for its first k. */
  permutation(size: number): Uint32Array;
}

/** `np.random.seed(seed)`. */
export function legacyRandom(seed: number): LegacyRandom {
  const state = new Uint32Array(N);
  state[0] = seed;
  for (let k = 1; k < N; k++) {
    const before = state[k - 1]! ^ (state[k - 1]! >>> 30);
    state[k] = Math.imul(1812433253, before) + k;
  }
  let at = N;
  const twist = (): void => {
    for (let k = 0; k < N; k++) {
      const y = (state[k]! & 0x80000000) | (state[(k + 1) % N]! & 0x7fffffff);
      state[k] = state[(k + M) % N]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    at = 0;
  };
  const uint32 = (): number => {
    if (at === N) twist();
    let y = state[at++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
  const double = (): number => ((uint32() >>> 5) * 67108864 + (uint32() >>> 6)) / 9007199254740992;
  /** Uniform in 0..largest by masks and rejection. */
  const upTo = (largest: number): number => {
    if (largest === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(largest);
    let value = (uint32() & mask) >>> 0;
    while (value > largest) value = (uint32() & mask) >>> 0;
    return value;
  };
  let spare: number | undefined;
  const gaussian = (): number => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    let x = 0;
    let y = 0;
    let r = 0;
    do {
      x = 2 * double() - 1;
      y = 2 * double() - 1;
      r = x * x + y * y;
    } while (r >= 1 || r === 0);
    const f = Math.sqrt((-2 * Math.log(r)) / r);
    spare = f * x;
    return f * y;
  };
  return {
    double,
    gaussian,
    signs: (size) => Int8Array.from({ length: size }, () => (upTo(1) === 1 ? 1 : -1)),
    permutation: (size) => {
      const out = Uint32Array.from({ length: size }, (_, k) => k);
      for (let k = size - 1; k > 0; k--) {
        const j = upTo(k);
        const kept = out[k]!;
        out[k] = out[j]!;
        out[j] = kept;
      }
      return out;
    },
  };
}
