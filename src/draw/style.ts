/** Type and neutral colours shared by all pictures. */

/** The reader's own system font: nothing to download. */
export const FONT_STACK = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** Sizes in pixels. */
export const TICK_SIZE = 11;
export const LABEL_SIZE = 12;
export const TITLE_SIZE = 13;

/** Contrast to white: ink 15:1, muted 6:1. */
export const INK = "#1f2328";
export const MUTED = "#57606a";
export const GRID = "#e6e9ed";
export const AXIS = "#8b949e";
export const BACKGROUND = "#ffffff";

/** Width of every picture but the narrow ones, pixels. */
export const PICTURE_WIDTH = 760;

/**
 * Estimated width of a line of text in pixels, on the wide side of the common system fonts: layouts must leave room
 * without a browser to measure in.
 */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const character of text) {
    if (/[ .,:;|'!il()[\]/]/.test(character)) ems += 0.38;
    else if (/[mwMW@%\u2014]/.test(character)) ems += 0.95;
    else if (/[A-Z+\u2212=]/.test(character)) ems += 0.74;
    else ems += 0.63;
  }
  return ems * size;
}
