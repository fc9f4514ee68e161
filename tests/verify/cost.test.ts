import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type HardwareProfile, mapToCrossbar, type Periphery, parsePeriphery } from "../../src/crossbar/index.ts";
import { type CostLine, costReport, tts99, wholeRuns } from "../../src/verify/index.ts";
import { caught } from "../helpers/caught.ts";
import { randomNetwork, shippedProfile } from "../helpers/hopfield.ts";

const cai = shippedProfile("taox-cai-2020");
const ideal = shippedProfile("ideal");

const periphery = (name: string) => {
  const url = new URL(`../../hardware/periphery/${name}.json`, import.meta.url);
  return parsePeriphery(readFileSync(url, "utf8"), `${name}.json`);
};
const found = (lines: readonly CostLine[], part: string): CostLine => {
  const line = lines.find((l) => l.part === part);
  if (line === undefined) throw new Error(`no line ${part}`);
  return line;
};
const sixty = randomNetwork(60, 1);
const clockedOf = (success: number) =>
  costReport({ crossbar: mapToCrossbar(sixty, cai, 1), profile: cai, success }).clocked;

describe("Cai's Table 1", () => {
  test("closes: 600 ns an anneal, 11 anneals, 6.6 us and 72 nJ to solution, from the profile's numbers", () => {
    for (const success of [0.3421, 0.35, 0.36, 0.369]) {
      const lines = clockedOf(success);
      expect(found(lines, "clocks an anneal").value).toBe(300);
      expect(found(lines, "time an anneal").value).toBeCloseTo(600e-9, 15);
      expect(wholeRuns(success)).toBe(11);
      expect(found(lines, "time to solution, 99 %").value).toBeCloseTo(6.6e-6, 12);
      // Two digits, as he gives it; 11 x 6.54 nJ are 71.94 nJ.
      expect(Number((1e9 * found(lines, "energy to solution").value).toPrecision(2))).toBe(72);
      expect(found(lines, "energy to solution").label).toBe("derived");
    }
  });

  test("needs a success probability between .3421 and .3690: beside that the number of anneals is another", () => {
    expect(wholeRuns(0.34)).toBe(12);
    expect(wholeRuns(0.37)).toBe(10);
  });

  test("has an array energy that the model does not reach at the assumed read voltage, and says at which it would", () => {
    const lines = clockedOf(0.35);
    const model = found(lines, "array, a clock, model of the published one");
    // 0.2 V, 2 ns, the mean of 1 and 140 uS, 128 x 10 devices.
    expect(model.value).toBeCloseTo(0.04 * 2e-9 * 70.5e-6 * 1280, 18);
    expect(model.label).toBe("assumed");
    expect(found(lines, "array, a clock, published").value).toBe(30.953e-12);
    const ratio = found(lines, "model over published").value;
    expect(ratio).toBeCloseTo(model.value / 30.953e-12, 12);
    expect(found(lines, "read voltage that would close it").value).toBeCloseTo(0.2 / Math.sqrt(ratio), 12);
  });
});

describe("wholeRuns", () => {
  test("is the continuous time to solution rounded up to whole runs", () => {
    for (let p = 0.005; p < 1; p += 0.005) {
      const exact = tts99(p, 1);
      expect(wholeRuns(p)).toBeGreaterThanOrEqual(exact - 1e-9);
      expect(wholeRuns(p)).toBeLessThan(exact + 1);
    }
    expect(wholeRuns(0)).toBe(Number.POSITIVE_INFINITY);
    expect(wholeRuns(1)).toBe(1);
  });
});

describe("costReport", () => {
  test("counts devices by position, drivers and sensing by line, whole tiles where the array is split", () => {
    const around = periphery("isaac-2016");
    const { featureMeters, cellFeatures, driverSquareMeters, senseSquareMeters } = around.periphery;
    const cell = cellFeatures!.value * featureMeters!.value ** 2;
    const network = randomNetwork(10, 2);
    const whole = costReport({ crossbar: mapToCrossbar(network, ideal, 1), profile: ideal, periphery: around });
    expect(found(whole.area, "array").value).toBeCloseTo(20 * 10 * cell, 24);
    expect(found(whole.area, "drivers").value).toBeCloseTo(20 * driverSquareMeters!.value, 24);
    expect(found(whole.area, "sensing").value).toBeCloseTo(10 * senseSquareMeters!.value, 24);
    expect(found(whole.area, "converters").value).toBeCloseTo(1.2e-9, 20);
    const split = mapToCrossbar(network, ideal, 1, { tiles: { rows: 12, columns: 5 } });
    const tiled = costReport({ crossbar: split, profile: ideal, periphery: around });
    expect(found(tiled.area, "array").value).toBeCloseTo(4 * 12 * 5 * cell, 24);
    expect(found(tiled.area, "drivers").value).toBeCloseTo(2 * 20 * driverSquareMeters!.value, 24);
  });

  test("reads a clock's array energy off the programmed conductances, scaled rails by the square of their share", () => {
    const { periphery: around } = periphery("neurosim");
    for (const mapping of ["differential-pair", "bit-slicing"] as const) {
      const crossbar = mapToCrossbar(randomNetwork(8, 3), cai, 1, { mapping });
      let watts = 0;
      for (const [line, { share }] of crossbar.wordLines.entries()) {
        for (let i = 0; i < 8; i++) watts += (0.5 * share) ** 2 * crossbar.siemens[line * 8 + i]!;
      }
      const { clocked } = costReport({ crossbar, profile: cai, periphery: { name: "neurosim", periphery: around } });
      expect(found(clocked, "array, a clock").value).toBeCloseTo(watts * 1e-8, 18);
      expect(found(clocked, "array, a clock").label).toBe("derived");
    }
  });

  test("takes the energy and length of runs as simulated, and parts off what stands still", () => {
    const crossbar = mapToCrossbar(randomNetwork(10, 2), cai, 1);
    const summary = { tts99Seconds: 3e-6, joulesToSolution: 6e-9, p: 0.5 };
    const { continuous } = costReport({ crossbar, profile: cai, runs: { joules: 2e-9, seconds: 1e-6, summary } });
    expect(found(continuous, "energy a run").value).toBeCloseTo(2e-9, 20);
    expect(found(continuous, "time a run")).toMatchObject({ value: 1e-6, label: "simulated" });
    // 20 uW a neuron, an assumption of the profile.
    expect(found(continuous, "neurons, static, a run")).toMatchObject({ label: "assumed" });
    expect(found(continuous, "neurons, static, a run").value).toBeCloseTo(2e-10, 20);
    // A sum that holds an assumption is one.
    expect(found(continuous, "energy a run").label).toBe("assumed");
    expect(found(continuous, "array, drivers and amplifiers, a run")).toMatchObject({ label: "simulated" });
    expect(found(continuous, "array, drivers and amplifiers, a run").value).toBeCloseTo(1.8e-9, 20);
    expect(found(continuous, "time to solution, 99 %").value).toBe(3e-6);
  });

  test("leaves out what it does not know, and names it", () => {
    const report = costReport({ crossbar: mapToCrossbar(randomNetwork(5, 1), ideal, 1), profile: ideal });
    expect([...report.area, ...report.clocked, ...report.continuous]).toEqual([]);
    expect(report.missing).toEqual(expect.arrayContaining(["cellFeatures", "readVolts", "driverJoules"]));
  });

  test("calls a figure an assumption as soon as one of its numbers is", () => {
    const given = (assumed: boolean): Periphery => ({
      featureMeters: { value: 1e-7, unit: "m", source: "test" },
      cellFeatures: { value: 4, unit: "F^2", source: "test", assumed },
    });
    const crossbar = mapToCrossbar(randomNetwork(5, 1), ideal, 1);
    const labels = [false, true].map((assumed) => {
      const profile: HardwareProfile = { ...ideal, periphery: given(assumed) };
      return costReport({ crossbar, profile }).area.map(({ label }) => label);
    });
    expect(labels).toEqual([
      ["derived", "derived"],
      ["assumed", "assumed"],
    ]);
  });
});

describe("parsePeriphery", () => {
  test("names file and field of a wrong unit", () => {
    const { periphery: around, ...rest } = periphery("neurosim");
    const wrong = { ...rest, periphery: { ...around, readVolts: { ...around.readVolts, unit: "mV" } } };
    const error = caught(() => parsePeriphery(JSON.stringify(wrong), "p.json"));
    expect(error.code).toBe("hardware.profile");
    expect(error.message).toContain("periphery.readVolts.unit");
    expect(caught(() => parsePeriphery("{", "p.json")).code).toBe("hardware.json");
  });
});
