import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { OhmfieldError, type Progress } from "../core/index.ts";
import { type Context, packageVersion } from "./context.ts";
import { EXIT, exitCodeOf } from "./exit-codes.ts";
import { MAX_SEED, realNumber, shared, wholeNumber, withArrayOptions } from "./options.ts";
import { addPrecision } from "./precision-command.ts";
import { ProgressDisplay } from "./progress-display.ts";

/** A range "low:high" of integer weights. */
function weightRange(text: string): { low: number; high: number } {
  const match = /^(-?\d+):(-?\d+)$/.exec(text);
  if (match === null || Number(match[1]) > Number(match[2])) {
    throw new InvalidArgumentError("Expected low:high, two whole numbers, e.g. -10:10.");
  }
  return { low: Number(match[1]), high: Number(match[2]) };
}

/** Whole numbers, one an argument, gathered in a list. */
function wholeNumbers(text: string, before: readonly number[] = []): number[] {
  return [...before, wholeNumber(0, 2 ** 31)(text)];
}

/** A size "28x28": columns, then rows. */
function gridSize(text: string): { columns: number; rows: number } {
  const match = /^(\d{1,5})x(\d{1,5})$/.exec(text);
  if (match === null || Number(match[1]) < 1 || Number(match[2]) < 1) {
    throw new InvalidArgumentError("Expected columns x rows, e.g. 28x28.");
  }
  return { columns: Number(match[1]), rows: Number(match[2]) };
}

/** A share, "2%" or "0.02". */
function share(text: string): number {
  const value = text.endsWith("%") ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (text.trim() === "" || !(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError("Expected a share from 0 to 1, e.g. 0.02 or 2%.");
  }
  return value;
}

const out = (what: string) => new Option("--out <path>", what);

/** The command tree; each verb's code is loaded when it runs, so that --help answers at once. */
function buildProgram(version: string, run: (verb: (context: Context) => Promise<number>) => Promise<void>): Command {
  const program = new Command("ohmfield")
    .description(
      "Compile optimisation tasks to memristor Hopfield crossbars, settle them in SPICE, prove how far they are.",
    )
    .version(version)
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error: /, "ohmfield: ").replace(/\n(?=.)/g, " ")),
    })
    .exitOverride();
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
      .addOption(shared.topology()),
  )
    .addOption(shared.schedule())
    .addOption(shared.anneal())
    .addOption(shared.engine("both"))
    .addOption(shared.threads())
    .addOption(shared.timeLimit())
    .addOption(out("run folder (default: runs/<task>-<profile>-<topology>-<schedule>-<seed>)"))
    .addOption(shared.json())
    .action((file, options) =>
      run(async (context) => (await import("./verbs/solve.ts")).solveVerb(file, options, context)),
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
      run(async (context) => (await import("./verbs/compile.ts")).compileVerb(file, options, context)),
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
      run(async (context) => (await import("./verbs/inspect.ts")).inspectVerb(file, options, context)),
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
      run(async (context) => (await import("./verbs/simulate.ts")).simulateVerb(file, options, context)),
    );
  program
    .command("array")
    .description("solve a crossbar with its wires for every node voltage and current")
    .argument(
      "<file>",
      "array (JSON): r_word_line, r_bit_line, resistances, applied_voltages; where wanted r_driver, r_sense, double_sided: true",
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
      run(async (context) => (await import("./verbs/array.ts")).arrayVerb(file, options, context)),
    );
  program
    .command("verify")
    .description("judge a run folder anew from its task and waveforms")
    .argument("<folder>", "run folder of solve")
    .addOption(shared.repair("repair infeasible states too, as solve --repair does"))
    .option("--certificate", "certify each run that settled, and the optimum, in files of the folder")
    .addOption(shared.json())
    .action((folder, options) =>
      run(async (context) => (await import("./verbs/verify.ts")).verifyVerb(folder, options, context)),
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
      run(async (context) => (await import("./verbs/blame.ts")).blameVerb(folder, options, context)),
    );
  addPrecision(program, run);
  program
    .command("prove")
    .description("prove the optimum of a task, or bound it from both sides")
    .argument("<file>", "task file")
    .addOption(shared.encoding())
    .addOption(shared.penalty())
    .addOption(shared.seed("seed of the search; the proof holds whatever it is"))
    .addOption(
      new Option("--time-limit <seconds>", "end with the bounds reached so far").argParser(realNumber(0.001, 1e7)),
    )
    .addOption(
      new Option("--gap <share>", "end when the bounds are this close, as a part of the energy")
        .argParser(realNumber(0, 1))
        .default(0),
    )
    .addOption(new Option("--certificate <file>", "write a proof that `ohmfield check` repeats"))
    .addOption(new Option("--second-opinion", "ask HiGHS too, by an integer program written from the task"))
    .addOption(out("file for the solution"))
    .addOption(shared.json())
    .action((file, options) =>
      run(async (context) => (await import("./verbs/prove.ts")).proveVerb(file, options, context)),
    );
  program
    .command("score")
    .description("score a solution on its task alone")
    .argument("<file>", "task file")
    .argument("<solution>", "spins as +1 and -1 lines, or a tour and the like for its task")
    .addOption(shared.repair("repair an infeasible solution, and score it again"))
    .addOption(shared.json())
    .action((file, solution, options) =>
      run(async (context) => (await import("./verbs/score.ts")).scoreVerb(file, solution, options, context)),
    );
  program
    .command("check")
    .description("check a certificate of a proof, with no code of the solver that wrote it")
    .argument("<file>", "task file")
    .argument("<certificate>", "certificate (JSON)")
    .addOption(shared.json())
    .action((file, certificate, options) =>
      run(async (context) => (await import("./verbs/check.ts")).checkVerb(file, certificate, options, context)),
    );
  const generate = program.command("generate").description("generate an instance from a seed");
  generate
    .command("max-cut")
    .description("random graph with a given share of all edges")
    .addOption(
      new Option("--vertices <n>", "number of vertices").argParser(wholeNumber(2, 20_000)).makeOptionMandatory(),
    )
    .addOption(new Option("--density <d>", "share of all edges, 0 to 1").argParser(realNumber(0, 1)).default(0.5))
    .addOption(
      new Option("--weights <low:high>", "integer weights, uniform in a range (default: 1)").argParser(weightRange),
    )
    .addOption(shared.seed("seed of the graph").argParser(wholeNumber(0, MAX_SEED)))
    .addOption(out("task file (default: stdout)"))
    .addOption(shared.json())
    .action((options) =>
      run(async (context) => (await import("./verbs/generate.ts")).generateMaxCutVerb(options, context)),
    );
  for (const [set, example] of [
    ["gset", "G22"],
    ["biqmac", "g05_60.0"],
  ] as const) {
    generate
      .command(set)
      .description(`published graph made again from its parameters, e.g. ${example}`)
      .argument("<name>", "name of the graph in its library")
      .addOption(out("task file (default: stdout)"))
      .addOption(shared.json())
      .action((name, options) =>
        run(async (context) => (await import("./verbs/generate.ts")).generateNamedVerb(name, options, context)),
      );
  }
  generate
    .command("rudy")
    .description(
      "graph of the generator rudy, line for line, e.g. -rnd_graph 800 6 8001 -random 0 1 8001 -times 2 -plus -1",
    )
    .argument(
      "<operation...>",
      "rudy's own command line: -rnd_graph n density seed, -planar, -toroidal_grid_2D, +, ...",
    )
    .allowUnknownOption()
    .addOption(out("task file (default: stdout)"))
    .addOption(shared.json())
    .action((words, options) =>
      run(async (context) => (await import("./verbs/generate.ts")).generateRudyVerb(words, options, context)),
    );
  generate
    .command("recall")
    .description(
      "recall task from patterns (grids, PBM, PGM, PNG, IDX as MNIST) and QR codes, the probe one of them with faults",
    )
    .argument("[files...]", "pattern, image or IDX files")
    .addOption(new Option("--qr <text...>", "texts to store as QR codes of one size"))
    .addOption(
      new Option("--select <k...>", "images of an IDX file, counted from 0 (default: the first 3)").argParser(
        wholeNumbers,
      ),
    )
    .addOption(
      new Option("--size <columns>x<rows>", "size that images are brought to (default: the first one's own)").argParser(
        gridSize,
      ),
    )
    .addOption(
      new Option("--ink <which>", "pixels that become +1 (default: bright in IDX files, else dark)").choices([
        "dark",
        "bright",
      ]),
    )
    .addOption(
      new Option("--threshold <b>", "brightness that parts dark from bright, 0 to 1")
        .argParser(realNumber(0, 1))
        .default(0.5),
    )
    .addOption(
      new Option("--probe <k>", "stored pattern that the probe is made of, counted from 1")
        .argParser(wholeNumber(1, 100_000))
        .default(1),
    )
    .addOption(
      new Option("--flip <share>", "share of the probe's cells that are flipped")
        .argParser(realNumber(0, 1))
        .default(0.2),
    )
    .addOption(shared.seed("seed of the flips"))
    .addOption(out("task file (default: stdout)"))
    .addOption(shared.json())
    .action((files, options) =>
      run(async (context) => (await import("./verbs/generate-recall.ts")).generateRecallVerb(files, options, context)),
    );
  program
    .command("devices")
    .description("list the shipped devices and boards, or show one with the source of each number")
    .argument("[name]", "device or board: a shipped name or a JSON file")
    .addOption(new Option("--svg <file>", "draw the programming error of the named device"))
    .addOption(shared.json())
    .action((name, options) =>
      run(async (context) => (await import("./verbs/devices.ts")).devicesVerb(name, options, context)),
    );
  program
    .command("models")
    .description("list the compact models of memristors, or show one with its parameters and check values")
    .argument("[name]", "model, e.g. vteam")
    .addOption(new Option("--netlist", "print the model's subcircuit"))
    .addOption(shared.json())
    .action((name, options) =>
      run(async (context) => (await import("./verbs/models.ts")).modelsVerb(name, options, context)),
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
    .action((options) => run(async (context) => (await import("./verbs/program.ts")).programVerb(options, context)));
  program
    .command("engines")
    .description("list the simulators and whether they can be used here")
    .addOption(shared.json())
    .action((options) => run(async (context) => (await import("./verbs/engines.ts")).enginesVerb(options, context)));
  return program;
}

/** One line for what is wrong outside; the stack for a fault of Ohmfield itself. */
function describe(error: unknown): string {
  if (error instanceof OhmfieldError) return error.message.replace(/\s*\n\s*/g, " ");
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Runs the command line and returns its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  // A reader that has seen enough (`| head`) is no fault.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  const version = await packageVersion();
  const interrupt = new AbortController();
  const onInterrupt = () => {
    // The second Ctrl-C does not wait for files to be written.
    if (interrupt.signal.aborted) process.exit(EXIT.interrupted);
    interrupt.abort();
  };
  let code: number = EXIT.done;
  const now = () => performance.now();
  const run = async (verb: (context: Context) => Promise<number>): Promise<void> => {
    const display = new ProgressDisplay(now);
    process.on("SIGINT", onInterrupt);
    process.on("SIGTERM", onInterrupt);
    try {
      code = await verb({
        signal: interrupt.signal,
        print: (line) => process.stdout.write(`${line}\n`),
        note: (line) => process.stderr.write(`${line}\n`),
        progress: (progress: Progress) => display.update(progress),
        endProgress: () => display.end(),
        now,
        version,
      });
    } finally {
      display.end();
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onInterrupt);
    }
  };
  try {
    await buildProgram(version, run).parseAsync(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.badInput;
    code = exitCodeOf(error);
    process.stderr.write(`ohmfield: ${describe(error)}\n`);
  }
  return code;
}
