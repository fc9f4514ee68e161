import { html, trusted } from "./html.ts";
import { costSection } from "./report-cost.ts";
import type { ReportData } from "./report-data.ts";
import { lossesSection, picturesSection } from "./report-pictures.ts";
import {
  hardwareSection,
  proofSection,
  reproduceSection,
  runsSection,
  summarySection,
  taskSection,
} from "./report-sections.ts";
import { REPORT_STYLE } from "./report-style.ts";
import { verdictSentence } from "./verdict-sentence.ts";

/**
 * Renders the report of an experiment as one HTML page that needs no network and no script: style and pictures are
 * inside it. All text from the data is escaped. The same data give the same bytes.
 * @throws ArgumentError when waveforms, traces or conductances have inconsistent lengths or values that are not finite.
 */
export async function renderReport(data: ReportData): Promise<string> {
  const verdict = verdictSentence(data);
  const { task, hardware } = data;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${task.name}: ${verdict}</title>
<style>${trusted(REPORT_STYLE)}</style>
</head>
<body>
<p class="kicker">Ohmfield report: ${task.kind} ${task.name}, n = ${task.n}, on ${hardware.name}</p>
<h1>${verdict}</h1>
${summarySection(data.summary)}${proofSection(data.reference)}${await lossesSection(data)}${await picturesSection(data)}${runsSection(data.runs)}${taskSection(task)}${hardwareSection(hardware)}${costSection(data.cost)}${reproduceSection(data)}</body>
</html>
`;
  return page.markup;
}
