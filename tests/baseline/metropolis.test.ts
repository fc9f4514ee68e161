import { describe, expect, test } from "vitest";
import { couplingsOf, randomState, refreshState } from "../../src/baseline/couplings.ts";
import { createDraws, metropolisSweep } from "../../src/baseline/metropolis.ts";
import { createRandom } from "../../src/core/index.ts";
import type { HopfieldNetwork } from "../../src/network/index.ts";
import { boltzmann } from "../helpers/boltzmann.ts";
import { networkOf } from "../reference/arbitraries.ts";

const SWEEPS = 200_000;
const RARE_SWEEPS = 2_000_000;
/** Over five standard errors of a share near 1/2 from that many sweeps, of which about one in five is independent. */
const SHARE_TOLERANCE = 0.013;
const SUM_TOLERANCE = 1e-9;

const NETWORKS: [string, HopfieldNetwork][] = [
  ["dense", networkOf(4, [0.7, -0.4, 1.1, 0.3, -0.9, 0.5], [0.2, -0.1, 0.4, 0])],
  ["sparse", networkOf(4, [0.7, 0, 1.1, 0, 0, 0.5], [0.2, -0.1, 0.4, 0])],
];

describe("metropolisSweep", () => {
  test.each(NETWORKS)("visits the states of a %s network as often as Boltzmann's law says", (form, network) => {
    const couplings = couplingsOf(network);
    expect(couplings.dense === undefined).toBe(form === "sparse");
    for (const temperature of [0.8, 3]) {
      const random = createRandom(1, "metropolis", temperature);
      const state = randomState(couplings, random);
      const draws = createDraws(random);
      const visits = new Float64Array(2 ** network.n);
      for (let sweep = 0; sweep < SWEEPS; sweep++) {
        metropolisSweep(state, couplings, temperature, draws);
        visits[state.spins.reduce((bits, s, i) => bits + (s > 0 ? 1 << i : 0), 0)]! += 1 / SWEEPS;
      }
      const exact = boltzmann(network, temperature);
      for (let k = 0; k < exact.length; k++) expect(Math.abs(visits[k]! - exact[k]!)).toBeLessThan(SHARE_TOLERANCE);
      const [fields, kept] = [state.fields.slice(), state.energy];
      refreshState(state, couplings);
      expect(Math.abs(state.energy - kept)).toBeLessThan(SUM_TOLERANCE);
      expect(Math.max(...fields.map((h, i) => Math.abs(h - state.fields[i]!)))).toBeLessThan(SUM_TOLERANCE);
    }
  });

  test("accepts a flip that raises the energy by d with probability exp(-d / T), down to rare ones", () => {
    // One spin held by its bias: a sweep from the better state flips with that probability.
    for (const change of [0.01, 1, 4, 7]) {
      const couplings = couplingsOf(networkOf(1, [], [change / 2]));
      const random = createRandom(2, "rare", change);
      const draws = createDraws(random);
      const state = randomState(couplings, random);
      let flips = 0;
      for (let k = 0; k < RARE_SWEEPS; k++) {
        state.spins[0] = 1;
        refreshState(state, couplings);
        metropolisSweep(state, couplings, 1, draws);
        if (state.spins[0]! < 0) flips++;
      }
      const p = Math.exp(-change);
      // Five standard errors of independent draws.
      expect(Math.abs(flips / RARE_SWEEPS - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / RARE_SWEEPS));
    }
  });
});
