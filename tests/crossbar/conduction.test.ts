import { afterAll, describe, expect, test } from "vitest";
import { arrayCircuit, buildHopfieldCircuit, printNetlist, schedules } from "../../src/circuit/index.ts";
import {
  arrayCurrents,
  type Crossbar,
  conductionGains,
  conductionLaw,
  DEVICE_EFFECTS,
  lawVolts,
  mappingErrors,
  mappingReport,
  mapToCrossbar,
  parseDevice,
  perfectWires,
  programmedWeights,
  readArray,
  solveArray,
} from "../../src/crossbar/index.ts";
import { fieldScale } from "../../src/network/index.ts";
import { vector } from "../../src/simulate/index.ts";
import { createEngine } from "../../src/simulate/node/index.ts";
import { hardwareText, randomNetwork, shippedProfile } from "../helpers/hopfield.ts";

/** Newton's residual, and the simulator's relative tolerance. */
const NEWTON = 1e-9;
const SPICE = 1e-5;

const engine = createEngine("ngspice-wasm", { threads: 1 });
afterAll(() => engine.close());

const sky = shippedProfile("sky130-reram");
const ohmicEffects = DEVICE_EFFECTS.filter((effect) => effect !== "conduction" && effect !== "read-noise");

describe("an array of devices that are not ohmic", () => {
  test.each([
    ["sky130-reram", 0, 0],
    ["hfox-stanford-pku", 15, 40],
    ["hfox-selector", 15, 40],
  ] as const)("of %s carries the same by Newton, ngspice and its law, wires of %i ohms", async (board, ohms, sense) => {
    const conduction = conductionLaw(shippedProfile(board).device)!;
    const siemens = Float64Array.of(1e-4, 3e-5, 5e-6, 8e-5, 2e-5, 9e-5);
    const array = { rows: 2, columns: 3, siemens, wordLineOhms: ohms, bitLineOhms: ohms, senseOhms: sense, conduction };
    const applied = { appliedVolts: [0.6, -0.35], senseVolts: [0.02, 0, -0.05] };
    const { outputAmps, deviceAmps, wordLineVolts, bitLineVolts } = solveArray({ ...array, ...applied });
    for (const [x, g] of siemens.entries()) {
      const amps = g * lawVolts(conduction, wordLineVolts[x]! - bitLineVolts[x]!);
      expect(Math.abs(deviceAmps[x]! - amps)).toBeLessThan(NEWTON * 1e-4);
    }
    const { circuit, outputs } = arrayCircuit({ ...array, ...applied });
    const waveforms = await engine.simulate({ circuit });
    for (const [i, name] of outputs.entries()) {
      const spice = vector(waveforms, name).at(-1)!;
      expect(Math.abs(spice - outputAmps[i]!)).toBeLessThan(SPICE * 1e-4);
    }
    if (ohms > 0) return;
    for (let i = 0; i < 3; i++) {
      const [top, bottom] = [0.6, -0.35].map((v) => lawVolts(conduction, v - applied.senseVolts[i]!)) as [
        number,
        number,
      ];
      expect(outputAmps[i]! / (siemens[i]! * top + siemens[3 + i]! * bottom)).toBeCloseTo(1, 9);
    }
  });

  test.each([
    "differential-pair",
    "reference-column",
    "bit-slicing",
  ] as const)("gives settled outputs the weights that are reported, by %s", (mapping) => {
    const network = randomNetwork(5, 2, true);
    const crossbar = mapToCrossbar(network, sky, 1, { mapping });
    expect(crossbar.conduction?.supplyVolts).toBe(0.4);
    const { weights, bias } = programmedWeights(crossbar);
    const drive = Float64Array.of(0.4, -0.4, 0.4, 0.4, -0.4, 0.4);
    const amps = arrayCurrents(crossbar, drive, new Float64Array(5));
    for (let i = 0; i < 5; i++) {
      let expected = 0.4 * bias[i]!;
      for (let j = 0; j < 5; j++) expected += weights[i * 5 + j]! * drive[j]!;
      expect(amps[i]! / crossbar.unitSiemens).toBeCloseTo(expected, 9);
    }
  });

  test("carries through wires of next to nothing what it carries without", () => {
    const crossbar = mapToCrossbar(randomNetwork(4, 4), sky, 1, { mapping: "reference-column" });
    const wired: Crossbar = { ...crossbar, wires: { ...perfectWires, wordLineOhms: 1e-6, senseOhms: 1e-6 } };
    const [drive, sums] = [Float64Array.of(0.4, -0.3, 0.1, -0.4), [0.01, -0.02, 0, 0.03]];
    const [plain, thin] = [arrayCurrents(crossbar, drive, sums), arrayCurrents(wired, drive, sums)];
    for (let i = 0; i < 4; i++) expect(Math.abs(plain[i]! - thin[i]!)).toBeLessThan(1e-8 * crossbar.unitSiemens);
  });

  test("is ohmic when the effect is off", () => {
    const network = randomNetwork(4, 4);
    const off = mapToCrossbar(network, sky, 1, { devices: { effects: ohmicEffects } });
    const on = mapToCrossbar(network, sky, 1);
    expect(off.conduction).toBeNull();
    expect(off.siemens).toEqual(on.siemens);
    expect(conductionGains(off)).toBeNull();
  });
});

describe("mappingReport of devices that are not ohmic", () => {
  test("finds pairs scaled alike, and slices of several swings not", () => {
    const network = randomNetwork(6, 3);
    const found = (["differential-pair", "bit-slicing", "offset-column", "reference-column"] as const).map((mapping) =>
      mappingReport(network, mapToCrossbar(network, sky, 1, { mapping }), sky),
    );
    const gain = (0.1 * Math.sinh(0.4 / 0.43)) / Math.sinh(0.1 / 0.43) / 0.4;
    for (const { gains } of found) expect(gains!.fullSwing).toBeCloseTo(gain, 12);
    expect(found.map(({ conduction }) => conduction.largest > 0)).toEqual([false, true, true, false]);
    expect(found[0]!.smallSignal.largest).toBeGreaterThan(0.3);
  });

  test("parts the whole error into its causes", () => {
    const network = randomNetwork(6, 3);
    const crossbar = mapToCrossbar(network, sky, 1, { mapping: "bit-slicing" });
    const { quantisation, programming, conduction } = mappingErrors(network, crossbar, sky);
    const { weights } = programmedWeights(crossbar);
    const { fullSwing } = conductionGains(crossbar)!;
    for (const [k, wanted] of network.weights.entries()) {
      expect(quantisation[k]! + programming[k]! + conduction[k]!).toBeCloseTo(weights[k]! / fullSwing - wanted, 9);
    }
  });
});

test("a supply beyond the range of the law is refused before a circuit is built", () => {
  const network = randomNetwork(3, 3);
  const high = { ...sky, neuron: { ...sky.neuron, supplyVolts: { ...sky.neuron.supplyVolts, value: 0.7 } } };
  const crossbar = mapToCrossbar(network, high, 1);
  const spec = { crossbar, profile: high, schedule: schedules.ramp, fieldScale: fieldScale(network), seed: 1 };
  expect(() => buildHopfieldCircuit("passive", { ...spec, instance: "x" })).toThrow(/sky130-reram: voltage outside/);
});

describe("parseDevice", () => {
  const text = JSON.parse(hardwareText("devices", "reram-sky130"));
  const volts = (value: number) => ({ value, unit: "V", source: "x" });
  const sinh = (scale: number, highest: number) => ({
    ...text,
    conduction: { kind: "sinh", scaleVolts: volts(scale), highestVolts: volts(highest) },
  });
  test.each([
    ["a scale of 0", sinh(0, 0.6), /d\.json: conduction\.scaleVolts\.value: .*greater than 0/],
    [
      "a range below the read voltage",
      sinh(0.4, 0.05),
      /conduction\.highestVolts\.value: .*at least readVolts, 0\.1 V/,
    ],
    ["a range of too many scales", sinh(0.01, 0.6), /conduction\.highestVolts\.value: .*at most 50 times scaleVolts/],
    ["no read voltage", { ...text, readVolts: undefined }, /readVolts.*conduction needs/],
    ["a selector with a hard corner", { ...text, selector: { thresholdVolts: volts(0.2) } }, /selector\.softnessVolts/],
    [
      "a corner of no width",
      { ...text, selector: { thresholdVolts: volts(0.2), softnessVolts: volts(0) } },
      /selector\.softnessVolts\.value: .*greater than 0/,
    ],
  ])("refuses %s, naming the field", (_what, json, words) => {
    expect(() => parseDevice(JSON.stringify(json), "d.json")).toThrow(words);
  });
});

describe("readArray of sinh devices", () => {
  const json = {
    r_word_line: 0,
    r_bit_line: 0,
    resistances: [[1000]],
    applied_voltages: [0.5],
    sinh_volts: 0.25,
  };
  const solved = (value: object) => solveArray(readArray(JSON.stringify(value), "a.json")).outputAmps[0]!;

  test("takes resistances at small signal, or at a read voltage", () => {
    expect(solved(json)).toBeCloseTo(2.5e-4 * Math.sinh(2), 12);
    expect(solved({ ...json, read_volts: 0.5 })).toBeCloseTo(5e-4, 12);
    const { conduction } = readArray(JSON.stringify(json), "a.json");
    expect(printNetlist(arrayCircuit(readArray(JSON.stringify(json), "a.json")).circuit)).toContain("v0=0.25");
    expect(conduction?.selector).toBeNull();
  });

  test.each([
    [{ ...json, sinh_volts: 0 }, /a\.json: sinh_volts: .*above 0/],
    [{ ...json, sinh_volts: undefined, read_volts: 0.1 }, /a\.json: read_volts: .*sinh_volts beside it/],
  ])("refuses %o", (value, words) => {
    expect(() => solved(value)).toThrow(words);
  });
});
