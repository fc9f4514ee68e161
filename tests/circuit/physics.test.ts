import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { afterAll, describe, expect, test } from "vitest";
import { type HopfieldCircuit, schedules, type TopologyName, withAnnealLength } from "../../src/circuit/index.ts";
import { fieldScale, type HopfieldNetwork } from "../../src/network/index.ts";
import { vector } from "../../src/simulate/index.ts";
import { buildBench, fixedGain, randomNetwork } from "../helpers/hopfield.ts";
import { integratePassive } from "../helpers/integrate.ts";
import { finely, largestDifference, sampleAt, startedAt } from "../helpers/simulated.ts";
import { ENGINES } from "../simulate/fixtures.ts";

/** The rates of the linear circuit: its start is a thousandth of the range where tanh bends. */
const RATE_TOLERANCE = 0.01;

/**
 * Share of the swing at steps of 0.02 time constants. The networks are not on the brink between two states: there a start
 * changed by 1e-4 already moves the waveforms by 1e-2, and steps must be finer.
 */
const WAVEFORM_TOLERANCE = 1e-3;

/** Gear's method is of second order: half the step leaves a quarter of the error; a half would be first order. */
const SECOND_ORDER = 3;

/** At 40 steps a time constant Runge-Kutta's own error is below 1e-5 of the swing: twice as many move it by that. */
const STEPS_PER_TAU = 40;

/** Eigenvector of W's largest eigenvalue, length 1, and the eigenvalue. */
function leading({ n, weights }: HopfieldNetwork): { mu: number; direction: number[] } {
  const rows = Array.from({ length: n }, (_, i) => Array.from(weights.subarray(i * n, (i + 1) * n)));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(rows), {
    assumeSymmetric: true,
  });
  const mu = Math.max(...realEigenvalues);
  return { mu, direction: eigenvectorMatrix.getColumn(realEigenvalues.indexOf(mu)) };
}

const usable = ENGINES.filter((engine) => !engine.missing);
const engines = usable.map((engine) => engine.create({ threads: 1 }));
afterAll(async () => {
  for (const engine of engines) await engine.close();
});
const simulate = (hopfield: HopfieldCircuit, engine = engines[0]!) => engine.simulate({ circuit: hopfield.circuit });

const cases = usable.flatMap((engine, k) =>
  (["passive", "virtual-ground"] as const).map((topology): [string, TopologyName, number] => [
    engine.name,
    topology,
    k,
  ]),
);

describe.each(cases)("the origin in %s, %s", (_name, topology, k) => {
  test.each([
    0.9, 0.99, 1.01, 1.1,
  ])("grows or decays at the predicted rate at %f of the critical loop gain", async (share) => {
    for (const seed of [1, 2]) {
      const network = randomNetwork(8, seed);
      const { mu, direction } = leading(network);
      // Loop gain g kappa mu is gamma mu / Lambda.
      const gamma = (share * fieldScale(network)) / mu;
      const { hopfield } = buildBench(network, { topology, schedule: fixedGain(gamma, 20) });
      const volts = 1e-3 * hopfield.supplyVolts;
      const started = startedAt(
        finely(hopfield, 20),
        direction.map((x) => volts * x),
      );
      const waveforms = await simulate(started, engines[k]);
      const amplitude = (taus: number) =>
        hopfield.layout.states.reduce(
          (sum, name, i) => sum + direction[i]! * sampleAt(waveforms, name, taus * hopfield.tauSeconds),
          0,
        );
      const rate = Math.log(amplitude(18) / amplitude(3)) / 15;
      expect(Math.abs(rate / (share - 1) - 1)).toBeLessThan(RATE_TOLERANCE);
    }
  });
});

const quiet = withAnnealLength({ ...schedules.anneal, noise: schedules.ramp.noise }, 60);
const ramp = withAnnealLength(schedules.ramp, 60);

/** Engines whose whole waveforms are held to the oracle: the built-in ones, which every machine has. */
const builtIn = cases.filter(([name, topology]) => name !== "ngspice" && topology === "passive");

describe.each(builtIn)("waveforms in %s, %s", (_name, _topology, k) => {
  test.each([
    ["a gain ramp", ramp, false],
    ["a gain ramp with a bias", ramp, true],
    ["self-coupling and momentum", quiet, false],
    ["self-coupling and momentum with a bias", quiet, true],
  ])("equal a Runge-Kutta integration all along %s", async (_what, schedule, biased) => {
    for (const [n, seed] of [
      [4, 1],
      [8, 2],
      [12, 4],
    ] as const) {
      const { hopfield, crossbar } = buildBench(randomNetwork(n, seed, biased), { schedule, seed });
      const oracle = integratePassive(hopfield, crossbar, schedule, 80 * hopfield.tauSeconds, 80 * STEPS_PER_TAU);
      const waveforms = await simulate(finely(hopfield, 80, 0.02), engines[k]);
      const names = [...hopfield.layout.outputs, hopfield.layout.gain];
      const swing = 2 * hopfield.supplyVolts;
      for (const name of names) {
        const scale = name === hopfield.layout.gain ? Math.max(...vector(waveforms, name)) : swing;
        // uic leaves the first point to the simulator: outputs are solved from the first step on.
        const difference = largestDifference(waveforms, oracle, [name], undefined, 0.1 * hopfield.tauSeconds);
        expect(difference).toBeLessThan(WAVEFORM_TOLERANCE * scale);
      }
    }
  });
});

describe("passive waveforms in ngspice-wasm", () => {
  test("come closer with the square of the step on a network on the brink", async () => {
    const { hopfield, crossbar } = buildBench(randomNetwork(12, 5, true), { schedule: quiet, seed: 5 });
    const oracle = integratePassive(hopfield, crossbar, quiet, 80 * hopfield.tauSeconds, 80 * STEPS_PER_TAU);
    const [coarse, fine] = await Promise.all(
      [0.02, 0.01].map(async (stepTaus) => {
        const waveforms = await simulate(finely(hopfield, 80, stepTaus));
        return largestDifference(waveforms, oracle, hopfield.layout.outputs, undefined, 0.1 * hopfield.tauSeconds);
      }),
    );
    expect(coarse! / fine!).toBeGreaterThan(SECOND_ORDER);
  });
});
