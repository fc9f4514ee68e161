import type { EngineAgreement, PresolveReport, Solution } from "../campaign/index.ts";
import { formatSi } from "../core/index.ts";
import type { MappingReport, TilesReport } from "../crossbar/index.ts";
import type { RunVerdict, Summary } from "../verify/index.ts";
import { formatTable } from "./table.ts";

const DASH = "–";
const seconds = (value: number | null) => (value === null ? DASH : formatSi(value, "s"));

/** What presolve did as one line, and a line for each thing that it left out. */
export function presolveText(report: PresolveReport | null): string[] {
  if (report === null) return ["presolve   off"];
  const { spins, left, rules, skipped } = report;
  const why = rules.map((r) => `${r.rule} ${r.spins}`).join(", ");
  const line =
    rules.length === 0
      ? `nothing to take out of ${spins} spins`
      : left === 0
        ? `solved all ${spins} spins: ${why}`
        : `left ${left} of ${spins} spins: ${why}`;
  return [line, ...skipped.map((what) => `skipped ${what}`)].map((text) => `presolve   ${text}`);
}

const figure = (value: number): string => String(Number(value.toPrecision(3)));
const percent = (share: number): string => `${figure(100 * share)} %`;

/** What the array holds against what was wanted, in three lines at most. */
export function mappingText(report: MappingReport): string[] {
  const { mapping, wordLines, bitLines, devices, rangeUsed, error, quantisation, programming, selfCoupling } = report;
  const size = `${devices} devices on ${wordLines} x ${bitLines} lines, ${percent(rangeUsed)} of their range`;
  const lines = [`mapping    ${mapping}: ${size}`];
  const { gains, conduction, smallSignal, readNoise } = report;
  if (gains !== null) {
    const across = `devices carry ${figure(gains.fullSwing)} of their conductance at full swing, ${figure(gains.smallSignal)} at small signal`;
    const cost =
      conduction.largest === 0 ? "all weights alike" : `weights off by ${figure(conduction.rms)} rms beyond that`;
    lines.push(`           ${across}: ${cost}; at small signal they differ by ${figure(smallSignal.rms)} rms`);
  }
  const step =
    readNoise?.correlationSeconds == null ? "the noise step, assumed" : formatSi(readNoise.correlationSeconds, "s");
  const noiseText =
    readNoise === undefined
      ? []
      : [`           read noise ${figure(readNoise.rms)} rms a line in units of weight, new each ${step}`];
  if (Math.max(error.largest, selfCoupling.largest) === 0) {
    return [...lines, "           every weight is held exactly", ...noiseText];
  }
  const parts = [
    `weights held to ${figure(error.rms)} rms, ${figure(error.largest)} at most`,
    `levels ${figure(quantisation.rms)}, programming ${figure(programming.rms)}`,
    ...(selfCoupling.largest > 0 ? [`self-coupling ${figure(selfCoupling.rms)}`] : []),
    `largest weight ${figure(report.largestWeight)}`,
  ];
  return [...lines, `           ${parts.join("; ")}`, ...noiseText];
}

/** Tiles of an array in a line; none for one piece. */
export function tilesText(report: TilesReport | null): string[] {
  if (report === null) return [];
  const { rows, columns, used, empty, utilisation, savedByOrder } = report;
  const saved = savedByOrder === 0 ? "" : `, ${savedByOrder} saved by reordering the spins`;
  const left = `${empty} empty ones left out${saved}`;
  return [
    `tiles      ${used} of ${rows} x ${columns}, ${percent(utilisation)} of their positions hold a device; ${left}`,
  ];
}

/** The runs as a table. */
export function runTable(runs: readonly RunVerdict[]): string[] {
  const repaired = runs.some((r) => r.repaired !== undefined);
  const afterRepair = (r: RunVerdict) => (r.repaired == null ? DASH : String(r.repaired.objective));
  return formatTable(
    [
      "seed",
      "settled",
      "objective",
      ...(repaired ? ["repaired"] : []),
      "gap",
      "stable",
      "hamming",
      "margin",
      "settle time",
      "energy drawn",
    ],
    runs.map((r) => [
      String(r.seed),
      r.settled ? "yes" : "no",
      r.objective === null ? (r.feasible ? DASH : "infeasible") : String(r.objective),
      ...(repaired ? [afterRepair(r)] : []),
      r.gap === null ? DASH : String(r.gap),
      r.stable ? "yes" : "no",
      r.hamming === null ? DASH : String(r.hamming),
      formatSi(r.marginVolts, "V"),
      seconds(r.settleSeconds),
      formatSi(r.joules, "J"),
    ]),
  );
}

/** The reference as one line. */
export function referenceText(reference: Solution["reference"]): string {
  if (reference === null) return "reference  none: interrupted, or no state of a solution was found";
  const { objective, lower, upper, proven, method, seconds: took } = reference.verdict;
  if (proven) return `reference  optimum ${objective}, proven: ${method} (${took.toFixed(2)} s)`;
  return `reference  not proven: best known ${objective}, optimum in [${lower}, ${upper}]: ${method} (${took.toFixed(2)} s)`;
}

/** The landscape as one line, when it was enumerated. */
export function landscapeText(reference: Solution["reference"], presolve: PresolveReport | null): string[] {
  const landscape = reference?.landscape ?? null;
  if (landscape === null) return [];
  const { groundStates, localMinimaUpToSymmetry, levels, symmetric } = landscape;
  const upTo = symmetric ? " up to a flip of all spins" : "";
  const ofLeft = presolve === null || presolve.left === presolve.spins ? "" : ", of the network that is left";
  const gap = levels.length > 1 ? `, next level ${levels[1]!.energy - levels[0]!.energy} above in energy` : "";
  return [
    `landscape  ${groundStates.length} ground states and ${localMinimaUpToSymmetry} local minima${upTo}${gap}${ofLeft}`,
  ];
}

/** The summary in a few lines. */
export function summaryText(summary: Summary, proven: boolean): string[] {
  const goal = proven ? "the proven optimum" : "the best objective known (not proven)";
  const lines = [
    `${summary.successes} of ${summary.runs} runs settled in ${goal}: ` +
      `p = ${summary.p.toFixed(2)} (95 %: ${summary.pLow.toFixed(2)} to ${summary.pHigh.toFixed(2)})`,
  ];
  if (summary.settled < summary.runs)
    lines.push(`${summary.runs - summary.settled} of ${summary.runs} runs did not settle`);
  if (summary.tts99Seconds !== null) {
    const high = summary.tts99High === null ? "infinite" : seconds(summary.tts99High);
    lines.push(
      `time to solution (99 %)  ${seconds(summary.tts99Seconds)} of circuit time (95 %: ${seconds(summary.tts99Low)} to ${high})`,
    );
  }
  if (summary.joulesToSolution !== null)
    lines.push(`energy to solution       ${formatSi(summary.joulesToSolution, "J")}`);
  return lines;
}

/** How far two engines agree, in three lines at most. */
export function agreementText({ engine, other, runs }: EngineAgreement): string[] {
  const same = runs.filter((run) => run.spinsEqual || run.flipped);
  const flipped = runs.filter((run) => run.flipped).length;
  const worth = runs.filter((run) => run.objective === run.otherObjective).length;
  const largest = same.reduce((x, run) => Math.max(x, run.finalDifference), 0);
  const how = flipped === 0 ? "" : ` (${flipped} with all of them flipped)`;
  return [
    `engines    ${engine} and ${other} end ${same.length} of ${runs.length} runs in the same spins${how}, ${worth} with the same objective`,
    ...(same.length > 0
      ? [`           largest difference of a final output there: ${largest.toExponential(1)} of the swing`]
      : []),
    ...(same.length < runs.length
      ? ["           a long anneal is chaotic: other spins alone are no sign of an error"]
      : []),
  ];
}
