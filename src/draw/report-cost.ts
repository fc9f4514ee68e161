import { dataTable, type Html, html } from "./html.ts";
import { numberLabel, quantityLabel } from "./labels.ts";
import type { ReportCost, ReportCostLine } from "./report-data.ts";

/** A figure with its unit; prefixes of square metres would be squared, so that they are written out. */
function figureLabel({ value, unit }: ReportCostLine): string {
  if (unit === "1") return numberLabel(value, 4);
  if (unit !== "m^2") return quantityLabel(value, unit, 4);
  return value < 1e-9 ? `${numberLabel(value * 1e12, 4)} \u00b5m\u00b2` : `${numberLabel(value * 1e6, 4)} mm\u00b2`;
}

/** The cost model: a table a kind that has figures, and what was left out. */
export function costSection({ tables, missing }: ReportCost): Html {
  const shown = tables.filter(({ lines }) => lines.length > 0);
  if (shown.length === 0) return html``;
  const parts = shown.map(({ name, lines }) =>
    dataTable(
      [name, "Figure", "From", "Formula"],
      lines.map((line) => [line.part, figureLabel(line), line.label, line.formula]),
      [false, true, false, false],
    ),
  );
  const left =
    missing.length === 0 ? html`` : html`<p class="note">Not known, and left out: ${missing.join(", ")}.</p>\n`;
  return html`<section>\n<h2>Cost</h2>\n${parts}${left}</section>\n`;
}
