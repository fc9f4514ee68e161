import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { circuitOfRun, compileProblem, examineRun } from "../../src/campaign/index.ts";
import { type HopfieldCircuit, parseNetlist, printNetlist, schedules } from "../../src/circuit/index.ts";
import { createRandom } from "../../src/core/index.ts";
import { energy, type SummingLine, withoutLines } from "../../src/network/index.ts";
import { createTsp, type Tsp } from "../../src/problem/index.ts";
import { randomNetwork, shippedProfile } from "../helpers/hopfield.ts";
import { sampleAt } from "../helpers/simulated.ts";
import { ENGINES } from "../simulate/fixtures.ts";

/** Resistances are printed with seven digits. */
const OHMS_TOLERANCE = 1e-5;

/** Share of the swing between two simulations of one anneal at the simulator's own tolerances. */
const WAVEFORM_TOLERANCE = 1e-2;

const ideal = shippedProfile("ideal");

/** Cities at random places of a square. */
function randomTask(n: number, seed: number): Tsp {
  const random = createRandom(seed, "map");
  const place = Array.from({ length: n }, () => [random.integer(100), random.integer(100)] as const);
  const distances = place.flatMap(([x, y]) => place.map(([a, b]) => Math.round(Math.hypot(x - a, y - b))));
  return createTsp(`map-${n}`, n, distances);
}

const compile = (task: Tsp, encoding: string, summingLines: boolean) =>
  compileProblem(task, ideal, 1, { encoding, summingLines });
const build = (task: Tsp, encoding: string, summingLines: boolean, topology: HopfieldCircuit["topology"]) =>
  circuitOfRun({ compiled: compile(task, encoding, summingLines), topology, schedule: schedules.tour }, 1);

/**
 * Currents into the summing nodes, held at 0 V, by Ohm's law over the elements of the circuit, for outputs `volts`: n,
 * amperes. Lines first average, then drive.
 */
function currentsInto({ circuit, layout, topology, supplyVolts }: HopfieldCircuit, volts: readonly number[]): number[] {
  const at = new Map<string, number>([
    ["p_bias", supplyVolts],
    ["m_bias", -supplyVolts],
    ["p_line", supplyVolts],
    ["m_line", -supplyVolts],
  ]);
  for (const [i, v] of volts.entries()) at.set(`p_${i}`, v).set(`m_${i}`, -v);
  const elements = circuit.sections.flatMap((section) => section.elements);
  const resistors = elements.filter((element) => element.kind === "resistor");
  for (const element of elements) {
    if (element.kind !== "vcvs") continue;
    const to = resistors.filter(({ nodes }) => nodes[1] === element.control[0]);
    const siemens = to.reduce((sum, { ohms }) => sum + 1 / ohms, 0);
    const average = to.reduce((sum, { nodes, ohms }) => sum + at.get(nodes[0])! / ohms, 0) / siemens;
    at.set(element.nodes[0], element.gain * average);
    expect(Math.abs(average)).toBeLessThanOrEqual(supplyVolts);
  }
  return Array.from({ length: layout.n }, (_, i) => {
    const node = topology === "passive" ? `u_${i}` : `s_${i}`;
    return resistors
      .filter(({ nodes }) => nodes[1] === node)
      .reduce((sum, { nodes, ohms }) => sum + at.get(nodes[0])! / ohms, 0);
  });
}

describe("withoutLines", () => {
  test("leaves a network that has the energies of the whole one together with its lines, but for a constant", () => {
    const network = randomNetwork(7, 3, true);
    const line = fc
      .tuple(
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6]),
        fc.integer({ min: -5, max: 5 }),
        fc.integer({ min: -4, max: 4 }),
      )
      .map(([members, weight, offset]): SummingLine => ({ members: Uint32Array.from(members), weight, offset }));
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 4 }),
        fc.array(fc.integer({ min: 0, max: 127 }), { minLength: 2 }),
        (lines, codes) => {
          const rest = withoutLines(network, lines);
          const constants = codes.map((code) => {
            const spins = Int8Array.from({ length: 7 }, (_, k) => ((code >> k) & 1 ? 1 : -1));
            const squares = lines.reduce((total, { members, weight, offset }) => {
              return total + (weight / 2) * members.reduce((sum, i) => sum + spins[i]!, offset) ** 2;
            }, 0);
            return energy(network, spins) - energy(rest, spins) - squares;
          });
          for (const constant of constants) expect(constant).toBeCloseTo(constants[0]!, 9);
        },
      ),
    );
  });

  test("refuses a member that is no neuron", () => {
    const line = { members: Uint32Array.of(7), weight: 1, offset: 0 };
    expect(() => withoutLines(randomNetwork(7, 3), [line])).toThrow(/member of a line/);
  });
});

describe("summing lines of a circuit", () => {
  test.each([
    ["one-hot", "passive"],
    ["one-hot", "virtual-ground"],
    ["hopfield-tank", "passive"],
    ["valid-subspace-free", "passive"],
  ] as const)("give the currents of the dense couplings by Ohm's law, %s, %s, and hold fewer devices", (encoding, topology) => {
    const task = randomTask(6, 1);
    const { network } = compile(task, encoding, true).encoding;
    const lines = build(task, encoding, true, topology);
    const dense = build(task, encoding, false, topology);
    const random = createRandom(1, "outputs");
    const volts = Array.from({ length: network.n }, () => (2 * random.uniform() - 1) * lines.supplyVolts);
    const fields = Array.from({ length: network.n }, (_, i) => {
      const row = volts.reduce((sum, v, j) => sum + network.weights[i * network.n + j]! * v, 0);
      return row + network.bias[i]! * lines.supplyVolts;
    });
    const largest = Math.max(...fields.map(Math.abs));
    for (const hopfield of [lines, dense]) {
      const { crossbar } = compile(task, encoding, hopfield === lines);
      currentsInto(hopfield, volts).forEach((amps, i) => {
        const error = Math.abs(amps / crossbar.unitSiemens - fields[i]!);
        expect(error).toBeLessThan(OHMS_TOLERANCE * largest);
      });
    }
    const devices = (compiled: ReturnType<typeof compile>) => compiled.crossbar.siemens.filter((g) => g > 0).length;
    expect(devices(compile(task, encoding, true))).toBeLessThan(devices(compile(task, encoding, false)));
  });

  test("print as a netlist that is read back as the same circuit", () => {
    const { circuit } = build(randomTask(5, 2), "hopfield-tank", true, "passive");
    const text = printNetlist(circuit);
    expect(printNetlist(parseNetlist(text, "lines.cir"))).toBe(text);
  });
});

const engine = ENGINES[0]!.create({ threads: 1 });
afterAll(() => engine.close());

describe("an anneal with summing lines in ngspice", () => {
  test.each([
    ["passive", "valid-subspace"],
    ["virtual-ground", "one-hot"],
  ] as const)("follows the one with the couplings in devices, time constant for time constant, and settles in a tour: %s, %s", async (topology, encoding) => {
    const task = randomTask(5, 2);
    const [lines, dense] = [build(task, encoding, true, topology), build(task, encoding, false, topology)];
    const runs = [];
    for (const hopfield of [lines, dense]) runs.push(await engine.simulate({ circuit: hopfield.circuit }));
    const [a, b] = runs;
    let largest = 0;
    for (const name of lines.layout.outputs) {
      for (let taus = 0; taus <= 200; taus += 2) {
        const difference = sampleAt(a!, name, taus * lines.tauSeconds) - sampleAt(b!, name, taus * dense.tauSeconds);
        largest = Math.max(largest, Math.abs(difference) / (2 * lines.supplyVolts));
      }
    }
    expect(largest).toBeLessThan(WAVEFORM_TOLERANCE);
    const compiled = compile(task, encoding, true);
    const { readout, score } = examineRun(compiled, schedules.tour, lines, a!, 1, "ngspice");
    expect(readout.settled).toBe(true);
    expect(score.feasible).toBe(true);
  });
});
