import { type Command, InvalidArgumentError, Option } from "commander";

/** Parses a whole number in [low, high] for commander, which reports the option's name. */
export function wholeNumber(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isInteger(value) || value < low || value > high) {
      throw new InvalidArgumentError(`Expected a whole number from ${low} to ${high}.`);
    }
    return value;
  };
}

/** Parses a number in [low, high] for commander. */
export function realNumber(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !(value >= low && value <= high)) {
      throw new InvalidArgumentError(`Expected a number from ${low} to ${high}.`);
    }
    return value;
  };
}

/** Parses numbers in [low, high] with commas between, "50,100", for commander. */
export function numberList(low: number, high: number, sort: "real" | "whole" = "real"): (text: string) => number[] {
  const parse = sort === "whole" ? wholeNumber(low, high) : realNumber(low, high);
  return (text) => text.split(",").map((word) => parse(word));
}

/** Largest seed: seeds of later runs, seed + k, stay exact. */
export const MAX_SEED = 2 ** 31 - 1;

const json = () => new Option("--json", "print one JSON object on stdout and nothing else there");
const seed = (what: string) => new Option("--seed <n>", what).argParser(wholeNumber(0, MAX_SEED)).default(1);

/** Options that several verbs share; a fresh object each time, as commander wants. */
export const shared = {
  json,
  seed,
  profile: () =>
    new Option(
      "--profile <name|file>",
      "hardware profile: a shipped board or device by name, or a JSON file (see `ohmfield devices`)",
    ).default("ideal"),
  encoding: () => new Option("--encoding <name>", "how the task becomes spins (default: the task's first encoding)"),
  penalty: () =>
    new Option(
      "--penalty <weight>",
      "penalty weight in units of the objective (default: chosen for the instance)",
    ).argParser(realNumber(0, 1e12)),
  noPresolve: () => new Option("--no-presolve", "give the array the whole network, also what could be taken out of it"),
  repair: (what: string) => new Option("--repair", what),
  topology: () =>
    new Option("--topology <name>", "how a row meets its neuron")
      .choices(["passive", "virtual-ground"])
      .default("passive"),
  deviceSeed: () =>
    new Option("--device-seed <n>", "seed of the devices' programming errors: one array")
      .argParser(wholeNumber(0, MAX_SEED))
      .default(1),
  mapping: () =>
    new Option("--mapping <name>", "how weights become conductances")
      .choices(["differential-pair", "reference-column", "offset-column", "bit-slicing"])
      .default("differential-pair"),
  slices: () =>
    new Option("--slices <k>", "slices of bit slicing (default: as many as hold whole weights exactly)").argParser(
      wholeNumber(1, 8),
    ),
  tileRows: () =>
    new Option("--tile-rows <n>", "most word lines of one array: a larger one is split over tiles").argParser(
      wholeNumber(1, 1e6),
    ),
  tileColumns: () => new Option("--tile-columns <n>", "most bit lines of one array").argParser(wholeNumber(1, 1e6)),
  periphery: () =>
    new Option(
      "--periphery <name|file>",
      "drivers, converters and clock for the cost: a shipped name or a JSON file (default: the profile's own)",
    ),
  schedule: () =>
    new Option(
      "--schedule <name>",
      "anneal: self-coupling ramp with momentum and decaying noise; ramp: gain ramp; tour: for tours; recall: relaxation from a recall task's cue (default: the encoding's, else anneal)",
    ).choices(["anneal", "ramp", "tour", "recall"]),
  anneal: () =>
    new Option("--anneal <taus>", "length of the anneal in time constants (default: the schedule's own)").argParser(
      realNumber(1, 1e6),
    ),
  engine: (...more: readonly string[]) =>
    new Option("--engine <name>", "simulator")
      .choices(["ngspice-wasm", "ngspice", "reduced", ...more])
      .default("ngspice-wasm"),
  engineOrChosen: () =>
    new Option(
      "--engine <name>",
      "simulator (default: ngspice-wasm, or reduced where wires would take it minutes a run)",
    ).choices(["ngspice-wasm", "ngspice", "reduced", "both"]),
  threads: () =>
    new Option("--threads <n>", "runs simulated at once (default: processor cores)").argParser(wholeNumber(1, 256)),
  timeLimit: () =>
    new Option("--time-limit <seconds>", "wall-clock limit of one simulation")
      .argParser(realNumber(0.001, 1e7))
      .default(600),
};

/** An option that takes a resistance. */
const ohms = (flags: string, what: string) => new Option(flags, what).argParser(realNumber(0, 1e9));

/** Adds the options of an array to a verb; `mapOptions` reads them. */
export function withArrayOptions(command: Command): Command {
  return command
    .addOption(shared.mapping())
    .addOption(shared.slices())
    .addOption(shared.tileRows())
    .addOption(shared.tileColumns())
    .option("--no-wires", "perfect wires, whatever the board has")
    .addOption(ohms("--wire-ohms <r>", "a segment of word line or bit line between two devices (default: the board's)"))
    .addOption(ohms("--driver-ohms <r>", "resistance that a word line is driven through (default: the board's)"))
    .addOption(ohms("--sense-ohms <r>", "resistance from a bit line to its summing node (default: the board's)"))
    .option("--double-sided", "drive word lines from both ends")
    .option("--gain-correction", "program the devices so that wires leave every summing line the same gain")
    .addOption(
      new Option("--after <seconds>", "time after programming (default: the device's first published)").argParser(
        realNumber(0, 1e12),
      ),
    )
    .addOption(
      new Option("--kelvin <t>", "temperature of devices and wires (default: the board's)").argParser(
        realNumber(1, 2000),
      ),
    )
    .option("--no-conduction", "ohmic devices, whatever conduction law or selector the profile states")
    .option("--read-noise", "let the devices' read noise flow through each anneal, from the run's seed")
    .option("--fault-map <file>", "stuck devices, as faults.json of an earlier run; none of its own rates are drawn");
}

/** Where a verb writes to. */
export const out = (what: string) => new Option("--out <path>", what);
