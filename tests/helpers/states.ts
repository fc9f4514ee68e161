/** All 2^n spin states, for the minima of small networks by brute force. */
export function enumerateStates(n: number): Int8Array[] {
  return Array.from({ length: 2 ** n }, (_, bits) =>
    Int8Array.from({ length: n }, (_x, i) => ((bits >> i) & 1 ? 1 : -1)),
  );
}
