import { describe, expect, test } from "vitest";
import { HardwareError } from "../../../src/core/index.ts";
import {
  createDeviceSampler,
  currentAmps,
  type Device,
  type DeviceEffect,
  driftExponent,
  formatFaultMap,
  parseFaultMap,
  programmingSigmaSiemens,
  readSigmaSiemens,
  sampleFaults,
  temperatureFactor,
} from "../../../src/crossbar/index.ts";
import { caught } from "../../helpers/caught.ts";
import { hardwareNames, shippedDevice } from "../../helpers/hardware.ts";
import { ksCritical, ksDistance, normalCdf } from "../../helpers/kolmogorov.ts";
import { PUBLISHED, PUBLISHED_CASES } from "../../helpers/published-deviations.ts";

const COUNT = 1e5;
const SEED = 20261;

const SHARES = [0, 0.3, 0.6, 1];
const between = (device: Device, share: number) =>
  device.offSiemens.value + share * (device.onSiemens.value - device.offSiemens.value);

/** A device on a plain footing, to switch single models on. */
function plain(change: Partial<Device> = {}): Device {
  return { ...shippedDevice("ideal"), ...change };
}

const quantity = <U extends string>(value: number, unit: U) => ({ value, unit, source: "made up for a test" });

/** Rounding of a formula of a few terms in another order; where terms cancel, of the largest of them. */
const ROUNDING = 1e-12;

describe("programmingSigmaSiemens", () => {
  test.each(PUBLISHED_CASES)("of %s after %s s is the published curve", (name, seconds, device) => {
    for (let k = 0; k <= 40; k++) {
      const target = between(device, k / 40);
      const published = PUBLISHED[name]!(target, seconds);
      expect(Math.abs(programmingSigmaSiemens(device, target, seconds) - published)).toBeLessThanOrEqual(
        ROUNDING * Math.max(published, 1e-7),
      );
    }
  });
});

describe("readSigmaSiemens", () => {
  test("is G Q sqrt(ln((t + tr) / 2 tr)) for flicker noise, at any time", () => {
    const device = shippedDevice("pcm-nandakumar-2019");
    for (const seconds of [20, 1e3, 1e6]) {
      for (const g of [1e-7, 2e-6, 2.5e-5]) {
        const strength = Math.min(0.0088 / (g / 25e-6) ** 0.65, 0.2);
        const published = 0.9 * g * strength * Math.sqrt(Math.log((seconds + 250e-9) / 500e-9));
        expect(Math.abs(readSigmaSiemens(device, g, 0.9 * g, seconds) / published - 1)).toBeLessThan(ROUNDING);
      }
    }
  });
});

describe("driftExponent", () => {
  test("is the published mean and deviation, clamped at both ends", () => {
    const device = shippedDevice("pcm-nandakumar-2019");
    for (const x of [0, 1e-6, 0.01, 0.1, 0.2, 0.5, 1]) {
      const { mean, sigma } = driftExponent(device, x * 25e-6);
      expect(Math.abs(mean - Math.min(0.1, Math.max(0.049, -0.0155 * Math.log(x) + 0.0244)))).toBeLessThan(ROUNDING);
      expect(Math.abs(sigma - Math.min(0.045, Math.max(0.008, -0.0125 * Math.log(x) - 0.0059)))).toBeLessThan(ROUNDING);
    }
  });
});

describe("createDeviceSampler", () => {
  test("is compared with a published figure for every shipped device", () => {
    expect(Object.keys(PUBLISHED).sort()).toEqual(hardwareNames("devices").sort());
  });

  test.each(PUBLISHED_CASES)("programs %s after %s s as published, over its whole range", (name, seconds, device) => {
    const options = {
      effects: ["programming"] as const,
      ...(seconds === undefined ? {} : { afterSeconds: seconds }),
    };
    const sampler = createDeviceSampler(device, options, SEED);
    for (const share of SHARES) {
      const target = between(device, share);
      const sigma = PUBLISHED[name]!(target, seconds);
      const samples = Float64Array.from({ length: COUNT }, (_, cell) => sampler.program(cell, target));
      if (sigma === 0) {
        expect(samples.every((g) => g === target)).toBe(true);
        continue;
      }
      const cdf = (g: number) => (g < 0 ? 0 : normalCdf((g - target) / sigma));
      expect(ksDistance(samples, cdf)).toBeLessThan(ksCritical(COUNT));
    }
  });

  test("would tell a deviation that is 5 % off", () => {
    const device = shippedDevice("hfo2-milo-2021");
    const sampler = createDeviceSampler(device, { effects: ["programming"] }, SEED);
    const sigma = 1.05 * programmingSigmaSiemens(device, 1e-4);
    const samples = Float64Array.from({ length: COUNT }, (_, cell) => sampler.program(cell, 1e-4));
    expect(ksDistance(samples, (g) => normalCdf((g - 1e-4) / sigma))).toBeGreaterThan(ksCritical(COUNT));
  });

  test("keeps the conductances of a verify window inside it, distributed as before", () => {
    const taox = shippedDevice("taox-cai-2020");
    const window = 4e-6;
    const device = { ...taox, programming: { ...taox.programming, verifyWindowSiemens: quantity(window, "S") } };
    const sampler = createDeviceSampler(device, {}, SEED);
    const target = 7e-5;
    const samples = Float64Array.from({ length: COUNT }, (_, cell) => sampler.program(cell, target));
    const low = normalCdf(-window / 2.8e-6);
    const cdf = (g: number) => (normalCdf((g - target) / 2.8e-6) - low) / (1 - 2 * low);
    expect(ksDistance(samples, cdf)).toBeLessThan(ksCritical(COUNT));
    expect(samples.every((g) => Math.abs(g - target) <= window * (1 + 1e-9))).toBe(true);
  });

  test("drifts pcm-nandakumar-2019 by exponents distributed as published", () => {
    const device = shippedDevice("pcm-nandakumar-2019");
    const hour = 3600;
    const sampler = createDeviceSampler(device, { afterSeconds: hour, effects: ["drift"] }, SEED);
    for (const x of [0.02, 0.25, 1]) {
      const target = x * 25e-6;
      const mean = Math.min(0.1, Math.max(0.049, -0.0155 * Math.log(x) + 0.0244));
      const sigma = Math.min(0.045, Math.max(0.008, -0.0125 * Math.log(x) - 0.0059));
      const nu = Float64Array.from(
        { length: COUNT },
        (_, cell) => -Math.log(sampler.readSiemens(cell, target, target) / target) / Math.log(hour / 20),
      );
      const cdf = (v: number) => (v < 0 ? 0 : normalCdf((v - mean) / sigma) - normalCdf((-v - mean) / sigma));
      expect(ksDistance(nu, cdf)).toBeLessThan(ksCritical(COUNT));
    }
  });

  test("does not drift at the time of the first read, and never upwards", () => {
    const device = shippedDevice("pcm-nandakumar-2019");
    const first = createDeviceSampler(device, { effects: ["drift"] }, SEED);
    const later = createDeviceSampler(device, { afterSeconds: 1e6, effects: ["drift"] }, SEED);
    for (let cell = 0; cell < 1000; cell++) {
      expect(first.readSiemens(cell, 1e-6, 1e-6)).toBe(1e-6);
      expect(later.readSiemens(cell, 1e-6, 1e-6)).toBeLessThanOrEqual(1e-6);
    }
  });

  test.each([
    ["rram-wan-2022", undefined, (g: number) => 0.01 * g],
    ["sonos-agrawal-2022", undefined, (g: number) => (12.58037e-9 / 0.1) * (1 - Math.exp(-(g * 1e8) / 215.36557))],
    [
      "pcm-nandakumar-2019",
      1000,
      (g: number) =>
        g * Math.min(0.0088 / (g / 25e-6) ** 0.65, 0.2) * Math.sqrt(Math.log((1000 + 250e-9) / (2 * 250e-9))),
    ],
  ] as const)("reads %s with the noise published", (name, seconds, sigmaOf) => {
    const device = shippedDevice(name);
    const options = { effects: ["read-noise"] as const, ...(seconds === undefined ? {} : { afterSeconds: seconds }) };
    const sampler = createDeviceSampler(device, options, SEED);
    for (const share of [0.05, 0.5, 1]) {
      const g = between(device, share);
      const sigma = sigmaOf(g);
      const overCells = Float64Array.from({ length: COUNT }, (_, cell) => sampler.readSiemens(cell, g, g));
      const overReads = Float64Array.from({ length: COUNT }, (_, read) => sampler.readSiemens(3, g, g, read));
      const cdf = (v: number) => (v < 0 ? 0 : normalCdf((v - g) / sigma));
      expect(ksDistance(overCells, cdf)).toBeLessThan(ksCritical(COUNT));
      expect(ksDistance(overReads, cdf)).toBeLessThan(ksCritical(COUNT));
    }
  });

  test("draws programming error, drift and read noise of a device independently", () => {
    const device = shippedDevice("pcm-nandakumar-2019");
    const of = (effect: DeviceEffect) => createDeviceSampler(device, { afterSeconds: 1e4, effects: [effect] }, SEED);
    const [programming, drift, noise] = [of("programming"), of("drift"), of("read-noise")];
    const g = 1e-5;
    const drawn = Array.from({ length: COUNT }, (_, cell) => [
      programming.program(cell, g),
      Math.log(drift.readSiemens(cell, g, g)),
      noise.readSiemens(cell, g, g),
    ]);
    const means = [0, 1, 2].map((k) => drawn.reduce((sum, d) => sum + d[k]!, 0) / COUNT);
    const product = (a: number, b: number) =>
      drawn.reduce((sum, d) => sum + (d[a]! - means[a]!) * (d[b]! - means[b]!), 0);
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const correlation = product(a, b) / Math.sqrt(product(a, a) * product(b, b));
      // Five standard errors of the correlation of independent samples.
      expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(COUNT));
    }
  });

  test("leaves the samples of an effect as they are when others are turned off, in any order of calls", () => {
    const device = shippedDevice("reram-gong-2022-om");
    const all = createDeviceSampler(device, {}, 5);
    const alone = createDeviceSampler(device, { effects: ["programming"] }, 5);
    const stuck = new Set(sampleFaults(device, 500, 5).faults.map((f) => f.cell));
    for (let cell = 499; cell >= 0; cell--) {
      if (!stuck.has(cell)) expect(all.program(cell, 5e-5)).toBe(alone.program(cell, 5e-5));
    }
    const pcm = shippedDevice("pcm-nandakumar-2019");
    const drifting = createDeviceSampler(pcm, { afterSeconds: 1e4, effects: ["drift", "read-noise"] }, 5);
    const still = createDeviceSampler(pcm, { afterSeconds: 1e4, effects: ["read-noise"] }, 5);
    const driftOnly = createDeviceSampler(pcm, { afterSeconds: 1e4, effects: ["drift"] }, 5);
    for (let cell = 0; cell < 100; cell++) {
      const factor = driftOnly.readSiemens(cell, 1e-5, 1e-5) / 1e-5;
      const expected = factor * still.readSiemens(cell, 1e-5, 1e-5);
      // One product of doubles more than the sampler takes.
      expect(Math.abs(drifting.readSiemens(cell, 1e-5, 1e-5) / expected - 1)).toBeLessThan(1e-12);
    }
  });

  test("programs the four levels of reram-isaac and no other", () => {
    const sampler = createDeviceSampler(shippedDevice("reram-isaac"), {}, 1);
    const step = (5e-4 - 5e-7) / 3;
    for (const share of [0, 0.1, 0.4, 0.6, 0.9, 1]) {
      const level = (sampler.program(0, 5e-7 + share * 3 * step) - 5e-7) / step;
      expect(Math.abs(level - Math.round(share * 3))).toBeLessThan(1e-9);
    }
  });

  test("lists the published times for any other", () => {
    const error = caught(() => createDeviceSampler(shippedDevice("rram-wan-2022"), { afterSeconds: 3600 }, 1));
    expect(error).toBeInstanceOf(HardwareError);
    expect((error as Error).message).toMatch(/rram-wan-2022.*received: 3600 s.*one of 1, 86400, 172800 s/);
    expect(() => createDeviceSampler(shippedDevice("taox-cai-2020"), { afterSeconds: 1 }, 1)).toThrow(/states none/);
  });

  test.each([
    ["pcm-nandakumar-2019", { afterSeconds: 1 }, /drift law.*received: 1 s.*20 to/],
    ["pcm-nandakumar-2019", { afterSeconds: 1e9 }, /drift law/],
    ["flash-fahimi-2021", { kelvin: 400 }, /received: 400 K.*298.15 to 358.15 K/],
    ["taox-cai-2020", { kelvin: 300 }, /no temperature coefficient/],
  ] as const)("refuses %s with %j", (name, options, words) => {
    expect(() => createDeviceSampler(shippedDevice(name), options, 1)).toThrow(words);
  });

  test("names curve, value and range for a target outside the range", () => {
    const sampler = createDeviceSampler(shippedDevice("pcm-le-gallo-2023"), {}, 1);
    expect(() => sampler.program(0, 1.1e-5)).toThrow(
      /pcm-le-gallo-2023: programming error.*received: 0.000011 S.*0 to 0.00001035 S/,
    );
  });

  test("refuses a range that the error's curve does not cover before anything is programmed", () => {
    const milo = shippedDevice("hfo2-milo-2021");
    const wider = { ...milo, onSiemens: { ...milo.onSiemens, value: 3e-4 } };
    expect(() => createDeviceSampler(wider, {}, 1)).toThrow(/0.0003 S.*measured: 0.0000625 to 0.00011 S/);
  });

  test("warms a device by its temperature coefficient", () => {
    const device = shippedDevice("flash-fahimi-2021");
    const sampler = createDeviceSampler(device, { kelvin: 358.15, effects: ["temperature"] }, 1);
    expect(sampler.readSiemens(0, 5e-7, 5e-7) / 5e-7).toBeCloseTo(1.03, 12);
    expect(temperatureFactor(device, undefined)).toBe(1);
  });
});

describe("sampleFaults", () => {
  test.each([
    ["reram-gong-2022-om", 0.1348],
    ["reram-gong-2022-hfo2", 0.0977],
  ] as const)("meets the published share of %s, each stuck at the low end", (name, rate) => {
    const { faults, cells } = sampleFaults(shippedDevice(name), COUNT, SEED);
    // Five standard errors of a share.
    expect(Math.abs(faults.length / cells - rate)).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / cells));
    expect(faults.every((f) => f.kind === "stuck-off" && f.siemens === 1e-5)).toBe(true);
  });

  test("draws stuck-on devices apart from stuck-off ones", () => {
    const faults = {
      stuckOn: { rate: quantity(0.2, "1"), siemens: quantity(1e-4, "S") },
      stuckOff: { rate: quantity(0.3, "1"), siemens: quantity(0, "S") },
    };
    const map = sampleFaults(plain({ faults }), COUNT, SEED);
    const share = (kind: string) => map.faults.filter((f) => f.kind === kind).length / COUNT;
    // Five standard errors of a share.
    expect(Math.abs(share("stuck-on") - 0.2)).toBeLessThan(5 * Math.sqrt(0.16 / COUNT));
    expect(Math.abs(share("stuck-off") - 0.3)).toBeLessThan(5 * Math.sqrt(0.21 / COUNT));
  });

  test("names the devices that a sampler of the same seed cannot program", () => {
    const device = shippedDevice("reram-gong-2022-hfo2");
    const map = sampleFaults(device, 1000, 3);
    const stuck = new Map(map.faults.map((f) => [f.cell, f.siemens]));
    for (const options of [{}, { faults: map }]) {
      const sampler = createDeviceSampler(device, { ...options, effects: ["faults"] }, 3);
      for (let cell = 0; cell < 1000; cell++) expect(sampler.program(cell, 5e-5)).toBe(stuck.get(cell) ?? 5e-5);
    }
  });
});

describe("parseFaultMap", () => {
  const map = sampleFaults(shippedDevice("reram-gong-2022-om"), 200, 1);

  test("reads back what formatFaultMap writes, with faults and without", () => {
    expect(parseFaultMap(formatFaultMap(map), "map.json")).toEqual(map);
    const none = { ...map, faults: [] };
    expect(parseFaultMap(formatFaultMap(none), "map.json")).toEqual(none);
  });

  test.each([
    ["a cell outside the array", { ...map, cells: 1 }, /map\.json: faults\.\d+\.cell: .*below 1/],
    ["cells that repeat", { ...map, faults: [map.faults[0], map.faults[0]] }, /map\.json: faults\.1\.cell: .*rise/],
    [
      "an unknown kind",
      { ...map, faults: [{ ...map.faults[0], kind: "dead" }] },
      /faults\.0\.kind: .*dead.*"stuck-on"/,
    ],
    [
      "a negative conductance",
      { ...map, faults: [{ ...map.faults[0], siemens: -1 }] },
      /faults\.0\.siemens: .*-1.*at least 0/,
    ],
    ["another schema", { ...map, schema: "x" }, /map\.json: schema: .*ohmfield-faults-1/],
    ["a missing list", { ...map, faults: undefined }, /map\.json: faults: missing.*a list/],
  ])("refuses %s, naming file and field", (_what, json, words) => {
    expect(() => parseFaultMap(JSON.stringify(json), "map.json")).toThrow(words);
  });
});

describe("currentAmps", () => {
  const sky = shippedDevice("reram-sky130");

  test("is conductance times voltage without a law, and at the read voltage of any law", () => {
    expect(currentAmps(plain(), 1e-5, -0.3)).toBe(1e-5 * -0.3);
    expect(currentAmps(sky, 1e-5, 0.1)).toBeCloseTo(1e-6, 18);
  });

  test("follows sinh(V / 0.43) on reram-sky130, odd in the voltage", () => {
    const ratio = currentAmps(sky, 1e-5, 0.5) / currentAmps(sky, 1e-5, 0.25);
    expect(ratio).toBeCloseTo(Math.sinh(0.5 / 0.43) / Math.sinh(0.25 / 0.43), 12);
    expect(currentAmps(sky, 1e-5, -0.5)).toBe(-currentAmps(sky, 1e-5, 0.5));
  });

  test("refuses a voltage outside the range of the law", () => {
    expect(() => currentAmps(sky, 1e-5, 0.7)).toThrow(/received: 0.7 V.*-0.6 to 0.6 V/);
  });

  test("leaves a selector its threshold, and a decade less every softness times ln 10 below it", () => {
    const device = plain({ selector: { thresholdVolts: quantity(0.2, "V"), softnessVolts: quantity(0.01, "V") } });
    expect(currentAmps(device, 1e-5, -0.5)).toBeCloseTo(-3e-6, 18);
    const [upper, lower] = [currentAmps(device, 1e-5, 0.1), currentAmps(device, 1e-5, 0.1 - 0.01 * Math.LN10)];
    expect(upper / lower).toBeCloseTo(10, 3);
    expect(currentAmps(device, 1e-5, 0)).toBe(0);
  });
});
