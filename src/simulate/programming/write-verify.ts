import { type CompactModel, modelParameters, type ParameterValues } from "../../circuit/index.ts";
import type { Random } from "../../core/index.ts";
import { DeviceIntegrator } from "../devices/integrate-device.ts";
import { PULSE_RISE, type PulseProtocol } from "./protocol.ts";

/** One device after write and verify. */
export interface ProgrammedDevice {
  /** Whether its conductance came within the tolerance; false when the pulses were used up. */
  readonly verified: boolean;
  /** Conductance at the read voltage at the end. */
  readonly siemens: number;
  /** Amplitude of each pulse with its sign, volts. */
  readonly train: readonly number[];
  /** Conductance after each pulse. */
  readonly readSiemens: readonly number[];
  /** Energy that the pulses took; reads are not counted. */
  readonly joules: number;
  /** The device's own parameters. */
  readonly parameters: ParameterValues;
}

export interface WriteVerifyGoal {
  readonly targetSiemens: number;
  /** Share of the target. */
  readonly tolerance: number;
  readonly maxPulses: number;
}

/** Local error of the integration: far below any tolerance of programming. */
const TOLERANCE = 1e-7;

/** The amplitude's increment is halved at each overshoot, down to this share of the protocol's. */
const FINEST = 1 / 256;

/** New increments by which an amplitude goes back after an overshoot. */
const STEPS_BACK = 4;

/** Steps of each side of a pulse at the least, so that the energy's trapezoids fit. */
const STEPS_A_SIDE = 8;

/** Multiplies the named parameters by e^(sigma z), each with its own normal z. */
export function spreadParameters(
  values: ParameterValues,
  names: readonly string[],
  sigma: number,
  random: Random,
): ParameterValues {
  if (sigma === 0) return values;
  const spread: Record<string, number> = { ...values };
  for (const name of names) spread[name] = values[name]! * Math.exp(sigma * random.gaussian());
  return spread;
}

/** Times of a pulse's corners from its start, and the rest after it: rise, top, fall, rest. */
export function pulseCorners(widthSeconds: number): readonly [number, number, number, number] {
  const rise = PULSE_RISE * widthSeconds;
  return [rise, widthSeconds, widthSeconds + rise, 2 * widthSeconds];
}

/** Applies one pulse to the states `y`, in place, and returns its energy in joules. */
function applyPulse(model: CompactModel, values: ParameterValues, y: Float64Array, volts: number, width: number) {
  const integrator = new DeviceIntegrator(model.equations(values), TOLERANCE);
  integrator.y.set(y);
  const [top, fall, low, end] = pulseCorners(width);
  const shapes: readonly [(t: number) => number, number, number][] = [
    [(t) => (volts * t) / top, 0, top],
    [() => volts, top, fall],
    [(t) => (volts * (low - t)) / (low - fall), fall, low],
    [() => 0, low, end],
  ];
  let joules = 0;
  for (const [shape, from, to] of shapes) {
    integrator.advance(shape, from, to, (to - from) / STEPS_A_SIDE);
    joules += integrator.joules;
  }
  y.set(integrator.y);
  return joules;
}

/**
 * Writes and verifies one device on its published law: pulses of growing amplitude towards the target, a smaller increment after each
 * overshoot. Reads do not disturb the state.
 *
 * @param values the device's own parameters.
 * @param cycleSigma spread of the protocol's cycle parameters from pulse to pulse, a share.
 * @throws ConvergenceError when a pulse cannot be integrated.
 */
export function programDevice(
  model: CompactModel,
  values: ParameterValues,
  protocol: PulseProtocol,
  goal: WriteVerifyGoal,
  cycleSigma: number,
  random: Random,
): ProgrammedDevice {
  const equations = model.equations(values);
  const y = Float64Array.from(equations.initial);
  const read = () => equations.amps(protocol.readVolts, y) / protocol.readVolts;
  const sides = [protocol.resetVolts, protocol.setVolts].map(([first, last, step]) => ({
    first,
    last,
    step,
    finest: step * FINEST,
    next: first,
    used: undefined as number | undefined,
  }));
  const train: number[] = [];
  const readSiemens: number[] = [];
  let joules = 0;
  let before: number | undefined;
  let siemens = read();
  const within = () => Math.abs(siemens / goal.targetSiemens - 1) <= goal.tolerance;
  while (!within() && train.length < goal.maxPulses) {
    const up = siemens < goal.targetSiemens ? 1 : 0;
    const side = sides[up]!;
    if (before !== undefined && before !== up && side.used !== undefined) {
      side.step = Math.max(side.finest, side.step / 2);
      side.next = Math.max(side.first, side.used - STEPS_BACK * side.step);
    }
    before = up;
    const magnitude = side.next;
    side.used = magnitude;
    side.next = Math.min(side.last, magnitude + side.step);
    const volts = (up === 1 ? magnitude : -magnitude) * model.setSign;
    const pulsed = spreadParameters(values, protocol.cycleSpread, cycleSigma, random);
    joules += applyPulse(model, pulsed, y, volts, protocol.widthSeconds);
    siemens = read();
    train.push(volts);
    readSiemens.push(siemens);
  }
  return { verified: within(), siemens, train, readSiemens, joules, parameters: values };
}

/** Lowest and highest conductance of a device at the protocol's read voltage. */
export function conductanceRange(
  model: CompactModel,
  protocol: PulseProtocol,
  given: ParameterValues = {},
): readonly [number, number] {
  const { low, high, amps, initial } = model.equations(modelParameters(model, given));
  const ends = [low, high].map((x) => amps(protocol.readVolts, [x, ...initial.slice(1)]) / protocol.readVolts) as [
    number,
    number,
  ];
  return [Math.min(...ends), Math.max(...ends)];
}
