import { requireFinite } from "../core/index.ts";
import { BOTTOM_AXIS_HEIGHT, drawBottomAxis, drawLeftAxis, leftAxisWidth, type PlotArea } from "./axis.ts";
import { paintPicture } from "./canvas.ts";
import { drawHeader, HEADER_HEIGHT } from "./legend.ts";
import { BLUE, VERMILLION } from "./palette.ts";
import { polylinePath, TENTHS, TENTHS_TRANSFORM } from "./polyline.ts";
import { extent, linearScale } from "./scale.ts";
import { AXIS } from "./style.ts";
import { enclosingTicks } from "./ticks.ts";

/** Current against voltage of one device over a closed sweep. */
export interface HysteresisPlotData {
  readonly title: string;
  /** Volts and amperes of the same samples, in the order of time. */
  readonly volts: ArrayLike<number>;
  readonly amps: ArrayLike<number>;
  /** A second curve to compare with, e.g. the published law. */
  readonly reference?: { readonly label: string; readonly volts: ArrayLike<number>; readonly amps: ArrayLike<number> };
  /** What the first curve is. */
  readonly label: string;
}

const WIDTH = 480;
const PLOT_HEIGHT = 280;
/** Curves keep the samples that are this far apart, as a share of the plot. */
const LEAST_MOVE = 2e-3;

/** Samples that move on the plot; first and last among them. */
function movingSamples(volts: ArrayLike<number>, amps: ArrayLike<number>, spanV: number, spanI: number): number[] {
  const kept = [0];
  let last = 0;
  for (let k = 1; k < volts.length; k++) {
    const move = Math.hypot((volts[k]! - volts[last]!) / spanV, (amps[k]! - amps[last]!) / spanI);
    if (move < LEAST_MOVE && k < volts.length - 1) continue;
    // The sample before a jump is where it starts.
    if (k - 1 > last && move > 10 * LEAST_MOVE) kept.push(k - 1);
    kept.push(k);
    last = k;
  }
  return kept;
}

/**
 * Draws current against voltage, pinched at the origin as a memristor's must be.
 * @returns SVG text.
 * @throws ArgumentError when arrays differ in length or hold values that are not finite.
 */
export async function drawHysteresis(data: HysteresisPlotData): Promise<string> {
  const curves = [
    ...(data.reference === undefined ? [] : [{ ...data.reference, colour: VERMILLION, width: 3.2 }]),
    { label: data.label, volts: data.volts, amps: data.amps, colour: BLUE, width: 1.3 },
  ];
  for (const { volts, amps } of curves) {
    requireFinite("volts", volts, volts.length);
    requireFinite("amps", amps, volts.length);
  }
  const [lowV, highV] = extent(...curves.map((c) => c.volts)) ?? [0, 1];
  const [lowI, highI] = extent(...curves.map((c) => c.amps)) ?? [0, 1];
  const xTicks = enclosingTicks(lowV, highV, { target: 6 });
  const yTicks = enclosingTicks(lowI, highI, { target: 6 });
  const current = { title: "Current", unit: "A" };
  const left = leftAxisWidth(yTicks, current) + 8;
  const area: PlotArea = { left, right: WIDTH - 34, top: HEADER_HEIGHT + 6, bottom: HEADER_HEIGHT + PLOT_HEIGHT };
  return paintPicture({ width: WIDTH, height: area.bottom + BOTTOM_AXIS_HEIGHT, title: data.title }, (pen) => {
    const legend = curves.map(({ label, colour }) => ({ label, colour, mark: "line" as const }));
    drawHeader(pen, data.title, left, area.right, legend);
    const x = linearScale(xTicks.low, xTicks.high, area.left, area.right);
    const y = linearScale(yTicks.low, yTicks.high, area.bottom, area.top);
    drawLeftAxis(pen, area, y, yTicks, current);
    drawBottomAxis(pen, area, x, xTicks, { title: "Voltage", unit: "V" });
    if (lowV < 0 && highV > 0) pen.line(x(0), area.top, x(0), area.bottom, { stroke: AXIS, "stroke-width": 0.8 });
    if (lowI < 0 && highI > 0) pen.line(area.left, y(0), area.right, y(0), { stroke: AXIS, "stroke-width": 0.8 });
    for (const { volts, amps, colour, width } of curves) {
      const kept = movingSamples(volts, amps, xTicks.high - xTicks.low, yTicks.high - yTicks.low);
      const group = pen.group({
        transform: TENTHS_TRANSFORM,
        fill: "none",
        "stroke-width": width * TENTHS,
        "stroke-opacity": width > 2 ? 0.45 : 1,
        "stroke-linejoin": "round",
      });
      group.path(polylinePath(x, y, volts, amps, kept), { stroke: colour });
    }
  });
}
