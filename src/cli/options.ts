import { InvalidArgumentError, Option } from "commander";

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

/** Largest seed: seeds of later runs, seed + k, stay exact. */
export const MAX_SEED = 2 ** 31 - 1;

const json = () => new Option("--json", "print one JSON object on stdout and nothing else there");
const seed = (what: string) => new Option("--seed <n>", what).argParser(wholeNumber(0, MAX_SEED)).default(1);

/** Options that several verbs share; a fresh object each time, as commander wants. */
export const shared = {
  json,
  seed,
  profile: () =>
    new Option("--profile <name|file>", "hardware profile: a shipped name or a JSON file").default("ideal"),
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
      "anneal: self-coupling ramp with momentum and decaying noise; ramp: gain ramp; tour: for tours (default: the encoding's, else anneal)",
    ).choices(["anneal", "ramp", "tour"]),
  anneal: () =>
    new Option("--anneal <taus>", "length of the anneal in time constants (default: the schedule's own)").argParser(
      realNumber(1, 1e6),
    ),
  engine: (...more: readonly string[]) =>
    new Option("--engine <name>", "simulator")
      .choices(["ngspice-wasm", "ngspice", "reduced", ...more])
      .default("ngspice-wasm"),
  threads: () =>
    new Option("--threads <n>", "runs simulated at once (default: processor cores)").argParser(wholeNumber(1, 256)),
  timeLimit: () =>
    new Option("--time-limit <seconds>", "wall-clock limit of one simulation")
      .argParser(realNumber(0.001, 1e7))
      .default(600),
};
