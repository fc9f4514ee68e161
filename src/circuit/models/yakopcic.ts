import { type CompactModel, parametersOf, SMOOTHING } from "./model.ts";

/**
 * Yakopcic's generalised memristor: an exponential threshold, and windows that act only beyond a point.
 *
 * Source: Yakopcic, Taha, Subramanyam, Pino and Rogers, IEEE Electron Device Letters 32, 1436 (2011).
 */
export const yakopcic: CompactModel = {
  name: "yakopcic",
  title: "Yakopcic's generalised memristor",
  source: "Yakopcic et al., IEEE Electron Device Letters 32, 1436 (2011)",
  state: { meaning: "state", unit: "1" },
  setSign: 1,
  parameters: [
    ...parametersOf("Yakopcic et al. 2011, fit of the device of Oblea et al. 2010", [
      ["a1", "A", 0.17, 0, 1e6, "amplitude of the current for v > 0"],
      ["a2", "A", 0.17, 0, 1e6, "amplitude of the current for v < 0"],
      ["b", "1/V", 0.05, 1e-6, 100, "bend of the current"],
      ["vp", "V", 0.16, 0, 100, "threshold for v > 0"],
      ["vn", "V", 0.15, 0, 100, "threshold for v < 0, a magnitude"],
      ["ap", "1/s", 4000, 0, 1e12, "speed above vp"],
      ["an", "1/s", 4000, 0, 1e12, "speed below -vn"],
      ["xp", "1", 0.3, 0, 0.999, "state above which growth slows down"],
      ["xn", "1", 0.5, 0, 0.999, "1 - state below which shrinking slows down"],
      ["alphap", "1", 1, 0, 100, "how fast growth slows down"],
      ["alphan", "1", 5, 0, 100, "how fast shrinking slows down"],
      ["x0", "1", 0.11, 0, 1, "state at the start"],
    ]),
    ...parametersOf(SMOOTHING, [["soft", "1", 1e-6, 1e-9, 1e-2, "width of the rounded corners"]], true),
  ],
  equations(q) {
    const growth = (x: number) => (x < q.xp! ? 1 : Math.exp(q.alphap! * (q.xp! - x)) * ((q.xp! - x) / (1 - q.xp!) + 1));
    const decline = (x: number) => (x > 1 - q.xn! ? 1 : Math.exp(q.alphan! * (x + q.xn! - 1)) * (x / (1 - q.xn!)));
    return {
      initial: [q.x0!],
      low: 0,
      high: 1,
      amps: (volts, y) => (volts >= 0 ? q.a1! : q.a2!) * y[0]! * Math.sinh(q.b! * volts),
      rateInto(out, volts, y) {
        if (volts > q.vp!) out[0] = q.ap! * (Math.exp(volts) - Math.exp(q.vp!)) * growth(y[0]!);
        else if (volts < -q.vn!) out[0] = -q.an! * (Math.exp(-volts) - Math.exp(q.vn!)) * decline(y[0]!);
        else out[0] = 0;
      },
    };
  },
};
