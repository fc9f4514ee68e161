import { curveAt, hasFeedback, isZero } from "../circuit/index.ts";
import {
  assumptions,
  type Crossbar,
  mappingErrors,
  mappingReport,
  mappings,
  railSiemens,
  tilesReport,
} from "../crossbar/index.ts";
import type { ReportData, ReportLosses, ReportWaveforms } from "../draw/index.ts";
import { vector } from "../simulate/index.ts";
import { type CostReport, lyapunovTrace } from "../verify/index.ts";
import type { Anneal, AnnealSpec } from "./anneal.ts";
import type { Solution } from "./solve.ts";

/** Points that a schedule's curve is drawn with. */
const SCHEDULE_POINTS = 200;

/** How an array is split; null for one piece. */
function tilesInWords({ tiles }: Crossbar): string | null {
  const report = tilesReport(tiles);
  if (report === null) return null;
  const { rows, columns, used, empty, utilisation, savedByOrder } = report;
  const saved = savedByOrder === 0 ? "" : `, ${savedByOrder} of them by reordering the spins`;
  const filled = `${Number((100 * utilisation).toPrecision(3))} % of their positions hold a device`;
  return `${used} of ${rows} \u00d7 ${columns} lines; ${empty} empty ones left out${saved}; ${filled}`;
}

/** The run that the report shows: the first success, else the first settled one, else the first. */
function chooseShown(solution: Solution): Anneal | undefined {
  const of = (test: (k: number) => boolean) => solution.anneals.find((_, k) => test(k));
  return of((k) => solution.runs[k]!.success) ?? of((k) => solution.runs[k]!.settled) ?? solution.anneals[0];
}

function waveformsOf(anneal: Anneal): ReportWaveforms {
  return {
    seed: anneal.seed,
    time: anneal.waveforms.time,
    volts: anneal.hopfield.layout.outputs.map((name) => vector(anneal.waveforms, name)),
    spins: anneal.readout.spins,
    settleSeconds: anneal.readout.settleSeconds,
  };
}

/** Energy of a run's spins; for a run that must only fall, its Lyapunov function beside it. */
function tracesOf(anneal: Anneal, crossbar: Crossbar): ReportData["energyTraces"][number] {
  const { time, values } = anneal.energyTrace;
  if (anneal.lyapunovRise === null) return { seed: anneal.seed, time, energy: values };
  const continuous = lyapunovTrace(anneal.waveforms, anneal.hopfield, crossbar);
  let k = 0;
  const energy = continuous.time.map((t) => {
    while (k + 1 < time.length && time[k + 1]! <= t) k++;
    return values[k]!;
  });
  return { seed: anneal.seed, time: continuous.time, energy, continuous: continuous.values };
}

/** Everything that report.html shows of a campaign; undefined when no run has ended. */
export function reportData(
  spec: Pick<AnnealSpec, "compiled" | "topology" | "schedule" | "seed">,
  solution: Solution,
  how: {
    readonly command: string;
    readonly version: string;
    readonly cost: CostReport;
    readonly losses?: ReportLosses | null;
  },
): ReportData | undefined {
  const shown = chooseShown(solution);
  if (shown === undefined) return undefined;
  const { compiled, schedule } = spec;
  const { problem, profile, crossbar, mapped } = compiled;
  const held = mappingReport(mapped, crossbar, profile);
  const { tauSeconds } = shown.hopfield;
  const endTaus = shown.readout.endSeconds / tauSeconds;
  const times = Array.from({ length: SCHEDULE_POINTS + 1 }, (_, k) => (k / SCHEDULE_POINTS) * endTaus);
  const sample = (curve: typeof schedule.gain) => ({
    times: times.map((t) => t * tauSeconds),
    values: times.map((t) => curveAt(curve, t)),
  });
  const levels = profile.device.levels.value;
  const successes = solution.runs.filter((r) => r.success).length;
  return {
    task: { kind: problem.kind, name: problem.name, n: problem.n, sense: problem.sense },
    // The time of the proof stays out: the same settings give the same report.
    reference: solution.reference === null ? null : { ...solution.reference.verdict, seconds: null },
    runs: solution.runs,
    summary: solution.summary ?? {
      runs: solution.runs.length,
      successes,
      p: 0,
      pLow: 0,
      pHigh: 1,
      tts99Seconds: null,
      tts99Low: null,
      tts99High: null,
      joulesToSolution: null,
    },
    hardware: {
      name: profile.name,
      topology: spec.topology,
      rows: crossbar.rows,
      columns: crossbar.columns,
      mapping: `${crossbar.mapping}: ${mappings[crossbar.mapping].description}${crossbar.readNoise === undefined ? "" : "; with the devices' read noise"}`,
      wordLines: held.wordLines,
      bitLines: held.bitLines,
      devices: held.devices,
      tiles: tilesInWords(crossbar),
      rangeUsed: held.rangeUsed,
      errors: [
        { name: "all of it", ...held.error },
        { name: "rounding to levels", ...held.quantisation },
        { name: "programming", ...held.programming },
        ...(held.gains === null
          ? []
          : [
              { name: "conduction, beyond one gain for all", ...held.conduction },
              { name: "small signal against full swing", ...held.smallSignal },
            ]),
        { name: "self-coupling", ...held.selfCoupling },
      ],
      asymmetry: held.asymmetry,
      unitSiemens: crossbar.unitSiemens,
      levels: levels === 0 ? null : levels,
      assumptions: assumptions(profile).map(({ field, text, source }) => ({ field, value: text, source })),
    },
    schedule: [
      { name: "gain", ...sample(schedule.gain) },
      ...(hasFeedback(schedule)
        ? [
            { name: "self", ...sample(schedule.feedback) },
            { name: "push", ...sample(schedule.momentum) },
          ]
        : []),
      ...(isZero(schedule.noise) ? [] : [{ name: "noise", ...sample(schedule.noise) }]),
    ],
    energyTraces: solution.anneals.map((a) => tracesOf(a, crossbar)),
    energyReference:
      solution.reference === null ? null : { ...solution.reference.energy, proven: solution.reference.verdict.proven },
    waveforms: waveformsOf(shown),
    conductances: {
      rows: crossbar.rows,
      columns: crossbar.columns,
      positiveSiemens: railSiemens(crossbar, 1),
      negativeSiemens: crossbar.wordLines.some(({ sign }) => sign < 0) ? railSiemens(crossbar, -1) : null,
    },
    weightErrors:
      Math.max(held.error.largest, held.selfCoupling.largest, held.smallSignal.largest) === 0
        ? null
        : mappingErrors(mapped, crossbar, profile),
    cost: {
      tables: [
        { name: "Area", lines: how.cost.area },
        { name: "Continuous network", lines: how.cost.continuous },
        { name: "Clocked loop", lines: how.cost.clocked },
      ],
      missing: how.cost.missing,
    },
    losses: how.losses ?? null,
    netlistFile: `netlist-${shown.seed}.cir`,
    command: how.command,
    seed: spec.seed,
    version: how.version,
  };
}
