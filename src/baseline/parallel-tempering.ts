import { createRandom, type Random, requireInteger, runSteps, type StepOptions, type Steps } from "../core/index.ts";
import { type HopfieldNetwork, isSpinFlipSymmetric } from "../network/index.ts";
import { clusterMove } from "./cluster-move.ts";
import { type Couplings, couplingsOf, descend, randomState, refreshState, type SpinState } from "./couplings.ts";
import { createDraws, metropolisSweep } from "./metropolis.ts";
import { keepBest, requireSearch, SLICE_WORK, type SpinSearchOptions, type SpinSearchResult } from "./search.ts";
import { type TemperatureRange, temperatureRange } from "./temperatures.ts";

export interface TemperingOptions extends SpinSearchOptions {
  /** Number of temperatures, in geometric steps; 20 by default. Each holds two replicas. */
  readonly levels?: number;
  /** From the instance by default. */
  readonly temperatures?: TemperatureRange;
  /** Whether replicas of one temperature exchange clusters; true by default. */
  readonly clusters?: boolean;
}

/** Replicas a temperature: two, so that they can exchange clusters. */
const COPIES = 2;
/** Rounds between two looks for better states, each by descent from a copy of every replica of the colder half. */
const LOOK_EVERY = 5;

/** Dense couplings bind a cluster when larger than one to this many temperatures, drawn anew for each move. */
const WIDEST_BINDING = 16;

/** Exchanges the states of neighbouring temperatures with probability min(1, exp(dBeta dE)); returns how many. */
function exchange(replicas: SpinState[], betas: Float64Array, random: Random): number {
  let made = 0;
  for (let level = 0; level + 1 < betas.length; level++) {
    const gap = betas[level + 1]! - betas[level]!;
    for (let copy = 0; copy < COPIES; copy++) {
      const at = level * COPIES + copy;
      const log = gap * (replicas[at + COPIES]!.energy - replicas[at]!.energy);
      if (log < 0 && random.uniform() >= Math.exp(log)) continue;
      const kept = replicas[at]!;
      replicas[at] = replicas[at + COPIES]!;
      replicas[at + COPIES] = kept;
      made++;
    }
  }
  return made;
}

function copyInto(to: SpinState, from: SpinState): void {
  to.spins.set(from.spins);
  to.fields.set(from.fields);
  to.energy = from.energy;
}

/** Inverse temperatures from hot to cold in geometric steps. */
function ladder({ hot, cold }: TemperatureRange, levels: number): Float64Array {
  return Float64Array.from({ length: levels }, (_, k) => 1 / (hot * (cold / hot) ** (k / Math.max(1, levels - 1))));
}

/** A start's replicas, hottest first, COPIES a level. */
function startReplicas(couplings: Couplings, levels: number, random: Random): SpinState[] {
  return Array.from({ length: levels * COPIES }, () => randomState(couplings, random));
}

/** The search in slices; see `parallelTempering`. */
export function* temperingSteps(network: HopfieldNetwork, options: TemperingOptions): Steps<SpinSearchResult> {
  const { seed, restarts, sweeps, target } = requireSearch(options, 1, 20_000);
  const { levels = 20 } = options;
  requireInteger("levels", levels, 2, 1000);
  const couplings = couplingsOf(network);
  const { clusters = true } = options;
  const symmetric = isSpinFlipSymmetric(network);
  const { n } = network;
  const range = options.temperatures ?? temperatureRange(couplings, createRandom(seed, "temper", "temperatures"));
  const betas = ladder(range, levels);
  const best = keepBest(network, options);
  const probe: SpinState = { spins: new Int8Array(n), fields: new Float64Array(n), energy: 0 };
  const scratch = { seen: new Uint8Array(n), members: new Int32Array(n) };
  const perRound = levels * COPIES;
  const rounds = Math.max(1, Math.floor(sweeps / perRound));
  const slice = Math.max(1, Math.floor(SLICE_WORK / (perRound * (n + couplings.values.length))));
  const total = restarts * rounds * perRound;
  let made = 0;
  let started = 0;
  while (started < restarts && best.energy > target) {
    const random = createRandom(seed, "temper", started);
    const replicas = startReplicas(couplings, levels, random);
    const draws = createDraws(random);
    for (let round = 1; round <= rounds && best.energy > target; round++) {
      for (let at = 0; at < perRound; at++) {
        metropolisSweep(replicas[at]!, couplings, 1 / betas[at >> 1]!, draws);
      }
      made += perRound;
      if (clusters) {
        for (let at = 0; at < perRound; at += COPIES) {
          const temperature = 1 / betas[at >> 1]!;
          const binding = couplings.dense === undefined ? 0 : temperature * WIDEST_BINDING ** random.uniform();
          clusterMove(replicas[at]!, replicas[at + 1]!, couplings, symmetric, binding, temperature, random, scratch);
        }
      }
      exchange(replicas, betas, random);
      if (round % LOOK_EVERY === 0 || round === rounds) {
        for (let at = perRound >> 1; at < perRound; at++) {
          refreshState(replicas[at]!, couplings);
          copyInto(probe, replicas[at]!);
          descend(probe, couplings);
          best.offer(probe, made);
        }
      }
      if (round % slice === 0) yield { stage: "temper", done: made, total, note: `best energy ${best.energy}` };
    }
    started++;
    yield { stage: "temper", done: made, total, note: `best energy ${best.energy}` };
  }
  return { energy: best.energy, spins: best.spins, sweeps: made, restarts: started };
}

/**
 * Parallel tempering with isoenergetic cluster moves: two replicas at each of 20 temperatures, swept in turn; replicas of
 * one temperature exchange clusters (`clusterMove`), those of neighbouring temperatures their states. 20,000 sweeps
 * over all replicas by default.
 *
 * Source: Hukushima and Nemoto, J. Phys. Soc. Jpn. 65, 1996; Zhu, Ochoa and Katzgraber, Phys. Rev. Lett. 115, 2015.
 * @throws ArgumentError for an option out of range.
 * @throws CancelledError when the signal is aborted.
 */
export function parallelTempering(network: HopfieldNetwork, options: TemperingOptions & StepOptions): SpinSearchResult {
  return runSteps(temperingSteps(network, options), options);
}
