import { afterAll, describe, expect, test } from "vitest";
import {
  buildSoftmaxCircuit,
  parseNetlist,
  printNetlist,
  SHARE_VOLTS,
  type SoftmaxCircuitSpec,
  thermalVolts,
  UNIT_VOLTS,
} from "../../src/circuit/index.ts";
import { vector } from "../../src/simulate/index.ts";
import { NgspiceWasmEngine } from "../../src/simulate/node/index.ts";
import { caught } from "../helpers/caught.ts";

const engine = new NgspiceWasmEngine({ threads: 1 });
afterAll(() => engine.close());

/** What the Early voltage of the default transistor may move a share by at scores of this size. */
const EARLY = 5e-4;
/** What is left with transistors without: amplifiers of gain 1e6 at each of three places. */
const AMPLIFIERS = 1e-5;
const IDEAL = { name: "q", polarity: "npn", parameters: { is: 1e-16, bf: 1e9 } } as const;

const spec: SoftmaxCircuitSpec = {
  p: 2,
  d: 2,
  patterns: [1, 1, 1, -0.5],
  state: [0.8, -0.6],
  beta: 1.5,
  celsius: 27,
};

async function settled(given: SoftmaxCircuitSpec) {
  const built = buildSoftmaxCircuit(given);
  const waveforms = await engine.simulate({ circuit: built.circuit });
  const last = (names: readonly string[], unit: number) => names.map((name) => vector(waveforms, name).at(-1)! / unit);
  return { ...built, share: last(built.shares, SHARE_VOLTS), out: last(built.outputs, -UNIT_VOLTS) };
}

describe("buildSoftmaxCircuit", () => {
  // Scores .2 and 1.1: shares 1 / (1 + exp(+-1.5 * .9)).
  const lower = 1 / (1 + Math.exp(1.35));

  test("settles to the softmax of two scores in closed form, and to the patterns weighted with it", async () => {
    const { share, out } = await settled({ ...spec, transistor: IDEAL });
    expect(Math.abs(share[0]! - lower)).toBeLessThan(AMPLIFIERS);
    expect(Math.abs(share[1]! - (1 - lower))).toBeLessThan(AMPLIFIERS);
    expect(Math.abs(out[0]! - 1)).toBeLessThan(AMPLIFIERS);
    expect(Math.abs(out[1]! - (lower - (1 - lower) / 2))).toBeLessThan(AMPLIFIERS);
  });

  test("keeps shares of sum 1 with a transistor of finite current gain", async () => {
    const { share } = await settled(spec);
    expect(Math.abs(share[0]! - lower)).toBeLessThan(EARLY);
    expect(Math.abs(share[0]! + share[1]! - 1)).toBeLessThan(EARLY);
  });

  test("has the beta of its temperature when it was tuned for another one", async () => {
    const { share, beta } = await settled({ ...spec, transistor: IDEAL, celsius: 85, tunedCelsius: 27 });
    expect(beta).toBeCloseTo((1.5 * 300.15) / 358.15, 12);
    expect(Math.abs(share[0]! - 1 / (1 + Math.exp(0.9 * beta)))).toBeLessThan(AMPLIFIERS);
  });

  test("multiplies a share by exp(V / V_T) for an offset of V at its base", async () => {
    const { share } = await settled({ ...spec, transistor: IDEAL, baseOffsetVolts: [0.005, 0] });
    const odds = (lower / (1 - lower)) * Math.exp(0.005 / thermalVolts(27));
    expect(Math.abs(share[0]! / share[1]! - odds)).toBeLessThan(AMPLIFIERS);
  });

  test("prints a netlist that reads back as itself", () => {
    const text = printNetlist(buildSoftmaxCircuit(spec).circuit);
    expect(printNetlist(parseNetlist(text))).toBe(text);
    expect(text).toContain(".model exp_npn npn");
    expect(text).toMatch(/^\.options .* temp=27$/m);
  });

  test("refuses a beta of 0 and patterns of another shape", () => {
    expect(caught(() => buildSoftmaxCircuit({ ...spec, beta: 0 }))).toMatchObject({ code: "circuit.beta" });
    expect(String(caught(() => buildSoftmaxCircuit({ ...spec, patterns: [1, 1] })))).toContain("patterns");
  });
});
