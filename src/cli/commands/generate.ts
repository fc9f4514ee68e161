import { type Command, InvalidArgumentError, Option } from "commander";
import { MAX_SEED, out, realNumber, shared, wholeNumber } from "../options.ts";
import type { RunVerb } from "../run-verb.ts";

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

/** The verbs that generate instances; the code of each is loaded when it runs. */
export function addGenerateCommands(program: Command, run: RunVerb): void {
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
      run(async (context) => (await import("../verbs/generate.ts")).generateMaxCutVerb(options, context)),
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
        run(async (context) => (await import("../verbs/generate.ts")).generateNamedVerb(name, options, context)),
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
      run(async (context) => (await import("../verbs/generate.ts")).generateRudyVerb(words, options, context)),
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
      run(async (context) => (await import("../verbs/generate-recall.ts")).generateRecallVerb(files, options, context)),
    );
}
