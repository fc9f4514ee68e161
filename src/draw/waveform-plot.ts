import { requireFinite, requireInteger } from "../core/index.ts";
import { BOTTOM_AXIS_HEIGHT, drawBottomAxis, drawLeftAxis, leftAxisWidth, type PlotArea } from "./axis.ts";
import { type Pen, paintPicture } from "./canvas.ts";
import { decimateMinMax } from "./decimate.ts";
import { quantityLabel } from "./labels.ts";
import { drawHeader, HEADER_HEIGHT } from "./legend.ts";
import { spinColour } from "./palette.ts";
import { polylinePath, TENTHS, TENTHS_TRANSFORM } from "./polyline.ts";
import { extent, linearScale, type Scale } from "./scale.ts";
import { drawScheduleStrip, type ScheduleSignal, STRIP_HEIGHT } from "./schedule-strip.ts";
import { INK, PICTURE_WIDTH, TICK_SIZE, textWidth } from "./style.ts";
import { enclosingTicks, insideTicks } from "./ticks.ts";

/** Neuron voltages of one run. */
export interface WaveformPlotData {
  readonly title: string;
  /** Seconds, not decreasing; at least one point. */
  readonly time: ArrayLike<number>;
  /** One array a neuron, each as long as `time`, volts. */
  readonly volts: readonly ArrayLike<number>[];
  /** Final spin of each neuron, -1 or +1. */
  readonly spins: ArrayLike<number>;
  /** When the network settled; null when it did not. */
  readonly settleSeconds: number | null;
  readonly schedule?: readonly ScheduleSignal[];
}

const MAX_POINTS = 600;
const MIN_POINTS = 100;
/** Points in the whole picture; many neurons share them, for their curves overlap anyway. */
const POINT_BUDGET = 60_000;
/** Neurons drawn; of more, every so many. */
const MAX_CURVES = 256;
const PLOT_HEIGHT = 300;
const RIGHT = PICTURE_WIDTH - 28;
/** Height in pixels of the band above the plot that names the settling time: no curve can cover it there. */
const MARK_BAND = 18;

function drawnNeurons(count: number): number[] {
  const every = Math.ceil(count / MAX_CURVES) || 1;
  const neurons: number[] = [];
  for (let i = 0; i < count; i += every) neurons.push(i);
  return neurons;
}

function drawCurves(pen: Pen, data: WaveformPlotData, neurons: readonly number[], x: Scale, y: Scale): void {
  const points = Math.max(MIN_POINTS, Math.min(MAX_POINTS, Math.floor(POINT_BUDGET / Math.max(1, neurons.length))));
  const curves = pen.group({
    transform: TENTHS_TRANSFORM,
    fill: "none",
    "stroke-width": (neurons.length > 100 ? 0.8 : 1.1) * TENTHS,
    "stroke-opacity": Math.max(0.25, Math.min(0.9, 18 / Math.max(1, neurons.length))),
    "stroke-linejoin": "round",
    "stroke-linecap": "round",
  });
  for (const neuron of neurons) {
    const values = data.volts[neuron]!;
    const path = polylinePath(x, y, data.time, values, decimateMinMax(data.time, values, points));
    curves.path(path, { stroke: spinColour(data.spins[neuron]!) });
  }
}

function drawSettling(pen: Pen, area: PlotArea, x: Scale, settleSeconds: number | null): void {
  const label = settleSeconds === null ? "did not settle" : `settled ${quantityLabel(settleSeconds, "s")}`;
  const width = textWidth(label, TICK_SIZE) + 8;
  const at = settleSeconds === null ? area.right : Math.max(area.left, Math.min(area.right, x(settleSeconds)));
  if (settleSeconds !== null) {
    pen.line(at, area.top - MARK_BAND + 4, at, area.bottom, {
      stroke: INK,
      "stroke-width": 1.2,
      "stroke-dasharray": "4 3",
    });
  }
  const toLeft = settleSeconds === null || at + width > area.right;
  pen.text(label, toLeft ? at - 5 : at + 5, area.top - 5, {
    "text-anchor": toLeft ? "end" : "start",
    "font-size": TICK_SIZE,
    "font-weight": "600",
    fill: INK,
  });
}

function validate(data: WaveformPlotData): void {
  requireInteger("time.length", data.time.length, 1);
  requireFinite("time", data.time, data.time.length);
  requireFinite("spins", data.spins, data.volts.length);
  data.volts.forEach((values, index) => {
    requireFinite(`volts[${index}]`, values, data.time.length);
  });
  if (data.settleSeconds !== null) requireFinite("settleSeconds", [data.settleSeconds], 1);
}

/**
 * Draws all neuron voltages against time, coloured by final spin, with the control signals above and a mark where the
 * network settled.
 * @returns SVG text.
 * @throws ArgumentError when arrays differ in length or hold values that are not finite.
 */
export async function drawWaveforms(data: WaveformPlotData): Promise<string> {
  validate(data);
  const [start, end] = extent(data.time) as [number, number];
  const neurons = drawnNeurons(data.volts.length);
  const [lowest, highest] = extent(...neurons.map((neuron) => data.volts[neuron]!)) ?? [0, 1];
  const ticks = enclosingTicks(lowest, highest, { target: 6 });
  const voltText = { title: "Neuron voltage", unit: "V" };
  const timeTicks = insideTicks(start, end, { target: 7 });
  const strips = (data.schedule ?? []).filter((signal) => signal.times.length > 0);
  const left = Math.max(leftAxisWidth(ticks, voltText), 58) + 6;
  const top = HEADER_HEIGHT + strips.length * STRIP_HEIGHT + MARK_BAND;
  const area: PlotArea = { left, right: RIGHT, top, bottom: top + PLOT_HEIGHT };
  const height = area.bottom + BOTTOM_AXIS_HEIGHT;
  let up = 0;
  for (const neuron of neurons) if (data.spins[neuron]! > 0) up++;
  const shown = neurons.length === data.volts.length ? "" : `, ${neurons.length} of ${data.volts.length} neurons drawn`;
  return paintPicture({ width: PICTURE_WIDTH, height, title: data.title }, (pen) => {
    drawHeader(pen, data.title, left, RIGHT, [
      { label: `final spin +1 (${up})`, colour: spinColour(1), mark: "line" },
      { label: `final spin \u22121 (${neurons.length - up})${shown}`, colour: spinColour(-1), mark: "line" },
    ]);
    const x = linearScale(timeTicks.low, timeTicks.high, area.left, area.right);
    const y = linearScale(ticks.low, ticks.high, area.bottom, area.top);
    strips.forEach((signal, index) => {
      const stripTop = HEADER_HEIGHT + index * STRIP_HEIGHT;
      const strip = { ...area, top: stripTop, bottom: stripTop + STRIP_HEIGHT };
      drawScheduleStrip(pen, strip, x, [timeTicks.low, timeTicks.high], signal);
    });
    drawLeftAxis(pen, area, y, ticks, voltText);
    drawBottomAxis(pen, area, x, timeTicks, { title: "Time", unit: "s" });
    drawCurves(pen, data, neurons, x, y);
    drawSettling(pen, area, x, data.settleSeconds);
  });
}
