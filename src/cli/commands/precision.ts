import { type Command, Option } from "commander";
import { shared, wholeNumber } from "../options.ts";
import type { RunVerb } from "../run-verb.ts";

/** Adds the verb "precision", whose code is loaded when it runs. */
export function addPrecision(program: Command, run: RunVerb): void {
  program
    .command("precision")
    .description("how good the hardware must be: the share of arrays that keep a task's optimum, knob by knob")
    .argument("<file...>", "task files: one instance or a family")
    .addOption(
      new Option("--knob <name...>", "what to worsen, all else ideal (default: each in turn)").choices([
        "levels",
        "programmingError",
        "stuckRate",
        "wireOhms",
      ]),
    )
    .addOption(
      new Option("--devices <k>", "device samples an instance and value")
        .argParser(wholeNumber(1, 100_000))
        .default(10),
    )
    .addOption(
      new Option("--runs <r>", "runs on each device sample; 0 asks for the arrays alone")
        .argParser(wholeNumber(0, 100_000))
        .default(1),
    )
    .addOption(shared.seed("seed of the first run"))
    .addOption(shared.deviceSeed())
    .addOption(shared.encoding())
    .addOption(shared.penalty())
    .addOption(shared.profile())
    .addOption(shared.topology())
    .addOption(shared.schedule())
    .addOption(shared.anneal())
    .option("--prove", "prove the minimum of every programmed network, not only of small ones")
    .option("--no-published", "leave out the shipped devices and boards")
    .addOption(shared.engine().default("reduced"))
    .addOption(shared.timeLimit())
    .addOption(new Option("--out <path>", "folder for precision.json, fidelity.svg and success.svg"))
    .addOption(shared.json())
    .action((files, options) =>
      run(async (context) => (await import("../verbs/precision.ts")).precisionVerb(files, options, context)),
    );
}
