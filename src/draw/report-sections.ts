import { dataTable, factTable, type Html, html } from "./html.ts";
import { DASH, numberLabel, quantityLabel } from "./labels.ts";
import type {
  ReportData,
  ReportHardware,
  ReportReference,
  ReportRun,
  ReportSummary,
  ReportTask,
} from "./report-data.ts";

/** The parts of a report without pictures, one function a section. */

const NEVER = "never (0 successes)";

function yesNo(value: boolean): string {
  return value ? "yes" : "no";
}

function percent(fraction: number): string {
  return Number.isFinite(fraction) ? `${Number((100 * fraction).toFixed(1))} %` : DASH;
}

export function taskSection(task: ReportTask): Html {
  const sense = task.sense === "max" ? "maximise" : "minimise";
  return html`<section>\n<h2>Task</h2>\n${factTable([
    ["Kind", task.kind],
    ["Instance", task.name],
    ["Size n", numberLabel(task.n)],
    ["Sense", sense],
  ])}</section>\n`;
}

export function hardwareSection(hardware: ReportHardware): Html {
  const { assumptions, rows, columns } = hardware;
  const facts = factTable([
    ["Profile", hardware.name],
    ["Neuron topology", hardware.topology],
    ["Mapping", hardware.mapping],
    [
      "Array",
      `${numberLabel(rows)} rows \u00d7 ${numberLabel(columns)} columns of weights: ${numberLabel(hardware.devices)} devices on ${numberLabel(hardware.wordLines)} \u00d7 ${numberLabel(hardware.bitLines)} lines`,
    ],
    ...(hardware.tiles === null ? [] : [["Tiles", hardware.tiles] as const]),
    ["Range used", percent(hardware.rangeUsed)],
    ["Asymmetry", `${percent(hardware.asymmetry)} of the largest weight`],
    ["Unit coupling", quantityLabel(hardware.unitSiemens, "S")],
    ["Levels a device", hardware.levels === null ? "continuous" : numberLabel(hardware.levels)],
  ]);
  const list =
    assumptions.length === 0
      ? html`<p>Every number of the profile has a measured or published source.</p>\n`
      : html`<p>The profile rests on these assumed numbers:</p>\n${dataTable(
          ["Number", "Value", "Source"],
          assumptions.map(({ field, value, source }) => [html`<code>${field}</code>`, value, source]),
          [false, false, false],
        )}`;
  const errors = dataTable(
    ["Error of the weights held", "Root mean square", "Largest"],
    hardware.errors.map(({ name, rms, largest }) => [name, numberLabel(rms, 3), numberLabel(largest, 3)]),
    [false, true, true],
  );
  return html`<section>\n<h2>Hardware</h2>\n${facts}${errors}${list}</section>\n`;
}

const RUN_HEADERS = [
  "Seed",
  "Engine",
  "Settled",
  "Settle time",
  "Objective",
  "Gap",
  "Feasible",
  "Energy",
  "Flip-stable",
  "Hamming",
  "Margin",
  "Energy used",
  "Success",
];

function runRow(run: ReportRun): (string | Html)[] {
  return [
    String(run.seed),
    run.engine,
    yesNo(run.settled),
    quantityLabel(run.settleSeconds, "s"),
    numberLabel(run.objective),
    numberLabel(run.gap),
    yesNo(run.feasible),
    numberLabel(run.energy),
    yesNo(run.stable),
    numberLabel(run.hamming),
    quantityLabel(run.marginVolts, "V"),
    quantityLabel(run.joules, "J"),
    run.success ? html`<strong class="reached">yes</strong>` : html`<span class="missed">no</span>`,
  ];
}

export function runsSection(runs: readonly ReportRun[]): Html {
  const numeric = [true, false, false, true, true, true, false, true, false, true, true, true, false];
  const table = runs.length === 0 ? html`<p>No run was made.</p>\n` : dataTable(RUN_HEADERS, runs.map(runRow), numeric);
  const note = html`<p class="note">Gap: distance of the objective to the proven optimum. Flip-stable: no single spin flip
lowers the energy. Hamming: flips to the nearest minimum. Margin: the smallest final voltage of a neuron. ${DASH}: not known.</p>\n`;
  return html`<section>\n<h2>Runs</h2>\n${table}${runs.length === 0 ? "" : note}</section>\n`;
}

export function summarySection(summary: ReportSummary): Html {
  const { tts99Seconds, tts99Low, tts99High, joulesToSolution } = summary;
  const missing = summary.successes === 0 ? NEVER : DASH;
  const bound = (seconds: number | null): string => (seconds === null ? "unbounded" : quantityLabel(seconds, "s"));
  const interval = `${bound(tts99Low)} \u2026 ${bound(tts99High)}`;
  const time =
    tts99Seconds === null
      ? `${missing}${tts99Low === null ? "" : `; at least ${quantityLabel(tts99Low, "s")}`}`
      : `${quantityLabel(tts99Seconds, "s")} (95 % interval ${interval})`;
  const probability = `${percent(summary.p)} (95 % Wilson interval ${percent(summary.pLow)} \u2026 ${percent(summary.pHigh)})`;
  return html`<section>\n<h2>Summary</h2>\n${factTable([
    ["Runs", numberLabel(summary.runs)],
    ["Successes", numberLabel(summary.successes)],
    ["Success probability", summary.runs === 0 ? DASH : probability],
    ["Time to solution, 99 %", summary.runs === 0 ? DASH : time],
    ["Energy to solution", joulesToSolution === null ? missing : quantityLabel(joulesToSolution, "J")],
  ])}</section>\n`;
}

export function proofSection(reference: ReportReference | null): Html {
  if (reference === null) {
    return html`<section>\n<h2>Proof</h2>\n<p>No reference was computed: how far the runs are from the optimum is not known.</p>\n</section>\n`;
  }
  const status = reference.proven
    ? html`<strong class="reached">proven optimal</strong>`
    : html`<strong class="missed">not proven</strong>: the best value known`;
  return html`<section>\n<h2>Proof</h2>\n${factTable([
    ["Status", status],
    ["Objective", numberLabel(reference.objective)],
    ["Lower bound", numberLabel(reference.lower)],
    ["Upper bound", numberLabel(reference.upper)],
    ["Method", reference.method],
    ...(reference.seconds === null ? [] : [["Time", quantityLabel(reference.seconds, "s")] as const]),
  ])}</section>\n`;
}

export function reproduceSection(data: Pick<ReportData, "command" | "seed" | "version" | "netlistFile">): Html {
  return html`<section>\n<h2>Reproduce</h2>\n<pre><code>${data.command}</code></pre>\n${factTable([
    ["Seed", String(data.seed)],
    ["Version", data.version],
    ["Netlist", data.netlistFile === null ? DASH : html`<code>${data.netlistFile}</code>`],
  ])}</section>\n`;
}
