import type { TolerancePanel, TolerancePlotData, TolerancePoint } from "../../draw/index.ts";
import { type Knob, knobs } from "./knobs.ts";
import type { PrecisionPoint } from "./precision.ts";
import type { PublishedPoint } from "./published.ts";

const TITLES: Readonly<Record<string, string>> = {
  levels: "Levels",
  programmingError: "Programming error",
  stuckRate: "Stuck devices",
  wireOhms: "Wires",
};
const QUANTITIES: Readonly<Record<string, string>> = {
  levels: "Conductance levels of a device",
  programmingError: "Standard deviation / conductance range",
  stuckRate: "Share of stuck devices",
  wireOhms: "Ohms a segment",
};

const shares = { kept: (p: PrecisionPoint) => p.kept, reached: (p: PrecisionPoint) => p.reached };

/** A point of a picture; none where the share was not measured. */
function pointOf(point: PrecisionPoint, which: keyof typeof shares): TolerancePoint[] {
  const share = shares[which](point);
  return share === null ? [] : [{ value: point.value, share: share.p, low: share.low, high: share.high }];
}

/** The published error of a device may be 0 on a knob, where the ideal stands already. */
function panelOf(
  knob: Knob,
  points: readonly PrecisionPoint[],
  published: readonly PublishedPoint[],
  which: keyof typeof shares,
): TolerancePanel | null {
  const mine = points.filter((point) => point.knob === knob.name).flatMap((point) => pointOf(point, which));
  const marks = published
    .filter((point) => point.knob === knob.name && point.value > 0)
    .flatMap((point) => pointOf(point, which).map((mark) => ({ label: point.name, ...mark })));
  if (mine.length === 0) return null;
  const { name, ladder } = knob;
  return {
    title: TITLES[name] ?? name,
    quantity: QUANTITIES[name] ?? name,
    lessIsWorse: ladder.length > 2 && ladder.at(-1)! < ladder[1]!,
    points: mine,
    marks,
  };
}

/** What the two pictures of a study show: the share of arrays that keep the optimum, and of runs that reach it. */
export function precisionPlots(
  name: string,
  points: readonly PrecisionPoint[],
  published: readonly PublishedPoint[],
): { readonly fidelity: TolerancePlotData | null; readonly success: TolerancePlotData | null } {
  const plot = (which: keyof typeof shares, title: string, share: string): TolerancePlotData | null => {
    const panels = knobs.map((knob) => panelOf(knob, points, published, which)).filter((panel) => panel !== null);
    return panels.length === 0 ? null : { title: `${title}: ${name}`, share, panels };
  };
  return {
    fidelity: plot("kept", "Arrays that keep the optimum", "share of arrays whose lowest state is optimal"),
    success: plot("reached", "Runs that reach the optimum", "share of runs that end in an optimum"),
  };
}
