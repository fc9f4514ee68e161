import {
  type CompactModel,
  type DeviceEquations,
  type ParameterRow,
  type ParameterValues,
  parametersOf,
  SMOOTHING,
} from "./model.ts";

/**
 * TEAM and VTEAM: the state moves as a power of how far current or voltage is above a threshold.
 *
 * Source: Kvatinsky, Friedman, Kolodny and Weiser, IEEE Trans. Circuits Syst. I 60, 211 (2013); Kvatinsky, Ramadan, Friedman and
 * Kolodny, IEEE Trans. Circuits Syst. II 62, 786 (2015).
 */

const TEAM = "Kvatinsky et al., Verilog-A for memristor models, CCIT report 801, Technion (2011)";
const VTEAM = "Kvatinsky et al., IEEE Trans. Circuits Syst. II 62, 786 (2015)";
const PICKETT = "Pickett et al., J. Appl. Phys. 106, 074508 (2009)";

/** Nanometres in a metre: node x is in nanometres. */
const NM = 1e9;

const resistances: readonly ParameterRow[] = [
  ["ron", "ohm", 50, 1e-3, 1e12, "resistance at x_on"],
  ["roff", "ohm", 1000, 1e-3, 1e15, "resistance at x_off"],
];

const geometry: readonly ParameterRow[] = [
  ["x_on", "m", 0, 0, 1e-3, "state of the lowest resistance"],
  ["x_off", "m", 3e-9, 1e-12, 1e-3, "state of the highest resistance"],
];

const speeds = (kOff: number, kOn: number, alphaOff: number, alphaOn: number): readonly ParameterRow[] => [
  ["k_off", "m/s", kOff, 0, 1e6, "speed of switching off at twice the threshold"],
  ["k_on", "m/s", kOn, -1e6, 0, "speed of switching on at twice the threshold"],
  ["alpha_off", "1", alphaOff, 1, 20, "exponent of switching off"],
  ["alpha_on", "1", alphaOn, 1, 20, "exponent of switching on"],
];

const windows = [
  ...parametersOf(PICKETT, [["w_c", "m", 107e-12, 1e-13, 1e-3, "width of the window"]]),
  ...parametersOf(
    "choice: at the ends of the state, as the TEAM paper suggests; no window unless asked for",
    [
      ["a_on", "m", 0, -1e-3, 1e-3, "place of the window on the way on"],
      ["a_off", "m", 3e-9, -1e-3, 1e-3, "place of the window on the way off"],
      ["win", "1", 0, 0, 1, "1: window of the TEAM paper, 0: none"],
      ["expo", "1", 0, 0, 1, "1: exponential resistance, 0: linear"],
      ["x0", "m", 1.5e-9, 0, 1e-3, "state at the start"],
    ],
    true,
  ),
  ...parametersOf(SMOOTHING, [["edge", "1", 1e-3, 1e-6, 0.1, "width of the soft ends, a share of the range"]], true),
];

function conflict(q: ParameterValues): string | undefined {
  if (!(q.roff! > q.ron!)) return "roff above ron";
  if (!(q.x_off! > q.x_on!)) return "x_off above x_on";
  return q.x0! >= q.x_on! && q.x0! <= q.x_off! ? undefined : "x0 from x_on to x_off";
}

/** @param drive what is compared with the thresholds: "i" the current, "v" the voltage. */
function thresholdEquations(q: ParameterValues, drive: "i" | "v"): DeviceEquations {
  const [off, on] = [q[`${drive}_off`]!, q[`${drive}_on`]!];
  const ohms = (x: number) => {
    const s = (x / NM - q.x_on!) / (q.x_off! - q.x_on!);
    return q.expo! > 0 ? q.ron! * (q.roff! / q.ron!) ** s : q.roff! * s + q.ron! * (1 - s);
  };
  const slowed = (distance: number) => (q.win! > 0 ? Math.exp(-Math.exp(distance / q.w_c!)) : 1);
  return {
    initial: [q.x0! * NM],
    low: q.x_on! * NM,
    high: q.x_off! * NM,
    amps: (volts, y) => volts / ohms(y[0]!),
    rateInto(out, volts, y) {
      const x = y[0]!;
      const driven = drive === "v" ? volts : volts / ohms(x);
      let metresPerSecond = 0;
      if (driven > off) metresPerSecond = q.k_off! * (driven / off - 1) ** q.alpha_off! * slowed(x / NM - q.a_off!);
      if (driven < on) metresPerSecond = q.k_on! * (driven / on - 1) ** q.alpha_on! * slowed(q.a_on! - x / NM);
      out[0] = metresPerSecond * NM;
    },
  };
}

const shared = { state: { meaning: "state, x_on to x_off", unit: "nm" }, setSign: -1, conflict } as const;

export const team: CompactModel = {
  ...shared,
  name: "team",
  title: "TEAM: threshold in the current",
  source: "Kvatinsky et al., IEEE Trans. Circuits Syst. I 60, 211 (2013)",
  parameters: [
    ...parametersOf("choice: those of VTEAM", resistances, true),
    ...parametersOf(TEAM, geometry),
    ...parametersOf(PICKETT, [
      ["i_off", "A", 115e-6, 1e-15, 10, "threshold to switch off"],
      ["i_on", "A", -8.9e-6, -10, -1e-15, "threshold to switch on"],
    ]),
    ...parametersOf(TEAM, speeds(8e-13, -8e-13, 3, 3)),
    ...windows,
  ],
  equations: (q) => thresholdEquations(q, "i"),
};

export const vteam: CompactModel = {
  ...shared,
  name: "vteam",
  title: "VTEAM: threshold in the voltage",
  source: "Kvatinsky et al., IEEE Trans. Circuits Syst. II 62, 786 (2015)",
  parameters: [
    ...parametersOf(VTEAM, resistances),
    ...parametersOf(VTEAM, geometry),
    ...parametersOf(VTEAM, [
      ["v_off", "V", 0.02, 1e-6, 100, "threshold to switch off"],
      ["v_on", "V", -0.2, -100, -1e-6, "threshold to switch on"],
      ...speeds(5e-4, -10, 1, 3),
    ]),
    ...windows,
  ],
  equations: (q) => thresholdEquations(q, "v"),
};
