import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { arrayCircuit, parseNetlist, printNetlist } from "../../src/circuit/index.ts";
import { NetlistError } from "../../src/core/index.ts";
import { readArray, solveArray } from "../../src/crossbar/index.ts";
import { vector } from "../../src/simulate/index.ts";
import { randomArray, relativeError } from "../crossbar/wires/dense.ts";
import { NO_SHARED_DATA, sharedOracles } from "../shared-data.ts";
import { SPICE_ENGINES } from "../simulate/fixtures.ts";

/**
 * ngspice adds gmin = 1e-12 siemens nowhere in a linear circuit, but its matrix of 1 ohm wires beside 1e-5 siemens is solved
 * without refinement: some 1e6 roundoffs.
 */
const SPICE = 1e-9;

/** Some thousand roundoffs. */
const ORACLE = 1e-12;

const engines = SPICE_ENGINES.filter((engine) => !engine.missing).map((engine) => ({
  name: engine.name,
  engine: engine.create({ threads: 1 }),
}));
afterAll(async () => {
  for (const { engine } of engines) await engine.close();
});

describe.each(engines)("arrayCircuit in $name", ({ engine }) => {
  test.each([
    ["every wire", { wordLineOhms: 5, bitLineOhms: 3, driverOhms: 100, senseOhms: 20 }],
    [
      "both ends driven and sense points off ground",
      { wordLineOhms: 5, bitLineOhms: 3, doubleSided: true, sensed: true },
    ],
    ["perfect word lines", { wordLineOhms: 0, bitLineOhms: 50 }],
    ["no wires at all", { wordLineOhms: 0, bitLineOhms: 0 }],
  ])("gives the currents of solveArray, %s", async (_what, { sensed, ...wires }: Record<string, unknown>) => {
    for (const [rows, columns] of [
      [6, 9],
      [1, 4],
      [5, 1],
    ] as const) {
      const lines = wires as { wordLineOhms: number; bitLineOhms: number };
      const senseVolts = sensed === true ? Array.from({ length: columns }, (_, j) => 0.1 * j) : undefined;
      const array = { ...randomArray(rows, columns, 4), ...lines, ...(senseVolts === undefined ? {} : { senseVolts }) };
      const { circuit, outputs } = arrayCircuit(array);
      expect(parseNetlist(printNetlist(circuit))).toEqual(circuit);
      const waveforms = await engine.simulate({ circuit });
      const amps = outputs.map((name) => vector(waveforms, name).at(-1)!);
      expect(relativeError(amps, solveArray(array).outputAmps)).toBeLessThan(SPICE);
    }
  });

  test.skipIf(sharedOracles === undefined)(
    `agrees with ours and with the 40-digit references (${NO_SHARED_DATA})`,
    async () => {
      for (const size of ["8x8", "32x32"]) {
        const text = readFileSync(join(sharedOracles!, `badcrossbar_${size}.json`), "utf8");
        const exact = (JSON.parse(text).output_currents_40_digit as string[]).map(Number);
        const array = readArray(text, size);
        expect(relativeError(solveArray(array).outputAmps, exact)).toBeLessThan(ORACLE);
        const { circuit, outputs } = arrayCircuit(array);
        const waveforms = await engine.simulate({ circuit });
        const amps = outputs.map((name) => vector(waveforms, name).at(-1)!);
        expect(relativeError(amps, exact)).toBeLessThan(SPICE);
      }
    },
  );
});

describe("arrayCircuit", () => {
  test("cannot print a short, which has no resistance to write", () => {
    const array = { rows: 1, columns: 1, wordLineOhms: 1, bitLineOhms: 1, siemens: [1], appliedVolts: [1] };
    expect(printNetlist(arrayCircuit(array).circuit)).toContain("R_0_0 w_0_0 b_0_0 1");
    expect(() => printNetlist(arrayCircuit({ ...array, wordLineOhms: Infinity }).circuit)).toThrow(NetlistError);
  });
});
