import { type CompactModel, parametersOf, SMOOTHING } from "./model.ts";

/** Exponents beyond this are cut: the speed is at its bound long before. */
const LARGEST_EXPONENT = 150;

/**
 * The tantalum oxide memristor of Strachan et al.: a metallic channel that grows with the power and shrinks with the voltage. The
 * law's speeds have no bound; `fast` is one, s/(1 + |s|/fast), and belongs to the model as we use it.
 *
 * Source: Strachan et al., IEEE Trans. Electron Devices 60, 2194 (2013).
 */
export const taox: CompactModel = {
  name: "taox",
  title: "TaOx of Strachan et al.",
  source: "Strachan et al., IEEE Trans. Electron Devices 60, 2194 (2013)",
  state: { meaning: "metallic share of the channel", unit: "1" },
  setSign: 1,
  parameters: [
    ...parametersOf("Strachan et al., IEEE Trans. Electron Devices 60, 2194 (2013)", [
      ["gm", "S", 0.025, 1e-9, 10, "conductance of the channel"],
      ["a", "S", 7.2e-6, 0, 1, "conductance of the rest at low voltage"],
      ["b", "1/sqrt(V)", 4.7, 0, 50, "its growth with the voltage"],
      ["areset", "1/s", 1e-10, 0, 1, "speed scale of reset"],
      ["s_off", "V", 0.013, 1e-4, 10, "voltage scale of reset"],
      ["x_off", "1", 0.4, 1e-3, 10, "state scale of reset"],
      ["beta", "1/W", 500, 0, 1e9, "power scale of reset"],
      ["bset", "1/s", 1e-4, 0, 1e3, "speed scale of set"],
      ["s_on", "V", 0.45, 1e-3, 10, "voltage scale of set"],
      ["x_on", "1", 0.06, 1e-3, 10, "state scale of set"],
      ["s_p", "W", 4e-5, 1e-9, 10, "power scale of set"],
    ]),
    ...parametersOf("choice: a device that was reset", [["x0", "1", 0.05, 0, 1, "state at the start"]], true),
    ...parametersOf("choice: the law has no bound", [["fast", "1/s", 1e9, 1, 1e15, "greatest speed"]], true),
    ...parametersOf(SMOOTHING, [["edge", "1", 1e-3, 1e-6, 0.1, "width of the soft end at 1"]], true),
  ],
  equations(q) {
    const amps = (volts: number, y: ArrayLike<number>) => {
      const x = y[0]!;
      return volts * (q.gm! * x + q.a! * Math.exp(q.b! * Math.sqrt(Math.abs(volts))) * (1 - x));
    };
    return {
      initial: [q.x0!],
      low: 0,
      high: 1,
      amps,
      rateInto(out, volts, y) {
        const x = y[0]!;
        const watts = volts * amps(volts, y);
        let speed = 0;
        if (volts > 0) {
          const exponent = Math.min(LARGEST_EXPONENT, watts / q.s_p! - (x / q.x_on!) ** 2);
          speed = q.bset! * Math.sinh(volts / q.s_on!) * Math.exp(exponent);
        } else if (volts < 0 && x > 0) {
          const pull = Math.sinh(Math.max(-LARGEST_EXPONENT, volts / q.s_off!));
          speed = q.areset! * pull * Math.exp(-((q.x_off! / x) ** 2) + 1 / (1 + q.beta! * watts));
        }
        out[0] = speed / (1 + Math.abs(speed) / q.fast!);
      },
    };
  },
};
