import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../../src/core/index.ts";
import {
  arrayResponse,
  createArraySolver,
  eliminateNodes,
  mapToCrossbar,
  OFFSET_SOURCE,
  reducedAmps,
  reduceWires,
  reductionError,
  referenceSiemens,
} from "../../../src/crossbar/index.ts";
import { randomNetwork, shippedProfile } from "../../helpers/hopfield.ts";
import { denseVolts, randomArray, relativeError } from "./dense.ts";

/** Nothing is subtracted: what differs is the solver's own residual. */
const AGREEMENT = 1e-11;
/** The solver's residual where wires take 50 ohms a segment at most. */
const SOLVER = 1e-12;
/** The dense matrix's condition is below 1e8, and its solution is refined once in doubles. */
const DENSE = 1e-9;
/** A sum of as many positive numbers as the array has ends. */
const ROUNDING = 1e-13;

const sizes = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }));
const seeds = fc.integer({ min: 0, max: 1e6 });
const wires = fc.constantFrom(0.01, 1, 5, 50, 2000);
const orNone = fc.constantFrom(0, 1, 50);
const ends = fc.constantFrom(0, 3, 1000);

describe("reduceWires", () => {
  test("gives the solver's output currents for every shape and resistance, with shorts and perfect wires", () => {
    fc.assert(
      fc.property(
        sizes,
        seeds,
        orNone,
        orNone,
        ends,
        ends,
        fc.boolean(),
        ([rows, columns], seed, word, bit, driver, sense, short) => {
          const lines = { wordLineOhms: word, bitLineOhms: bit, driverOhms: driver, senseOhms: sense };
          const array = { ...randomArray(rows, columns, seed), ...lines };
          if (short && word > 0 && bit > 0) {
            for (let x = seed % 3; x < rows * columns; x += 1 + (seed % 4)) array.siemens[x] = Number.POSITIVE_INFINITY;
          }
          const reduced = reduceWires(array);
          const { outputAmps } = createArraySolver(array).solve(array.appliedVolts);
          expect(
            relativeError(reducedAmps(reduced, array.appliedVolts, new Float64Array(columns)), outputAmps),
          ).toBeLessThan(AGREEMENT);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("gives the solver's output currents at 130 x 70 and 70 x 130", () => {
    const array = { ...randomArray(130, 70, 4), wordLineOhms: 2, bitLineOhms: 5 };
    const { outputAmps } = createArraySolver(array).solve(array.appliedVolts);
    expect(
      relativeError(reducedAmps(reduceWires(array), array.appliedVolts, new Float64Array(70)), outputAmps),
    ).toBeLessThan(AGREEMENT);
    const turned = { ...randomArray(70, 130, 4), wordLineOhms: 2, bitLineOhms: 5 };
    const other = createArraySolver(turned).solve(turned.appliedVolts).outputAmps;
    expect(
      relativeError(reducedAmps(reduceWires(turned), turned.appliedVolts, new Float64Array(130)), other),
    ).toBeLessThan(AGREEMENT);
  });

  test("gives what the solver gives on odd shapes of many blocks, with columns and rows that are stuck off", () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.integer({ min: 1, max: 61 }), fc.integer({ min: 1, max: 61 })),
        seeds,
        fc.constantFrom(0, 0.1, 1, 50),
        fc.constantFrom(0, 0.1, 1, 50),
        ends,
        ends,
        fc.boolean(),
        ([rows, columns], seed, word, bit, driver, sense, doubleSided) => {
          const lines = { wordLineOhms: word, bitLineOhms: bit, driverOhms: driver, senseOhms: sense, doubleSided };
          const { siemens } = randomArray(rows, columns, seed);
          const [row, column] = [seed % (2 * rows), seed % (2 * columns)];
          for (let x = 0; x < siemens.length; x++) {
            if (Math.floor(x / columns) === row || x % columns === column) siemens[x] = 0;
          }
          const array = { rows, columns, siemens, ...lines };
          const reduced = reduceWires(array, { drivers: true });
          expect(reductionError(array, reduced)).toBeLessThan(SOLVER);
          const { transferSiemens, sneakSiemens, loadSiemens } = reduced;
          if (column < columns) {
            expect(loadSiemens[column]).toBe(0);
            for (let i = 0; i < rows; i++) expect(transferSiemens[column * rows + i]).toBe(0);
          }
          if (row < rows) for (let j = 0; j < columns; j++) expect(transferSiemens[j * rows + row]).toBe(0);
          for (let j = 0; j < columns; j++) {
            let sum = 0;
            for (let i = 0; i < rows; i++) sum += transferSiemens[j * rows + i]!;
            for (let k = 0; k < columns; k++) sum += sneakSiemens[j * columns + k]!;
            expect(Math.abs(sum - loadSiemens[j]!)).toBeLessThanOrEqual(ROUNDING * loadSiemens[j]!);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test("is reciprocal, symmetric and passive: what a set of voltages sends out is no less than 0 watts", () => {
    fc.assert(
      fc.property(
        sizes,
        seeds,
        wires,
        wires,
        ends,
        ends,
        fc.boolean(),
        ([rows, columns], seed, word, bit, driver, sense, doubleSided) => {
          const lines = { wordLineOhms: word, bitLineOhms: bit, driverOhms: driver, senseOhms: sense, doubleSided };
          const { appliedVolts: v, ...array } = randomArray(rows, columns, seed);
          const reduced = reduceWires({ ...array, ...lines }, { drivers: true });
          const u = randomArray(columns, 1, seed + 1).appliedVolts;
          const into = reducedAmps(reduced, v, u);
          const { driveSiemens, crossSiemens } = reduced.drivers!;
          const { transferSiemens, sneakSiemens } = reduced;
          let [watts, largest] = [0, 0];
          const out = Float64Array.from({ length: rows }, (_, i) => {
            let amps = driveSiemens[i]! * v[i]!;
            for (let j = 0; j < columns; j++) amps -= transferSiemens[j * rows + i]! * u[j]!;
            for (let k = 0; k < rows; k++) amps -= crossSiemens[i * rows + k]! * v[k]!;
            largest = Math.max(largest, driveSiemens[i]! * v[i]! ** 2);
            return amps;
          });
          for (let i = 0; i < rows; i++) watts += v[i]! * out[i]!;
          for (let j = 0; j < columns; j++) watts -= u[j]! * into[j]!;
          expect(watts).toBeGreaterThanOrEqual(-ROUNDING * largest);
          // What the sources send out is what the sense points take.
          const total = out.reduce((a, b) => a + b, 0) - into.reduce((a, b) => a + b, 0);
          const scale = [...out, ...into].reduce((a, b) => Math.max(a, Math.abs(b)), 0) + largest;
          expect(Math.abs(total)).toBeLessThanOrEqual(10 * ROUNDING * (rows + columns) * scale);
          for (let j = 0; j < columns; j++) {
            for (let k = 0; k < j; k++) expect(sneakSiemens[j * columns + k]).toBe(sneakSiemens[k * columns + j]);
          }
          for (const block of [transferSiemens, sneakSiemens, crossSiemens]) expect(Math.min(0, ...block)).toBe(0);
        },
      ),
      { numRuns: 40 },
    );
  });

  test("tends to the sums of conductances as the wires' resistance falls, and is them at 0", () => {
    const { appliedVolts: _volts, ...array } = randomArray(7, 5, 2);
    const off = (ohms: number) => {
      const { transferSiemens, loadSiemens, sneakSiemens } = reduceWires({
        ...array,
        wordLineOhms: ohms,
        bitLineOhms: ohms,
      });
      let [worst, sneak] = [0, 0];
      for (let j = 0; j < 5; j++) {
        let load = 0;
        for (let i = 0; i < 7; i++) {
          const g = array.siemens[i * 5 + j]!;
          load += g;
          worst = Math.max(worst, Math.abs(transferSiemens[j * 7 + i]! - g) / 1e-4);
        }
        worst = Math.max(worst, Math.abs(loadSiemens[j]! - load) / 1e-4);
        for (let k = 0; k < 5; k++) sneak = Math.max(sneak, sneakSiemens[j * 5 + k]! / 1e-4);
      }
      return Math.max(worst, sneak);
    };
    const [coarse, fine] = [off(1), off(1e-3)];
    expect(coarse / fine).toBeGreaterThan(900);
    expect(coarse / fine).toBeLessThan(1100);
    expect(off(0)).toBeLessThan(ROUNDING);
  });

  test("gives the load and the coupling of sense points that the dense nodal matrix has", () => {
    fc.assert(
      fc.property(sizes, seeds, wires, wires, ends, ends, ([rows, columns], seed, word, bit, driver, sense) => {
        const lines = { wordLineOhms: word, bitLineOhms: bit, driverOhms: driver, senseOhms: sense };
        const array = { ...randomArray(rows, columns, seed), ...lines };
        const reduced = reduceWires(array);
        // Lifting everything by one voltage changes no current, so that u = 1 at one sense point is a matter of the others at -1.
        const shifted = array.appliedVolts.map((v) => v - 1);
        const low = denseVolts({ ...array, appliedVolts: shifted }).bit.slice(-columns);
        const amps = low.map((v) => v / (bit + sense));
        const lifted = reducedAmps(reduced, array.appliedVolts, new Float64Array(columns).fill(1));
        expect(relativeError(lifted, amps)).toBeLessThan(DENSE);
      }),
      { numRuns: 30 },
    );
  });

  test("agrees with the solver at any voltages of sources and sense points, driven from one end or both", () => {
    fc.assert(
      fc.property(
        sizes,
        seeds,
        orNone,
        wires,
        ends,
        ends,
        fc.boolean(),
        (size, seed, word, bit, driver, sense, both) => {
          const [rows, columns] = size;
          const { siemens } = randomArray(rows, columns, seed);
          const ohms = {
            wordLineOhms: word,
            bitLineOhms: bit,
            driverOhms: driver,
            senseOhms: sense,
            doubleSided: both,
          };
          const array = { rows, columns, siemens, ...ohms };
          expect(reductionError(array, reduceWires(array))).toBeLessThan(AGREEMENT);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("is caught where it is wrong: a device changed afterwards shows as an error", () => {
    const { siemens } = randomArray(6, 5, 3);
    const array = { rows: 6, columns: 5, siemens, wordLineOhms: 3, bitLineOhms: 4 };
    const reduced = reduceWires(array);
    array.siemens[7]! *= 1.001;
    const error = reductionError(array, reduced);
    expect(error).toBeGreaterThan(1e-7);
    expect(error).toBeLessThan(1e-2);
  });

  test("couples sense points through word lines that float", () => {
    // Two bit lines, one floating word line: the devices are in series.
    const array = {
      rows: 1,
      columns: 2,
      siemens: [1e-4, 3e-4],
      wordLineOhms: 100,
      bitLineOhms: 50,
      driverOhms: Number.POSITIVE_INFINITY,
    };
    const { sneakSiemens, loadSiemens, transferSiemens } = reduceWires(array);
    const series = 1 / (50 + 1e4 + 100 + 1e4 / 3 + 50);
    expect(sneakSiemens[1]! / series).toBeCloseTo(1, 12);
    expect(loadSiemens[0]! / series).toBeCloseTo(1, 12);
    expect([...transferSiemens]).toEqual([0, 0]);
  });

  test("drives a word line from both ends as one of half the length from its middle", () => {
    // Equal devices: the middle of a doubly driven line carries no current.
    const g = 1e-4;
    const whole = {
      rows: 1,
      columns: 6,
      siemens: new Array(6).fill(g),
      wordLineOhms: 100,
      bitLineOhms: 20,
      driverOhms: 30,
      doubleSided: true,
    };
    const half = { ...whole, columns: 3, siemens: new Array(3).fill(g), doubleSided: false };
    const [a, b] = [reduceWires(whole).transferSiemens, reduceWires(half).transferSiemens];
    for (let j = 0; j < 3; j++) {
      expect(a[j]! / b[j]!).toBeCloseTo(1, 12);
      expect(a[5 - j]! / b[j]!).toBeCloseTo(1, 12);
    }
  });

  test("passes nothing through broken wires", () => {
    const { appliedVolts: _volts, ...array } = randomArray(4, 3, 1);
    for (const broken of [
      { wordLineOhms: Number.POSITIVE_INFINITY, bitLineOhms: 1 },
      { wordLineOhms: 1, bitLineOhms: Number.POSITIVE_INFINITY },
      { wordLineOhms: 1, bitLineOhms: 1, senseOhms: Number.POSITIVE_INFINITY },
    ]) {
      const { transferSiemens, loadSiemens } = reduceWires({ ...array, ...broken });
      expect(Math.max(...transferSiemens, ...loadSiemens)).toBe(0);
    }
  });

  test("refuses a short between a source and a sense point on perfect wires", () => {
    const array = { rows: 1, columns: 1, siemens: [Number.POSITIVE_INFINITY], wordLineOhms: 0, bitLineOhms: 0 };
    expect(() => reduceWires(array)).toThrow(expect.objectContaining({ code: "wires.loop" }));
    const { transferSiemens } = reduceWires({ ...array, senseOhms: 4 });
    expect([...transferSiemens]).toEqual([0.25]);
  });
});

describe("arrayResponse", () => {
  const profile = shippedProfile("ideal");
  const perfect = mapToCrossbar(randomNetwork(5, 3, true), profile, 1);
  const wires = { wordLineOhms: 40, bitLineOhms: 30, driverOhms: 10, senseOhms: 20, doubleSided: false };

  test("is what the solver gives for each source and each summing line, with a reference column and an offset line", () => {
    // One bit line more, one offset amplifier's word line more.
    const { rows: n } = perfect;
    const wordLines = [...perfect.wordLines, { source: OFFSET_SOURCE, sign: 1 as const, share: 0.5 }];
    const bitLines = n + 1;
    const siemens = randomArray(wordLines.length, bitLines, 6).siemens;
    for (const doubleSided of [false, true]) {
      const crossbar = { ...perfect, wordLines, bitLines, siemens, wires: { ...wires, doubleSided } };
      const { transferSiemens, loadSiemens, sneakSiemens } = arrayResponse(crossbar);
      const solver = createArraySolver({ ...crossbar.wires, rows: wordLines.length, columns: bitLines, siemens });
      const random = createRandom(1, "response");
      const v = Float64Array.from({ length: crossbar.columns }, () => random.uniform() - 0.5);
      const u = Float64Array.from({ length: bitLines }, (_, i) => (i < n ? random.uniform() - 0.5 : 0));
      const mean = v.reduce((a, b) => a + b, 0) / crossbar.columns;
      const volts = wordLines.map(({ source, sign, share }) =>
        source === OFFSET_SOURCE ? -share * mean : sign * share * v[source]!,
      );
      const { outputAmps } = solver.solve(volts, u);
      // The reference amplifier takes its column's current away through a conductance that loads every line.
      const loaded = referenceSiemens(crossbar);
      const expected = Array.from({ length: n }, (_, i) => outputAmps[i]! - outputAmps[n]! - loaded * u[i]!);
      const amps = expected.map((_, i) => {
        let sum = -loadSiemens[i]! * u[i]!;
        for (const [j, volt] of v.entries()) sum += transferSiemens[i * crossbar.columns + j]! * volt;
        for (let k = 0; k < n; k++) sum += sneakSiemens![i * n + k]! * u[k]!;
        return sum;
      });
      expect(relativeError(amps, expected)).toBeLessThan(AGREEMENT);
    }
  });

  test("is that of perfect wires in the limit, and kept with its crossbar", () => {
    const none = { wordLineOhms: 0, bitLineOhms: 0, driverOhms: 0, senseOhms: 0, doubleSided: false };
    const wired = { ...perfect, wires: none };
    const [a, b] = [arrayResponse(perfect), arrayResponse(wired)];
    expect(relativeError(b.transferSiemens, a.transferSiemens)).toBeLessThan(ROUNDING);
    expect(relativeError(b.loadSiemens, a.loadSiemens)).toBeLessThan(ROUNDING);
    expect(Math.max(...b.sneakSiemens!)).toBe(0);
    expect(arrayResponse(wired)).toBe(b);
    expect(relativeError(arrayResponse({ ...perfect, wires }).loadSiemens, a.loadSiemens)).toBeGreaterThan(1e-3);
  });
});

describe("eliminateNodes", () => {
  test("turns a star of three into the triangle of the textbook, whatever lies between", () => {
    const siemens = Float64Array.of(1, 2, 3, 0.5, Number.POSITIVE_INFINITY);
    const from = Int32Array.of(0, 1, 2, 0, 3);
    const to = Int32Array.of(3, 4, 3, 1, 4);
    const layout = { x: new Int32Array(5), y: new Int32Array(5) };
    const mesh = eliminateNodes({ nodes: 6, from, to, siemens, terminals: Int32Array.of(0, 1, 2, 5) }, layout);
    const expected = [
      [0, 2 / 6 + 0.5, 3 / 6, 0],
      [2 / 6 + 0.5, 0, 1, 0],
      [3 / 6, 1, 0, 0],
      [0, 0, 0, 0],
    ].flat();
    for (const [k, g] of expected.entries()) expect(mesh[k]).toBeCloseTo(g, 14);
  });
});
