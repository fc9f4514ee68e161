import { afterAll, describe, expect, test } from "vitest";
import {
  buildHopfieldCircuit,
  type HopfieldCircuit,
  parseNetlist,
  printNetlist,
  schedules,
  type TopologyName,
} from "../../src/circuit/index.ts";
import { createRandom } from "../../src/core/index.ts";
import { type Crossbar, MAPPING_NAMES, type MappingName, programmedWeights } from "../../src/crossbar/index.ts";
import { createNetwork, energy, type HopfieldNetwork, isSingleFlipStable } from "../../src/network/index.ts";
import { readOut } from "../../src/readout/index.ts";
import { vector, type Waveforms } from "../../src/simulate/index.ts";
import { energyDrawn, largestRise, lyapunovTrace } from "../../src/verify/index.ts";
import { type Bench, buildBench, randomNetwork } from "../helpers/hopfield.ts";
import { finely, largestDifference } from "../helpers/simulated.ts";
import { enumerateStates } from "../helpers/states.ts";
import { ENGINES } from "../simulate/fixtures.ts";

/** Resistances keep seven digits; a single-ended row adds up some twenty devices of a size for a small difference. */
const OHMS_TOLERANCE = 2e-5;

/** Share of the swing between the reduced engine and ngspice, which interpolates steps of a twentieth of a time constant. */
const ENGINE_TOLERANCE = 1e-4;

/** Currents of drivers between the engines: such a voltage over all conductances that a driver sees. */
const AMPS_TOLERANCE = 1e-3;

/** Energy drawn, between the engines: branch currents are as exact as the voltages that they follow from. */
const JOULES_TOLERANCE = 1e-4;

/** Share of the function's whole fall that rounding lets it rise by in a step, as in settled.test.ts. */
const RISE_TOLERANCE = 1e-8;

const TOPOLOGIES: readonly TopologyName[] = ["passive", "virtual-ground"];
const cases = MAPPING_NAMES.flatMap((mapping) => TOPOLOGIES.map((topology) => [mapping, topology] as const));
const engine = (name: string) => {
  const found = ENGINES.find((e) => e.name === name);
  if (found === undefined) throw new Error(`no engine ${name}`);
  return found.create({ threads: 1 });
};
const ngspice = engine("ngspice-wasm");
const reduced = engine("reduced");
afterAll(() => Promise.all([ngspice.close(), reduced.close()]));

const mapOf = (mapping: MappingName) => (mapping === "bit-slicing" ? { mapping, slices: 2 } : { mapping });
const bench = (
  mapping: MappingName,
  topology: TopologyName,
  n: number,
  options: { seed?: number; biased?: boolean; profile?: string } = {},
): Bench => {
  const { seed = 1, biased = false, profile = "ideal" } = options;
  return buildBench(randomNetwork(n, seed, biased), { topology, seed, profile, map: mapOf(mapping) });
};

/** The network that a crossbar holds: the symmetric part of its weights; the diagonal only adds a constant. */
function heldNetwork(crossbar: Crossbar): HopfieldNetwork {
  const { rows: n } = crossbar;
  const { weights, bias } = programmedWeights(crossbar);
  const symmetric = weights.map((w, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    return i === j ? 0 : (w + weights[j * n + i]!) / 2;
  });
  return createNetwork(n, symmetric, bias);
}

/**
 * Currents into the summing nodes, held at 0 V, for outputs `volts`, by Ohm's and Kirchhoff's laws over the elements of the
 * circuit alone. An amplifier's control node is where its resistors balance.
 */
function currentsInto({ circuit, layout, topology, supplyVolts }: HopfieldCircuit, volts: readonly number[]): number[] {
  const at = new Map<string, number>([
    ["0", 0],
    ["p_bias", supplyVolts],
    ["m_bias", -supplyVolts],
  ]);
  for (const [i, v] of volts.entries()) at.set(`p_${i}`, v).set(`m_${i}`, -v);
  const elements = circuit.sections.flatMap((section) => section.elements);
  const resistors = elements.filter((element) => element.kind === "resistor");
  for (const element of elements) {
    if (element.kind !== "vcvs") continue;
    const [y] = element.nodes;
    const [c] = element.control;
    let control = at.get(c);
    if (control === undefined) {
      let [sum, total] = [0, 0];
      for (const { nodes, ohms } of resistors.filter(({ nodes }) => nodes[1] === c)) {
        if (nodes[0] === y) total += (1 - element.gain) / ohms;
        else {
          sum += at.get(nodes[0])! / ohms;
          total += 1 / ohms;
        }
      }
      control = sum / total;
    }
    at.set(y, element.gain * control);
    // No amplifier is asked for more than the supplies give.
    expect(Math.abs(element.gain * control)).toBeLessThanOrEqual(supplyVolts * (1 + OHMS_TOLERANCE));
  }
  return Array.from({ length: layout.n }, (_, i) => {
    const node = topology === "passive" ? `u_${i}` : `s_${i}`;
    return resistors
      .filter(({ nodes }) => nodes[1] === node)
      .reduce((sum, { nodes, ohms }) => sum + at.get(nodes[0])! / ohms, 0);
  });
}

const ends = new Map<string, Promise<number>>();

/** Energy that a settled run ends at, each simulated once. */
function endEnergy(mapping: MappingName, topology: TopologyName, seed: number, biased: boolean): Promise<number> {
  const key = `${mapping} ${topology} ${seed}`;
  const run = async () => {
    const { hopfield, crossbar } = bench(mapping, topology, 8, { seed, biased });
    const { unsettledBecause, spins } = readOut(await ngspice.simulate(hopfield), hopfield, crossbar);
    expect(unsettledBecause).toBe("");
    return energy(heldNetwork(crossbar), spins);
  };
  const end = ends.get(key) ?? run();
  ends.set(key, end);
  return end;
}

describe.each(cases)("a circuit of mapping %s, %s", (mapping, topology) => {
  test("drives the currents of the programmed weights into the summing nodes", () => {
    for (const profile of ["ideal", "taox-cai-2020"]) {
      for (let seed = 1; seed <= 4; seed++) {
        const { hopfield, crossbar } = bench(mapping, topology, 9, { seed, biased: seed % 2 === 0, profile });
        const { weights, bias } = programmedWeights(crossbar);
        const random = createRandom(seed, "outputs");
        const volts = Array.from({ length: 9 }, () => (2 * random.uniform() - 1) * hopfield.supplyVolts);
        const scale = 3 * hopfield.supplyVolts * 9;
        for (const [i, amps] of currentsInto(hopfield, volts).entries()) {
          const field = volts.reduce((sum, v, j) => sum + weights[i * 9 + j]! * v, bias[i]! * hopfield.supplyVolts);
          expect(Math.abs(amps / crossbar.unitSiemens - field) / scale).toBeLessThan(OHMS_TOLERANCE);
        }
      }
    }
  });

  test("prints as a netlist that is read back as the same circuit", () => {
    const { circuit } = bench(mapping, topology, 4, { biased: true, profile: "taox-cai-2020" }).hopfield;
    const text = printNetlist(circuit);
    expect(printNetlist(parseNetlist(text, "mapping.cir"))).toBe(text);
  });

  test("settles in ngspice as the programmed weights ask for, in a ground state wherever differential pairs reach one", async () => {
    let ground = 0;
    for (let seed = 1; seed <= 3; seed++) {
      const biased = seed % 2 === 0;
      const pairs = await endEnergy("differential-pair", topology, seed, biased);
      const end = await endEnergy(mapping, topology, seed, biased);
      expect(end).toBeCloseTo(pairs, 9);
      const network = randomNetwork(8, seed, biased);
      const lowest = Math.min(...enumerateStates(8).map((state) => energy(network, state)));
      if (Math.abs(end - lowest) < 1e-9) ground++;
    }
    // The ramp is no proof: it may end in another minimum once.
    expect(ground).toBeGreaterThanOrEqual(2);
  });

  test("settles with measured devices, every mapping with errors of its own, in balanced currents", async () => {
    const { hopfield, crossbar } = bench(mapping, topology, 8, { seed: 3, biased: true, profile: "taox-cai-2020" });
    const { unsettledBecause, spins } = readOut(await ngspice.simulate(hopfield), hopfield, crossbar);
    expect(unsettledBecause).toBe("");
    expect(isSingleFlipStable(heldNetwork(crossbar), spins)).toBe(true);
  });

  test("runs in the reduced engine as in ngspice: voltages, currents of every amplifier, energy drawn", async () => {
    const { hopfield, crossbar, profile } = bench(mapping, topology, 5, { biased: true, profile: "taox-cai-2020" });
    const fine = finely(hopfield, 30);
    const runs: Waveforms[] = [];
    for (const one of [reduced, ngspice]) runs.push(await one.simulate(fine));
    const [a, b] = runs as [Waveforms, Waveforms];
    const { supplyVolts, layout, scaleAmps } = hopfield;
    const names = [...layout.outputs, ...layout.sums];
    expect(largestDifference(a, b, names)).toBeLessThan(ENGINE_TOLERANCE * 2 * supplyVolts);
    const drivers = layout.supplyCurrents.filter((name) => /^i\([ev]_/.test(name));
    const amps = Math.max(scaleAmps, ...drivers.flatMap((name) => [...vector(b, name)].map(Math.abs)));
    expect(largestDifference(a, b, drivers)).toBeLessThan(AMPS_TOLERANCE * amps);
    const [x, y] = [a, b].map((waveforms) => energyDrawn(waveforms, fine, profile));
    expect(Math.abs(x! / y! - 1)).toBeLessThan(JOULES_TOLERANCE);
    const trace = lyapunovTrace(a, fine, crossbar);
    expect(trace.values).toHaveLength(a.time.length);
  });

  test("never lets the Lyapunov function rise with symmetric weights", async () => {
    const { hopfield, crossbar } = bench(mapping, topology, 6, { seed: 2 });
    const { values, time } = lyapunovTrace(await reduced.simulate(finely(hopfield, 60)), hopfield, crossbar);
    const range = values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
    expect(range).toBeGreaterThan(1);
    expect(largestRise({ time, values })).toBeLessThan(RISE_TOLERANCE * range);
  });
});

describe("a netlist", () => {
  test("explains its mapping", () => {
    const texts = MAPPING_NAMES.map((mapping) => printNetlist(bench(mapping, "passive", 3).hopfield.circuit));
    for (const [k, word] of ["differential pairs", "s_ref", "y_off", "E_p1_0"].entries()) {
      expect(texts[k]).toContain(word);
    }
  });

  test("has no negative bias rail where no word line needs one", () => {
    const { circuit } = bench("reference-column", "passive", 3, { biased: true }).hopfield;
    expect(printNetlist(circuit)).toContain("V_p_bias");
    expect(printNetlist(circuit)).not.toContain("m_bias");
  });
});

test("summing lines run in the reduced engine as in ngspice", async () => {
  const lines = [
    { members: Uint32Array.of(0, 1, 2), weight: 1.5, offset: 1 },
    { members: Uint32Array.of(1, 3, 4), weight: -0.5, offset: 0 },
  ];
  const { crossbar, profile } = bench("differential-pair", "passive", 5);
  for (const topology of TOPOLOGIES) {
    const spec = { crossbar, profile, schedule: schedules.ramp, fieldScale: 4, seed: 1, instance: "lines", lines };
    const fine = finely(buildHopfieldCircuit(topology, spec), 30);
    const [a, b] = [await reduced.simulate(fine), await ngspice.simulate(fine)];
    expect(largestDifference(a, b, fine.layout.outputs)).toBeLessThan(ENGINE_TOLERANCE);
    expect(largestDifference(a, b, ["i(e_line_0)", "i(e_line_1)"])).toBeLessThan(AMPS_TOLERANCE * fine.scaleAmps);
  }
});
