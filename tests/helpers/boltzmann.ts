import { energy, type HopfieldNetwork } from "../../src/network/index.ts";

/** Exact Boltzmann probabilities of all states, bit i of the index being spin i. */
export function boltzmann(network: HopfieldNetwork, temperature: number): Float64Array {
  const { n } = network;
  const p = Float64Array.from({ length: 2 ** n }, (_, bits) => {
    const spins = Int8Array.from({ length: n }, (_, i) => ((bits >> i) & 1 ? 1 : -1));
    return Math.exp(-energy(network, spins) / temperature);
  });
  const sum = p.reduce((a, b) => a + b);
  return p.map((value) => value / sum);
}
