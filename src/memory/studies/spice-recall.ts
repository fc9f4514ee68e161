/** Patterns recalled by the same circuit in SPICE and in the built-in simulator. */

import { createRandom, runSteps } from "../../core/index.ts";
import { reducedTask, simulateReduced, vector, type Waveforms } from "../../simulate/index.ts";
import { type CrossbarMemory, recallCircuitOf, recalledState } from "../crossbar-memory.ts";
import { patternAt, withFlips } from "../patterns.ts";
import { exactClaim } from "./claims.ts";
import type { CircuitBench, Claim } from "./study.ts";

export interface SpiceRun {
  readonly pattern: Int8Array;
  readonly cue: Int8Array;
  /** What the comparators read, by each simulator. */
  readonly spice: Int8Array;
  readonly reduced: Int8Array;
  readonly settled: boolean;
  /** Settled outputs in SPICE, in units of the supply. */
  readonly volts: Float64Array;
  /** Settled voltages of the summing nodes in SPICE, in units of the largest. */
  readonly sums: Float64Array;
  /** Largest difference of a settled summing voltage between the simulators, in the same unit. */
  readonly difference: number;
}

const lastOf = (waveforms: Waveforms, names: readonly string[]) =>
  Float64Array.from(names, (name) => vector(waveforms, name).at(-1)!);

async function spiceRun(
  memory: CrossbarMemory,
  pattern: Int8Array,
  cue: Int8Array,
  { spice, signal }: CircuitBench,
): Promise<SpiceRun> {
  const hopfield = recallCircuitOf(memory, cue);
  const { circuit, layout } = hopfield;
  const waveforms = await spice.simulate({ circuit }, signal === undefined ? {} : { signal });
  const own = runSteps(simulateReduced(reducedTask({ circuit }))).waveforms;
  const [there, here] = [waveforms, own].map((run) => recalledState(memory, hopfield, run));
  const [sums, ownSums] = [waveforms, own].map((run) => lastOf(run, layout.states));
  const largest = sums!.reduce((most, u) => Math.max(most, Math.abs(u)), 0);
  return {
    pattern,
    cue,
    spice: Int8Array.from(there!.spins),
    reduced: Int8Array.from(here!.spins),
    settled: there!.settled && here!.settled,
    volts: there!.outputVolts.map((v) => v / hopfield.supplyVolts),
    sums: sums!.map((u) => (layout.stateSign * u) / largest),
    difference: sums!.reduce((most, u, i) => Math.max(most, Math.abs(u - ownSums![i]!)), 0) / largest,
  };
}

/** Recalls the first `cues` patterns of n cells, `flips` of them wrong. */
export async function recallInSpice(
  memory: CrossbarMemory,
  patterns: Int8Array,
  cues: number,
  flips: number,
  seed: number,
  bench: CircuitBench,
): Promise<SpiceRun[]> {
  const n = memory.crossbar.rows;
  const random = createRandom(seed, "spice-recall", n);
  const runs: SpiceRun[] = [];
  for (let m = 0; m < cues; m++) {
    bench.progress?.({ stage: `SPICE, ${n} neurons`, done: m, total: cues });
    const pattern = patternAt(patterns, m, n);
    runs.push(await spiceRun(memory, pattern, withFlips(pattern, flips, random), bench));
  }
  return runs;
}

/** That every cell came back in SPICE, and that both simulators read the same cells. */
export function spiceClaims(words: string, runs: readonly SpiceRun[]): Claim[] {
  let [right, all, different] = [0, 0, 0];
  for (const { pattern, spice, reduced, settled } of runs) {
    all += pattern.length;
    pattern.forEach((x, i) => {
      if (settled && spice[i] === x) right++;
      if (spice[i] !== reduced[i]) different++;
    });
  }
  return [
    exactClaim(`${words}: cells recalled in ngspice`, all, right),
    exactClaim(`${words}: cells that ngspice and the built-in simulator read differently`, 0, different),
  ];
}
