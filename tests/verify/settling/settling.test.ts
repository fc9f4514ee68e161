import { describe, expect, test } from "vitest";
import { buildHopfieldCircuit, printNetlist, type TopologyName } from "../../../src/circuit/index.ts";
import { createRandom } from "../../../src/core/index.ts";
import { arrayResponse, MAPPING_NAMES, mapToCrossbar } from "../../../src/crossbar/index.ts";
import { fieldScale } from "../../../src/network/index.ts";
import { ReducedEngine } from "../../../src/simulate/index.ts";
import {
  jacobian,
  lyapunovTrace,
  netlistLyapunov,
  networkAt,
  pointStability,
  readNetlistNetwork,
  settlingDoubts,
  settlingFacts,
} from "../../../src/verify/index.ts";
import { buildBench, fixedGain, randomNetwork, shippedProfile } from "../../helpers/hopfield.ts";

/** Central differences of a smooth law with steps of 1e-6 of its argument. */
const DIFFERENCE_TOLERANCE = 1e-6;
/** Two ways of adding up the same few hundred products; netlists hold seven digits of each conductance. */
const SAME_FUNCTION = 1e-6;

const topologies: TopologyName[] = ["passive", "virtual-ground"];
const benchOf = (topology: TopologyName, seed = 1, gamma = 4) => {
  const network = randomNetwork(8, seed, true);
  const bench = buildBench(network, { topology, schedule: fixedGain(gamma, 60) });
  return { ...bench, network, model: readNetlistNetwork(printNetlist(bench.hopfield.circuit), "bench.cir") };
};

describe("networkAt", () => {
  test.each(MAPPING_NAMES)("reads the couplings that the array has, amplifiers included: %s", (mapping) => {
    const network = randomNetwork(6, 2, true);
    const profile = shippedProfile("ideal");
    const crossbar = mapToCrossbar(network, profile, 1, { mapping });
    const schedule = fixedGain(4, 60);
    const spec = { crossbar, profile, schedule, fieldScale: fieldScale(network), seed: 1, instance: "couplings" };
    const text = printNetlist(buildHopfieldCircuit("passive", spec).circuit);
    const { transferSiemens, inputAmps } = networkAt(readNetlistNetwork(text, "bench.cir"), 0);
    const response = arrayResponse(crossbar).transferSiemens;
    const { rows, columns } = crossbar;
    const largest = response.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < rows; j++) {
        const difference = transferSiemens[i * rows + j]! - response[i * columns + j]!;
        expect(Math.abs(difference)).toBeLessThan(SAME_FUNCTION * largest);
      }
      const bias = response[i * columns + rows]! * profile.neuron.supplyVolts.value;
      expect(Math.abs(inputAmps[i]! - bias)).toBeLessThan(SAME_FUNCTION * largest);
    }
  });
});

describe.each(topologies)("the Jacobian of a netlist, %s", (topology) => {
  test("is the derivative of the slopes", () => {
    const { model } = benchOf(topology);
    const net = networkAt(model, 0);
    const { n, farads, loadSiemens, opAmp, supplyVolts, outputSign } = model;
    // The equations of the circuit, written out anew: slopes of u, or of q and u.
    const slopes = (y: Float64Array): Float64Array => {
      const out = new Float64Array(y.length);
      const u = opAmp === null ? y : y.subarray(n);
      const p = Array.from(u, (x, i) => outputSign * supplyVolts[i]! * Math.tanh((net.gain * x) / supplyVolts[i]!));
      for (let i = 0; i < n; i++) {
        const s = opAmp === null ? y[i]! : u[i]! - y[i]!;
        let amps = net.inputAmps[i]! - loadSiemens[i]! * s;
        for (let j = 0; j < n; j++) amps += net.transferSiemens[i * n + j]! * p[j]!;
        if (opAmp === null) out[i] = amps / farads[i]!;
        else {
          out[i] = -(opAmp.feedbackSiemens[i]! * y[i]! + amps) / farads[i]!;
          out[n + i] = -opAmp.omega[i]! * s - opAmp.leakRate[i]! * u[i]!;
        }
      }
      return out;
    };
    const random = createRandom(3, "point");
    const states = Float64Array.from({ length: n }, () => 0.05 * random.gaussian());
    const { size, a } = jacobian(net, states);
    const y = Float64Array.from({ length: size }, (_, k) => (k < n && opAmp !== null ? 0.05 * random.gaussian() : 0));
    y.set(states, size - n);
    const largest = a.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    for (let j = 0; j < size; j++) {
      const step = 1e-6;
      const [up, down] = [y.slice(), y.slice()];
      up[j]! += step;
      down[j]! -= step;
      const [high, low] = [slopes(up), slopes(down)];
      for (let i = 0; i < size; i++) {
        const difference = (high[i]! - low[i]!) / (2 * step);
        expect(Math.abs(difference - a[i * size + j]!)).toBeLessThan(DIFFERENCE_TOLERANCE * largest);
      }
    }
  });

  test("lets the origin attract below the critical loop gain and not above", () => {
    for (const [share, attracts] of [
      [0.98, true],
      [1.02, false],
    ] as const) {
      const network = { ...randomNetwork(8, 2, false), bias: new Float64Array(8) };
      // Loop gain g kappa mu is gamma mu / Lambda, and Lambda is half of the largest eigenvalue mu.
      const gamma = (share * fieldScale(network)) / (2 * fieldScale(network));
      const { hopfield } = buildBench(network, { topology, schedule: fixedGain(gamma, 20) });
      const model = readNetlistNetwork(printNetlist(hopfield.circuit), "origin.cir");
      const zero = new Float64Array(8);
      const { growth, residual } = pointStability(networkAt(model, 0), zero, zero, zero);
      expect(growth < 0).toBe(attracts);
      expect(residual).toBe(0);
    }
  });
});

describe.each(topologies)("settlingFacts, %s", (topology) => {
  test("certify a noise-free run: downhill, balanced, in a point that attracts", async () => {
    const { hopfield, model } = benchOf(topology);
    const waveforms = await new ReducedEngine().simulate({ circuit: hopfield.circuit });
    const facts = settlingFacts(model, waveforms);
    expect(settlingDoubts(facts)).toEqual([]);
    expect(facts.growth).toBeLessThan(0);
    expect(facts.lyapunov.endWatts).toBeLessThan(facts.lyapunov.startWatts);
  });

  test("doubt a run that is cut off before it rests", async () => {
    const { hopfield, model } = benchOf(topology);
    const { circuit } = hopfield;
    const early = { ...circuit.analysis, stopSeconds: 1.5 * hopfield.tauSeconds };
    const { stop: _stop, ...rest } = circuit;
    const waveforms = await new ReducedEngine().simulate({ circuit: { ...rest, analysis: early } });
    expect(settlingDoubts(settlingFacts(model, waveforms)).join()).toContain("currents do not balance");
  });

  test("see the Lyapunov function that the compiled array gives", async () => {
    const { hopfield, model, crossbar } = benchOf(topology);
    const waveforms = await new ReducedEngine().simulate({ circuit: hopfield.circuit });
    const fromNetlist = netlistLyapunov(model, waveforms);
    const { values } = lyapunovTrace(waveforms, hopfield, crossbar);
    // Watts against units of the energy: unitSiemens V_s^2.
    const unit = crossbar.unitSiemens * hopfield.supplyVolts ** 2;
    const range = values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
    for (const [k, value] of values.entries()) {
      expect(Math.abs(fromNetlist[k]! / unit - value)).toBeLessThan(SAME_FUNCTION * range + 1e-6 * Math.abs(value));
    }
  });
});
