import {
  type ComparedTask,
  type Comparison,
  type ComparisonSettings,
  type MethodRow,
  methodRows,
  quotedNote,
  type SetReport,
  type UsedLength,
} from "../campaign/index.ts";
import { formatSi } from "../core/index.ts";
import { formatTable } from "./table.ts";

const DASH = "–";

const REFERENCES = { proven: "optimum, proven", named: "best known", found: "best found, not proven" } as const;

const si = (value: number | null, unit: string) => (value === null ? DASH : formatSi(value, unit, 3));
const share = (p: number) => p.toFixed(2);

interface Interval {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** A time with its interval; open upwards where nothing was solved. */
function interval({ value, low, high }: Interval, unit: string): string {
  if (value === null) return low === null ? DASH : `over ${si(low, unit)}`;
  if (low === null && high === null) return si(value, unit);
  return `${si(value, unit)} [${si(low, unit)}, ${high === null ? "?" : si(high, unit)}]`;
}

function lengthText(length: UsedLength | null): string {
  if (length === null) return DASH;
  if (length.value === null) return "default";
  return `${length.value} ${length.unit === "sweeps" ? "sweeps" : "tau"}`;
}

function rowCells(row: MethodRow): string[] {
  const { p, pLow, pHigh, hits, runs } = row;
  const power = row.watts === null ? DASH : `${si(row.watts, "W")}, ${row.wattsFrom}`;
  return [
    row.isCut ? `${row.name} *` : row.name,
    row.clock,
    lengthText(row.length),
    runs === null ? DASH : `${hits}/${runs}`,
    p === null || pLow === null || pHigh === null ? DASH : `${share(p)} [${share(pLow)}, ${share(pHigh)}]`,
    si(row.seconds, "s"),
    interval({ value: row.tts99Seconds, low: row.tts99Low, high: row.tts99High }, "s"),
    row.joulesToSolution === null ? DASH : `${row.isBound ? "< " : ""}${si(row.joulesToSolution, "J")}`,
    power,
  ];
}

/** The table of one task. */
function taskText(task: ComparedTask): string[] {
  const { problem, reference } = task;
  const rows = methodRows(task);
  const value = reference.objective === null ? "none: no feasible solution" : String(reference.objective);
  const header = ["method", "clock", "length", "hits", "p [95 %]", "T", "TTS99 [95 %]", "energy", "power"];
  const cut = rows.some(({ isCut }) => isCut) ? ["* starts were cut short by --seconds"] : [];
  return [
    `${problem.name}: ${problem.kind} with n = ${problem.n}`,
    `reference  ${value} (${REFERENCES[reference.source]}; ${reference.method})`,
    ...formatTable(header, rows.map(rowCells)),
    ...cut,
    quotedNote(problem),
  ];
}

function setText({ methods, sizes }: SetReport, tasks: number): string[] {
  const header = ["method", "solved", "hits", "mean p [95 %]", "median TTS99 [95 %]", "median energy [95 %]"];
  const rows = methods.map(({ name, summary }) => {
    const { p, hits, runs, solved } = summary;
    return [
      name,
      `${solved}/${summary.tasks}`,
      `${hits}/${runs}`,
      `${share(p.value ?? 0)} [${share(p.low ?? 0)}, ${share(p.high ?? 1)}]`,
      interval(summary.tts99Seconds, "s"),
      interval(summary.joulesToSolution, "J"),
    ];
  });
  const growth = sizes.flatMap(({ name, fit }) => {
    if (fit === null) return [`  ${name}: no fit, most tasks of a size are not solved`];
    const { value, low, high } = fit.exponent;
    const number = (x: number) => (Number.isFinite(x) ? String(Number(x.toPrecision(2))) : "?");
    return [`  ${name}: exp(${number(value)} n), 95 %: ${number(low)} to ${number(high)}`];
  });
  return [
    "",
    `all ${tasks} tasks, intervals from a bootstrap over tasks and runs`,
    ...formatTable(header, rows),
    ...(growth.length === 0 ? [] : ["growth of TTS99 with the size n", ...growth]),
  ];
}

/** Where the lengths of the methods are from. */
function lengthsText({ training }: Comparison, settings: ComparisonSettings): string[] {
  const said = (given: readonly number[], own: string) => (given.length === 0 ? own : "as given");
  const { anneals, sweeps } = settings;
  const lines = [
    anneals.length > 1 ? "chosen by circuit time" : `${said(anneals, "the schedule's own")}`,
    sweeps.length > 1 ? "chosen by processor time" : `${said(sweeps, "each solver's own default")}`,
  ];
  const text = [`lengths    of the anneal: ${lines[0]}; of a solver's start: ${lines[1]}`];
  if (training === null) return text;
  const where = training.isGenerated ? "generated like it" : "of the files, none of them scored";
  text.push(
    `chosen on  ${training.tasks.length} tasks ${where}: ${training.tasks.map(({ problem }) => problem.name).join(", ")}`,
  );
  for (const { name, n, unit, points, chosen } of training.choices) {
    const shown = points.map(({ length, summary }, k) => {
      const at = `${length}: ${share(summary.p.value ?? 0)}`;
      return k === chosen ? `[${at}]` : at;
    });
    const isEnd = chosen === 0 || chosen === points.length - 1;
    const end = isEnd ? "  (at the end of the list: a length beyond it may be better)" : "";
    text.push(`  ${name}${n === null ? "" : ` at n = ${n}`}, p by ${unit}: ${shown.join("  ")}${end}`);
  }
  return text;
}

/** A comparison as lines of text. */
export function compareText(comparison: Comparison, set: SetReport | null, settings: ComparisonSettings): string[] {
  const { profile, topology, engine, softwareWatts } = settings;
  const { tasks } = comparison;
  const assumed = settings.assumptions.map(({ field }) => field);
  return [
    `analog     '${profile}', ${topology}, ${engine}: time of the simulated circuit, energy that array and neurons draw`,
    "           without programming, control drivers and read-out",
    ...(assumed.length === 0 ? [] : [`           assumed by the profile: ${assumed.join(", ")}`]),
    `software   measured processor time of one core without preparing the task, ${softwareWatts} W assumed`,
    ...lengthsText(comparison, settings),
    ...tasks.flatMap((task) => ["", ...taskText(task)]),
    ...(set === null ? [] : setText(set, tasks.length)),
    ...(comparison.isComplete ? [] : ["interrupted: the tables hold the runs that had ended"]),
  ];
}
