import { type CompactModel, parametersOf, SMOOTHING } from "./model.ts";
import { BOLTZMANN_VOLTS } from "./stanford-pku.ts";

const LARGEST_EXPONENT = 100;

/**
 * The ReRAM cell of the open SKY130 process: a filament that grows and shrinks by activated hopping, and its temperature.
 * States: filament in nanometres, temperature in kelvin. The published speeds have no bound; `fast` is one, s/(1 + s/fast).
 *
 * Source: sky130_fd_pr_reram__reram_cell, release 2.0.3 of sky130_fd_pr_reram, SkyWater PDK Authors (2020).
 */
export const sky130Reram: CompactModel = {
  name: "sky130_reram",
  title: "SKY130 ReRAM cell",
  source: "sky130_fd_pr_reram__reram_cell 2.0.3, SkyWater PDK Authors (2020)",
  state: { meaning: "length of the filament", unit: "nm" },
  setSign: 1,
  parameters: [
    ...parametersOf("sky130_fd_pr_reram 2.0.3", [
      ["i_k1", "A", 6.14e-5, 1e-12, 1, "current scale"],
      ["tfil_ref", "m", 4.7249e-9, 0, 1e-6, "filament at which the current is i_k1 sinh(v/v_ref)/e"],
      ["v_ref", "V", 0.43, 1e-3, 10, "bend of the current"],
      ["tox", "m", 5e-9, 1e-10, 1e-6, "thickness of the oxide"],
      ["tfil_min", "m", 3.3e-9, 0, 1e-6, "shortest filament"],
      ["tfil_max", "m", 4.9e-9, 0, 1e-6, "longest filament"],
      ["e_gen", "eV", 1.501, 0, 10, "activation energy of generating a vacancy"],
      ["e_rec", "eV", 1.5, 0, 10, "activation energy of recombination"],
      ["vel_k1", "m/s", 150, 0, 1e6, "attempt velocity"],
      ["gamma_k0", "1", 16.5, 0, 100, "field enhancement of a whole filament"],
      ["gamma_k1", "1", -1.25, -10, 10, "its change with the cube of the gap in nm"],
      ["a0", "m", 0.25e-9, 1e-11, 1e-8, "atomic distance"],
      ["t0", "K", 300, 100, 1000, "ambient temperature"],
      ["c_th", "J/K", 3.1825e-16, 1e-20, 1e-6, "thermal capacitance"],
      ["tau_th", "s", 0.23e-9, 1e-12, 1, "thermal time constant"],
      ["x0", "m", 3.3e-9, 0, 1e-6, "filament at the start"],
    ]),
    ...parametersOf("choice: the published law has no bound", [["fast", "m/s", 1000, 1, 1e6, "greatest speed"]], true),
    ...parametersOf(SMOOTHING, [["edge", "m", 1e-12, 1e-15, 1e-10, "width of the soft ends"]], true),
  ],
  conflict(q) {
    if (!(q.tfil_max! > q.tfil_min! && q.tox! > q.tfil_max! && q.tox! > q.tfil_ref!)) {
      return "tfil_min below tfil_max, and tox above tfil_max and tfil_ref";
    }
    return q.x0! >= q.tfil_min! && q.x0! <= q.tfil_max! ? undefined : "x0 from tfil_min to tfil_max";
  },
  equations(q) {
    const amps = (volts: number, y: ArrayLike<number>) =>
      q.i_k1! * Math.exp((y[0]! * 1e-9 - q.tox!) / (q.tox! - q.tfil_ref!)) * Math.sinh(volts / q.v_ref!);
    const bounded = (speed: number) => 1 / (1 / speed + 1 / q.fast!);
    return {
      initial: [q.x0! * 1e9, q.t0!],
      low: q.tfil_min! * 1e9,
      high: q.tfil_max! * 1e9,
      amps,
      rateInto(out, volts, y) {
        const gap = q.tox! * 1e9 - y[0]!;
        const lowered = (q.a0! / q.tox!) * (q.gamma_k0! + q.gamma_k1! * gap ** 3) * volts;
        const thermal = BOLTZMANN_VOLTS * y[1]!;
        const speed = (barrier: number) => q.vel_k1! * Math.exp(Math.min(LARGEST_EXPONENT, -barrier / thermal));
        out[0] = (bounded(speed(q.e_gen! - lowered)) - bounded(speed(q.e_rec! + lowered))) * 1e9;
        out[1] = (volts * amps(volts, y)) / q.c_th! - (y[1]! - q.t0!) / q.tau_th!;
      },
    };
  },
};
