import type { HopfieldNetwork } from "../../src/network/index.ts";

/** A state and its energy by the definition, term by term. */
export interface BruteState {
  readonly spins: Int8Array;
  readonly energy: number;
}

/** All 2^n states, written from the definition of the energy alone: no code of the library is used. */
export function allStates({ n, weights, bias, constant }: HopfieldNetwork): BruteState[] {
  return Array.from({ length: 2 ** n }, (_, x) => {
    const spins = Int8Array.from({ length: n }, (_, i) => (Math.floor(x / 2 ** i) % 2 === 1 ? 1 : -1));
    let quadratic = 0;
    let linear = 0;
    for (let i = 0; i < n; i++) {
      linear += bias[i]! * spins[i]!;
      for (let j = 0; j < n; j++) quadratic += weights[i * n + j]! * spins[i]! * spins[j]!;
    }
    return { spins, energy: -quadratic / 2 - linear + constant };
  });
}

/** The states as sorted text, each as the one of s and -s whose first spin is +1 when `symmetric`. */
export function stateTexts(states: readonly Int8Array[], symmetric: boolean): string[] {
  const texts = states.map((s) => Array.from(s, (v) => (symmetric && s[0] === -1 ? -v : v)).join(" "));
  return [...new Set(texts)].sort();
}
