import { compactModel, parseSpiceNumber } from "../../circuit/index.ts";
import { ArgumentError, formatSi, runStepsAsync } from "../../core/index.ts";
import {
  type ProgramTask,
  programDevices,
  pulseProtocol,
  replayDisagreement,
  replayNetlist,
} from "../../simulate/index.ts";
import { createEngine, type EngineName } from "../../simulate/node/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { formatTable } from "../table.ts";

export interface ProgramCliOptions {
  readonly model: string;
  readonly target: string;
  readonly tolerance: number;
  readonly devices: number;
  readonly pulses: number;
  readonly deviceSpread: number;
  readonly cycleSpread: number;
  readonly param?: readonly string[];
  readonly spice: number;
  readonly engine: EngineName;
  readonly timeLimit: number;
  readonly seed: number;
  readonly json?: boolean;
}

/** Targets "100u" or "1m,2m", in siemens. */
function readTargets(text: string): number[] {
  return text.split(",").map((word) => {
    const value = parseSpiceNumber(word.trim().replace(/S$/, ""));
    if (value !== undefined && value > 0) return value;
    throw new ArgumentError("a target is not a conductance", {
      code: "argument.target",
      field: "--target",
      received: word,
      expected: "siemens, e.g. 100u or 1m,2m",
    });
  });
}

/** Parameters "name=value". */
function readParameters(words: readonly string[]): Record<string, number> {
  const values: Record<string, number> = {};
  for (const word of words) {
    const [name = "", text = ""] = word.split("=");
    const value = parseSpiceNumber(text);
    if (value === undefined) {
      throw new ArgumentError("a parameter is not written name=value", {
        code: "argument.param",
        field: "--param",
        received: word,
        expected: "e.g. x0=0.1",
      });
    }
    values[name] = value;
  }
  return values;
}

/** The same devices without a spread from pulse to pulse, replayed in SPICE: how far its conductances are from the law's. */
async function replay(task: ProgramTask, options: ProgramCliOptions, context: Context) {
  const devices = Math.min(options.spice, task.devices);
  if (devices === 0) return null;
  const targetsSiemens = task.targetsSiemens.slice(0, 1);
  const [level] = await runStepsAsync(programDevices({ ...task, targetsSiemens, devices, cycleSigma: 0 }), {
    signal: context.signal,
  });
  const engine = createEngine(options.engine, { threads: 1 });
  try {
    const waveforms = await engine.simulate(
      { netlist: replayNetlist(task.model, task.protocol, level!.devices) },
      { timeLimitSeconds: options.timeLimit, signal: context.signal },
    );
    const worst = replayDisagreement(task.model, task.protocol, level!.devices, waveforms);
    const pulses = level!.devices.reduce((sum, d) => sum + d.train.length, 0);
    return { engine: engine.name, devices, pulses, largestRelativeDifference: worst };
  } finally {
    await engine.close();
  }
}

/** Writes and verifies devices of a compact model, and gives the spread of conductance that comes out. */
export async function programVerb(options: ProgramCliOptions, context: Context): Promise<number> {
  const model = compactModel(options.model);
  const protocol = pulseProtocol(model.name);
  const task: ProgramTask = {
    model,
    protocol,
    parameters: readParameters(options.param ?? []),
    targetsSiemens: readTargets(options.target),
    tolerance: options.tolerance,
    devices: options.devices,
    maxPulses: options.pulses,
    deviceSigma: options.deviceSpread,
    cycleSigma: options.cycleSpread,
    seed: options.seed,
  };
  const { signal, progress } = context;
  const levels = await runStepsAsync(programDevices(task), { signal, progress });
  const spice = await replay(task, options, context);
  context.endProgress();
  const exhausted = levels.reduce((sum, level) => sum + task.devices - level.verified, 0);
  if (options.json === true) {
    const { parameters, tolerance, devices, maxPulses, deviceSigma, cycleSigma, seed } = task;
    context.print(
      JSON.stringify({
        model: model.name,
        method: "integration of the published law",
        programmingError: "derived",
        assumed: { parameters, protocol, deviceSigma, cycleSigma },
        tolerance,
        devices,
        maxPulses,
        seed,
        levels: levels.map(({ devices: each, ...level }) => ({
          ...level,
          devices: each.map((d) => ({
            siemens: d.siemens,
            verified: d.verified,
            pulses: d.train.length,
            joules: d.joules,
          })),
        })),
        spice,
      }),
    );
  } else {
    context.print(`${model.title}: ${task.devices} devices a target, tolerance ${options.tolerance * 100} %`);
    const rows = levels.map((level) => [
      formatSi(level.targetSiemens, "S", 4),
      `${level.verified} of ${task.devices}`,
      formatSi(level.meanSiemens, "S", 4),
      formatSi(level.sigmaSiemens, "S"),
      level.meanPulses.toFixed(1),
      String(level.mostPulses),
      formatSi(level.meanJoules, "J"),
    ]);
    const header = ["target", "verified", "mean", "sigma", "pulses", "most", "energy"];
    for (const line of formatTable(header, rows)) context.print(line);
    context.print(
      `sigma is derived, not measured; assumed: ${options.deviceSpread * 100} % from device to device in ` +
        `${protocol.deviceSpread.join(", ")}, ${options.cycleSpread * 100} % from pulse to pulse in ` +
        `${protocol.cycleSpread.join(", ")}; pulses of ${formatSi(protocol.widthSeconds, "s")}`,
    );
    if (spice !== null) {
      context.print(
        `${spice.engine}: ${spice.devices} devices, ${spice.pulses} pulses replayed, largest difference ` +
          `${(spice.largestRelativeDifference * 100).toPrecision(2)} %`,
      );
    }
  }
  return exhausted === 0 ? EXIT.done : EXIT.no;
}
