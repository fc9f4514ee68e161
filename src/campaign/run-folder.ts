import { readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { type AnnealSchedule, printNetlist, schedules, type TopologyName } from "../circuit/index.ts";
import { ArgumentError, SimulationError } from "../core/index.ts";
import {
  type FaultMap,
  formatFaultMap,
  type HardwareProfile,
  type MapOptions,
  parseFaultMap,
  parseMapOptions,
  parseProfile,
  sampleFaults,
} from "../crossbar/index.ts";
import { type AnyProblem, decodeSpins, problemKind, readProblem } from "../problem/index.ts";
import { readRawFile, type Waveforms, writeRawFile } from "../simulate/index.ts";
import type { Anneal } from "./anneal.ts";
import { type Compiled, liftState, type Prepared, prepareProblem, programArray } from "./compile.ts";
import { makeFolder, readBytes, readText, writeOutput } from "./files.ts";

/**
 * A run folder: everything of one campaign, written as it comes, so that an interrupted one can be read too.
 *
 *   settings.json        what was asked for: seeds, topology, schedule, engine, task file
 *   <task file>          the task as it was given
 *   profile.json         the hardware profile
 *   network.json         W, b, c of the network that the array carries, and objective = scale * E + shift
 *   presolve.json        which spins of the encoding are left and how the others follow, when presolve took any
 *   conductances.json    targets and programmed conductances
 *   faults.json          devices that are stuck, when there are any: another campaign takes it by --fault-map
 *   solution.txt         the solution, when presolve left nothing to settle
 *   netlist-<seed>.cir   the circuit of each run, where a netlist may hold its array
 *   waveforms-<seed>.raw its waveforms, ngspice binary raw
 *   verdict.json         reference, runs, summary; the same bytes for the same settings
 *   proof.json           certificate of the optimum, from `verify --certificate`
 *   settling-<seed>.json certificate of a settled run, likewise
 *   timing.json          wall-clock times, which differ from machine to machine
 *   report.html          all of it to look at
 */
export interface RunSettings {
  readonly version: string;
  readonly task: string;
  readonly seed: number;
  readonly runs: number;
  readonly deviceSeed: number;
  /** Name of the encoding, and the penalty weight when one was asked for. */
  readonly encoding: string;
  readonly penaltyWeight: number | null;
  /** Whether presolve reduced the network, and whether infeasible states are repaired. */
  readonly presolve: boolean;
  readonly repair: boolean;
  /** How the array was mapped, programmed and wired. */
  readonly map: MapOptions;
  readonly topology: TopologyName;
  readonly schedule: AnnealSchedule;
  readonly engine: string;
}

const SETTINGS = "settings.json";
const FAULTS = "faults.json";
const ours =
  /^(netlist-\d+\.cir|waveforms-\d+\.raw|settling-\d+\.json|(settings|profile|network|presolve|conductances|faults|verdict|timing|proof)\.json|report\.html|solution\.txt)$/;

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
  await makeFolder(folder);
  const names = await readdir(folder);
  if (names.length === 0) return;
  if (!names.includes(SETTINGS)) {
    throw new ArgumentError("the output folder is not empty and holds no earlier run", {
      code: "run-folder.foreign",
      file: folder,
      expected: "an empty folder, a new one, or one of an earlier run",
    });
  }
  for (const name of names) if (ours.test(name)) await rm(join(folder, name));
}

/** Writes what is known before the first run. */
export async function writeCompiled(
  folder: string,
  prepared: Prepared | Compiled,
  profile: HardwareProfile,
  settings: RunSettings,
  taskText: string,
): Promise<void> {
  await writeOutput(join(folder, SETTINGS), toJson(settings));
  await writeOutput(join(folder, settings.task), taskText);
  await writeOutput(join(folder, "profile.json"), toJson(profile));
  for (const [file, text] of writtenCompiled(prepared)) await writeOutput(join(folder, file), text);
}

/** Stuck devices of a programmed array: those that were given, else those that its own rates draw; null without any. */
function faultsOf({ profile, map, crossbar, deviceSeed }: Compiled): FaultMap | null {
  const { faults: given, effects } = map.devices ?? {};
  const drawn = effects !== undefined && !effects.includes("faults");
  const faults = given ?? (drawn ? null : sampleFaults(profile.device, crossbar.siemens.length, deviceSeed));
  return faults === null || faults.faults.length === 0 ? null : faults;
}

/** The files that follow from task, profile and device seed: name and text. */
export function writtenCompiled(prepared: Prepared | Compiled): readonly (readonly [string, string])[] {
  const { network, presolved } = prepared;
  const { scale, shift } = prepared.encoding;
  const files: [string, string][] = [["network.json", toJson({ ...network, scale, shift })]];
  if (presolved !== null && presolved.steps.length > 0) {
    const { n, kept, steps, rules, skipped } = presolved;
    files.push(["presolve.json", toJson({ n, kept, steps, rules, skipped })]);
  }
  if ("crossbar" in prepared) {
    files.push(["conductances.json", toJson(prepared.crossbar)]);
    const faults = faultsOf(prepared);
    if (faults !== null) files.push([FAULTS, formatFaultMap(faults)]);
  } else files.push(["solution.txt", presolvedSolution(prepared)]);
  return files;
}

/** The solution file of a task of which presolve left nothing; says what fails when the state is not feasible. */
function presolvedSolution(prepared: Prepared): string {
  const { problem, encoding } = prepared;
  const decoded = decodeSpins(problem, liftState(prepared, new Int8Array(0)), encoding.name);
  if (decoded.feasible) return problemKind(problem.kind).solution.format(problem, decoded.solution);
  return decoded.violations.map((violation) => `# ${violation}\n`).join("");
}

/** Writes netlist and waveforms of one run; waveforms alone where no netlist holds the array. */
export async function writeAnneal(folder: string, anneal: Anneal): Promise<void> {
  const { circuit } = anneal.hopfield;
  if (circuit.array === undefined) await writeOutput(join(folder, `netlist-${anneal.seed}.cir`), printNetlist(circuit));
  await writeOutput(join(folder, `waveforms-${anneal.seed}.raw`), writeRawFile(toRawPlot(anneal.waveforms)));
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
  readonly prepared: Prepared;
  /** The programmed array; null when presolve left nothing to program. */
  readonly compiled: Compiled | null;
  /** Seeds whose waveforms are there. */
  readonly seeds: readonly number[];
  waveforms(seed: number): Promise<Waveforms>;
  /** The verdict as written, or undefined when the campaign ended before it. */
  readonly verdict: StoredVerdict | undefined;
}

/** A value as JSON carries it. */
export function plainJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ArgumentError(`not JSON: ${(cause as Error).message}`, { code: "run-folder.json", file, cause });
  }
}

/** What verdict.json must hold to be compared; its values are only compared, never used. */
export interface StoredVerdict {
  readonly reference: Record<string, unknown> | null;
  readonly runs: readonly { readonly seed: number }[];
  readonly failures: readonly unknown[];
  readonly summary: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parseVerdict(text: string, file: string): StoredVerdict {
  const value = parseJson(text, file);
  if (
    isObject(value) &&
    (value.reference === null || isObject(value.reference)) &&
    Array.isArray(value.runs) &&
    value.runs.every((run) => isObject(run) && Number.isInteger(run.seed)) &&
    Array.isArray(value.failures)
  ) {
    return value as unknown as StoredVerdict;
  }
  throw new ArgumentError("this is no verdict of a run", {
    code: "run-folder.verdict",
    file,
    expected: "verdict.json as solve writes it",
  });
}

/** Whether a value has the shape of a shipped schedule: the same fields, numbers and curves where it has them. */
function isSchedule(value: unknown): value is AnnealSchedule {
  const isCurve = (curve: unknown) =>
    isObject(curve) &&
    [curve.taus, curve.values].every((list) => Array.isArray(list) && list.every(Number.isFinite)) &&
    (curve.taus as unknown[]).length > 0 &&
    (curve.taus as unknown[]).length === (curve.values as unknown[]).length;
  return (
    isObject(value) &&
    Object.entries(schedules.anneal).every(([key, like]) =>
      typeof like === "object" ? isCurve(value[key]) : typeof value[key] === typeof like,
    )
  );
}

function parseSettings(text: string, file: string): RunSettings {
  const value = parseJson(text, file);
  const wrong = (field: string, expected: string) =>
    new ArgumentError("a setting of the run is wrong", { code: "run-folder.settings", file, field, expected });
  if (!isObject(value)) throw wrong("(top)", "settings.json as solve writes it");
  const { task, engine, topology, schedule, encoding, penaltyWeight } = value;
  if (typeof task !== "string" || task === "" || basename(task) !== task) throw wrong("task", "the name of a file");
  if (typeof encoding !== "string") throw wrong("encoding", "the name of an encoding");
  if (penaltyWeight !== null && !Number.isFinite(penaltyWeight)) throw wrong("penaltyWeight", "a number or null");
  for (const field of ["presolve", "repair"]) {
    if (typeof value[field] !== "boolean") throw wrong(field, "true or false");
  }
  if (typeof engine !== "string") throw wrong("engine", "the name of an engine");
  if (topology !== "passive" && topology !== "virtual-ground") throw wrong("topology", "passive or virtual-ground");
  for (const field of ["seed", "runs", "deviceSeed"]) {
    if (!Number.isSafeInteger(value[field]) || (value[field] as number) < 0) throw wrong(field, "a whole number");
  }
  if (!isSchedule(schedule)) throw wrong("schedule", "an anneal schedule");
  return { ...(value as unknown as RunSettings), map: parseMapOptions(value.map, file) };
}

/**
 * Reads a run folder back: the task and the profile are compiled anew, so that the verdict rests on nothing but the
 * task, the profile, the settings and the waveforms.
 *
 * @throws ArgumentError, ProblemError, HardwareError for a folder that is incomplete or was changed.
 */
export async function readRunFolder(folder: string): Promise<StoredCampaign> {
  const path = (name: string) => join(folder, name);
  const settings = parseSettings(await readText(path(SETTINGS)), path(SETTINGS));
  const problem = await readProblem(await readText(path(settings.task)), path(settings.task));
  const profile = parseProfile(await readText(path("profile.json")), path("profile.json"));
  const prepared = prepareProblem(problem, {
    encoding: settings.encoding,
    presolve: settings.presolve,
    ...(settings.penaltyWeight === null ? {} : { penaltyWeight: settings.penaltyWeight }),
  });
  const names = await readdir(folder);
  const faults = names.includes(FAULTS) ? parseFaultMap(await readText(path(FAULTS)), path(FAULTS)) : undefined;
  const map = faults === undefined ? settings.map : { ...settings.map, devices: { ...settings.map.devices, faults } };
  const compiled = prepared.network.n === 0 ? null : programArray(prepared, profile, settings.deviceSeed, map);
  const seeds = names
    .map((name) => /^waveforms-(\d+)\.raw$/.exec(name)?.[1])
    .filter((seed) => seed !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
  const verdict = names.includes("verdict.json")
    ? parseVerdict(await readText(path("verdict.json")), path("verdict.json"))
    : undefined;
  return {
    settings,
    problem,
    profile,
    prepared,
    compiled,
    seeds,
    verdict,
    waveforms: async (seed) => fromRaw(await readBytes(path(`waveforms-${seed}.raw`))),
  };
}
