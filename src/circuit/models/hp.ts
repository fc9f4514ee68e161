import { type CompactModel, type DeviceEquations, type ParameterValues, parametersOf, SMOOTHING } from "./model.ts";

/**
 * The HP memristor: linear drift of the border between doped and undoped film, slowed down at the ends by a window.
 *
 * Source: Strukov et al., Nature 453, 80 (2008); Joglekar and Wolf, Eur. J. Phys. 30, 661 (2009); Biolek,
 * Biolek and Biolkova, Radioengineering 18, 210 (2009).
 */

const BIOLEK = "Biolek, Biolek and Biolkova, Radioengineering 18, 210 (2009)";

const film = parametersOf(BIOLEK, [
  ["ron", "ohm", 100, 1e-3, 1e12, "fully doped film"],
  ["roff", "ohm", 16e3, 1e-3, 1e15, "undoped film"],
  ["mu", "m^2/(V s)", 1e-14, 1e-30, 1, "mobility of the vacancies"],
  ["d", "m", 1e-8, 1e-10, 1e-3, "thickness of the film"],
  ["p", "1", 2, 1, 100, "exponent of the window"],
  ["x0", "1", 0.31446540880503, 0, 1, "state at the start; the default is 11 kohm"],
]);

function filmEquations(q: ParameterValues, window: (x: number, amps: number) => number): DeviceEquations {
  const { ron, roff, mu, d, x0 } = q as Record<"ron" | "roff" | "mu" | "d" | "x0", number>;
  const amps = (volts: number, y: ArrayLike<number>) => volts / (roff + (ron - roff) * y[0]!);
  return {
    initial: [x0],
    low: 0,
    high: 1,
    amps,
    rateInto(out, volts, y) {
      const i = amps(volts, y);
      out[0] = ((mu * ron) / d ** 2) * i * window(y[0]!, i);
    },
  };
}

const shared = {
  state: { meaning: "doped share of the film", unit: "1" },
  setSign: 1,
  conflict: (q: ParameterValues) => (q.roff! > q.ron! ? undefined : "roff above ron"),
} as const;

export const hpJoglekar: CompactModel = {
  ...shared,
  name: "hp_joglekar",
  title: "HP linear drift, Joglekar's window",
  source: "Strukov et al. 2008; Joglekar and Wolf 2009",
  parameters: [
    ...film,
    ...parametersOf(SMOOTHING, [["edge", "1", 1e-3, 1e-6, 0.1, "width of the soft end without a window"]], true),
    ...parametersOf("Joglekar and Wolf, Eur. J. Phys. 30, 661 (2009)", [["win", "1", 1, 0, 1, "1: window, 0: none"]]),
  ],
  equations: (q) => filmEquations(q, q.win! > 0 ? (x) => 1 - Math.abs(2 * x - 1) ** (2 * q.p!) : () => 1),
};

export const hpBiolek: CompactModel = {
  ...shared,
  name: "hp_biolek",
  title: "HP linear drift, Biolek's window",
  source: "Strukov et al. 2008; Biolek, Biolek and Biolkova 2009",
  parameters: [
    ...film,
    ...parametersOf(
      SMOOTHING,
      [["isoft", "A", 1e-8, 1e-15, 1e-3, "current of the window's soft change of sides"]],
      true,
    ),
  ],
  equations: (q) => filmEquations(q, (x, amps) => 1 - Math.abs(amps < 0 ? x - 1 : x) ** (2 * q.p!)),
};
