import { evaluateCurve } from "../hardware/curve.ts";
import type { Device } from "../hardware/device-schema.ts";
import { curveSigmaSiemens } from "./programming-error.ts";

/**
 * Standard deviation of one read, siemens: 0 for a device that states no noise.
 *
 * @param programmed conductance right after programming, on which the strength of flicker noise depends
 * @param siemens conductance now, which the noise is a share of
 * @param seconds time after programming, used by flicker noise: sigma = G Q sqrt(ln((t + tr) / 2 tr))
 * Source: Nandakumar et al., ICECS 2019, for the flicker law.
 */
export function readSigmaSiemens(device: Device, programmed: number, siemens: number, seconds: number): number {
  const noise = device.readNoise;
  if (noise === undefined) return 0;
  switch (noise.kind) {
    case "relative":
      return noise.sigma.value * siemens;
    case "curve":
      return Math.max(0, curveSigmaSiemens(device, noise.sigma, siemens, "read noise"));
    case "flicker": {
      const read = noise.readSeconds.value;
      const strength = evaluateCurve(noise.strength, programmed, `${device.name}: strength of flicker noise`);
      return siemens * strength * Math.sqrt(Math.log((seconds + read) / (2 * read)));
    }
  }
}
