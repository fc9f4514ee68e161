import { type CompactModel, formatSpiceNumber, modelLibrary } from "../../circuit/index.ts";
import { OPTIONS } from "../devices/device-netlist.ts";
import { driveWords } from "../devices/drive.ts";
import type { NetlistText } from "../engine.ts";
import { vector, type Waveforms } from "../waveforms.ts";
import type { PulseProtocol } from "./protocol.ts";
import { type ProgrammedDevice, pulseCorners } from "./write-verify.ts";

/** Steps of the simulator in a pulse's width at the least. */
const STEPS_A_PULSE = 50;

/**
 * A deck that gives devices the trains that programmed them, all at once, a source each: their cycle-to-cycle spread must be 0,
 * as a subcircuit's parameters stay what they are.
 */
export function replayNetlist(
  model: CompactModel,
  protocol: PulseProtocol,
  devices: readonly ProgrammedDevice[],
): NetlistText {
  const lines = [`Trains of write and verify: ${model.title}`, modelLibrary(model.name).trimEnd()];
  const [rise, fall, low, period] = pulseCorners(protocol.widthSeconds);
  let pulses = 1;
  devices.forEach(({ train, parameters }, k) => {
    const times = [0];
    const volts = [0];
    train.forEach((amplitude, j) => {
      const start = j * period;
      times.push(start + rise, start + fall, start + low, start + period);
      volts.push(amplitude, amplitude, 0, 0);
    });
    pulses = Math.max(pulses, train.length);
    const given = Object.entries(parameters).map(([name, value]) => `+ ${name}=${formatSpiceNumber(value)}`);
    // A train without a pulse is a source at rest.
    const words = train.length === 0 ? "0" : driveWords({ kind: "pwl", times, volts });
    lines.push(`V${k} plus${k} 0 ${words.replaceAll(/((?:\S+ ){12})/g, "$1\n+ ")}`);
    lines.push(`X${k} plus${k} 0 x${k} ${model.name}`, ...given);
  });
  const step = formatSpiceNumber(protocol.widthSeconds / STEPS_A_PULSE);
  lines.push(OPTIONS, `.tran ${step} ${formatSpiceNumber(pulses * period)} 0 ${step} uic`, ".end", "");
  return { text: lines.join("\n"), save: devices.map((_, k) => `v(x${k})`) };
}

/** Largest relative difference of the conductances after each pulse between a replay in SPICE and the law. */
export function replayDisagreement(
  model: CompactModel,
  protocol: PulseProtocol,
  devices: readonly ProgrammedDevice[],
  waveforms: Waveforms,
): number {
  const [, , , period] = pulseCorners(protocol.widthSeconds);
  let worst = 0;
  devices.forEach((device, k) => {
    const equations = model.equations(device.parameters);
    const state = vector(waveforms, `v(x${k})`);
    let at = 0;
    device.readSiemens.forEach((siemens, j) => {
      while (at < waveforms.time.length - 1 && waveforms.time[at]! < (j + 1) * period * (1 - 1e-9)) at++;
      const y = [state[at]!, ...equations.initial.slice(1)];
      worst = Math.max(worst, Math.abs(equations.amps(protocol.readVolts, y) / protocol.readVolts / siemens - 1));
    });
  });
  return worst;
}
