import type { PrecisionPoint, PublishedPoint, StudyTask } from "../campaign/index.ts";
import type { Proportion } from "../verify/index.ts";
import { formatTable } from "./table.ts";

const digits = (x: number): string => (Number.isInteger(x) ? String(x) : String(Number(x.toPrecision(3))));
const share = ({ p, low, high }: Proportion): string => `${p.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
const shareOf = (value: Proportion | null): string => (value === null ? "–" : share(value));

/** The points of a study in tables, and what they rest on. */
export function describePrecision(
  points: readonly PrecisionPoint[],
  published: readonly PublishedPoint[],
  tasks: readonly StudyTask[],
): string[] {
  const lines: string[] = [];
  const cells = (p: PrecisionPoint) => [String(p.samples), share(p.kept), String(p.runs), shareOf(p.reached)];
  const header = ["arrays", "keep the optimum (95 %)", "runs", "reach it (95 %)"];
  for (const knob of new Set(points.map((point) => point.knob))) {
    const rows = points.filter((point) => point.knob === knob).map((p) => [digits(p.value), ...cells(p)]);
    lines.push(...formatTable([knob, ...header], rows), "");
  }
  if (published.length > 0) {
    const rows = published.map((p) => [p.name, p.knob, p.knob === "all" ? "" : digits(p.value), ...cells(p)]);
    lines.push(...formatTable(["published", "alone", "value", ...header], rows), "");
  }
  const unproven = tasks.filter(({ proven }) => !proven).length;
  if (unproven > 0) lines.push(`the optimum of ${unproven} of ${tasks.length} instances is the best known, not proven`);
  lines.push("a first value of 0 is the ideal; hardware without chance is one array an instance");
  return lines;
}
