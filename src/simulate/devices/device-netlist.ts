import {
  type CompactModel,
  formatSpiceNumber,
  modelLibrary,
  modelParameters,
  type ParameterValues,
} from "../../circuit/index.ts";
import type { NetlistText } from "../engine.ts";
import { vector, type Waveforms } from "../waveforms.ts";
import { type Drive, driveWords } from "./drive.ts";
import type { DeviceWaveforms, IntegrateOptions } from "./integrate-device.ts";

/**
 * The trapezoidal rule, ngspice's own, overshoots where a state runs away and then stops by itself: TaOx ends 14 % too high
 * with it and reltol 1e-3, and within 0.01 % with Gear's and a tenth of the tolerance.
 */
export const OPTIONS = ".options sparse method=gear reltol=1e-4";

/**
 * One device on a voltage source, as a deck for any ngspice.
 *
 * @throws NetlistError for a parameter that the model does not take.
 */
export function deviceNetlist(
  model: CompactModel,
  parameters: ParameterValues,
  drive: Drive,
  run: IntegrateOptions,
): NetlistText {
  modelParameters(model, parameters);
  const given = Object.entries(parameters).map(([key, value]) => ` ${key}=${formatSpiceNumber(value)}`);
  const step = formatSpiceNumber(run.maxStepSeconds);
  const text = [
    `${model.title} under a voltage`,
    modelLibrary(model.name).trimEnd(),
    `V1 plus 0 ${driveWords(drive)}`,
    `X1 plus 0 x ${model.name}${given.join("")}`,
    OPTIONS,
    `.tran ${step} ${formatSpiceNumber(run.stopSeconds)} 0 ${step} uic`,
    ".end",
    "",
  ].join("\n");
  return { text, save: ["v(plus)", "i(v1)", "v(x)"] };
}

/** Voltage, current and state of a `deviceNetlist` that an engine ran. */
export function deviceWaveforms(waveforms: Waveforms): DeviceWaveforms {
  return {
    time: waveforms.time,
    volts: vector(waveforms, "v(plus)"),
    amps: vector(waveforms, "i(v1)").map((i) => -i),
    state: vector(waveforms, "v(x)"),
  };
}
