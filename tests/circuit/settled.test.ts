import { afterAll, describe, expect, test } from "vitest";
import {
  type AnnealSchedule,
  curveAt,
  type HopfieldCircuit,
  hasFeedback,
  SETTLED_SLOPE,
  schedules,
  type TopologyName,
  withAnnealLength,
} from "../../src/circuit/index.ts";
import { createRandom } from "../../src/core/index.ts";
import { mapToCrossbar, railSiemens } from "../../src/crossbar/index.ts";
import { gaugeTransform } from "../../src/network/index.ts";
import { readOut, SETTLED_RESIDUAL } from "../../src/readout/index.ts";
import { vector, type Waveforms } from "../../src/simulate/index.ts";
import { energyDrawn, largestRise, lyapunovTrace } from "../../src/verify/index.ts";
import { type Bench, buildBench, fixedGain, randomNetwork } from "../helpers/hopfield.ts";
import { finely, largestDifference } from "../helpers/simulated.ts";
import { ENGINES } from "../simulate/fixtures.ts";

/** Share of the swing by which an op-amp of gain 1e6 may end elsewhere than the passive network. */
const TOPOLOGY_TOLERANCE = 1e-3;

/**
 * Share of the function's whole fall by which it may rise in one step: reltol = 1e-4 squared. Outputs and states are as
 * the Newton iteration leaves them, and where the function is nearly at rest their errors enter it squared.
 */
const RISE_TOLERANCE = 1e-8;

/** Branch currents and node voltages are solved together to reltol = 1e-4. */
const ENERGY_TOLERANCE = 1e-3;

/**
 * Share of the swing. The flipped circuit holds the same numbers with other signs, so that the simulator's steps are the
 * same; its sums run in another order, and neurons on the brink magnify what reltol = 1e-6 leaves.
 */
const GAUGE_TOLERANCE = 1e-5;

const TOPOLOGIES: readonly TopologyName[] = ["passive", "virtual-ground"];
const usable = ENGINES.filter((engine) => !engine.missing);
const engines = usable.map((engine) => engine.create({ threads: 1 }));
afterAll(async () => {
  for (const engine of engines) await engine.close();
});
const simulate = (hopfield: HopfieldCircuit, k = 0) => engines[k]!.simulate({ circuit: hopfield.circuit });
const cases = usable.flatMap((engine, k) => TOPOLOGIES.map((topology) => [engine.name, topology, k] as const));

/** Energy that a current given at each sample draws at the supply. */
function drawnBy(waveforms: Waveforms, hopfield: HopfieldCircuit, amps: (k: number) => number): number {
  const { time } = waveforms;
  const power = Array.from(time, (_, k) => Math.abs(amps(k)) * hopfield.supplyVolts);
  let joules = 0;
  for (let k = 1; k < power.length; k++) joules += 0.5 * (power[k]! + power[k - 1]!) * (time[k]! - time[k - 1]!);
  return joules;
}

/**
 * Energy drawn by output stages, op-amps, bias and feedback, from node voltages, conductances and the schedule by Ohm's
 * law alone. An op-amp's output takes what flows into its virtual ground.
 */
function energyByOhm(waveforms: Waveforms, { hopfield, crossbar }: Bench, schedule: AnnealSchedule): number {
  const { rows, columns } = crossbar;
  const positiveSiemens = railSiemens(crossbar, 1);
  const negativeSiemens = railSiemens(crossbar, -1);
  const sums = hopfield.layout.sums.map((name) => vector(waveforms, name));
  const outputs = hopfield.layout.outputs.map((name) => vector(waveforms, name));
  let joules = 0;
  for (let i = 0; i < rows; i++) {
    const lag = hasFeedback(schedule) ? vector(waveforms, `v(x_neuron_${i}.vlag)`) : undefined;
    const fedBack = (k: number) => {
      const taus = waveforms.time[k]! / hopfield.tauSeconds;
      const v = outputs[i]![k]!;
      const pushed = curveAt(schedule.momentum, taus) * (v - (lag?.[k] ?? 0));
      return (hopfield.scaleAmps / hopfield.supplyVolts) * (curveAt(schedule.feedback, taus) * v + pushed);
    };
    joules += drawnBy(waveforms, hopfield, fedBack);
    if (hopfield.topology === "passive") continue;
    joules += drawnBy(waveforms, hopfield, (k) => {
      let amps = fedBack(k);
      for (let j = 0; j < columns; j++) {
        const rail = outputs[j]?.[k] ?? hopfield.supplyVolts;
        amps += positiveSiemens[i * columns + j]! * (rail - sums[i]![k]!);
        amps += negativeSiemens[i * columns + j]! * (-rail - sums[i]![k]!);
      }
      return amps;
    });
  }
  for (let j = 0; j < columns; j++) {
    const v = j < rows ? vector(waveforms, hopfield.layout.outputs[j]!) : undefined;
    for (const [sign, siemens] of [
      [1, positiveSiemens],
      [-1, negativeSiemens],
    ] as const) {
      joules += drawnBy(waveforms, hopfield, (k) => {
        const rail = sign * (v?.[k] ?? hopfield.supplyVolts);
        let amps = 0;
        for (let i = 0; i < rows; i++) amps += siemens[i * columns + j]! * (rail - sums[i]![k]!);
        return amps;
      });
    }
  }
  return joules;
}

describe.each(cases)("a Hopfield circuit in %s, %s", (_engine, topology, k) => {
  test("settles after a gain ramp with balanced currents, with and without a bias, on ideal and on measured devices", async () => {
    for (const [n, seed, biased, profile] of [
      [4, 1, false, "ideal"],
      [10, 2, true, "ideal"],
      [8, 3, true, "taox-cai-2020"],
    ] as const) {
      const { hopfield, crossbar } = buildBench(randomNetwork(n, seed, biased), { topology, seed, profile });
      const waveforms = await simulate(hopfield, k);
      expect(waveforms.stoppedEarly).toBe(true);
      const readout = readOut(waveforms, hopfield, crossbar);
      expect(readout.unsettledBecause).toBe("");
      expect(readout.kirchhoffResidual).toBeLessThan(SETTLED_RESIDUAL);
    }
  });

  test("goes on past a short anneal until every slope is small, and no longer", async () => {
    const schedule = fixedGain(3, 5);
    const { hopfield, crossbar } = buildBench(randomNetwork(8, 2), { topology, schedule });
    const waveforms = await simulate(hopfield, k);
    const { unsettledBecause, endSeconds, slope } = readOut(waveforms, hopfield, crossbar);
    expect(unsettledBecause).toBe("");
    expect(endSeconds).toBeGreaterThan(hopfield.annealSeconds + hopfield.tauSeconds);
    expect(slope).toBeLessThan(SETTLED_SLOPE);
    const activity = vector(waveforms, hopfield.layout.activity);
    const { volts } = hopfield.circuit.stop!;
    expect(activity.at(-1)).toBeLessThan(volts);
    expect(activity.at(-2)).toBeGreaterThanOrEqual(volts);
    // What the detector measures trails by one time constant, and the run ends with a step of at most two.
    expect(slope).toBeGreaterThan(SETTLED_SLOPE * Math.exp(-4));
  });

  test("never lets the Lyapunov function rise along a gain ramp on ideal hardware", async () => {
    for (const [n, seed, biased] of [
      [5, 1, false],
      [8, 2, true],
      [12, 3, false],
    ] as const) {
      const { hopfield, crossbar } = buildBench(randomNetwork(n, seed, biased), { topology, seed });
      const waveforms = await simulate(hopfield, k);
      const trace = lyapunovTrace(waveforms, hopfield, crossbar);
      // The first point is the one that uic leaves to the simulator.
      const solved = { time: trace.time.subarray(1), values: trace.values.subarray(1) };
      const fall = solved.values[0]! - solved.values[solved.values.length - 1]!;
      expect(fall).toBeGreaterThan(1);
      expect(largestRise(solved)).toBeLessThan(RISE_TOLERANCE * fall);
    }
  });

  test("draws the energy that Ohm's law gives from the node voltages", async () => {
    const silent = { taus: [0], values: [0] };
    for (const [profile, biased, schedule] of [
      ["ideal", false, schedules.ramp],
      ["taox-cai-2020", true, schedules.ramp],
      ["ideal", true, { ...withAnnealLength(schedules.anneal, 40), noise: silent }],
    ] as const) {
      const bench = buildBench(randomNetwork(7, 4, biased), { topology, profile, schedule });
      const waveforms = await simulate(bench.hopfield, k);
      const seconds = waveforms.time.at(-1)! - waveforms.time[0]!;
      const expected = energyByOhm(waveforms, bench, schedule) + bench.profile.neuron.staticWatts.value * 7 * seconds;
      const drawn = energyDrawn(waveforms, bench.hopfield, bench.profile);
      expect(Math.abs(drawn / expected - 1)).toBeLessThan(ENERGY_TOLERANCE);
    }
  });

  test("gives the flipped waveforms for a network, a start and a noise flipped by a gauge", async () => {
    const schedule = { ...withAnnealLength(schedules.anneal, 40), settleTaus: 40 };
    const network = randomNetwork(7, 5, true);
    const random = createRandom(5, "test-gauge");
    const signs = Int8Array.from({ length: 7 }, () => (random.uniform() < 0.5 ? 1 : -1));
    expect(new Set(signs).size).toBe(2);
    const base = buildBench(network, { topology, schedule });
    const other = buildBench(gaugeTransform(network, signs), { topology, schedule });
    const flipped = flip(other.hopfield, signs);
    const [a, b] = [await simulate(finely(base.hopfield, 80, 0.2), k), await simulate(finely(flipped, 80, 0.2), k)];
    const names = base.hopfield.layout.outputs;
    const difference = largestDifference(a, b, names, (i) => signs[i]!);
    expect(difference).toBeLessThan(GAUGE_TOLERANCE * 2 * base.hopfield.supplyVolts);
    // Without the flip of start and noise the waveforms are others: the comparison can fail.
    expect(largestDifference(a, b, names)).toBeGreaterThan(0.1 * base.hopfield.supplyVolts);
  });
});

/** The circuit with its initial voltages and noise currents multiplied by each neuron's sign. */
function flip(hopfield: HopfieldCircuit, signs: Int8Array): HopfieldCircuit {
  const signOf = (name: string) => signs[Number(/\d+/.exec(name)![0])]!;
  const { circuit } = hopfield;
  const initial = circuit.initial.map(({ node, volts }) => ({ node, volts: signOf(node) * volts + 0 }));
  const sections = circuit.sections.map((section) => ({
    ...section,
    elements: section.elements.map((e) => {
      if (e.kind !== "current-source" || !e.name.startsWith("I_noise_") || e.waveform.kind !== "pwl") return e;
      const values = e.waveform.values.map((v) => signOf(e.name) * v + 0);
      return { ...e, waveform: { ...e.waveform, values } };
    }),
  }));
  return { ...hopfield, circuit: { ...circuit, initial, sections } };
}

describe("virtual-ground with ideal op-amps", () => {
  test("ends at the passive network's voltages", async () => {
    for (const [n, seed, biased] of [
      [4, 1, false],
      [8, 2, true],
      [12, 3, false],
    ] as const) {
      const ends = [];
      for (const topology of TOPOLOGIES) {
        const { hopfield, crossbar } = buildBench(randomNetwork(n, seed, biased), { topology, seed });
        ends.push(readOut(await simulate(hopfield), hopfield, crossbar));
      }
      expect(ends.map((end) => end.settled)).toEqual([true, true]);
      const [passive, virtual] = ends.map((end) => end.outputVolts);
      const difference = Math.max(...passive!.map((v, i) => Math.abs(v - virtual![i]!)));
      // The ideal profile's swing is 1 V.
      expect(difference).toBeLessThan(TOPOLOGY_TOLERANCE);
    }
  });
});

test("the crossbar of a gauge flip swaps the devices of a pair and changes nothing else", () => {
  const { network, profile, crossbar } = buildBench(randomNetwork(6, 1, true));
  const signs = Int8Array.from([1, -1, -1, 1, 1, -1]);
  const other = mapToCrossbar(gaugeTransform(network, signs), profile, 1);
  for (let i = 0; i < 6; i++) {
    for (let j = 0; j < 7; j++) {
      const swapped = signs[i]! * (signs[j] ?? 1) < 0;
      const [p, m] = [railSiemens(crossbar, 1)[i * 7 + j], railSiemens(crossbar, -1)[i * 7 + j]];
      expect([railSiemens(other, 1)[i * 7 + j], railSiemens(other, -1)[i * 7 + j]]).toEqual(swapped ? [m, p] : [p, m]);
    }
  }
});
