import { createRandom, type Steps } from "../../core/index.ts";
import { createNetwork, hebbWeights } from "../../network/index.ts";
import { createGibbsChain, exactMoments, gibbsSweep } from "../models/index.ts";
import { overlapOf, patternAt, randomPatterns } from "../patterns.ts";
import { exactClaim, meanClaim, meanOf } from "./claims.ts";
import type { Study, StudyResult } from "./study.ts";

const N = 14;
const P = 2;
const TEMPERATURES = [0.2, 0.4, 0.6, 0.8, 1, 1.5, 2, 4] as const;
const CHAINS = 16;
const SWEEPS = 1500;
const WARM_UP = 200;

function* run(seed: number): Steps<StudyResult> {
  const patterns = randomPatterns(P, N, createRandom(seed, "patterns"));
  const network = createNetwork(
    N,
    hebbWeights(patterns, P, N).map((w) => w / N),
  );
  const rows: number[][] = [];
  const claims = [];
  for (const [k, temperature] of TEMPERATURES.entries()) {
    const energies: number[] = [];
    const overlaps: number[] = [];
    for (let chain = 0; chain < CHAINS; chain++) {
      yield { stage: "sample", done: k * CHAINS + chain, total: TEMPERATURES.length * CHAINS };
      const random = createRandom(seed, "chain", k, chain);
      const state = createGibbsChain(network, random);
      let [energy, overlap] = [0, 0];
      for (let sweep = -WARM_UP; sweep < SWEEPS; sweep++) {
        gibbsSweep(state, temperature, random);
        if (sweep < 0) continue;
        energy += state.energy;
        overlap += Math.max(...[0, 1].map((m) => Math.abs(overlapOf(state.spins, patternAt(patterns, m, N)))));
      }
      energies.push(energy / SWEEPS);
      overlaps.push(overlap / SWEEPS);
    }
    const exact = exactMoments(network, temperature).meanEnergy;
    rows.push([temperature, exact, meanOf(energies), meanOf(overlaps)]);
    if (temperature >= 0.6) {
      claims.push(
        meanClaim(`T = ${temperature}: mean energy of exp(-E/T) over all ${2 ** N} states`, exact, energies, 0.002),
      );
    }
  }
  const cold = createGibbsChain(network, createRandom(seed, "cold"));
  let rises = 0;
  for (let sweep = 0; sweep < 200; sweep++) {
    const before = cold.energy;
    gibbsSweep(cold, 1e-9, createRandom(seed, "cold", sweep));
    if (cold.energy > before + 1e-9) rises++;
  }
  claims.push(exactClaim("at T -> 0 it is the Hopfield network: sweeps of 200 that raise the energy", 0, rises));
  return {
    table: { header: ["T", "mean energy, exact", "sampled", "overlap with the nearest pattern"], rows },
    claims,
    figure: {
      kind: "curves",
      title: `Boltzmann machine on ${N} spins, two patterns stored`,
      x: { title: "temperature", log: true },
      y: { title: "Mean energy" },
      series: [
        { label: "all states", x: TEMPERATURES, y: rows.map((row) => row[1]!), style: "dash" },
        { label: "sampled", x: TEMPERATURES, y: rows.map((row) => row[2]!), style: "dots" },
      ],
    },
  };
}

export const boltzmann: Study = {
  name: "boltzmann",
  title: "the stochastic sister: sampled energies against the sum over all states",
  run,
};
