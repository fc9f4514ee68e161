/**
 * Boltzmann machine: the stochastic sister of the Hopfield network. Same energy, but spin i becomes +1 with probability
 * 1 / (1 + exp(-2 h_i / T)), so that states are visited with probability proportional to exp(-E / T). At T -> 0 it is asynchronous
 * recall.
 *
 * Source: Ackley, Hinton and Sejnowski, Cognitive Science 9, 147 (1985).
 */

import { ArgumentError, type Random, requireInteger, type Steps } from "../../core/index.ts";
import { energy, flipInto, type HopfieldNetwork, localFieldsInto, type Spins } from "../../network/index.ts";

function requireTemperature(temperature: number): void {
  if (temperature > 0 && Number.isFinite(temperature)) return;
  throw new ArgumentError("the temperature is out of range", {
    code: "memory.temperature",
    received: String(temperature),
    expected: "a finite number above 0",
  });
}

/** A chain of states with its local fields, kept from sweep to sweep. */
export interface GibbsChain {
  readonly network: HopfieldNetwork;
  readonly spins: Spins;
  readonly fields: Float64Array;
  energy: number;
}

/** A chain that starts from random spins. */
export function createGibbsChain(network: HopfieldNetwork, random: Random): GibbsChain {
  const spins = Int8Array.from({ length: network.n }, () => (random.uint32() & 1 ? 1 : -1));
  const fields = new Float64Array(network.n);
  localFieldsInto(fields, network, spins);
  return { network, spins, fields, energy: energy(network, spins) };
}

/** One sweep of heat-bath updates over all spins in order, in place. */
export function gibbsSweep(chain: GibbsChain, temperature: number, random: Random): void {
  requireTemperature(temperature);
  const { network, spins, fields } = chain;
  for (let i = 0; i < network.n; i++) {
    const up = 1 / (1 + Math.exp((-2 * fields[i]!) / temperature));
    const next = random.uniform() < up ? 1 : -1;
    if (next !== spins[i]) chain.energy += flipInto(spins, fields, network, i);
  }
}

export interface BoltzmannMoments {
  /** Mean spins <s_i>: n. */
  readonly means: Float64Array;
  /** Correlations <s_i s_j>: n*n. */
  readonly correlations: Float64Array;
  readonly meanEnergy: number;
}

/** Moments over `sweeps` sweeps after `warmUp` ones. */
export function* sampleMoments(
  network: HopfieldNetwork,
  temperature: number,
  sweeps: number,
  warmUp: number,
  random: Random,
): Steps<BoltzmannMoments> {
  requireInteger("sweeps", sweeps, 1);
  const { n } = network;
  const chain = createGibbsChain(network, random);
  const means = new Float64Array(n);
  const correlations = new Float64Array(n * n);
  let total = 0;
  for (let sweep = -warmUp; sweep < sweeps; sweep++) {
    gibbsSweep(chain, temperature, random);
    if ((sweep & 1023) === 0) yield { stage: "sample", done: Math.max(0, sweep), total: sweeps };
    if (sweep < 0) continue;
    total += chain.energy;
    for (let i = 0; i < n; i++) {
      means[i]! += chain.spins[i]!;
      for (let j = 0; j < n; j++) correlations[i * n + j]! += chain.spins[i]! * chain.spins[j]!;
    }
  }
  return {
    means: means.map((sum) => sum / sweeps),
    correlations: correlations.map((sum) => sum / sweeps),
    meanEnergy: total / sweeps,
  };
}

/** The same moments summed over all 2^n states, n <= 20: the oracle of the sampler. */
export function exactMoments(network: HopfieldNetwork, temperature: number): BoltzmannMoments {
  requireTemperature(temperature);
  const { n } = network;
  requireInteger("n", n, 1, 20);
  const spins = new Int8Array(n).fill(-1);
  const fields = new Float64Array(n);
  localFieldsInto(fields, network, spins);
  let e = energy(network, spins);
  const reference = e;
  const means = new Float64Array(n);
  const correlations = new Float64Array(n * n);
  let partition = 0;
  let total = 0;
  for (let k = 1; ; k++) {
    const weight = Math.exp((reference - e) / temperature);
    partition += weight;
    total += weight * e;
    for (let i = 0; i < n; i++) {
      means[i]! += weight * spins[i]!;
      for (let j = 0; j < n; j++) correlations[i * n + j]! += weight * spins[i]! * spins[j]!;
    }
    if (k === 2 ** n) break;
    // Gray code: the next state differs in the spin of k's lowest set bit.
    e += flipInto(spins, fields, network, 31 - Math.clz32(k & -k));
  }
  return {
    means: means.map((sum) => sum / partition),
    correlations: correlations.map((sum) => sum / partition),
    meanEnergy: total / partition,
  };
}
