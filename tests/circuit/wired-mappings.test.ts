import { afterAll, describe, expect, test } from "vitest";
import { buildHopfieldCircuit, parseNetlist, printNetlist, type TopologyName } from "../../src/circuit/index.ts";
import {
  arrayResponse,
  type Crossbar,
  createArraySolver,
  MAPPING_NAMES,
  type MapOptions,
  mapToCrossbar,
  OFFSET_SOURCE,
  referenceSiemens,
} from "../../src/crossbar/index.ts";
import { fieldScale } from "../../src/network/index.ts";
import { readOut, SETTLED_RESIDUAL } from "../../src/readout/index.ts";
import { ReducedEngine, vector } from "../../src/simulate/index.ts";
import { createEngine } from "../../src/simulate/node/index.ts";
import { relativeError } from "../crossbar/wires/dense.ts";
import { fixedGain, randomNetwork, shippedProfile } from "../helpers/hopfield.ts";

/** Solves refined to roundoff, of arrays whose wires have far less resistance than their devices. */
const SOLVED = 1e-10;
/** Share of the swing at ngspice's shipped tolerances, at rest. */
const ENGINES = 1e-3;

const engine = createEngine("ngspice-wasm", { threads: 1 });
const reduced = new ReducedEngine();
afterAll(async () => {
  await engine.close();
  await reduced.close();
});

const wires = { wordLineOhms: 20, bitLineOhms: 10, driverOhms: 100, senseOhms: 50, doubleSided: false };
const ideal = shippedProfile("ideal");
const TOPOLOGIES: readonly TopologyName[] = ["passive", "virtual-ground"];
const ARRAYS: readonly [string, MapOptions][] = [
  ...MAPPING_NAMES.map((mapping): [string, MapOptions] => [mapping, { mapping, wires }]),
  ["differential pairs on tiles", { wires, tiles: { rows: 4, columns: 3 } }],
];

/** Currents into the summing nodes by direct solves of every tile, with nothing of the reduction in them. */
function solvedCurrents(crossbar: Crossbar, v: readonly number[], u: readonly number[]): number[] {
  const { rows, bitLines, wordLines, siemens, tiles } = crossbar;
  const mean = v.reduce((a, b) => a + b, 0) / v.length;
  const volts = wordLines.map(({ source, sign, share }) =>
    source === OFFSET_SOURCE ? -share * mean : sign * share * v[source]!,
  );
  const out = new Array<number>(bitLines).fill(0);
  const blocks =
    tiles === null
      ? [{ lines: volts.map((_, l) => l), bits: out.map((_, i) => i) }]
      : [...tiles.built.keys()].flatMap((k) => {
          if (tiles.built[k] === 0) return [];
          const [down, right] = [Math.floor(k / tiles.across), k % tiles.across];
          return [
            {
              lines: volts.map((_, l) => l).filter((l) => tiles.lineBlocks[l] === down),
              bits: out.map((_, i) => i).filter((i) => tiles.bitBlocks[i] === right),
            },
          ];
        });
  for (const { lines, bits } of blocks) {
    const part = lines.flatMap((l) => bits.map((i) => siemens[l * bitLines + i]!));
    const array = { rows: lines.length, columns: bits.length, siemens: part, ...wires };
    const solver = createArraySolver(array, { method: "direct" });
    const { outputAmps } = solver.solve(
      lines.map((l) => volts[l]!),
      bits.map((i) => u[i] ?? 0),
    );
    for (const [y, i] of bits.entries()) out[i]! += outputAmps[y]!;
  }
  return Array.from({ length: rows }, (_, i) => {
    const reference = bitLines > rows ? out[rows]! : 0;
    return out[i]! - reference - referenceSiemens(crossbar) * u[i]!;
  });
}

describe.each(ARRAYS)("an array with wires, %s", (_name, map) => {
  const network = randomNetwork(5, 4, true);
  const crossbar = mapToCrossbar(network, ideal, 1, map);

  test("responds as direct solves of its arrays say", () => {
    const v = Array.from({ length: crossbar.columns }, (_, j) => Math.sin(j + 1));
    const u = Array.from({ length: crossbar.rows }, (_, i) => 0.3 * Math.cos(5 * i));
    const { transferSiemens, loadSiemens, sneakSiemens } = arrayResponse(crossbar);
    const found = u.map((volts, i) => {
      let amps = -loadSiemens[i]! * volts;
      for (const [j, volt] of v.entries()) amps += transferSiemens[i * crossbar.columns + j]! * volt;
      for (const [k, volt] of u.entries()) amps += sneakSiemens![i * crossbar.rows + k]! * volt;
      return amps;
    });
    expect(relativeError(found, solvedCurrents(crossbar, v, u))).toBeLessThan(SOLVED);
  });

  test.each(
    TOPOLOGIES,
  )("settles in ngspice with the currents of that response, and in the reduced engine alike: %s", async (topology) => {
    const hopfield = buildHopfieldCircuit(topology, {
      crossbar,
      profile: ideal,
      schedule: fixedGain(4, 40),
      fieldScale: fieldScale(network),
      seed: 3,
      instance: "wired",
    });
    const text = printNetlist(hopfield.circuit);
    expect(printNetlist(parseNetlist(text))).toBe(text);
    const waveforms = await engine.simulate({ circuit: hopfield.circuit });
    const readout = readOut(waveforms, hopfield, crossbar);
    expect(readout.kirchhoffResidual).toBeLessThan(SETTLED_RESIDUAL);
    // Counted as if the wires were perfect, the same voltages do not balance.
    const blind = readOut(waveforms, hopfield, { ...crossbar, wires: null });
    expect(blind.kirchhoffResidual).toBeGreaterThan(2 * SETTLED_RESIDUAL);
    const other = await reduced.simulate({ circuit: hopfield.circuit });
    for (const name of hopfield.layout.outputs) {
      const difference = vector(other, name).at(-1)! - vector(waveforms, name).at(-1)!;
      expect(Math.abs(difference)).toBeLessThan(ENGINES * 2 * hopfield.supplyVolts);
    }
  });
});
