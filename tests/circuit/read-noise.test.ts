import { describe, expect, test } from "vitest";
import { buildHopfieldCircuit, readNoiseSteps, schedules, withAnnealLength } from "../../src/circuit/index.ts";
import { createRandom } from "../../src/core/index.ts";
import { createDeviceSampler, DEVICE_EFFECTS, type MapOptions, mapToCrossbar } from "../../src/crossbar/index.ts";
import { createNetwork, fieldScale } from "../../src/network/index.ts";
import { ReducedEngine, vector } from "../../src/simulate/index.ts";
import { shippedProfile } from "../helpers/hopfield.ts";

const N = 6;
const random = createRandom(1, "read-noise-test");
const weights = new Float64Array(N * N);
for (let i = 0; i < N; i++) for (let j = 0; j < i; j++) weights[N * i + j] = weights[N * j + i] = random.integer(7) - 3;
const network = createNetwork(N, weights, new Float64Array(N));
const profile = shippedProfile("pcm-nandakumar-1t1r-14nm");
const noisy: MapOptions = { devices: { effects: DEVICE_EFFECTS } };

function circuit(seed: number, taus = 50, map: MapOptions = noisy) {
  const crossbar = mapToCrossbar(network, profile, 3, map);
  const schedule = withAnnealLength(schedules.ramp, taus);
  return buildHopfieldCircuit("passive", {
    crossbar,
    profile,
    schedule,
    fieldScale: fieldScale(network),
    seed,
    instance: "noise",
  });
}

function noiseOf(built: ReturnType<typeof circuit>): number[][] {
  return built.circuit.sections
    .flatMap(({ elements }) => elements)
    .filter(({ name }) => name.startsWith("I_read_"))
    .map((e) => (e.kind === "current-source" && e.waveform.kind === "pwl" ? [...e.waveform.values] : []));
}

const deviation = (x: readonly number[]) => Math.sqrt(x.reduce((sum, v) => sum + v * v, 0) / x.length);

describe("read noise of an array", () => {
  test.each([
    "differential-pair",
    "reference-column",
    "bit-slicing",
  ] as const)("is on each bit line what devices that fluctuate one by one give, %s", (mapping) => {
    const crossbar = mapToCrossbar(network, profile, 3, { ...noisy, mapping });
    const still = mapToCrossbar(network, profile, 3, { mapping });
    expect(crossbar.siemens).toEqual(still.siemens);
    expect(still.readNoise).toBeUndefined();
    const sampler = createDeviceSampler(profile.device, { effects: DEVICE_EFFECTS }, 3);
    const reads = 3000;
    const { bitLines, wordLines, targetSiemens, siemens } = crossbar;
    const spins = [1, -1, -1, 1, 1, -1];
    for (let i = 0; i < bitLines; i++) {
      const amps = Array.from({ length: reads }, (_, read) =>
        wordLines.reduce((sum, { source, sign, share }, line) => {
          const k = line * bitLines + i;
          if (siemens[k] === 0) return sum;
          const g = sampler.readSiemens(k, targetSiemens[k]!, sampler.program(k, targetSiemens[k]!), read);
          return sum + sign * share * spins[source]! * (g - siemens[k]!);
        }, 0),
      );
      // Four standard errors of a deviation; conductances that noise would make negative stay at 0.
      expect(Math.abs(deviation(amps) / crossbar.readNoise!.sigmaSiemens[i]! - 1)).toBeLessThan(
        4 / Math.sqrt(2 * reads),
      );
    }
  });

  test("flows as currents of the run's seed, of the profile's size in the mean over the anneal", () => {
    const built = circuit(7, 4000);
    const { readNoise } = mapToCrossbar(network, profile, 3, noisy);
    for (const [i, values] of noiseOf(built).entries()) {
      // Straight lines between values a and b have the mean square (a^2 + ab + b^2) / 3.
      let squares = 0;
      for (let k = 1; k < values.length; k++) {
        const [a, b] = [values[k - 1]!, values[k]!];
        squares += (a * a + a * b + b * b) / 3;
      }
      const sigma = built.supplyVolts * readNoise!.sigmaSiemens[i]!;
      const count = values.length - 1;
      expect(Math.abs(Math.sqrt(squares / count) / sigma - 1)).toBeLessThan(4 / Math.sqrt(count));
      expect(values.at(-1)).toBe(0);
    }
    expect(noiseOf(circuit(7))).toEqual(noiseOf(circuit(7)));
    expect(noiseOf(circuit(8))).not.toEqual(noiseOf(circuit(7)));
    expect(noiseOf(circuit(7, 50, {}))).toEqual([]);
  });

  test("keeps its value for the device's correlation time, and averages what is faster than the schedule's step", () => {
    expect(readNoiseSteps(null, 2)).toEqual({ seconds: 2, share: 1 });
    expect(readNoiseSteps(8, 2)).toEqual({ seconds: 8, share: 1 });
    expect(readNoiseSteps(0.5, 2)).toEqual({ seconds: 2, share: 0.5 });
  });

  test("is taken by the reduced engine, moves the anneal, and is gone when the run settles", async () => {
    const engine = new ReducedEngine();
    const settle = async (built: ReturnType<typeof circuit>) => {
      const waveforms = await engine.simulate({ circuit: built.circuit }, {});
      const { time } = waveforms;
      const u = vector(waveforms, "v(u_0)");
      const middle = time.findIndex((t) => t > built.annealSeconds / 2);
      return {
        end: time.at(-1)!,
        last: Math.abs(u.at(-1)!),
        middle: u[middle]!,
        stop: built.circuit.analysis.stopSeconds,
      };
    };
    const [noisyRun, still] = [await settle(circuit(7)), await settle(circuit(7, 50, {}))];
    expect(noisyRun.middle).not.toBe(still.middle);
    expect(noisyRun.end).toBeLessThan(noisyRun.stop);
    expect(Math.abs(noisyRun.last / still.last - 1)).toBeLessThan(1e-2);
  });

  test("moves a network no less than devices that fluctuate one by one do, and at most half more: outputs lag behind their ends", () => {
    // C du/dt = sum g (s v - u) by Euler's rule, 400 noisy runs either way from one noise-free path.
    const crossbar = mapToCrossbar(network, profile, 3, noisy);
    const { wordLines, bitLines, siemens, targetSiemens, readNoise } = crossbar;
    const load = Array.from({ length: N }, (_, i) =>
      wordLines.reduce((sum, _w, l) => sum + siemens[l * bitLines + i]!, 0),
    );
    const most = Math.max(...load);
    const sampler = createDeviceSampler(profile.device, { effects: DEVICE_EFFECTS }, 3);
    const sigma = siemens.map((g, k) =>
      g === 0 ? 0 : sampler.readSigmaSiemens(k, targetSiemens[k]!, targetSiemens[k]!),
    );
    const draws = createRandom(2, "fluctuations");
    const [steps, hold, scale] = [400, 10, 0.05];
    const run = (kind: "none" | "devices" | "currents"): number[] => {
      const u = Array.from({ length: N }, (_, i) => 0.01 * Math.sin(i + 1));
      let g = siemens;
      let amps = new Array<number>(N).fill(0);
      for (let step = 0; step < steps; step++) {
        if (step % hold === 0 && kind === "devices") g = siemens.map((x, k) => x + sigma[k]! * draws.gaussian());
        if (step % hold === 0 && kind === "currents")
          amps = amps.map((_, i) => readNoise!.sigmaSiemens[i]! * draws.gaussian());
        const v = u.map((x) => Math.tanh((x * 4 * step) / steps / scale));
        const next = u.map((x, i) => {
          let current = amps[i]! - (most - load[i]!) * x;
          for (const [l, { source, sign }] of wordLines.entries())
            current += g[l * bitLines + i]! * (sign * v[source]! - x);
          return x + (0.1 * current) / most;
        });
        u.splice(0, N, ...next);
      }
      return u;
    };
    const still = run("none");
    const spread = (kind: "devices" | "currents") => {
      const ends = Array.from({ length: 400 }, () => run(kind)).filter((u) => u.every((x, i) => x * still[i]! > 0));
      return deviation(ends.flatMap((u) => u.map((x, i) => x - still[i]!)));
    };
    const ratio = spread("currents") / spread("devices");
    expect(ratio).toBeGreaterThan(1);
    expect(ratio).toBeLessThan(1.5);
  });
});
