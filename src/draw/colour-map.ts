/** Continuous colour maps, sampled to a fixed number of colours so that equal shades can share one path. */

type Rgb = readonly [number, number, number];

/** Anchors of a perceptually even ramp from dark violet to yellow, in the manner of viridis. */
const SEQUENTIAL: readonly Rgb[] = [
  [68, 1, 84],
  [71, 44, 122],
  [59, 81, 139],
  [44, 113, 142],
  [33, 144, 141],
  [39, 173, 129],
  [92, 200, 99],
  [170, 220, 50],
  [253, 231, 37],
];

/** Vermillion for negative, near white at zero, blue for positive: the hues of the spin colours. */
const DIVERGING: readonly Rgb[] = [
  [133, 50, 0],
  [213, 94, 0],
  [241, 167, 104],
  [247, 247, 247],
  [120, 180, 220],
  [0, 114, 178],
  [0, 58, 104],
];

/** Shades of a map; odd, so that zero has the neutral one in the diverging map. */
export const SHADES = 65;

export interface ColourMap {
  /** Values at the ends of the scale. */
  readonly low: number;
  readonly high: number;
  /** The SHADES colours from low to high, "#rrggbb". */
  readonly colours: readonly string[];
  /** Index into `colours` of a finite value; outside values take the end colours. */
  shade(value: number): number;
}

function sample(anchors: readonly Rgb[]): string[] {
  const colours: string[] = [];
  for (let k = 0; k < SHADES; k++) {
    const position = (k / (SHADES - 1)) * (anchors.length - 1);
    const index = Math.min(anchors.length - 2, Math.floor(position));
    const from = anchors[index]!;
    const to = anchors[index + 1]!;
    const channels = from.map((channel, c) => Math.round(channel + (to[c]! - channel) * (position - index)));
    colours.push(`#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`);
  }
  return colours;
}

function build(low: number, high: number, anchors: readonly Rgb[], atEqual: number): ColourMap {
  const shade = (value: number): number => {
    const fraction = high > low ? (value - low) / (high - low) : atEqual;
    return Math.max(0, Math.min(SHADES - 1, Math.round(fraction * (SHADES - 1))));
  };
  return { low, high, colours: sample(anchors), shade };
}

/** The map for unsigned values in [low, high]. */
export function sequentialMap(low: number, high: number): ColourMap {
  return build(low, high, SEQUENTIAL, low === 0 ? 0 : 0.5);
}

/** The map for signed values in [-magnitude, +magnitude]; zero is neutral. */
export function divergingMap(magnitude: number): ColourMap {
  return build(-magnitude, magnitude, DIVERGING, 0.5);
}
