import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COMPACT_MODELS, modelParameters } from "../../src/circuit/index.ts";
import { type Drive, integrateDevice } from "../../src/simulate/index.ts";

/** Volts and seconds of a random drive that each model can follow in a few thousand steps. */
const SCALE: Readonly<Record<string, { volts: number; seconds: number }>> = {
  hp_joglekar: { volts: 5, seconds: 1 },
  hp_biolek: { volts: 5, seconds: 1 },
  yakopcic: { volts: 1, seconds: 1e-2 },
  team: { volts: 1, seconds: 1e3 },
  taox: { volts: 0.6, seconds: 1e-3 },
  vteam: { volts: 0.6, seconds: 1e-6 },
  stanford_pku: { volts: 1.5, seconds: 1e-4 },
  sky130_reram: { volts: 2.5, seconds: 1e-7 },
};

describe("the published laws under random bounded voltages", () => {
  test.for(COMPACT_MODELS)("$name keeps its state within its ends and takes power, never gives it", (model) => {
    const { volts, seconds } = SCALE[model.name]!;
    const equations = model.equations(modelParameters(model));
    const points = fc.array(fc.double({ min: -volts, max: volts, noNaN: true }), { minLength: 3, maxLength: 6 });
    fc.assert(
      fc.property(points, (heights) => {
        const times = heights.map((_, k) => (k * seconds) / (heights.length - 1));
        const source: Drive = { kind: "pwl", times, volts: heights };
        const w = integrateDevice(equations, source, {
          stopSeconds: seconds,
          maxStepSeconds: seconds / 50,
          tolerance: 1e-6,
        });
        expect(w.state.every((x) => x >= equations.low && x <= equations.high)).toBe(true);
        expect(w.amps.every((i, k) => i * w.volts[k]! >= 0)).toBe(true);
        expect(w.time[w.time.length - 1]).toBe(seconds);
      }),
      { numRuns: 15, seed: 5 },
    );
  });
});
