import { describe, expect, test } from "vitest";
import type { Readout } from "../../src/readout/index.ts";
import { judgeRun, type ReferenceVerdict, type RunVerdict, summarise } from "../../src/verify/index.ts";
import { randomNetwork } from "../helpers/hopfield.ts";

const network = randomNetwork(4, 1);
const reference: ReferenceVerdict = { objective: 10, lower: 10, upper: 10, proven: true, method: "m", seconds: 1 };

function judged(
  change: { objective?: number; feasible?: boolean; settled?: boolean; reference?: ReferenceVerdict | null } = {},
): RunVerdict {
  const { objective = 10, feasible = true, settled = true } = change;
  const spins = Int8Array.of(1, -1, 1, -1);
  const readout = {
    settled,
    unsettledBecause: "",
    settleSeconds: 1e-6,
    endSeconds: 2e-6,
    spins,
    marginVolts: 0.1,
  } as Readout;
  return judgeRun({
    seed: 1,
    engine: "e",
    readout,
    score: { objective, feasible, violations: [] },
    network,
    reference: change.reference === undefined ? reference : change.reference,
    groundStates: [Int8Array.of(-1, 1, -1, -1)],
    symmetric: true,
    joules: 1e-9,
    lyapunovRise: null,
  });
}

describe("judgeRun", () => {
  test("calls a settled feasible run with the reference's objective a success", () => {
    expect(judged()).toMatchObject({ success: true, gap: 0, hamming: 1, objective: 10 });
  });

  test.each([
    ["did not settle", { settled: false }],
    ["is not feasible", { feasible: false }],
    ["misses the objective by one", { objective: 9 }],
    ["decodes to no solution", { objective: Number.NaN, feasible: false }],
    ["has no reference", { reference: null }],
  ])("calls a run that %s no success", (_what, change) => {
    expect(judged(change).success).toBe(false);
  });

  test("leaves objective and gap of a state without a solution unknown", () => {
    expect(judged({ objective: Number.NaN, feasible: false })).toMatchObject({ objective: null, gap: null });
  });
});

describe("summarise", () => {
  test("counts runs that could not be simulated as runs without success", () => {
    const summary = summarise([judged(), judged({ objective: 8 })], reference, 2);
    expect(summary).toMatchObject({ runs: 4, settled: 2, successes: 1, p: 0.25, meanRatio: 0.9 });
    expect(summary.tts99Seconds).toBeCloseTo((2e-6 * Math.log(0.01)) / Math.log(0.75), 12);
    expect(summary.joulesToSolution).toBeCloseTo((1e-9 * Math.log(0.01)) / Math.log(0.75), 15);
  });

  test("gives no time to solution when nothing succeeded, but a lower limit of it", () => {
    const summary = summarise([judged({ objective: 8 })], reference);
    expect(summary).toMatchObject({ tts99Seconds: null, tts99High: null, joulesToSolution: null });
    expect(summary.tts99Low).toBeGreaterThanOrEqual(2e-6);
  });
});
