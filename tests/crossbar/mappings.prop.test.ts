import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.ts";
import {
  arrayResponse,
  type Crossbar,
  MAPPING_NAMES,
  mappings,
  mapToCrossbar,
  OFFSET_SOURCE,
  planArray,
  programmedWeights,
  referenceSiemens,
} from "../../src/crossbar/index.ts";
import { createNetwork, type HopfieldNetwork } from "../../src/network/index.ts";
import { caught } from "../helpers/caught.ts";
import { withDevice } from "../helpers/device.ts";
import { shippedProfile } from "../helpers/hopfield.ts";

const ideal = shippedProfile("ideal");

/** A weight read back is a difference of sums of up to 40 conductances, in doubles, over its unit. */
const ROUNDING = 1e-11;

function network(n: number, seed: number, biased: boolean, draw: (random: ReturnType<typeof createRandom>) => number) {
  const random = createRandom(seed, "mappings");
  const weights = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) weights[i * n + j] = weights[j * n + i] = draw(random);
  weights[1] = weights[n] = 1;
  return createNetwork(
    n,
    weights,
    Float64Array.from({ length: n }, () => (biased ? draw(random) : 0)),
  );
}

/** Largest difference of weights, diagonal included, and biases, in units of the largest weight. */
function largestError(crossbar: Crossbar, { n, weights, bias }: HopfieldNetwork): number {
  const read = programmedWeights(crossbar);
  let largest = 0;
  let error = 0;
  for (let k = 0; k < n * n; k++) {
    largest = Math.max(largest, Math.abs(weights[k]!));
    error = Math.max(error, Math.abs(read.weights[k]! - weights[k]!));
  }
  for (let i = 0; i < n; i++) {
    largest = Math.max(largest, Math.abs(bias[i]!));
    error = Math.max(error, Math.abs(read.bias[i]! - bias[i]!));
  }
  return error / largest;
}

const cases = fc.record({ n: fc.integer({ min: 2, max: 20 }), seed: fc.nat(), biased: fc.boolean() });

describe.each(MAPPING_NAMES)("mapToCrossbar, %s", (mapping) => {
  test("holds any network to rounding with devices without levels and error, whatever their off conductance", () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(0, 2e-5), ({ n, seed, biased }, offSiemens) => {
        const wanted = network(n, seed, biased, (random) => random.gaussian());
        const crossbar = mapToCrossbar(wanted, withDevice(ideal, { offSiemens }), seed, { mapping });
        expect(largestError(crossbar, wanted)).toBeLessThan(ROUNDING);
        expect(crossbar.mapping).toBe(mapping);
        expect(crossbar.wordLines.length * crossbar.bitLines).toBe(crossbar.siemens.length);
      }),
    );
  });

  test("keeps every device on a level of its range, and uses the whole of it for weights of both signs", () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(3, 5, 16), ({ n, seed, biased }, levels) => {
        const wanted = network(n, seed, biased, (random) => random.integer(15) - 7);
        const profile = withDevice(ideal, { offSiemens: 1e-5, levels });
        const { siemens, targetSiemens } = mapToCrossbar(wanted, profile, seed, { mapping });
        const step = 9e-5 / (levels - 1);
        const held = [...siemens].filter((_, k) => targetSiemens[k] !== 0).map((g) => (g - 1e-5) / step);
        expect(Math.max(...held.map((level) => Math.abs(level - Math.round(level))))).toBeLessThan(1e-9);
        expect(Math.min(...held)).toBeGreaterThan(-1e-9);
        expect(Math.max(...held)).toBeLessThan(levels - 1 + 1e-9);
      }),
    );
  });

  test("loads each summing line with all that drives it", () => {
    const wanted = network(7, 3, true, (random) => random.gaussian());
    const crossbar = mapToCrossbar(wanted, withDevice(ideal, { offSiemens: 1e-6 }), 1, { mapping });
    const { loadSiemens } = arrayResponse(crossbar);
    for (let i = 0; i < 7; i++) {
      let sum = referenceSiemens(crossbar);
      for (let line = 0; line < crossbar.wordLines.length; line++)
        sum += crossbar.siemens[line * crossbar.bitLines + i]!;
      expect(loadSiemens[i]).toBeCloseTo(sum, 12);
    }
  });

  test("reaches off and on with continuous devices", () => {
    const wanted = network(9, 5, false, (random) => random.gaussian());
    const { targetSiemens } = mapToCrossbar(wanted, withDevice(ideal, { offSiemens: 1e-6 }), 1, { mapping });
    const held = targetSiemens.filter((g) => g > 0);
    expect(held.reduce((a, b) => Math.min(a, b))).toBeCloseTo(1e-6, 12);
    expect(held.reduce((a, b) => Math.max(a, b))).toBeCloseTo(1e-4, 12);
  });
});

describe("reference and offset column", () => {
  const single = ["reference-column", "offset-column"] as const;

  test("hold weight zero exactly on devices of a few levels, and whole weights that the levels allow", () => {
    for (const mapping of single) {
      const wanted = network(12, 2, true, (random) => random.integer(7) - 3);
      expect(
        largestError(mapToCrossbar(wanted, withDevice(ideal, { levels: 7 }), 1, { mapping }), wanted),
      ).toBeLessThan(ROUNDING);
      const cut = network(12, 2, false, (random) => random.integer(2));
      expect(largestError(mapToCrossbar(cut, withDevice(ideal, { levels: 2 }), 1, { mapping }), cut)).toBeLessThan(
        ROUNDING,
      );
    }
  });

  test("put the base in the middle of the range for weights as large on both sides, and give one-signed ones all of it", () => {
    const both = createNetwork(3, Float64Array.of(0, 2, -2, 2, 0, 0, -2, 0, 0));
    const cut = createNetwork(3, Float64Array.of(0, -2, -2, -2, 0, 0, -2, 0, 0));
    for (const mapping of single) {
      expect(planArray(both, ideal, { mapping }).target(0, 0)).toBeCloseTo(5e-5, 15);
      expect(planArray(both, ideal, { mapping }).unitSiemens).toBeCloseTo(2.5e-5, 15);
      expect(planArray(cut, ideal, { mapping }).target(0, 0)).toBeCloseTo(1e-4, 15);
      expect(planArray(cut, ideal, { mapping }).unitSiemens).toBeCloseTo(5e-5, 15);
    }
  });

  test("report the error of the devices on the diagonal as a self-coupling", () => {
    const wanted = network(6, 1, false, (random) => random.integer(7) - 3);
    for (const mapping of single) {
      const crossbar = mapToCrossbar(wanted, withDevice(ideal, { sigmaSiemens: 1e-6 }), 4, { mapping });
      const { weights } = programmedWeights(crossbar);
      const { siemens, bitLines, unitSiemens } = crossbar;
      for (let i = 0; i < 6; i++) {
        const offsets = crossbar.wordLines.flatMap(({ source }, line) =>
          source === OFFSET_SOURCE ? [siemens[line * bitLines + i]!] : [],
        );
        const base = mapping === "reference-column" ? siemens[i * bitLines + 6]! : offsets.reduce((a, b) => a + b) / 6;
        expect(weights[i * 6 + i]).toBeCloseTo((siemens[i * bitLines + i]! - base) / unitSiemens, 12);
        expect(weights[i * 6 + i]).not.toBe(0);
      }
    }
  });

  test("refuse devices of two levels for weights of both signs", () => {
    const both = createNetwork(3, Float64Array.of(0, 2, -2, 2, 0, 0, -2, 0, 0));
    for (const mapping of single) {
      const error = caught(() => mapToCrossbar(both, withDevice(ideal, { levels: 2 }), 1, { mapping }));
      expect(error.code).toBe("hardware.levels");
    }
  });
});

describe("bit slicing", () => {
  test("is exact for whole weights that fit, on devices of as many levels as its digits have values", () => {
    fc.assert(
      fc.property(
        cases.filter(({ n }) => n > 2),
        fc.constantFrom([2, 6], [4, 3], [5, 2], [16, 2] as const),
        fc.constantFrom(1, 0.25, 3),
        ({ n, seed, biased }, [levels, slices], unit) => {
          const most = levels! ** slices! - 1;
          const wanted = network(n, seed, biased, (random) => unit * (random.integer(2 * most + 1) - most));
          // Both ends of what the digits hold, so that no fewer slices do.
          wanted.weights[1] = wanted.weights[n] = unit * most;
          wanted.weights[2] = wanted.weights[2 * n] = unit;
          const profile = withDevice(ideal, { offSiemens: 1e-6, levels: levels! });
          const crossbar = mapToCrossbar(wanted, profile, seed, { mapping: "bit-slicing", slices: slices! });
          expect(largestError(crossbar, wanted)).toBeLessThan(ROUNDING);
          const chosen = mapToCrossbar(wanted, profile, seed, { mapping: "bit-slicing" });
          expect(new Set(chosen.wordLines.map(({ share }) => share)).size).toBe(slices);
        },
      ),
    );
  });

  test("drives each slice with its share of the swing", () => {
    const wanted = network(3, 1, false, () => 63);
    const { wordLines } = mapToCrossbar(wanted, withDevice(ideal, { levels: 4 }), 1, { mapping: "bit-slicing" });
    expect([...new Set(wordLines.map(({ share }) => share))]).toEqual([1, 1 / 4, 1 / 16]);
  });

  test("rounds weights that do not fit to its last digit", () => {
    const wanted = network(10, 3, false, (random) => random.integer(201) - 100);
    wanted.weights[1] = wanted.weights[10] = 100;
    const options = { mapping: "bit-slicing", slices: 2 } as const;
    const error = largestError(mapToCrossbar(wanted, withDevice(ideal, { levels: 4 }), 1, options), wanted);
    expect(error).toBeGreaterThan(0.01);
    expect(error).toBeLessThan(0.5 / 15 + ROUNDING);
  });

  test("alone takes a number of slices", () => {
    const wanted = network(3, 1, false, () => 1);
    for (const mapping of MAPPING_NAMES) {
      if (mapping === "bit-slicing") continue;
      expect(caught(() => planArray(wanted, ideal, { mapping, slices: 2 })).code).toBe("argument.slices");
    }
  });
});

test("every mapping stands under its own name", () => {
  for (const name of MAPPING_NAMES) expect(mappings[name].name).toBe(name);
});
