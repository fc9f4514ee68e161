import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type AnnealSchedule, printNetlist, type TopologyName } from "../circuit/index.ts";
import { ArgumentError, SimulationError } from "../core/index.ts";
import { type HardwareProfile, parseProfile } from "../crossbar/index.ts";
import { type AnyProblem, parseProblem } from "../problem/index.ts";
import { readRawFile, type Waveforms, writeRawFile } from "../simulate/index.ts";
import type { Anneal } from "./anneal.ts";
import { type Compiled, compileProblem } from "./compile.ts";

/**
 * A run folder: everything of one campaign, written as it comes, so that an interrupted one can be read too.
 *
 *   settings.json        what was asked for: seeds, topology, schedule, engine, task file
 *   <task file>          the task as it was given
 *   profile.json         the hardware profile
 *   network.json         W, b, c and objective = scale * E + shift
 *   conductances.json    targets and programmed conductances
 *   netlist-<seed>.cir   the circuit of each run
 *   waveforms-<seed>.raw its waveforms, ngspice binary raw
 *   verdict.json         reference, runs, summary; the same bytes for the same settings
 *   timing.json          wall-clock times, which differ from machine to machine
 *   report.html          all of it to look at
 */
export interface RunSettings {
  readonly version: string;
  readonly task: string;
  readonly seed: number;
  readonly runs: number;
  readonly deviceSeed: number;
  readonly topology: TopologyName;
  readonly schedule: AnnealSchedule;
  readonly engine: string;
}

const SETTINGS = "settings.json";
const ours =
  /^(netlist-\d+\.cir|waveforms-\d+\.raw|(settings|profile|network|conductances|verdict|timing)\.json|report\.html)$/;

/** JSON with typed arrays as plain arrays, indented, ending with a newline. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, (_key, v) => (ArrayBuffer.isView(v) ? [...(v as Float64Array)] : v), 1)}\n`;
}

/**
 * Prepares a folder for a campaign. A folder that holds an earlier campaign is emptied of its files; one that holds
 * anything else is refused, so that nothing of the user's is overwritten.
 *
 * @throws ArgumentError when the folder holds foreign files.
 */
export async function openRunFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  if (names.length === 0) return;
  if (!names.includes(SETTINGS)) {
    throw new ArgumentError("the output folder is not empty and holds no earlier run", {
      code: "run-folder.foreign",
      received: folder,
      expected: "an empty folder, a new one, or one of an earlier run",
    });
  }
  for (const name of names) if (ours.test(name)) await rm(join(folder, name));
}

/** Writes what is known before the first run. */
export async function writeCompiled(
  folder: string,
  compiled: Compiled,
  settings: RunSettings,
  taskText: string,
): Promise<void> {
  const { network, scale, shift } = compiled.encoding;
  await writeFile(join(folder, SETTINGS), toJson(settings));
  await writeFile(join(folder, settings.task), taskText);
  await writeFile(join(folder, "profile.json"), toJson(compiled.profile));
  await writeFile(join(folder, "network.json"), toJson({ ...network, scale, shift }));
  await writeFile(join(folder, "conductances.json"), toJson(compiled.crossbar));
}

/** Writes netlist and waveforms of one run. */
export async function writeAnneal(folder: string, anneal: Anneal): Promise<void> {
  await writeFile(join(folder, `netlist-${anneal.seed}.cir`), printNetlist(anneal.hopfield.circuit));
  await writeFile(join(folder, `waveforms-${anneal.seed}.raw`), writeRawFile(toRawPlot(anneal.waveforms)));
}

/** Waveforms as a raw plot, time first. */
export function toRawPlot(waveforms: Waveforms) {
  const type = (name: string) => (name.startsWith("v(") ? "voltage" : "current");
  return {
    title: waveforms.title,
    plot: waveforms.plot,
    names: ["time", ...waveforms.names],
    types: ["time", ...waveforms.names.map(type)],
    values: [waveforms.time, ...waveforms.values],
  };
}

/** Waveforms of a raw file with a time vector first. @throws SimulationError otherwise. */
export function fromRaw(bytes: Uint8Array): Waveforms {
  const plot = readRawFile(bytes);
  const [time, ...values] = plot.values;
  const [first, ...names] = plot.names;
  if (first?.toLowerCase() !== "time" || time === undefined) {
    throw new SimulationError("these are no waveforms of a transient", {
      code: "simulate.raw-time",
      received: first ?? "nothing",
      expected: "time as the first vector",
    });
  }
  return {
    title: plot.title,
    plot: plot.plot,
    time,
    names: names.map((n) => n.toLowerCase()),
    values,
    stoppedEarly: false,
  };
}

/** A campaign read back from its folder. */
export interface StoredCampaign {
  readonly settings: RunSettings;
  readonly problem: AnyProblem;
  readonly profile: HardwareProfile;
  readonly compiled: Compiled;
  /** Seeds whose waveforms are there. */
  readonly seeds: readonly number[];
  waveforms(seed: number): Promise<Waveforms>;
  /** The verdict as written, or undefined when the campaign ended before it. */
  readonly verdict: unknown;
}

async function readText(folder: string, name: string): Promise<string> {
  try {
    return await readFile(join(folder, name), "utf8");
  } catch (cause) {
    throw new ArgumentError("a file of the run folder cannot be read", {
      code: "run-folder.missing",
      file: join(folder, name),
      expected: "a folder written by solve",
      cause,
    });
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ArgumentError(`not JSON: ${(cause as Error).message}`, { code: "run-folder.json", file, cause });
  }
}

/**
 * Reads a run folder back: the task and the profile are compiled anew, so that the verdict rests on nothing but the
 * task, the profile, the settings and the waveforms.
 *
 * @throws ArgumentError, ProblemError, HardwareError for a folder that is incomplete or was changed.
 */
export async function readRunFolder(folder: string): Promise<StoredCampaign> {
  const settings = parseJson(await readText(folder, SETTINGS), join(folder, SETTINGS)) as RunSettings;
  if (
    typeof settings?.task !== "string" ||
    basename(settings.task) !== settings.task ||
    settings.schedule === undefined
  ) {
    throw new ArgumentError("these are no settings of a run", {
      code: "run-folder.settings",
      file: join(folder, SETTINGS),
      expected: "settings.json as solve writes it",
    });
  }
  const problem = parseProblem(await readText(folder, settings.task), settings.task);
  const profile = parseProfile(await readText(folder, "profile.json"), join(folder, "profile.json"));
  const compiled = compileProblem(problem, profile, settings.deviceSeed);
  const names = await readdir(folder);
  const seeds = names
    .map((name) => /^waveforms-(\d+)\.raw$/.exec(name)?.[1])
    .filter((seed) => seed !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
  const verdict = names.includes("verdict.json")
    ? parseJson(await readText(folder, "verdict.json"), join(folder, "verdict.json"))
    : undefined;
  return {
    settings,
    problem,
    profile,
    compiled,
    seeds,
    verdict,
    waveforms: async (seed) => fromRaw(await readFile(join(folder, `waveforms-${seed}.raw`))),
  };
}
