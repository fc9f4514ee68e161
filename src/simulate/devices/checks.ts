import type { ParameterValues } from "../../circuit/index.ts";
import { type Drive, ramp } from "./drive.ts";
import type { DeviceWaveforms, IntegrateOptions } from "./integrate-device.ts";
import { crossingSeconds, largest, smallest, valueAt, voltsOfSmallestAmps } from "./measure.ts";

/** One number that a run of a model must give. */
export interface CheckValue {
  readonly quantity: string;
  readonly unit: string;
  readonly expected: number;
  /** "exact": a closed form; "independent": computed beforehand by other programs from the published law. */
  readonly origin: "exact" | "independent";
  readonly measure: (w: DeviceWaveforms) => number;
}

/** A run of one device, and what must come out of it. */
export interface DeviceCheck {
  readonly model: string;
  /** What is done, for a person. */
  readonly drive: string;
  readonly source: Drive;
  readonly parameters: ParameterValues;
  readonly run: IntegrateOptions;
  readonly values: readonly CheckValue[];
}

/** How near every check value must come, as a share of it. */
export const CHECK_TOLERANCE = 5e-3;

/** Rise of a step beside runs of milliseconds, seconds. */
const RISE = 1e-6;

/** A step to `volts` in the first `rise` seconds, held. */
const step = (volts: number, rise: number): Drive => ({ kind: "pwl", times: [0, rise], volts: [0, volts] });

const hpOhms = (x: number) => 16e3 - (16e3 - 100) * x;
const last = (w: DeviceWaveforms) => w.state[w.state.length - 1]!;
/** Resistance at the instant of the largest voltage: for reads of a state at rest. */
const readOhms = (w: DeviceWaveforms) => {
  const k = w.volts.indexOf(largest(w.volts));
  return w.volts[k]! / w.amps[k]!;
};

type Row = readonly [
  quantity: string,
  unit: string,
  expected: number,
  origin: CheckValue["origin"],
  measure: (w: DeviceWaveforms) => number,
];

function check(
  model: string,
  drive: string,
  source: Drive,
  parameters: ParameterValues,
  stopSeconds: number,
  steps: number,
  rows: readonly Row[],
): DeviceCheck {
  const values = rows.map(([quantity, unit, expected, origin, measure]) => ({
    quantity,
    unit,
    expected,
    origin,
    measure,
  }));
  return { model, drive, source, parameters, run: { stopSeconds, maxStepSeconds: stopSeconds / steps }, values };
}

const read = (model: string, volts: number, parameters: ParameterValues, ohms: number, origin: CheckValue["origin"]) =>
  check(model, `${volts} V read`, ramp(volts * 1e9, volts), parameters, 2e-9, 100, [
    ["resistance", "ohm", ohms, origin, readOhms],
  ]);

/** Time for the whole way of TEAM and VTEAM, from 99 % of it: the last percent is the soft end's. */
const fullWay = (w: DeviceWaveforms) => crossingSeconds(w, 0.99 * 3) / 0.99;

/** Voltage at which the gap of a Stanford-PKU device falls through 1 nm on its second half. */
function setVolts(w: DeviceWaveforms): number {
  const half = w.time.findIndex((t) => t > w.time[w.time.length - 1]! / 2);
  const cut = (a: Float64Array) => a.subarray(half);
  const later = { time: cut(w.time), volts: cut(w.volts), amps: cut(w.amps), state: cut(w.state) };
  return valueAt(later, later.volts, crossingSeconds(later, 1));
}

/** Every check value, with the run that gives it. */
export const DEVICE_CHECKS: readonly DeviceCheck[] = [
  check("hp_joglekar", "1.2 V, 1 Hz sine", { kind: "sine", volts: 1.2, hertz: 1 }, {}, 1, 1000, [
    ["lowest resistance", "ohm", 1783.6, "independent", (w) => hpOhms(largest(w.state))],
    ["peak current", "A", 201.844e-6, "independent", (w) => largest(w.amps)],
    ["resistance at the end", "ohm", 11000, "exact", (w) => hpOhms(last(w))],
  ]),
  check("hp_joglekar", "1 V, 1 Hz sine, no window", { kind: "sine", volts: 1, hertz: 1 }, { win: 0 }, 1, 1000, [
    ["resistance at half the period", "ohm", 4447.185, "exact", (w) => hpOhms(valueAt(w, w.state, 0.5))],
  ]),
  check("yakopcic", "0.45 V, 100 Hz sine", { kind: "sine", volts: 0.45, hertz: 100 }, {}, 0.01, 1000, [
    ["largest state", "1", 0.97, "independent", (w) => largest(w.state)],
    ["positive peak current", "A", 3.42e-3, "independent", (w) => largest(w.amps)],
    ["negative peak current", "A", -1.9e-3, "independent", (w) => smallest(w.amps)],
  ]),
  // A resistance of 50 ohm whatever the state: twice the threshold of the current at a constant voltage.
  check("team", "twice i_off", step(230e-6 * 50, 1e-3), { x0: 0, roff: 50.0001 }, 4000, 400, [
    ["time from x_on to x_off", "s", 3750, "exact", fullWay],
  ]),
  check("vteam", "twice v_off", step(0.04, 1e-12), { x0: 0 }, 7e-6, 400, [
    ["time from x_on to x_off", "s", 6e-6, "exact", fullWay],
  ]),
  check("stanford_pku", "500 V/s to -1.8 V, to 1.8 V", ramp(500, -1.8, 1.8), { x0: 0.2e-9 }, 0.0144, 7200, [
    ["reset voltage", "V", -1.051, "independent", voltsOfSmallestAmps],
    ["reset current", "A", -15e-3, "independent", (w) => smallest(w.amps)],
    ["set voltage", "V", 1.392, "independent", setVolts],
  ]),
  read("stanford_pku", 0.1, { x0: 0.2e-9 }, 541.8, "independent"),
  read("stanford_pku", 0.1, { x0: 1.7e-9 }, 218.6e3, "independent"),
  read("taox", 0.2, { x0: 0 }, 16975.5, "independent"),
  read("taox", 0.2, { x0: 0.1 }, 391.7, "independent"),
  read("taox", 0.2, { x0: 1 }, 40, "independent"),
  check("taox", "0.5 V", step(0.5, RISE), { x0: 0.05 }, 0.03, 600, [
    ["time to x = 0.3", "s", 14.9e-3, "independent", (w) => crossingSeconds(w, 0.3)],
  ]),
  check("taox", "-0.5 V", step(-0.5, RISE), { x0: 0.8 }, 1, 200, [
    ["state after 1 s", "1", 0.086, "independent", last],
  ]),
  read("sky130_reram", 0.1, { x0: 3.3e-9 }, 1 / 0.298e-6, "independent"),
  read("sky130_reram", 0.1, { x0: 4.9e-9 }, 1 / 100e-6, "independent"),
];

/** A sweep that shows the model's hysteresis, pinched at the origin. */
export interface DeviceSweep {
  readonly model: string;
  readonly drive: string;
  readonly source: Drive;
  readonly parameters: ParameterValues;
  readonly run: IntegrateOptions;
}

const sweep = (
  model: string,
  drive: string,
  source: Drive,
  parameters: ParameterValues,
  stopSeconds: number,
  steps = 2000,
): DeviceSweep => ({ model, drive, source, parameters, run: { stopSeconds, maxStepSeconds: stopSeconds / steps } });

/** One sweep a model, in the order of COMPACT_MODELS. */
export const DEVICE_SWEEPS: readonly DeviceSweep[] = [
  sweep("hp_joglekar", "1.2 V, 1 Hz", { kind: "sine", volts: 1.2, hertz: 1 }, {}, 1),
  sweep("hp_biolek", "1.2 V, 1 Hz, two periods", { kind: "sine", volts: 1.2, hertz: 1 }, {}, 2),
  sweep("yakopcic", "0.45 V, 100 Hz", { kind: "sine", volts: 0.45, hertz: 100 }, {}, 0.01),
  sweep("team", "0.5 V, 0.1 mHz", { kind: "sine", volts: 0.5, hertz: 1e-4 }, {}, 2e4),
  sweep("taox", "0.6 V, then -0.6 V, 1 V/s", ramp(1, 0.6, -0.6), {}, 2.4, 4000),
  sweep("vteam", "0.5 V, 100 kHz", { kind: "sine", volts: 0.5, hertz: 1e5 }, {}, 2e-5),
  sweep("stanford_pku", "-1.4 V, then 1.41 V, 500 V/s", ramp(500, -1.4, 1.41), { x0: 0.2e-9 }, 5.62 / 500, 4000),
  sweep("sky130_reram", "2.4 V, then -2.4 V, 9.6 V/us", ramp(9.6e6, 2.4, -2.4), {}, 1e-6, 2000),
];
