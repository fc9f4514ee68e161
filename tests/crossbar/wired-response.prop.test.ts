import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type ArrayWires,
  arrayResponse,
  type Crossbar,
  createArraySolver,
  mapToCrossbar,
  nominalResponse,
  OFFSET_SOURCE,
  perfectWires,
  programmedWeights,
  referenceSiemens,
  responseBySolves,
  summingGains,
  withGainCorrection,
  withWires,
} from "../../src/crossbar/index.ts";
import { caught } from "../helpers/caught.ts";
import { randomNetwork, shippedProfile } from "../helpers/hopfield.ts";
import { relativeError } from "./wires/dense.ts";

/** Solves refined to roundoff, of arrays whose wires have far less resistance than their devices. */
const SOLVED = 1e-11;

const ohms = fc.constantFrom(0, 1, 30);
const wires: fc.Arbitrary<ArrayWires> = fc.record({
  wordLineOhms: ohms,
  bitLineOhms: ohms,
  driverOhms: fc.constantFrom(0, 200),
  senseOhms: fc.constantFrom(0, 70),
  doubleSided: fc.boolean(),
});
const cases = fc.tuple(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 0, max: 1e4 }), fc.boolean());

function mapped(n: number, seed: number, biased: boolean, profile = "taox-cai-2020"): Crossbar {
  return mapToCrossbar(randomNetwork(n, seed, biased), shippedProfile(profile), seed);
}

/** Differential pairs and a column of mean conductance beside them. */
function withReference(n: number, seed: number, biased: boolean): Crossbar {
  const pairs = mapped(n, seed, biased);
  const bitLines = n + 1;
  const siemens = new Float64Array(pairs.wordLines.length * bitLines).fill(5e-6);
  for (let line = 0; line < pairs.wordLines.length; line++) {
    for (let i = 0; i < n; i++) siemens[line * bitLines + i] = pairs.siemens[line * n + i]!;
  }
  return { ...pairs, bitLines, siemens, targetSiemens: siemens };
}

/** Differential pairs and a line that all outputs drive through an amplifier. */
function withOffset(n: number, seed: number, biased: boolean): Crossbar {
  const pairs = mapped(n, seed, biased);
  const wordLines = [...pairs.wordLines, { source: OFFSET_SOURCE, sign: -1, share: 1 } as const];
  const siemens = Float64Array.from({ length: wordLines.length * n }, (_, k) => pairs.siemens[k] ?? 5e-6);
  return { ...pairs, wordLines, siemens, targetSiemens: siemens };
}

/** Mappings whose responses are checked. */
const MAPPINGS: readonly [string, (n: number, seed: number, biased: boolean) => Crossbar][] = [
  ["differential pairs", mapped],
  ["a reference column", withReference],
  ["an offset line", withOffset],
];

describe.each(MAPPINGS)("responseBySolves, %s", (_name, crossbarOf) => {
  test("is the sum of conductances when no wire has resistance", () => {
    fc.assert(
      fc.property(cases, ([n, seed, biased]) => {
        const crossbar = crossbarOf(n, seed, biased);
        const [found, expected] = [responseBySolves(crossbar), nominalResponse(crossbar)];
        expect(relativeError(found.transferSiemens, expected.transferSiemens)).toBeLessThan(SOLVED);
        expect(relativeError(found.loadSiemens, expected.loadSiemens)).toBeLessThan(SOLVED);
        expect(Math.max(...found.sneakSiemens!.map(Math.abs))).toBe(0);
      }),
      { numRuns: 20 },
    );
  });

  test("comes close to perfect wires in proportion to their resistance", () => {
    const crossbar = crossbarOf(6, 3, true);
    const nominal = nominalResponse(crossbar);
    const off = [1, 0.1].map((r) => {
      const wired = withWires(crossbar, { ...perfectWires, wordLineOhms: r, bitLineOhms: r, driverOhms: 10 * r });
      return relativeError(arrayResponse(wired).transferSiemens, nominal.transferSiemens);
    });
    expect(off[1]).toBeGreaterThan(0);
    // A tenth of the resistance is a tenth of the error, to some hundredths.
    expect(Math.abs(off[0]! / off[1]! - 10)).toBeLessThan(0.5);
  });

  test("gives the currents of any voltages of sources and summing lines", () => {
    fc.assert(
      fc.property(cases, wires, ([n, seed, biased], wire) => {
        const crossbar = withWires(crossbarOf(n, seed, biased), wire);
        const { rows, bitLines, columns, wordLines, siemens } = crossbar;
        const { transferSiemens, loadSiemens, sneakSiemens } = arrayResponse(crossbar);
        const v = Array.from({ length: columns }, (_, j) => Math.sin(j + 1));
        const u = Array.from({ length: rows }, (_, i) => Math.cos(5 * i));
        const mean = v.reduce((a, b) => a + b, 0) / columns;
        const volts = wordLines.map(({ source, sign, share }) =>
          source === OFFSET_SOURCE ? -share * mean : sign * share * v[source]!,
        );
        const array = { rows: wordLines.length, columns: bitLines, siemens, ...(crossbar.wires ?? perfectWires) };
        const sense = Array.from({ length: bitLines }, (_, i) => u[i] ?? 0);
        const { outputAmps } = createArraySolver(array, { method: "direct" }).solve(volts, sense);
        const found = Array.from({ length: rows }, (_, i) => {
          let amps = -loadSiemens[i]! * u[i]!;
          for (let j = 0; j < columns; j++) amps += transferSiemens[i * columns + j]! * v[j]!;
          for (let k = 0; k < rows; k++) amps += (sneakSiemens?.[i * rows + k] ?? 0) * u[k]!;
          return amps;
        });
        const expected = found.map((_, i) => {
          const reference = bitLines > rows ? outputAmps[rows]! : 0;
          return outputAmps[i]! - reference - referenceSiemens(crossbar) * u[i]!;
        });
        expect(relativeError(found, expected)).toBeLessThan(SOLVED);
      }),
      { numRuns: 30 },
    );
  });
});

describe("arrayResponse with wires", () => {
  test("is reciprocal between summing lines of differential pairs, and every load is more than what sneaks", () => {
    fc.assert(
      fc.property(cases, wires, ([n, seed, biased], wire) => {
        const { loadSiemens, sneakSiemens } = arrayResponse(withWires(mapped(n, seed, biased), wire));
        if (sneakSiemens === null) return;
        for (let i = 0; i < n; i++) {
          let sum = 0;
          for (let k = 0; k < n; k++) {
            sum += sneakSiemens[i * n + k]!;
            expect(Math.abs(sneakSiemens[i * n + k]! - sneakSiemens[k * n + i]!)).toBeLessThan(
              SOLVED * loadSiemens[i]!,
            );
            expect(sneakSiemens[i * n + k]!).toBeGreaterThanOrEqual(0);
          }
          expect(sum).toBeLessThan(loadSiemens[i]!);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe("withWires", () => {
  const crossbar = mapped(4, 1, false);

  test("takes wires without any resistance for none", () => {
    expect(withWires(crossbar, perfectWires)).toEqual(crossbar);
    expect(withWires(crossbar, { ...perfectWires, doubleSided: true }).wires).toBeNull();
    expect(withWires(withWires(crossbar, { ...perfectWires, senseOhms: 1 }), null)).toEqual(crossbar);
    expect(withWires(crossbar, { ...perfectWires, senseOhms: 1 }).wires).toMatchObject({ senseOhms: 1 });
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("refuses a resistance of %d", (driverOhms) => {
    expect(() => withWires(crossbar, { ...perfectWires, driverOhms })).toThrow(/driverOhms: wrong resistance/);
  });
});

describe("withGainCorrection", () => {
  const long: ArrayWires = { ...perfectWires, wordLineOhms: 8, bitLineOhms: 8 };

  /** Spread of the gains over their mean. */
  const spread = (gains: Float64Array) => (Math.max(...gains) - Math.min(...gains)) / Math.max(...gains);

  const ideal = shippedProfile("ideal");
  const correctedOf = (n: number, seed: number, profile = ideal, deviceSeed = 1) =>
    mapToCrossbar(randomNetwork(n, seed, true), profile, deviceSeed, { wires: long, gainCorrection: true });

  test("gives every summing line the same gain, within the device's range", () => {
    const wired = withWires(mapped(20, 5, true, "ideal"), long);
    const corrected = correctedOf(20, 5);
    expect(spread(summingGains(wired))).toBeGreaterThan(0.02);
    // Four rounds, each some eight times closer, on a spread of a few per cent.
    expect(spread(summingGains(corrected, { ...wired, wires: null }))).toBeLessThan(1e-4);
    const [off, on] = [ideal.device.offSiemens.value, ideal.device.onSiemens.value];
    for (const [k, g] of corrected.siemens.entries()) {
      if (wired.siemens[k] === 0) expect(g).toBe(0);
      else expect(g >= off && g <= on).toBe(true);
    }
    expect(corrected.unitSiemens).toBeLessThan(wired.unitSiemens);
  });

  test("brings the programmed weights closer to the network's", () => {
    const network = randomNetwork(20, 5, true);
    const wired = withWires(mapToCrossbar(network, ideal, 1), long);
    const error = (crossbar: Crossbar) => {
      const { weights } = programmedWeights(crossbar);
      return Math.sqrt(weights.reduce((sum, w, x) => sum + (w - network.weights[x]!) ** 2, 0));
    };
    expect(error(correctedOf(20, 5))).toBeLessThan(0.5 * error(wired));
  });

  test("aims at the same off conductances, and draws the errors of what it aims at from the device seed", () => {
    const profile = shippedProfile("taox-cai-2020");
    const [a, b, c] = [1, 1, 2].map((seed) => correctedOf(6, 2, profile, seed));
    expect(a!.siemens).toEqual(b!.siemens);
    expect(a!.siemens).not.toEqual(c!.siemens);
    const off = profile.device.offSiemens.value;
    const plain = mapToCrossbar(randomNetwork(6, 2, true), profile, 1);
    for (const [k, target] of plain.targetSiemens.entries()) {
      if (target <= off) expect([a!.targetSiemens[k], a!.siemens[k]]).toEqual([target, plain.siemens[k]]);
    }
  });

  test("has nothing to correct without wires, and refuses single-ended devices", () => {
    const crossbar = mapped(5, 1, false, "ideal");
    expect(withGainCorrection(crossbar, 0).targetSiemens).toBe(crossbar.targetSiemens);
    const options = { wires: long, gainCorrection: true, mapping: "offset-column" } as const;
    expect(caught(() => mapToCrossbar(randomNetwork(5, 1, false), ideal, 1, options)).code).toBe(
      "argument.gain-correction",
    );
  });
});
