import { type CompactModel, modelParameters, type ParameterValues } from "../../circuit/index.ts";
import { ArgumentError, createRandom, requireInteger, type Steps } from "../../core/index.ts";
import type { PulseProtocol } from "./protocol.ts";
import { conductanceRange, type ProgrammedDevice, programDevice, spreadParameters } from "./write-verify.ts";

export interface ProgramTask {
  readonly model: CompactModel;
  readonly protocol: PulseProtocol;
  /** Those that differ from the model's defaults. */
  readonly parameters: ParameterValues;
  readonly targetsSiemens: readonly number[];
  /** Share of the target. */
  readonly tolerance: number;
  readonly devices: number;
  readonly maxPulses: number;
  /** Spread of the protocol's parameters from device to device and from pulse to pulse: sigma of their logarithm. */
  readonly deviceSigma: number;
  readonly cycleSigma: number;
  readonly seed: number;
}

/** What became of the devices of one target. */
export interface ProgrammedLevel {
  readonly targetSiemens: number;
  readonly devices: readonly ProgrammedDevice[];
  /** Devices within the tolerance. */
  readonly verified: number;
  /** Over all devices, verified or not. */
  readonly meanSiemens: number;
  readonly sigmaSiemens: number;
  /** Over the verified ones; null when there are fewer than two. */
  readonly verifiedSigmaSiemens: number | null;
  readonly meanPulses: number;
  readonly mostPulses: number;
  readonly meanJoules: number;
}

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

function sigma(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, v) => sum + (v - centre) ** 2, 0) / Math.max(1, values.length - 1));
}

function summary(targetSiemens: number, devices: readonly ProgrammedDevice[]): ProgrammedLevel {
  const all = devices.map((d) => d.siemens);
  const verified = devices.filter((d) => d.verified);
  const pulses = devices.map((d) => d.train.length);
  return {
    targetSiemens,
    devices,
    verified: verified.length,
    meanSiemens: mean(all),
    sigmaSiemens: sigma(all),
    verifiedSigmaSiemens: verified.length < 2 ? null : sigma(verified.map((d) => d.siemens)),
    meanPulses: mean(pulses),
    mostPulses: Math.max(...pulses),
    meanJoules: mean(devices.map((d) => d.joules)),
  };
}

function validate(task: ProgramTask): void {
  requireInteger("devices", task.devices, 1, 1_000_000);
  requireInteger("maxPulses", task.maxPulses, 1, 1_000_000);
  const [low, high] = conductanceRange(task.model, task.protocol, task.parameters);
  for (const target of task.targetsSiemens) {
    if (!(target >= low && target <= high)) {
      throw new ArgumentError(`the model ${task.model.name} does not reach this conductance`, {
        code: "argument.target",
        received: `${target} S`,
        expected: `${low.toPrecision(3)} to ${high.toPrecision(3)} S at ${task.protocol.readVolts} V`,
      });
    }
  }
  for (const [name, value] of Object.entries({
    tolerance: task.tolerance,
    deviceSigma: task.deviceSigma,
    cycleSigma: task.cycleSigma,
  })) {
    if (!(value >= 0 && value <= 1)) {
      throw new ArgumentError("a share is out of its range", {
        code: "argument.share",
        field: name,
        received: String(value),
        expected: "0 to 1",
      });
    }
  }
}

/**
 * Programs many devices to each target. Device k has the same parameters at every target; its pulses have their own stream.
 * A device whose pulses are used up is a result, not an error.
 *
 * @throws ArgumentError for a target that the model cannot hold or a share outside 0 to 1; NetlistError for a parameter.
 */
export function* programDevices(task: ProgramTask): Steps<ProgrammedLevel[]> {
  validate(task);
  const { model, protocol, seed } = task;
  const nominal = modelParameters(model, task.parameters);
  const total = task.targetsSiemens.length * task.devices;
  const levels: ProgrammedLevel[] = [];
  let done = 0;
  for (const targetSiemens of task.targetsSiemens) {
    const goal = { targetSiemens, tolerance: task.tolerance, maxPulses: task.maxPulses };
    const devices: ProgrammedDevice[] = [];
    for (let k = 0; k < task.devices; k++) {
      yield { stage: "program", done: done++, total };
      const own = createRandom(seed, "device", k);
      const values = spreadParameters(nominal, protocol.deviceSpread, task.deviceSigma, own);
      const cycles = createRandom(seed, "cycles", k, targetSiemens);
      devices.push(programDevice(model, values, protocol, goal, task.cycleSigma, cycles));
    }
    levels.push(summary(targetSiemens, devices));
  }
  return levels;
}
