import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import {
  type AnnealSpec,
  type Compiled,
  checkAgreement,
  circuitOfRun,
  devicesFor,
  type EncodingChoice,
  type EngineAgreement,
  neuronsInDynamics,
  openRunFolder,
  prepareProblem,
  presolveReport,
  programArray,
  type RunSettings,
  reportData,
  type Solution,
  solutionLosses,
  solve,
  toJson,
  writeAnneal,
  writeCompiled,
  writeOutput,
} from "../../campaign/index.ts";
import {
  type AnnealSchedule,
  printNetlist,
  type ScheduleName,
  scheduleFor,
  type TopologyName,
  withAnnealLength,
} from "../../circuit/index.ts";
import { CancelledError, SimulationError } from "../../core/index.ts";
import {
  assumptions,
  type HardwareProfile,
  mappingReport,
  type PeripheryFile,
  programmedWeights,
  tilesReport,
  withoutFaults,
} from "../../crossbar/index.ts";
import type { ReportLosses } from "../../draw/index.ts";
import { type AnyProblem, requireRepair } from "../../problem/index.ts";
import { createEngine, type EngineName } from "../../simulate/node/index.ts";
import { type CostReport, costReport, type RunVerdict } from "../../verify/index.ts";
import { type ArrayOptions, arrayWords, mapOptions } from "../array-options.ts";
import { campaignLosses } from "../blame-text.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { loadPeriphery, loadProblem, loadProfile } from "../load.ts";
import {
  agreementText,
  landscapeText,
  mappingText,
  presolveText,
  referenceText,
  runTable,
  summaryText,
  tilesText,
} from "../verdict-text.ts";
import { answerWithoutArray } from "./solved-task.ts";

export interface SolveOptions extends ArrayOptions {
  readonly runs: number;
  readonly seed: number;
  readonly deviceSeed: number;
  readonly profile: string;
  readonly periphery?: string;
  readonly encoding?: string;
  readonly penalty?: number;
  readonly presolve: boolean;
  readonly repair?: boolean;
  readonly topology: TopologyName;
  readonly schedule?: ScheduleName;
  readonly anneal?: number;
  /** "both": the reduced engine, and ngspice for the first few runs again; see `chosenEngine` for none. */
  readonly engine?: EngineName | "both";
  readonly threads?: number;
  readonly timeLimit: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** The schedule that the options ask for, else the one that the encoding recommends. */
export function chosenSchedule(
  options: Pick<SolveOptions, "schedule" | "anneal">,
  { encoding }: Pick<Compiled, "encoding">,
): AnnealSchedule {
  const schedule = scheduleFor(options.schedule, encoding.anneal?.schedule);
  return options.anneal === undefined ? schedule : withAnnealLength(schedule, options.anneal);
}

/** The encoding that the options ask for, and its penalty. */
export function encodeOptions({ encoding, penalty }: Pick<SolveOptions, "encoding" | "penalty">) {
  return {
    ...(encoding === undefined ? {} : { encoding }),
    ...(penalty === undefined ? {} : { penaltyWeight: penalty }),
  };
}

/** The encoding that the options ask for, with presolve or without. */
export function encodingChoice(options: Pick<SolveOptions, "encoding" | "penalty" | "presolve">): EncodingChoice {
  return { presolve: options.presolve, ...encodeOptions(options) };
}

/** Where a campaign goes when no folder is named: one place for each task, hardware and seed. */
function defaultFolder(
  problem: AnyProblem,
  options: SolveOptions,
  profile: HardwareProfile,
  schedule: AnnealSchedule,
): string {
  const name = problem.name.replace(/[^\w.-]+/g, "_").replace(/^\.+/, "");
  const mapping = options.mapping === "differential-pair" ? "" : `${options.mapping}-`;
  return join("runs", `${name}-${profile.name}-${mapping}${options.topology}-${schedule.name}-${options.seed}`);
}

/** The machine-readable answer; the same keys go to verdict.json but for the time that the proof took. */
export function answerOf(
  compiled: Compiled,
  solution: Solution,
  settings: RunSettings,
  periphery: PeripheryFile | undefined,
) {
  const { problem, profile, crossbar, mapped } = compiled;
  const { rows, columns, unitSiemens } = crossbar;
  return {
    task: { kind: problem.kind, name: problem.name, n: problem.n, sense: problem.sense },
    settings,
    assumptions: assumptions(profile),
    presolve: presolveReport(compiled.presolved),
    crossbar: { rows, columns, unitSiemens, asymmetry: programmedWeights(crossbar).asymmetry },
    mapping: mappingReport(mapped, crossbar, profile),
    tiles: tilesReport(crossbar.tiles),
    cost: costOf(compiled, solution, periphery),
    reference: solution.reference?.verdict ?? null,
    landscape: landscapeOf(solution),
    runs: solution.runs,
    failures: solution.failures,
    summary: solution.summary,
    complete: solution.interrupted === undefined,
  };
}

/** What the array costs, with the simulated energy and length of the runs. */
export function costOf(
  { crossbar, profile }: Compiled,
  { runs, summary }: Pick<Solution, "runs" | "summary">,
  periphery: PeripheryFile | undefined,
): CostReport {
  const mean = (of: (run: RunVerdict) => number) => runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  return costReport({
    crossbar,
    profile,
    ...(periphery === undefined ? {} : { periphery }),
    ...(runs.length === 0
      ? {}
      : { runs: { joules: mean((r) => r.joules), seconds: mean((r) => r.endSeconds), summary } }),
  });
}

/** The landscape in numbers; null above 24 spins. */
function landscapeOf(solution: Solution) {
  const landscape = solution.reference?.landscape ?? null;
  if (landscape === null) return null;
  const { localMinima, localMinimaUpToSymmetry, levels, groundStates } = landscape;
  return { groundStatesUpToSymmetry: groundStates.length, localMinima, localMinimaUpToSymmetry, levels };
}

/** The command that repeats a campaign, whatever the threads and folder it ran with. */
function commandOf(options: SolveOptions, settings: RunSettings, engine: EngineName | "both"): string {
  const words = ["ohmfield solve", settings.task, `--runs ${settings.runs}`, `--seed ${settings.seed}`];
  words.push(`--device-seed ${settings.deviceSeed}`, `--profile ${options.profile}`, `--topology ${settings.topology}`);
  if (options.encoding !== undefined) words.push(`--encoding ${options.encoding}`);
  if (options.penalty !== undefined) words.push(`--penalty ${options.penalty}`);
  if (!options.presolve) words.push("--no-presolve");
  if (options.repair === true) words.push("--repair");
  words.push(...arrayWords(options));
  if (options.periphery !== undefined) words.push(`--periphery ${options.periphery}`);
  words.push(`--schedule ${settings.schedule.name}`);
  if (options.anneal !== undefined) words.push(`--anneal ${options.anneal}`);
  words.push(`--engine ${engine}`);
  return words.join(" ");
}

/** Resistors of a wired array up to which ngspice settles a run within seconds. */
const WIRES_FOR_NGSPICE = 3000;

/** The simulator that is asked for; else ngspice, but the reduced engine for arrays whose wires would take ngspice minutes a run. */
function chosenEngine({ engine }: SolveOptions, { crossbar }: Compiled, context: Context): EngineName | "both" {
  if (engine !== undefined) return engine;
  const { wires, wordLines, bitLines, conduction } = crossbar;
  if (wires === null || 3 * wordLines.length * bitLines <= WIRES_FOR_NGSPICE) return "ngspice-wasm";
  const minutes = "ohmfield: an array of this size with its wires takes ngspice minutes a run";
  if (conduction !== null) {
    context.note(`${minutes}; the reduced engine settles it with --no-wires or --no-conduction`);
    return "ngspice-wasm";
  }
  context.note(`${minutes}: the reduced engine settles it`);
  return "reduced";
}

/** Runs of a campaign that ngspice repeats to check the reduced engine. */
const CHECKED_RUNS = 3;

/** A check that fails or is interrupted says so; the campaign that it checks stands. */
async function agreementOf(spec: AnnealSpec, solution: Solution, context: Context): Promise<EngineAgreement | null> {
  const engine = createEngine("ngspice-wasm", { threads: 1 });
  try {
    return await checkAgreement(spec, solution.anneals.slice(0, CHECKED_RUNS), engine);
  } catch (error) {
    if (!(error instanceof SimulationError || error instanceof CancelledError)) throw error;
    context.note(`ohmfield: the engines were not compared: ${error.message}`);
    return null;
  } finally {
    await engine.close();
  }
}

/** Where the loss came from; null when that was interrupted or cannot be said quickly: the campaign stands without it. */
async function lossesOf(spec: AnnealSpec, solution: Solution, context: Context): Promise<ReportLosses | null> {
  try {
    const blamed = await solutionLosses(spec, solution);
    return blamed === null ? null : campaignLosses(blamed, neuronsInDynamics(spec));
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    context.note("ohmfield: interrupted: the loss was not split over layers");
    return null;
  }
}

/** Compiles, anneals, proves, judges, and leaves a run folder with a report. */
export async function solveVerb(file: string, options: SolveOptions, context: Context): Promise<number> {
  const { problem, text } = await loadProblem(file);
  const profile = await loadProfile(options.profile, context.note);
  const periphery = options.periphery === undefined ? undefined : await loadPeriphery(options.periphery);
  const prepared = prepareProblem(problem, encodingChoice(options));
  if (options.repair === true) requireRepair(problem, prepared.encoding);
  const schedule = chosenSchedule(options, prepared);
  const folder = options.out ?? defaultFolder(problem, options, profile, schedule);
  const map = await mapOptions(options, profile);
  const compiled = prepared.network.n === 0 ? null : programArray(prepared, profile, options.deviceSeed, map);
  const chosen = compiled === null ? (options.engine ?? "ngspice-wasm") : chosenEngine(options, compiled, context);
  const engineName = chosen === "both" ? "reduced" : chosen;
  const settings: RunSettings = {
    version: context.version,
    task: basename(file),
    seed: options.seed,
    runs: options.runs,
    deviceSeed: options.deviceSeed,
    encoding: prepared.encoding.name,
    penaltyWeight: options.penalty ?? null,
    presolve: options.presolve,
    repair: options.repair === true,
    map: withoutFaults(map),
    topology: options.topology,
    schedule,
    engine: engineName,
  };
  if (compiled === null) {
    return answerWithoutArray({ prepared, profile, settings, folder, text, json: options.json === true }, context);
  }
  // A task that this hardware cannot carry is refused before anything is written.
  const devices = devicesFor(compiled, chosen);
  const { circuit } = circuitOfRun({ compiled, topology: options.topology, schedule, devices }, options.seed);
  if (circuit.array === undefined) printNetlist(circuit);
  else context.note("the array has too many devices for a netlist: the runs are written without");
  await openRunFolder(folder);
  await writeCompiled(folder, compiled, profile, settings, text);
  const threads = Math.min(options.threads ?? availableParallelism(), options.runs);
  const engine = createEngine(engineName, { threads });
  const spec: AnnealSpec = {
    compiled,
    devices,
    topology: options.topology,
    schedule,
    repair: settings.repair,
    engine,
    seed: options.seed,
    runs: options.runs,
    concurrency: threads,
    timeLimitSeconds: options.timeLimit,
    signal: context.signal,
    progress: context.progress,
    onAnneal: (anneal) => writeAnneal(folder, anneal),
  };
  const started = context.now();
  let solution: Solution;
  try {
    solution = await solve({ ...spec, now: context.now });
  } finally {
    await engine.close();
  }
  const agreement =
    chosen === "both" && solution.interrupted === undefined ? await agreementOf(spec, solution, context) : null;
  const losses = solution.interrupted === undefined ? await lossesOf(spec, solution, context) : null;
  const answer = {
    ...answerOf(compiled, solution, settings, periphery),
    gap: losses?.gap ?? null,
    budget: losses?.parts ?? null,
    ...(agreement === null ? {} : { agreement }),
  };
  const { seconds = null, ...reference } = answer.reference ?? {};
  await writeOutput(
    join(folder, "verdict.json"),
    toJson({ ...answer, reference: answer.reference === null ? null : reference }),
  );
  await writeOutput(
    join(folder, "timing.json"),
    toJson({ proofSeconds: seconds, totalSeconds: (context.now() - started) / 1000 }),
  );
  const data = reportData(spec, solution, {
    command: commandOf(options, settings, chosen),
    version: context.version,
    cost: answer.cost,
    losses,
  });
  if (data !== undefined) {
    const { renderReport } = await import("../../draw/index.ts");
    await writeOutput(join(folder, "report.html"), await renderReport(data));
  }
  context.endProgress();
  if (options.json === true) context.print(JSON.stringify({ ...answer, folder }));
  else if (solution.interrupted === undefined)
    printAnswer(compiled, { ...options, engine: chosen }, solution, agreement, folder, data !== undefined, context);
  if (solution.interrupted !== undefined) {
    const ended = `${solution.runs.length} of ${options.runs} runs had ended; they are in ${folder}`;
    if (!(solution.interrupted instanceof CancelledError)) {
      context.note(ended);
      throw solution.interrupted;
    }
    context.note(`ohmfield: interrupted: ${ended}`);
    return EXIT.interrupted;
  }
  for (const f of solution.failures) context.note(`ohmfield: seed ${f.seed}: ${f.message}`);
  if (solution.failures.length > 0) {
    return solution.failures.every((f) => f.timedOut) ? EXIT.limit : EXIT.simulation;
  }
  return solution.summary !== null && solution.summary.settled > 0 ? EXIT.done : EXIT.no;
}

function printAnswer(
  { problem, profile, presolved, crossbar, mapped }: Compiled,
  options: SolveOptions,
  solution: Solution,
  agreement: EngineAgreement | null,
  folder: string,
  hasReport: boolean,
  context: Context,
): void {
  context.print(
    `${problem.name}: ${problem.kind} with n = ${problem.n} on '${profile.name}', ${options.topology}, ${options.engine}`,
  );
  for (const line of presolveText(presolveReport(presolved))) context.print(line);
  for (const line of mappingText(mappingReport(mapped, crossbar, profile))) context.print(line);
  for (const line of tilesText(tilesReport(crossbar.tiles))) context.print(line);
  context.print(referenceText(solution.reference));
  for (const line of landscapeText(solution.reference, presolveReport(presolved))) context.print(line);
  context.print("");
  for (const line of runTable(solution.runs)) context.print(line);
  context.print("");
  if (solution.summary !== null) {
    for (const line of summaryText(solution.summary, solution.reference?.verdict.proven === true)) context.print(line);
  }
  if (agreement !== null) for (const line of agreementText(agreement)) context.print(line);
  if (solution.failures.length > 0) {
    context.print(`not simulated: seed ${solution.failures.map((f) => f.seed).join(", ")}`);
  }
  const assumed = assumptions(profile);
  if (assumed.length > 0) context.print(`assumed by the profile: ${assumed.map((a) => a.field).join(", ")}`);
  context.print(hasReport ? `report     ${join(folder, "report.html")}` : `run folder ${folder}`);
}
