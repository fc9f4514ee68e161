import { type Command, Option } from "commander";
import { numberList, out, realNumber, shared, wholeNumber, withArrayOptions } from "../options.ts";
import type { RunVerb } from "../run-verb.ts";

/** The verb that puts analog beside software; its code is loaded when it runs. */
export function addCompareCommand(program: Command, run: RunVerb): void {
  withArrayOptions(
    program
      .command("compare")
      .description("put the analog array beside software: time and energy to the proven optimum on the same tasks")
      .argument("<files...>", "task files")
      .addOption(shared.profile())
      .addOption(shared.topology())
      .addOption(shared.deviceSeed()),
  )
    .addOption(shared.schedule())
    .addOption(shared.anneal().conflicts("anneals"))
    .addOption(
      new Option(
        "--anneals <list>",
        "lengths of the anneal, with commas between: the best on half of the files is scored on the others; with one file, on generated ones",
      ).argParser(numberList(1, 1e6)),
    )
    .addOption(shared.engine())
    .addOption(new Option("--runs <k>", "anneals of each task").argParser(wholeNumber(1, 100_000)).default(20))
    .addOption(
      new Option("--solvers <names>", "solvers, with commas between (default: those that suit the task)").argParser(
        (text) => text.split(","),
      ),
    )
    .addOption(
      new Option(
        "--sweeps <list>",
        "sweeps of a solver's start; of several the best by processor time is chosen where the anneal's length is (default: each solver's own)",
      ).argParser(numberList(1, 2 ** 30, "whole")),
    )
    .addOption(new Option("--seeds <k>", "starts of each solver").argParser(wholeNumber(1, 100_000)).default(20))
    .addOption(
      new Option("--seconds <s>", "processor time after which a start is cut short")
        .argParser(realNumber(0.001, 1e6))
        .default(10),
    )
    .addOption(shared.seed("seed of the first run; run k has seed + k"))
    .addOption(
      new Option("--software-watts <p>", "power of one processor core, assumed")
        .argParser(realNumber(0.001, 1e5))
        .default(10),
    )
    .addOption(
      new Option("--proof-limit <seconds>", "time for a proof of each optimum; 0 for none")
        .argParser(realNumber(0, 1e6))
        .default(120),
    )
    .addOption(shared.encoding())
    .addOption(shared.penalty())
    .addOption(shared.threads())
    .addOption(shared.timeLimit())
    .addOption(out("folder for compare.json, tables and pictures"))
    .addOption(shared.json())
    .action((files, options) =>
      run(async (context) => (await import("../verbs/compare.ts")).compareVerb(files, options, context)),
    );
}
