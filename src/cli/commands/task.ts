import { type Command, Option } from "commander";
import { out, realNumber, shared, wholeNumber, withArrayOptions } from "../options.ts";
import type { RunVerb } from "../run-verb.ts";
import { addPrecision } from "./precision.ts";

/** The verbs of a task on its way through hardware; the code of each is loaded when it runs. */
export function addTaskCommands(program: Command, run: RunVerb): void {
  withArrayOptions(
    program
      .command("solve")
      .description("anneal a task in SPICE and compare the settled voltages with the proven optimum")
      .argument(
        "<file>",
        "task file: MAX-CUT, QUBO, Ising, TSPLIB, QAPLIB, METIS, DIMACS graphs and formulas, .expr and others (see the README)",
      )
      .addOption(new Option("--runs <k>", "number of anneals").argParser(wholeNumber(1, 100_000)).default(10))
      .addOption(shared.seed("seed of the first run; run k has seed + k"))
      .addOption(shared.deviceSeed())
      .addOption(shared.encoding())
      .addOption(shared.penalty())
      .addOption(shared.noPresolve())
      .addOption(shared.repair("repair infeasible states, and say what they are worth beside the state as it settled"))
      .addOption(shared.profile())
      .addOption(shared.periphery())
      .addOption(shared.topology()),
  )
    .addOption(shared.schedule())
    .addOption(shared.anneal())
    .addOption(shared.engineOrChosen())
    .addOption(shared.threads())
    .addOption(shared.timeLimit())
    .addOption(out("run folder (default: runs/<task>-<profile>-<topology>-<schedule>-<seed>)"))
    .addOption(shared.json())
    .action((file, options) =>
      run(async (context) => (await import("../verbs/solve.ts")).solveVerb(file, options, context)),
    );
  withArrayOptions(
    program
      .command("compile")
      .description("compile a task to a SPICE netlist")
      .argument("<file>", "task file")
      .addOption(shared.seed("seed of initial voltages and noise"))
      .addOption(shared.deviceSeed())
      .addOption(shared.encoding())
      .addOption(shared.penalty())
      .addOption(shared.noPresolve())
      .addOption(shared.profile())
      .addOption(shared.topology()),
  )
    .addOption(shared.schedule())
    .addOption(shared.anneal())
    .addOption(out("netlist file (default: stdout)"))
    .addOption(shared.json())
    .action((file, options) =>
      run(async (context) => (await import("../verbs/compile.ts")).compileVerb(file, options, context)),
    );
  program
    .command("inspect")
    .description("show what a task takes before it is built: network, presolve, array, precision, encodings, hardness")
    .argument("<file>", "task file")
    .addOption(shared.encoding())
    .addOption(shared.penalty())
    .addOption(shared.noPresolve())
    .addOption(shared.mapping())
    .addOption(shared.slices())
    .addOption(shared.tileRows())
    .addOption(shared.tileColumns())
    .addOption(shared.profile())
    .addOption(shared.seed("seed of the searches that the estimates rest on"))
    .addOption(
      new Option(
        "--landscape",
        "walk the whole landscape up to 28 spins, with basins of attraction: minutes and 1.7 GB (default: up to 24, basins up to 20)",
      ),
    )
    .addOption(shared.json())
    .action((file, options) =>
      run(async (context) => (await import("../verbs/inspect.ts")).inspectVerb(file, options, context)),
    );
  withArrayOptions(
    program
      .command("cost")
      .description("show area, time and energy of a task's array, each figure as simulated, derived or assumed")
      .argument("<file>", "task file")
      .addOption(shared.deviceSeed())
      .addOption(shared.encoding())
      .addOption(shared.penalty())
      .addOption(shared.noPresolve())
      .addOption(shared.periphery())
      .addOption(shared.profile())
      .addOption(
        new Option("--success <p>", "success probability of one anneal of the clocked loop").argParser(
          realNumber(0, 1),
        ),
      )
      .addOption(shared.json()),
  ).action((file, options) =>
    run(async (context) => (await import("../verbs/cost.ts")).costVerb(file, options, context)),
  );
  program
    .command("simulate")
    .description("simulate a netlist and show where its vectors ended")
    .argument("<netlist>", "SPICE deck with a .tran analysis")
    .addOption(shared.engine())
    .addOption(shared.timeLimit())
    .addOption(
      new Option("--save <vector...>", "vectors to keep, e.g. v(u_0) i(v_gain) (default: what the deck saves)"),
    )
    .addOption(new Option("--allow-unsafe", "accept .control blocks and includes outside the netlist's folder"))
    .addOption(out("waveforms as an ngspice raw file"))
    .addOption(new Option("--ascii", "write the raw file as text"))
    .addOption(shared.json())
    .action((file, options) =>
      run(async (context) => (await import("../verbs/simulate.ts")).simulateVerb(file, options, context)),
    );
  program
    .command("verify")
    .description("judge a run folder anew from its task and waveforms")
    .argument("<folder>", "run folder of solve")
    .addOption(shared.repair("repair infeasible states too, as solve --repair does"))
    .option("--certificate", "certify each run that settled, and the optimum, in files of the folder")
    .addOption(shared.json())
    .action((folder, options) =>
      run(async (context) => (await import("../verbs/verify.ts")).verifyVerb(folder, options, context)),
    );
  program
    .command("blame")
    .description("which part of the hardware lost the optimum: the loss of a run folder's runs, layer by layer")
    .argument("<folder>", "run folder of solve")
    .addOption(
      new Option("--devices <n>", "device samples, the folder's own first")
        .argParser(wholeNumber(1, 10000))
        .default(10),
    )
    .option("--prove", "prove the minimum of every programmed network, not only of small ones")
    .option("--what-if [changes]", "the same on changed hardware, e.g. levels=32,wireOhms=0.5; alone: what would help")
    .addOption(new Option("--svg <file>", "draw the loss by layer"))
    .addOption(shared.engine().default("reduced"))
    .addOption(shared.timeLimit())
    .addOption(shared.json())
    .action((folder, options) =>
      run(async (context) => (await import("../verbs/blame.ts")).blameVerb(folder, options, context)),
    );
  addPrecision(program, run);
}
