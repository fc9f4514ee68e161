import { type Command, InvalidArgumentError, Option } from "commander";
import { shared, wholeNumber } from "../options.ts";
import type { RunVerb } from "../run-verb.ts";

/** A share, "2%" or "0.02". */
function share(text: string): number {
  const value = text.endsWith("%") ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (text.trim() === "" || !(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError("Expected a share from 0 to 1, e.g. 0.02 or 2%.");
  }
  return value;
}

/** The verbs of devices, arrays, models and engines; the code of each is loaded when it runs. */
export function addHardwareCommands(program: Command, run: RunVerb): void {
  program
    .command("array")
    .description("solve a crossbar with its wires for every node voltage and current")
    .argument(
      "<file>",
      "array (JSON): r_word_line, r_bit_line, resistances, applied_voltages; where wanted r_driver, r_sense, double_sided: true, sinh_volts: V0 of devices whose current grows as sinh(v/V0), read_volts: where their resistance is v/i (default: small signal)",
    )
    .addOption(
      new Option("--method <name>", "how to solve (default: iterative, direct where it must be)").choices([
        "iterative",
        "direct",
      ]),
    )
    .addOption(new Option("--netlist <file>", "write the array as a SPICE netlist too"))
    .addOption(shared.json())
    .action((file, options) =>
      run(async (context) => (await import("../verbs/array.ts")).arrayVerb(file, options, context)),
    );
  program
    .command("devices")
    .description("list the shipped devices and boards, or show one with the source of each number")
    .argument("[name]", "device or board: a shipped name or a JSON file")
    .addOption(new Option("--svg <file>", "draw the programming error of the named device"))
    .addOption(new Option("--current-svg <file>", "draw the current against voltage of a device that is not ohmic"))
    .addOption(shared.json())
    .action((name, options) =>
      run(async (context) => (await import("../verbs/devices.ts")).devicesVerb(name, options, context)),
    );
  program
    .command("models")
    .description("list the compact models of memristors, or show one with its parameters and check values")
    .argument("[name]", "model, e.g. vteam")
    .addOption(new Option("--netlist", "print the model's subcircuit"))
    .addOption(shared.json())
    .action((name, options) =>
      run(async (context) => (await import("../verbs/models.ts")).modelsVerb(name, options, context)),
    );
  program
    .command("program")
    .description("write and verify devices of a compact model: spread of conductance, pulses, energy")
    .requiredOption("--model <name>", "compact model: see ohmfield models")
    .requiredOption("--target <siemens>", "conductance, or several: 2m,3m,5m")
    .addOption(new Option("--tolerance <share>", "share of the target, e.g. 2%").argParser(share).default(0.02, "2%"))
    .addOption(new Option("--devices <k>", "devices a target").argParser(wholeNumber(1, 100_000)).default(50))
    .addOption(
      new Option("--pulses <k>", "pulses before a device is given up").argParser(wholeNumber(1, 1e6)).default(200),
    )
    .addOption(
      new Option("--device-spread <share>", "spread of parameters from device to device")
        .argParser(share)
        .default(0.03, "3%"),
    )
    .addOption(
      new Option("--cycle-spread <share>", "spread of parameters from pulse to pulse")
        .argParser(share)
        .default(0.01, "1%"),
    )
    .addOption(new Option("--param <name=value...>", "parameters of the model, e.g. x0=0.1"))
    .addOption(
      new Option("--spice <k>", "devices replayed in SPICE, without spread from pulse to pulse")
        .argParser(wholeNumber(0, 64))
        .default(2),
    )
    .addOption(
      new Option("--engine <name>", "simulator of the replay")
        .choices(["ngspice-wasm", "ngspice"])
        .default("ngspice-wasm"),
    )
    .addOption(shared.timeLimit())
    .addOption(shared.seed("seed of the spreads"))
    .addOption(shared.json())
    .action((options) => run(async (context) => (await import("../verbs/program.ts")).programVerb(options, context)));
  program
    .command("engines")
    .description("list the simulators and whether they can be used here")
    .addOption(shared.json())
    .action((options) => run(async (context) => (await import("../verbs/engines.ts")).enginesVerb(options, context)));
}
