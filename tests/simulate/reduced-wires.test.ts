import { afterAll, describe, expect, test } from "vitest";
import {
  type AnnealSchedule,
  buildHopfieldCircuit,
  type Circuit,
  schedules,
  withAnnealLength,
} from "../../src/circuit/index.ts";
import { mapToCrossbar, reduceWires } from "../../src/crossbar/index.ts";
import { fieldScale } from "../../src/network/index.ts";
import { createGridReducer, reducedTask, vector, type Waveforms, type WireGrid } from "../../src/simulate/index.ts";
import { createEngine } from "../../src/simulate/node/index.ts";
import { buildBench, randomNetwork, shippedProfile } from "../helpers/hopfield.ts";
import { finely, sampleAt } from "../helpers/simulated.ts";
import { withWireGrid } from "../helpers/wire-grid.ts";

/** Share of each vector's own range: 0.1 % of the swing. */
const AGREE = 1e-3;
const STEP_TAUS = 0.01;
const SAMPLES = 200;
/** Share of a typical current that is none: ngspice's abstol is a thousandth of it. */
const NO_CURRENT = 1e-4;
/** Two ways to sum the same positive numbers. */
const ROUNDING = 1e-11;

/** Heavy wires, so that what they change is far above the tolerance. */
const WIRES = { wordLineOhms: 120, bitLineOhms: 80, driverOhms: 200, senseOhms: 150, doubleSided: false };

const ngspice = createEngine("ngspice-wasm", { threads: 1 });
const reduced = createEngine("reduced");
afterAll(async () => {
  await ngspice.close();
  await reduced.close();
});

const noisy = withAnnealLength(schedules.anneal, 10);
const ramp = withAnnealLength(schedules.ramp, 10);
const END_TAUS = 12;

const sumNode = (topology: string) => (i: number) => `${topology === "passive" ? "u" : "s"}_${i}`;

/** Largest difference of a vector, as a share of its range in a, `floor` at least. */
function difference(a: Waveforms, b: Waveforms, name: string, from: number, to: number, floor = 0): number {
  let [largest, range] = [0, floor];
  for (let k = 0; k < SAMPLES; k++) {
    const t = from + ((to - from) * k) / (SAMPLES - 1);
    const x = sampleAt(a, name, t);
    range = Math.max(range, Math.abs(x));
    largest = Math.max(largest, Math.abs(x - sampleAt(b, name, t)));
  }
  return range === 0 ? largest : largest / range;
}

const CASES: readonly [number, "passive" | "virtual-ground", AnnealSchedule, boolean, string][] = [
  [4, "passive", ramp, false, "ideal"],
  [4, "virtual-ground", noisy, true, "taox-cai-2020"],
  [8, "passive", noisy, true, "taox-cai-2020"],
  [8, "virtual-ground", ramp, false, "ideal"],
  [12, "passive", ramp, true, "ideal"],
];

describe("reduced and ngspice-wasm on arrays with every wire segment", () => {
  test.each(CASES)("give the same vectors, n = %i, %s", async (n, topology, schedule, doubleSided, profile) => {
    const { hopfield, crossbar } = buildBench(randomNetwork(n, n, doubleSided), {
      schedule,
      topology,
      profile,
      seed: 3,
    });
    const fine = finely(hopfield, END_TAUS, STEP_TAUS).circuit;
    const wired = withWireGrid(fine, crossbar, { ...WIRES, doubleSided }, sumNode(topology));
    const [spice, built] = await Promise.all([ngspice, reduced].map((engine) => engine.simulate({ circuit: wired })));
    expect(built!.names).toEqual(spice!.names);
    const [from, to] = [0.1 * hopfield.tauSeconds, END_TAUS * hopfield.tauSeconds];
    for (const name of spice!.names) {
      // A rail without devices draws nothing, and ngspice the roundoff of its solver.
      const floor = name.startsWith("i(") ? NO_CURRENT * hopfield.scaleAmps : 0;
      expect(difference(spice!, built!, name, from, to, floor), name).toBeLessThan(AGREE);
    }
    for (const name of hopfield.layout.outputs) {
      expect(Math.sign(vector(built!, name).at(-1)!), name).toBe(Math.sign(vector(spice!, name).at(-1)!));
    }
    // The wires matter: without them the outputs lie elsewhere.
    const bare = await reduced.simulate({ circuit: fine });
    const moved = hopfield.layout.outputs.map((name) => difference(bare, built!, name, from, to));
    expect(Math.max(...moved)).toBeGreaterThan(5 * AGREE);
  });
});

describe("reduced and ngspice-wasm on a reference column whose wires end in its amplifier", () => {
  test.each([
    [4, "passive", ramp, "ideal"],
    [6, "virtual-ground", ramp, "taox-cai-2020"],
    [8, "passive", noisy, "taox-cai-2020"],
  ] as const)("give the same vectors, n = %i, %s", async (n, topology, schedule, board) => {
    const network = randomNetwork(n, n, n === 8);
    const profile = shippedProfile(board);
    const wires = { ...WIRES, doubleSided: n === 6 };
    const crossbar = mapToCrossbar(network, profile, 2, { mapping: "reference-column", wires });
    const spec = { crossbar, profile, schedule, fieldScale: fieldScale(network), seed: 3, instance: "reference" };
    const hopfield = buildHopfieldCircuit(topology, spec);
    const fine = finely(hopfield, END_TAUS, STEP_TAUS).circuit;
    const circuit = { ...fine, save: [...fine.save, "v(s_ref)", "v(y_ref)"] };
    const [spice, built] = await Promise.all([ngspice, reduced].map((engine) => engine.simulate({ circuit })));
    expect(built!.names).toEqual(spice!.names);
    const [from, to] = [0.1 * hopfield.tauSeconds, END_TAUS * hopfield.tauSeconds];
    for (const name of spice!.names) {
      const floor = name.startsWith("i(") ? NO_CURRENT * hopfield.scaleAmps : 0;
      expect(difference(spice!, built!, name, from, to, floor), name).toBeLessThan(AGREE);
    }
  });
});

describe("reducedTask on arrays with wires", () => {
  const { hopfield, crossbar } = buildBench(randomNetwork(7, 2, true), {});
  const { circuit } = hopfield;

  test.each([
    false,
    true,
  ])("reads the conductances of the reduced array off the circuit, double-sided %s", (doubleSided) => {
    const { rows: n, wordLines } = crossbar;
    const wires = { ...WIRES, doubleSided };
    const { model } = reducedTask({ circuit: withWireGrid(circuit, crossbar, wires, sumNode("passive")) });
    const array = { ...wires, rows: wordLines.length, columns: n, siemens: crossbar.siemens };
    const { transferSiemens, sneakSiemens, drivers } = reduceWires(array, { drivers: true });
    for (const [l, { source, sign }] of wordLines.entries()) {
      const node = `${sign > 0 ? "p" : "m"}_${source < n ? source : "bias"}`;
      const d = model.drives.findIndex((drive) => drive.node === node);
      for (let i = 0; i < n; i++) {
        const expected = transferSiemens[i * wordLines.length + l]!;
        expect(Math.abs(model.driveSiemens[d * n + i]! / expected - 1)).toBeLessThan(ROUNDING);
      }
      const total = model.crossSiemens!.subarray(d * model.drives.length, (d + 1) * model.drives.length);
      let cross = 0;
      for (let m = 0; m < wordLines.length; m++) cross += drivers!.crossSiemens[l * wordLines.length + m]!;
      expect(total.reduce((a, b) => a + b, 0) / cross).toBeCloseTo(1, 10);
    }
    for (const [k, g] of sneakSiemens.entries()) {
      expect(Math.abs(model.sneakSiemens![k]! - g)).toBeLessThanOrEqual(ROUNDING * g);
    }
  });

  test("does not look at names: other nodes, turned and split resistors are the same array", () => {
    const wired = withWireGrid(circuit, crossbar, WIRES, sumNode("passive"));
    const renamed: Circuit = {
      ...wired,
      sections: wired.sections.map((section) => ({
        ...section,
        elements: section.elements.flatMap((e, k) => {
          if (e.kind !== "resistor" || section.comment !== "Array with its wires") return [e];
          const [a, b] = e.nodes.map((node) =>
            /^[wb]_/.test(node) ? `z${node.split("_").reverse().join("x")}` : node,
          );
          if (k % 5 > 0) return [{ ...e, name: `R${k}`, nodes: [b!, a!] as const }];
          const half = { ...e, ohms: e.ohms / 2 };
          return [
            { ...half, name: `R${k}a`, nodes: [a!, `mid${k}`] as const },
            { ...half, name: `R${k}b`, nodes: [`mid${k}`, b!] as const },
          ];
        }),
      })),
    };
    const [first, second] = [wired, renamed].map((c) => reducedTask({ circuit: c }).model);
    for (const key of ["driveSiemens", "loadSiemens", "sneakSiemens", "crossSiemens"] as const) {
      for (const [k, g] of first![key]!.entries()) {
        expect(Math.abs(second![key]![k]! - g)).toBeLessThanOrEqual(ROUNDING * g);
      }
    }
  });

  test("reduces the wires of many runs of one array once, and those of another array anew", () => {
    const reducer = createGridReducer();
    const meshes: Float64Array[] = [];
    const counting = (grid: WireGrid) => {
      meshes.push(reducer(grid));
      return meshes.at(-1)!;
    };
    const task = (seed: number, ohms: number) => {
      const bench = buildBench(randomNetwork(7, 2, true), { seed });
      const wires = { ...WIRES, wordLineOhms: ohms };
      return reducedTask(
        { circuit: withWireGrid(bench.hopfield.circuit, crossbar, wires, sumNode("passive")) },
        counting,
      );
    };
    const [a, b, c] = [task(1, 10), task(2, 10), task(2, 11)];
    expect(meshes[1]).toBe(meshes[0]);
    expect(meshes[2]).not.toBe(meshes[1]);
    expect(b.model.driveSiemens).toEqual(a.model.driveSiemens);
    expect(c.model.driveSiemens).not.toEqual(b.model.driveSiemens);
    expect(b.model.initial).not.toEqual(a.model.initial);
  });

  test("refuses the voltage of a wire's node, which it has not kept", async () => {
    const wired = withWireGrid(circuit, crossbar, WIRES, sumNode("passive"));
    await expect(reduced.simulate({ circuit: { ...wired, save: ["v(w_0_0)"] } })).rejects.toMatchObject({
      code: "simulate.missing-vector",
    });
  });
});
