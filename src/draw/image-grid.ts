import { requireFinite, requireInteger } from "../core/index.ts";
import { type Pen, paintPicture } from "./canvas.ts";
import { fitText } from "./legend.ts";
import { AXIS, BACKGROUND, INK, LABEL_SIZE, MUTED, TICK_SIZE, TITLE_SIZE, textWidth } from "./style.ts";

/** Rows of small images of one size. */
export interface ImageGridData {
  readonly title: string;
  /** Cells a row of an image. */
  readonly columns: number;
  readonly rows: readonly {
    /** Written to the left of the row; "" for nothing. */
    readonly label: string;
    /** Cells from -1 (paper) to 1 (ink), row-major, all of one length. */
    readonly images: readonly { readonly caption?: string; readonly cells: ArrayLike<number> }[];
  }[];
}

/** Grey levels that are told apart; one path each keeps a picture small. */
const LEVELS = 6;
const GAP = 10;
const CAPTION = 15;
const TOP = 38;
const MAX_WIDTH = 760;
const IMAGE_PIXELS = [40, 96] as const;

function levelOf(cell: number): number {
  return Math.round(((Math.max(-1, Math.min(1, cell)) + 1) / 2) * (LEVELS - 1));
}

/** Path data of each level but paper: horizontal strokes of unit width, in cell units. */
function strokes(cells: ArrayLike<number>, columns: number): string[] {
  const parts = Array.from({ length: LEVELS }, () => "");
  for (let row = 0; row * columns < cells.length; row++) {
    for (let c = 0; c < columns; ) {
      const level = levelOf(cells[row * columns + c]!);
      let end = c + 1;
      while (end < columns && levelOf(cells[row * columns + end]!) === level) end++;
      if (level > 0) parts[level] += `M${c} ${row}h${end - c}`;
      c = end;
    }
  }
  return parts;
}

function greyOf(level: number): string {
  const shade = Math.round(247 - (level / (LEVELS - 1)) * (247 - 31));
  return `#${shade.toString(16).padStart(2, "0").repeat(3)}`;
}

function drawImage(pen: Pen, left: number, top: number, cell: number, columns: number, cells: ArrayLike<number>): void {
  const rows = cells.length / columns;
  pen.rect(left, top, cell * columns, cell * rows, { fill: BACKGROUND, stroke: AXIS, "stroke-width": 0.6 });
  const group = pen.group({
    transform: `translate(${left} ${(top + cell / 2).toFixed(2)}) scale(${cell})`,
    "shape-rendering": "crispEdges",
    fill: "none",
  });
  strokes(cells, columns).forEach((path, level) => {
    if (path !== "") group.path(path, { stroke: greyOf(level) });
  });
}

/**
 * Draws patterns as images in rows, each with a caption, for probes and what was recalled from them.
 * @returns SVG text.
 * @throws ArgumentError when images differ in size, or a cell is not finite.
 */
export async function drawImageGrid(data: ImageGridData): Promise<string> {
  const { columns, rows, title } = data;
  requireInteger("columns", columns, 1);
  requireInteger("number of rows", rows.length, 1);
  const size = rows[0]!.images[0]?.cells.length ?? 0;
  requireInteger("number of cells", size, columns);
  requireInteger("rows of cells", size / columns, 1);
  for (const row of rows)
    for (const { caption = "", cells } of row.images) requireFinite(`image ${caption}`, cells, size);
  const most = Math.max(...rows.map(({ images }) => images.length));
  const labelWidth = Math.max(...rows.map(({ label }) => (label === "" ? 0 : textWidth(label, LABEL_SIZE) + 12)));
  const captionWidth = Math.max(
    0,
    ...rows.flatMap(({ images }) => images.map(({ caption = "" }) => textWidth(caption, TICK_SIZE))),
  );
  const room = Math.floor((MAX_WIDTH - 24 - labelWidth - (most - 1) * GAP) / most);
  const pixels = Math.max(IMAGE_PIXELS[0], Math.min(IMAGE_PIXELS[1], room));
  const cell = Math.max(1, Math.floor((2 * pixels) / columns)) / 2;
  const imageWidth = cell * columns;
  const imageHeight = cell * (size / columns);
  const slot = Math.min(Math.max(imageWidth, captionWidth), Math.max(imageWidth, room));
  const hasCaptions = captionWidth > 0;
  const rowHeight = imageHeight + (hasCaptions ? CAPTION : 0) + GAP;
  const width = Math.max(320, 24 + labelWidth + most * slot + (most - 1) * GAP);
  const height = TOP + rows.length * rowHeight + 4;
  return paintPicture({ width, height, title }, (pen) => {
    pen.text(fitText(title, TITLE_SIZE, width - 24), 12, 22, {
      "font-size": TITLE_SIZE,
      "font-weight": "600",
      fill: INK,
    });
    rows.forEach(({ label, images }, r) => {
      const top = TOP + r * rowHeight;
      if (label !== "")
        pen.text(label, 12, top + imageHeight / 2 + LABEL_SIZE * 0.36, { "font-size": LABEL_SIZE, fill: INK });
      images.forEach(({ caption = "", cells }, k) => {
        const left = 12 + labelWidth + k * (slot + GAP);
        drawImage(pen, left + (slot - imageWidth) / 2, top, cell, columns, cells);
        if (caption === "") return;
        const text = fitText(caption, TICK_SIZE, slot + GAP);
        pen.text(text, left + slot / 2, top + imageHeight + CAPTION - 4, {
          "text-anchor": "middle",
          "font-size": TICK_SIZE,
          fill: MUTED,
        });
      });
    });
  });
}
