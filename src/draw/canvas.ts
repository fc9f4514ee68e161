/**
 * The drawing surface: an svg.js tree over svgdom (or over the page's own document in a browser), written out by our
 * own serialiser so that the same picture is the same bytes everywhere.
 */

import type { Container } from "@svgdotjs/svg.js";
import { serialiseSvg } from "./serialise.ts";
import { BACKGROUND, FONT_STACK, INK } from "./style.ts";

/** Attribute values; numbers are rounded to hundredths. */
export type Attributes = Readonly<Record<string, string | number>>;

/** The few marks that every picture is made of. Coordinates in pixels, y downwards. */
export interface Pen {
  rect(x: number, y: number, width: number, height: number, attributes: Attributes): void;
  line(x1: number, y1: number, x2: number, y2: number, attributes: Attributes): void;
  circle(x: number, y: number, radius: number, attributes: Attributes): void;
  /** `data` is written as it stands: see `polyline.ts` for compact path data. */
  path(data: string, attributes: Attributes): void;
  /** `y` is the baseline. */
  text(content: string, x: number, y: number, attributes?: Attributes): void;
  group(attributes: Attributes): Pen;
}

/** Outer size and the words a screen reader gets. */
export interface PictureFrame {
  readonly width: number;
  readonly height: number;
  readonly title: string;
}

const NAMESPACE = "http://www.w3.org/2000/svg";
// Kept out of the import expression: a bundler for the browser must not pull in svgdom, which reads font files.
const SVGDOM = "svgdom";

function round(value: number): number {
  const rounded = Math.round(value * 100) / 100;
  return rounded === 0 ? 0 : rounded;
}

function rounded(attributes: Attributes): Record<string, string | number> {
  const out: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(attributes)) out[name] = typeof value === "number" ? round(value) : value;
  return out;
}

function penOn(container: Container): Pen {
  return {
    rect(x, y, width, height, attributes) {
      container.rect().attr({ x: round(x), y: round(y), width: round(width), height: round(height) });
      container.last().attr(rounded(attributes));
    },
    line(x1, y1, x2, y2, attributes) {
      container.line(round(x1), round(y1), round(x2), round(y2)).attr(rounded(attributes));
    },
    circle(x, y, radius, attributes) {
      container.circle().attr({ cx: round(x), cy: round(y), r: round(radius) });
      container.last().attr(rounded(attributes));
    },
    path(data, attributes) {
      container.path().attr({ d: data }).attr(rounded(attributes));
    },
    text(content, x, y, attributes = {}) {
      container
        .plain(content)
        .attr({ x: round(x), y: round(y) })
        .attr(rounded(attributes));
    },
    group(attributes) {
      return penOn(container.group().attr(rounded(attributes)));
    },
  };
}

/** Loads the libraries on the first picture: svgdom takes a third of a second, which no other verb should pay. */
async function openWindow(): Promise<Window> {
  if (typeof window !== "undefined" && typeof document !== "undefined") return window;
  const svgdom = (await import(/* @vite-ignore */ SVGDOM)) as { createSVGWindow(): Window };
  return svgdom.createSVGWindow();
}

/**
 * Paints one picture and returns it as SVG text: deterministic, without ids, scripts, styles sheets or references, so
 * that several can stand in one page.
 */
export async function paintPicture(frame: PictureFrame, paint: (pen: Pen) => void): Promise<string> {
  const { Svg, withWindow } = await import("@svgdotjs/svg.js");
  const view = await openWindow();
  let failure: unknown;
  const text = withWindow(view, () => {
    // withWindow does not restore the former window when its callback throws.
    try {
      const root = new Svg(view.document.createElementNS(NAMESPACE, "svg") as SVGSVGElement);
      const width = Math.round(frame.width);
      const height = Math.round(frame.height);
      root.attr({ width, height, viewBox: `0 0 ${width} ${height}`, role: "img" });
      root.attr({ "font-family": FONT_STACK, "font-size": 11, fill: INK });
      const pen = penOn(root);
      root.element("title").words(frame.title);
      pen.rect(0, 0, width, height, { fill: BACKGROUND });
      paint(pen);
      return serialiseSvg(root.node);
    } catch (error) {
      failure = error;
      return "";
    }
  });
  if (failure !== undefined) throw failure;
  return text;
}
