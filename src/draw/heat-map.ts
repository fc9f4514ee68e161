import { requireFinite, requireInteger } from "../core/index.ts";
import { type Pen, paintPicture } from "./canvas.ts";
import { COLOUR_BAR_WIDTH, drawColourBar } from "./colour-bar.ts";
import { type ColourMap, divergingMap, sequentialMap } from "./colour-map.ts";
import { fitText } from "./legend.ts";
import { extent } from "./scale.ts";
import { AXIS, INK, LABEL_SIZE, MUTED, PICTURE_WIDTH, TICK_SIZE, TITLE_SIZE, textWidth } from "./style.ts";

/** One array of values, rows*columns, row-major, in `HeatMapData.unit`. */
export interface HeatMapPanel {
  readonly label: string;
  readonly values: ArrayLike<number>;
}

export interface HeatMapData {
  readonly title: string;
  /** What a cell shows, e.g. "conductance"; the name of the colour scale. */
  readonly quantity: string;
  /** SI unit of the values. */
  readonly unit: string;
  readonly rows: number;
  readonly columns: number;
  /** Drawn side by side with one colour scale. */
  readonly panels: readonly HeatMapPanel[];
  /** Signed values get the diverging scale, symmetric about zero. */
  readonly signed: boolean;
}

/** Programmed conductances of an array; rows*columns, row-major, siemens. */
export interface ConductanceData {
  readonly rows: number;
  readonly columns: number;
  readonly positiveSiemens: ArrayLike<number>;
  /** null for single-ended devices, which have no negative rail. */
  readonly negativeSiemens: ArrayLike<number> | null;
}

/** Cells a side that are drawn one by one; larger arrays are averaged in blocks, for a screen has no more pixels to give. */
const MAX_CELLS = 160;
const MAX_CELL_PIXELS = 40;
const MAX_PANEL_HEIGHT = 420;
const PANEL_GAP = 48;
const LEFT = 52;
const TOP = 66;
const LABEL_EVERY = 10;

interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
}

/** Means of block*block cells; the last blocks may be smaller. */
function averaged(values: ArrayLike<number>, rows: number, columns: number, block: number): Grid {
  if (block === 1) return { rows, columns, values };
  const blockRows = Math.ceil(rows / block);
  const blockColumns = Math.ceil(columns / block);
  const means = new Float64Array(blockRows * blockColumns);
  const counts = new Float64Array(blockRows * blockColumns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const target = Math.floor(i / block) * blockColumns + Math.floor(j / block);
      means[target]! += values[i * columns + j]!;
      counts[target]! += 1;
    }
  }
  for (let k = 0; k < means.length; k++) means[k]! /= counts[k]!;
  return { rows: blockRows, columns: blockColumns, values: means };
}

/** Path data of each shade: horizontal strokes of unit width, one a run of equal shade, in cell units. */
function strokesByShade(grid: Grid, map: ColourMap): Map<number, string[]> {
  const strokes = new Map<number, string[]>();
  for (let i = 0; i < grid.rows; i++) {
    for (let j = 0; j < grid.columns; ) {
      const shade = map.shade(grid.values[i * grid.columns + j]!);
      let end = j + 1;
      while (end < grid.columns && map.shade(grid.values[i * grid.columns + end]!) === shade) end++;
      let parts = strokes.get(shade);
      if (parts === undefined) {
        parts = [];
        strokes.set(shade, parts);
      }
      parts.push(`M${j} ${i}h${end - j}`);
      j = end;
    }
  }
  return strokes;
}

/** Positions labelled along an axis of `count` cells: each one while they are few, else every tenth (or rarer). */
function labelledCells(count: number, cellPixels: number, roomPixels: number): number[] {
  let every = count <= 12 && cellPixels >= roomPixels ? 1 : LABEL_EVERY;
  while (every * cellPixels < roomPixels) every *= 2;
  const cells: number[] = [];
  for (let k = 0; k < count; k += every) cells.push(k);
  return cells;
}

function drawPanel(
  pen: Pen,
  left: number,
  cell: number,
  grid: Grid,
  block: number,
  label: string,
  map: ColourMap,
): void {
  const width = cell * grid.columns;
  const height = cell * grid.rows;
  pen.text(label, left + width / 2, TOP - 24, { "text-anchor": "middle", "font-size": LABEL_SIZE, fill: INK });
  const cells = pen.group({
    transform: `translate(${left} ${TOP + cell / 2}) scale(${cell})`,
    "shape-rendering": "crispEdges",
  });
  const strokes = strokesByShade(grid, map);
  for (const shade of [...strokes.keys()].sort((a, b) => a - b)) {
    cells.path(strokes.get(shade)!.join(""), { stroke: map.colours[shade]!, fill: "none" });
  }
  pen.rect(left, TOP, width, height, { fill: "none", stroke: AXIS });
  const pixels = cell / block;
  const text = { "font-size": TICK_SIZE, fill: MUTED };
  for (const row of labelledCells(grid.rows * block, pixels, TICK_SIZE + 2)) {
    const y = TOP + (row + 0.5) * pixels;
    pen.text(String(row), left - 6, y + TICK_SIZE * 0.36, { ...text, "text-anchor": "end" });
  }
  for (const column of labelledCells(
    grid.columns * block,
    pixels,
    textWidth(String(grid.columns * block), TICK_SIZE) + 6,
  )) {
    pen.text(String(column), left + (column + 0.5) * pixels, TOP - 6, { ...text, "text-anchor": "middle" });
  }
}

function colourMapOf(data: HeatMapData): ColourMap {
  const [low, high] = extent(...data.panels.map((panel) => panel.values)) ?? [0, 0];
  if (data.signed) return divergingMap(Math.max(Math.abs(low), Math.abs(high)));
  // From zero when that costs little of the scale: a reader then sees ratios.
  return sequentialMap(low > 0 && low < 0.3 * high ? 0 : low, high);
}

/**
 * Draws a matrix of values as coloured cells, one panel or more side by side, rows downwards, with a colour scale. Also the
 * picture for a map of errors: give signed values and their unit.
 * @returns SVG text.
 * @throws ArgumentError when a panel has the wrong length or holds a value that is not finite.
 */
export async function drawHeatMap(data: HeatMapData): Promise<string> {
  requireInteger("rows", data.rows, 1);
  requireInteger("columns", data.columns, 1);
  requireInteger("panels.length", data.panels.length, 1);
  for (const panel of data.panels) requireFinite(panel.label, panel.values, data.rows * data.columns);
  const block = Math.ceil(Math.max(data.rows, data.columns) / MAX_CELLS);
  const grids = data.panels.map((panel) => averaged(panel.values, data.rows, data.columns, block));
  const map = colourMapOf(data);
  const { rows, columns } = grids[0]!;
  const available = PICTURE_WIDTH - LEFT - COLOUR_BAR_WIDTH - (grids.length - 1) * PANEL_GAP;
  const cell = Math.max(
    1,
    Math.min(MAX_CELL_PIXELS, Math.floor(available / (grids.length * columns)), Math.floor(MAX_PANEL_HEIGHT / rows)),
  );
  const labelWidths = data.panels.map((panel) => textWidth(panel.label, LABEL_SIZE));
  const panelWidth = cell * columns;
  const slot = Math.ceil(Math.max(panelWidth, ...labelWidths));
  const barLeft = LEFT + grids.length * slot + (grids.length - 1) * PANEL_GAP + 28;
  const barHeight = Math.max(120, cell * rows);
  const averages = block > 1 ? `; a cell is the mean of ${block}\u00d7${block} devices` : "";
  const note = `${data.rows} rows (down) \u00d7 ${data.columns} columns (across), counted from 0${averages}`;
  const barEnd = barLeft + Math.max(COLOUR_BAR_WIDTH - 28, textWidth(data.quantity, LABEL_SIZE) + 12);
  const width = Math.max(420, barEnd, textWidth(note, TICK_SIZE) + 24);
  const height = TOP + barHeight + 34;
  return paintPicture({ width, height, title: data.title }, (pen) => {
    pen.text(fitText(data.title, TITLE_SIZE, width - 24), 12, 22, { "font-size": TITLE_SIZE, "font-weight": "600" });
    grids.forEach((grid, index) => {
      const left = LEFT + index * (slot + PANEL_GAP) + Math.floor((slot - panelWidth) / 2);
      drawPanel(pen, left, cell, grid, block, data.panels[index]!.label, map);
    });
    drawColourBar(pen, barLeft, TOP, barHeight, map, data.quantity, data.unit);
    pen.text(note, 12, height - 10, { "font-size": TICK_SIZE, fill: MUTED });
  });
}

/** Draws the positive and the negative array of a crossbar side by side, or its one array. @throws as drawHeatMap. */
export function drawConductancePair(title: string, data: ConductanceData): Promise<string> {
  return drawHeatMap({
    title,
    quantity: "conductance",
    unit: "S",
    rows: data.rows,
    columns: data.columns,
    panels:
      data.negativeSiemens === null
        ? [{ label: "G", values: data.positiveSiemens }]
        : [
            { label: "positive array, G+", values: data.positiveSiemens },
            { label: "negative array, G\u2212", values: data.negativeSiemens },
          ],
    signed: false,
  });
}

/** Errors of the weights that an array holds, by cause; rows*columns each, row-major, in units of weight. */
export interface WeightErrorData {
  readonly rows: number;
  readonly columns: number;
  readonly quantisation: ArrayLike<number>;
  readonly programming: ArrayLike<number>;
  readonly conduction: ArrayLike<number>;
  /** Weights at small signal less those at full swing. */
  readonly smallSignal: ArrayLike<number>;
}

/** Draws held minus wanted weights, one panel a cause that has any effect. @throws as drawHeatMap. */
export function drawWeightErrors(title: string, { rows, columns, ...causes }: WeightErrorData): Promise<string> {
  const panels = [
    { label: "rounding to levels", values: causes.quantisation },
    { label: "programming", values: causes.programming },
    { label: "conduction at full swing", values: causes.conduction },
    { label: "small signal \u2212 full swing", values: causes.smallSignal },
  ];
  const some = panels.filter(({ values }) => Array.from(values).some((value) => value !== 0));
  return drawHeatMap({
    title,
    quantity: "held \u2212 wanted",
    unit: "",
    rows,
    columns,
    panels: some.length === 0 ? [panels[1]!] : some,
    signed: true,
  });
}

/** Draws the signed difference G+ - G- of a crossbar of pairs. @throws as drawHeatMap. */
export function drawSignedConductance(title: string, data: ConductanceData): Promise<string> {
  const positive = Float64Array.from(data.positiveSiemens);
  const negative = data.negativeSiemens ?? new Float64Array(positive.length);
  requireFinite("negativeSiemens", negative, positive.length);
  return drawHeatMap({
    title,
    quantity: "G+ \u2212 G\u2212",
    unit: "S",
    rows: data.rows,
    columns: data.columns,
    panels: [{ label: "G+ \u2212 G\u2212", values: positive.map((value, k) => value - negative[k]!) }],
    signed: true,
  });
}
