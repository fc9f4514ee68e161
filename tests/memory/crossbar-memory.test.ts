import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { createRandom, runSteps } from "../../src/core/index.ts";
import {
  fieldsOf,
  findStudy,
  hebbIntegers,
  overlapOf,
  patternAt,
  programMemory,
  projectedSequence,
  randomPatterns,
  recallAllOnCrossbar,
  recallCircuitOf,
  recalledState,
  recallOnCrossbar,
  withFlips,
} from "../../src/memory/index.ts";
import { boardMap, flawedBoard } from "../../src/memory/studies/circuit-bench.ts";
import { coarseDigits } from "../../src/memory/studies/digits-circuit.ts";
import { measureRecall, recallSteepest } from "../../src/memory/studies/recall-sweeps.ts";
import { paceOfTheory } from "../../src/memory/studies/sequence-circuit.ts";
import { recallInSpice } from "../../src/memory/studies/spice-recall.ts";
import { pseudoinverseWeights } from "../../src/network/index.ts";
import { vector } from "../../src/simulate/index.ts";
import { NgspiceWasmEngine } from "../../src/simulate/node/index.ts";
import { shippedProfile } from "../helpers/hopfield.ts";

const engine = new NgspiceWasmEngine({ threads: 1 });
afterAll(() => engine.close());
const board = shippedProfile("ideal");
const published = shippedProfile("taox-cai-2020");

describe("recallOnCrossbar", () => {
  const n = 36;
  const p = 3;
  const random = createRandom(1, "crossbar-memory-test");
  const patterns = randomPatterns(p, n, random);
  const memory = programMemory(pseudoinverseWeights(patterns, p, n), n, board, 1);

  test("settles to the stored pattern when a fifth of the cue is flipped, and so does ngspice", async () => {
    for (let m = 0; m < p; m++) {
      const pattern = patternAt(patterns, m, n);
      const cue = withFlips(pattern, 7, random);
      const reduced = runSteps(recallOnCrossbar(memory, cue));
      expect(reduced.settled).toBe(true);
      expect([...reduced.spins]).toEqual([...pattern]);
      if (m > 0) continue;
      const hopfield = recallCircuitOf(memory, cue);
      const waveforms = await engine.simulate({ circuit: hopfield.circuit });
      expect(hopfield.layout.outputs.map((name) => Math.sign(vector(waveforms, name)[0]!))).toEqual([...cue]);
      expect([...recalledState(memory, hopfield, waveforms).spins]).toEqual([...pattern]);
    }
  });

  test("keeps the negation of a pattern, which is as stable as the pattern", () => {
    const negated = patternAt(patterns, 0, n).map((x) => -x);
    expect([...runSteps(recallOnCrossbar(memory, negated)).spins]).toEqual([...negated]);
  });
});

describe("recallAllOnCrossbar", () => {
  test("gives each cue what it gets alone, bit for bit, wires of a published board included", () => {
    const [p, n] = [2, 12];
    const random = createRandom(5, "recall-all");
    const patterns = randomPatterns(p, n, random);
    const memory = programMemory(pseudoinverseWeights(patterns, p, n), n, published, 1, boardMap(published));
    expect(memory.crossbar.wires).toBeDefined();
    const cues = Array.from({ length: 4 }, (_, k) => withFlips(patternAt(patterns, k % p, n), k, random));
    expect(runSteps(recallAllOnCrossbar(memory, cues))).toEqual(
      cues.map((cue) => runSteps(recallOnCrossbar(memory, cue))),
    );
  });
});

describe("recallInSpice", () => {
  test("ends where the built-in simulator ends, on a grid of coarse pictures and a published board", async () => {
    const random = createRandom(3, "pictures");
    const pictures = randomPatterns(2, 784, random);
    for (let k = 0; k < pictures.length; k++) pictures[k] = pictures[k - (k % 4)]!;
    const coarse = coarseDigits(pictures, 7);
    const memory = programMemory(pseudoinverseWeights(coarse, 2, 49), 49, published, 1, boardMap(published, false));
    const [run] = await recallInSpice(memory, coarse, 1, 5, 1, { board, published, spice: engine });
    expect(run).toMatchObject({ settled: true, spice: coarse.subarray(0, 49), reduced: coarse.subarray(0, 49) });
    expect(run!.difference).toBeLessThan(1e-3);
    expect(Math.max(...run!.sums.map(Math.abs))).toBe(1);
    expect([...run!.volts].map(Math.sign)).toEqual([...run!.spice]);
  });
});

describe("coarseDigits", () => {
  test("takes a cell for ink from half of its pixels on, each picture for itself", () => {
    const pictures = new Int8Array(2 * 784).fill(-1);
    // Block (1, 2) of 2 x 2 of the second picture: one pixel, then two.
    pictures[784 + 2 * 28 + 4] = 1;
    expect(coarseDigits(pictures, 14).every((x) => x === -1)).toBe(true);
    pictures[784 + 3 * 28 + 5] = 1;
    const ink = [...coarseDigits(pictures, 14).entries()].filter(([, x]) => x === 1).map(([k]) => k);
    expect(ink).toEqual([196 + 14 + 2]);
  });
});

describe("flawedBoard", () => {
  test("leaves the published error where none is given", () => {
    expect(flawedBoard(published, 0, null)).toEqual(published);
  });

  test("programs devices with the error that was asked for", () => {
    const n = 40;
    const patterns = randomPatterns(2, n, createRandom(1, "flawed"));
    const weights = pseudoinverseWeights(patterns, 2, n);
    const siemensOf = (sigma: number) => programMemory(weights, n, flawedBoard(board, 0, sigma), 1).crossbar.siemens;
    const [exact, flawed] = [siemensOf(0), siemensOf(0.01)];
    // Devices at 0 are cut off at 0: only those well inside the range show the whole spread.
    const errors = [...flawed].map((g, k) => g - exact[k]!).filter((_, k) => exact[k]! > 2e-5 && exact[k]! < 9e-5);
    const sigma = Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length);
    expect(errors.length).toBeGreaterThan(100);
    expect(sigma / 1e-6).toBeGreaterThan(0.8);
    expect(sigma / 1e-6).toBeLessThan(1.2);
  });
});

describe("recallSteepest", () => {
  test("ends where no field contradicts a cell, with an energy that never rose", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 2, max: 30 }), (seed, n) => {
        const random = createRandom(seed, "steepest");
        const weights = Float64Array.from(hebbIntegers(randomPatterns(3, n, random), 3, n));
        const cue = randomPatterns(1, n, random);
        const energy = (s: Int8Array) => -overlapOf(s, fieldsOf(weights, s));
        const state = recallSteepest(weights, cue);
        expect(energy(state)).toBeLessThanOrEqual(energy(cue) + 1e-9);
        fieldsOf(weights, state).forEach((h, i) => {
          expect(h * state[i]!).toBeGreaterThanOrEqual(-1e-9);
        });
      }),
      { numRuns: 50 },
    );
  });
});

describe("measureRecall", () => {
  test("recalls every cue below the load that Hebb's rule holds, by every network", () => {
    const setting = { board: "perfect", rule: "Hebb", p: 4, flipped: 0.1, levels: 0, sigma: 0 } as const;
    const found = runSteps(measureRecall(setting, 1, { board, published, spice: engine }));
    const all = Array.from({ length: 10 }, () => 6);
    expect(found).toMatchObject({ analog: all, digital: all, steepest: all, same: all, unsettled: 0 });
  });
});

describe("projectedSequence", () => {
  test("leads each pattern exactly to the next, whatever their overlaps", () => {
    const [p, n] = [5, 30];
    const patterns = randomPatterns(p, n, createRandom(2, "projected"));
    const { hold, push } = projectedSequence(patterns, p, n);
    for (let m = 0; m < p; m++) {
      const next = fieldsOf(push, patternAt(patterns, m, n));
      const kept = fieldsOf(hold, patternAt(patterns, m, n));
      patternAt(patterns, (m + 1) % p, n).forEach((x, i) => {
        expect(next[i]).toBeCloseTo(x, 9);
      });
      patternAt(patterns, m, n).forEach((x, i) => {
        expect(kept[i]! * x).toBeGreaterThan(0);
      });
    }
  });
});

describe("paceOfTheory", () => {
  test("is -ln(1 - sqrt(held / lambda)) for one stage", () => {
    for (const lambda of [1.5, 2, 3]) {
      expect(paceOfTheory(1, lambda, 0.8)).toBeCloseTo(-Math.log(1 - Math.sqrt(0.8 / lambda)), 9);
    }
  });
});

describe("studies of circuits", () => {
  test.each([
    "recall-circuit",
    "digits-circuit",
    "softmax-circuit",
    "sequence-circuit",
  ])("%s says so without a simulator", async (name) => {
    await expect(findStudy(name).run(1, {})).rejects.toMatchObject({ code: "memory.bench-missing" });
  });
});
