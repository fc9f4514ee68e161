import { formatSi } from "../core/index.ts";
import type { CostLine, CostReport } from "../verify/index.ts";
import { formatTable } from "./table.ts";

/** Square metres as text: SI prefixes would square. */
function area(squareMeters: number): string {
  const [value, unit] = squareMeters < 1e-9 ? [squareMeters * 1e12, "um^2"] : [squareMeters * 1e6, "mm^2"];
  return `${Number(value.toPrecision(4))} ${unit}`;
}

/** The figure of a line with its unit. */
export function costValue({ value, unit }: CostLine): string {
  if (unit === "1") return String(Number(value.toPrecision(4)));
  return unit === "m^2" ? area(value) : formatSi(value, unit, 4);
}

function table(heading: string, lines: readonly CostLine[]): string[] {
  if (lines.length === 0) return [];
  return [
    "",
    ...formatTable(
      [heading, "", "", "from"],
      lines.map((l) => [l.part, costValue(l), l.label, l.formula]),
    ),
  ];
}

/** The cost model as tables, a kind each. */
export function costText(report: CostReport): string[] {
  const { periphery, profile, missing } = report;
  const name = periphery === null ? `'${profile}'` : `'${profile}' with the periphery '${periphery}'`;
  return [
    `cost on ${name}`,
    ...table("area", report.area),
    ...table("continuous network", report.continuous),
    ...table("clocked loop", report.clocked),
    ...(missing.length === 0 ? [] : ["", `not known, and left out: ${missing.join(", ")}`]),
  ];
}
