import { describe, expect, test } from "vitest";
import { MAPPING_NAMES, mappingErrors, mappingReport, mapToCrossbar } from "../../src/crossbar/index.ts";
import { createNetwork } from "../../src/network/index.ts";
import { withDevice } from "../helpers/device.ts";
import { randomNetwork, shippedProfile } from "../helpers/hopfield.ts";

const ideal = shippedProfile("ideal");

/** Differences of sums of some tens of doubles. */
const ROUNDING = 1e-11;

describe.each(MAPPING_NAMES)("mappingReport, %s", (mapping) => {
  test("finds no error in devices without one, all of their range used, and every device counted", () => {
    const network = randomNetwork(7, 2, true);
    const report = mappingReport(network, mapToCrossbar(network, ideal, 1, { mapping }), ideal);
    for (const part of [report.error, report.quantisation, report.programming, report.selfCoupling]) {
      expect(part).toEqual({ rms: 0, largest: 0 });
    }
    expect(report.asymmetry).toBeLessThan(ROUNDING);
    expect(report.rangeUsed).toBeCloseTo(1, 9);
    const pairs = 2 * (7 * 8 - 7);
    const expected = {
      "differential-pair": pairs,
      "reference-column": 8 * 8,
      "offset-column": 16 * 7,
      "bit-slicing": 2 * pairs,
    };
    expect(report.devices).toBe(expected[mapping]);
  });

  test("parts the error into levels and programming, and finds a programming error as large as the profile's", () => {
    const network = randomNetwork(40, 3);
    const sigma = 1e-6;
    const profile = withDevice(ideal, { offSiemens: 2e-5, levels: 6, sigmaSiemens: sigma });
    const crossbar = mapToCrossbar(network, profile, 5, { mapping });
    const errors = mappingErrors(network, crossbar, profile);
    const report = mappingReport(network, crossbar, profile);
    const exact = mappingReport(
      network,
      mapToCrossbar(network, withDevice(profile, { sigmaSiemens: 0 }), 5, { mapping }),
      profile,
    );
    expect(report.quantisation).toEqual(exact.quantisation);
    expect(exact.programming.largest).toBe(0);
    const total = errors.quantisation.map((q, k) => q + errors.programming[k]!);
    expect(Math.max(...total.map(Math.abs))).toBeCloseTo(
      Math.max(report.error.largest, report.selfCoupling.largest),
      9,
    );
    // Devices near an end of the range are clipped, so that their error is smaller.
    const inWeights = sigma / crossbar.unitSiemens;
    expect(report.programming.rms).toBeGreaterThan(0.6 * inWeights);
    expect(report.programming.rms).toBeLessThan(1.6 * inWeights);
    expect(report.selfCoupling.rms > 0).toBe(mapping === "reference-column" || mapping === "offset-column");
    expect(report.asymmetry).toBeGreaterThan(0);
  });
});

test("a range of which levels leave a part is reported as used in part", () => {
  const network = createNetwork(3, Float64Array.of(0, 1, -1, 1, 0, 0, -1, 0, 0));
  const profile = withDevice(ideal, { levels: 4 });
  const of = (mapping: "reference-column" | "differential-pair") =>
    mappingReport(network, mapToCrossbar(network, profile, 1, { mapping }), profile).rangeUsed;
  expect(of("reference-column")).toBeCloseTo(2 / 3, 12);
  expect(of("differential-pair")).toBe(1);
});
