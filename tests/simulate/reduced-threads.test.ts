import { describe, expect, test } from "vitest";
import { type Circuit, schedules, withAnnealLength } from "../../src/circuit/index.ts";
import { ReducedEngine, sideBySide, type Waveforms } from "../../src/simulate/index.ts";
import { ReducedThreads } from "../../src/simulate/node/reduced-threads.ts";
import { buildBench, randomNetwork } from "../helpers/hopfield.ts";

const noisy = withAnnealLength(schedules.anneal, 20);
const WIRES = { wordLineOhms: 5, bitLineOhms: 5, driverOhms: 10, senseOhms: 10, doubleSided: false };

const anneals = (count: number, wires = {}): Circuit[] =>
  Array.from({ length: count }, (_, k) => {
    const { hopfield } = buildBench(randomNetwork(10, 4, true), { schedule: noisy, seed: 30 + k, wires });
    return hopfield.circuit;
  });

async function alone(circuits: readonly Circuit[]): Promise<Waveforms[]> {
  const engine = new ReducedEngine();
  const runs = [];
  for (const circuit of circuits) runs.push(await engine.simulate({ circuit }));
  await engine.close();
  return runs;
}

/** Runs that take a thousand times as long, without an end of their own. */
function endless({ stop: _, ...circuit }: Circuit): Circuit {
  return { ...circuit, analysis: { ...circuit.analysis, stopSeconds: 1e3 * circuit.analysis.stopSeconds } };
}

describe("ReducedThreads", () => {
  test.each([
    [1, 1, {}],
    [1, 3, {}],
    [2, 3, {}],
    [2, 16, WIRES],
  ])("gives each run the bytes of a run alone, %i threads that take %i runs at a time", async (threads, lanes, wires) => {
    // Another array in between, which no batch may hold.
    const { hopfield } = buildBench(randomNetwork(7, 1), { schedule: noisy });
    const circuits = [...anneals(3, wires), hopfield.circuit, ...anneals(4, wires)];
    const expected = await alone(circuits);
    const engine = new ReducedThreads({ threads, sideBySide: () => lanes });
    const runs = await Promise.all(circuits.map((circuit) => engine.simulate({ circuit })));
    await engine.close();
    for (const [k, run] of runs.entries()) expect(run, `run ${k}`).toEqual(expected[k]);
  });

  test("fails a run of a batch alone", async () => {
    const [a, b, c] = anneals(3);
    const engine = new ReducedThreads({ threads: 1, sideBySide: () => 3 });
    const runs = [a!, { ...b!, save: ["v(nosuch)"] }, c!].map((circuit) => engine.simulate({ circuit }));
    await expect(runs[1]).rejects.toMatchObject({ code: "simulate.missing-vector" });
    const expected = await alone([a!, c!]);
    expect(await runs[0]).toEqual(expected[0]);
    expect(await runs[2]).toEqual(expected[1]);
    await engine.close();
  });

  test("cancels a run of a batch alone, and ends one at its limit", async () => {
    const [a, b, c] = anneals(3);
    const engine = new ReducedThreads({ threads: 1, sideBySide: () => 3 });
    const controller = new AbortController();
    const runs = [
      engine.simulate({ circuit: a! }),
      engine.simulate({ circuit: endless(b!) }, { signal: controller.signal }),
      engine.simulate({ circuit: c! }),
    ];
    setTimeout(() => controller.abort(), 50);
    await expect(runs[1]).rejects.toMatchObject({ code: "core.cancelled" });
    const expected = await alone([a!, c!]);
    expect(await runs[0]).toEqual(expected[0]);
    expect(await runs[2]).toEqual(expected[1]);
    const limited = [
      engine.simulate({ circuit: endless(a!) }, { timeLimitSeconds: 0.3 }),
      engine.simulate({ circuit: c! }, { timeLimitSeconds: 100 }),
    ];
    await expect(limited[0]).rejects.toMatchObject({ code: "simulate.timeout" });
    expect(await limited[1]).toEqual(expected[1]);
    await engine.close();
  });

  test("cancels all runs when it is closed, those that wait and those under way", async () => {
    const engine = new ReducedThreads({ threads: 1, sideBySide: () => 2 });
    const runs = anneals(4).map((circuit) =>
      engine.simulate({ circuit: endless(circuit) }).catch((error: unknown) => error),
    );
    await new Promise((resume) => setTimeout(resume, 20));
    await engine.close();
    for (const run of runs) expect(await run).toMatchObject({ code: "core.cancelled" });
  });

  test("takes networks together only where their matrix outgrows the cache", () => {
    expect(sideBySide(1000)).toBe(1);
    expect(sideBySide(2000)).toBeGreaterThan(1);
    expect(new ReducedThreads({ threads: 2 }).sideBySide(2000)).toBe(sideBySide(2000));
  });
});
