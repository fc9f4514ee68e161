import { type CompactModel, parametersOf, SMOOTHING } from "./model.ts";

/** Boltzmann's constant over the elementary charge, V/K. */
export const BOLTZMANN_VOLTS = 1.380649e-23 / 1.602176634e-19;

/**
 * The Stanford-PKU model of oxide RRAM: a tunnelling gap that hopping ions close and open in their own heat, once the enhanced
 * field is above a threshold. Without the published model's random walk of the gap.
 *
 * Source: Guan, Yu and Wong, IEEE Electron Device Letters 33, 1405 (2012); Jiang et al., IEEE Trans. Electron Devices 63, 1884 (2016).
 */
export const stanfordPku: CompactModel = {
  name: "stanford_pku",
  title: "Stanford-PKU RRAM",
  source: "Jiang et al., IEEE Trans. Electron Devices 63, 1884 (2016)",
  state: { meaning: "tunnelling gap", unit: "nm" },
  setSign: 1,
  parameters: [
    ...parametersOf("Jiang et al. 2016, HfO2 of 12 nm", [
      ["i0", "A", 1e-3, 1e-12, 10, "current scale"],
      ["g0", "m", 0.25e-9, 1e-11, 1e-8, "decay length of the current"],
      ["v0", "V", 0.25, 1e-3, 10, "bend of the current"],
      ["vel0", "m/s", 10, 0, 1e6, "attempt velocity of the gap"],
      ["ea", "eV", 0.6, 0, 5, "activation energy"],
      ["gamma0", "1", 16, 0, 100, "field enhancement without a gap"],
      ["beta", "1/nm^3", 0.8, 0, 10, "how the gap lowers it"],
      ["a0", "m", 0.25e-9, 1e-11, 1e-8, "hopping distance"],
      ["tox", "m", 12e-9, 1e-9, 1e-6, "thickness of the oxide"],
      ["fmin", "V/m", 1.4e9, 1, 1e12, "least enhanced field that moves the gap"],
      ["rth", "K/W", 2100, 0, 1e7, "thermal resistance"],
      ["t0", "K", 298, 100, 1000, "ambient temperature"],
      ["gmin", "m", 0.2e-9, 0, 1e-7, "smallest gap"],
      ["gmax", "m", 1.7e-9, 1e-11, 1e-7, "largest gap"],
      ["x0", "m", 1.7e-9, 0, 1e-7, "gap at the start"],
    ]),
    ...parametersOf(
      SMOOTHING,
      [
        ["edge", "m", 1e-11, 1e-15, 1e-10, "width of the soft ends"],
        ["fsoft", "1", 1e-4, 1e-5, 0.1, "relative width of the threshold of the field"],
      ],
      true,
    ),
  ],
  conflict(q) {
    if (!(q.gmax! > q.gmin!)) return "gmax above gmin";
    return q.x0! >= q.gmin! && q.x0! <= q.gmax! ? undefined : "x0 from gmin to gmax";
  },
  equations(q) {
    const amps = (volts: number, y: ArrayLike<number>) =>
      q.i0! * Math.exp((-y[0]! * 1e-9) / q.g0!) * Math.sinh(volts / q.v0!);
    return {
      initial: [q.x0! * 1e9],
      low: q.gmin! * 1e9,
      high: q.gmax! * 1e9,
      amps,
      rateInto(out, volts, y) {
        const kelvin = q.t0! + Math.abs(volts * amps(volts, y)) * q.rth!;
        const thermal = BOLTZMANN_VOLTS * kelvin;
        const enhancement = q.gamma0! - q.beta! * y[0]! ** 3;
        const hop = Math.sinh((enhancement * q.a0! * volts) / (q.tox! * thermal));
        // While the gap opens the field slides along its threshold: a hard one would have no solution there.
        const above = (enhancement * Math.abs(volts)) / q.tox! / q.fmin! - 1;
        const gate = 1 / (1 + Math.exp((-2 * above) / q.fsoft!));
        out[0] = -q.vel0! * gate * Math.exp(-q.ea! / thermal) * hop * 1e9;
      },
    };
  },
};
