import { ArgumentError } from "../core/index.ts";

/** Round tick positions: `values[k]` are consecutive multiples of `step`, which is 1, 2 or 5 times a power of ten. */
export interface Ticks {
  readonly step: number;
  readonly values: readonly number[];
  /** Ends of the axis. */
  readonly low: number;
  readonly high: number;
}

export interface TickOptions {
  /** About how many intervals; default 5. */
  readonly target?: number;
  /** Whether fractions make no sense, as for counts. */
  readonly integer?: boolean;
}

/** Spans below this fraction of the magnitude are rounding noise and are drawn as a single value. */
const RELATIVE_NOISE = 1e-9;

/** Magnitudes below this are zero: steps so small would underflow. */
const SMALLEST = 1e-200;

/** Geometric means of 1, 2, 5 and 10: the step nearest in ratio wins. */
const GEOMETRIC = [Math.sqrt(2), Math.sqrt(10), Math.sqrt(50)] as const;

/** mantissa * 10^exponent without the rounding of a negative power. */
function scaled(mantissa: number, exponent: number): number {
  return exponent < 0 ? mantissa / 10 ** -exponent : mantissa * 10 ** exponent;
}

function niceStep(span: number, target: number, integer: boolean): [mantissa: number, exponent: number] {
  const raw = span / target;
  let exponent = Math.floor(Math.log10(raw));
  const fraction = raw / 10 ** exponent;
  let mantissa = fraction <= GEOMETRIC[0] ? 1 : fraction <= GEOMETRIC[1] ? 2 : fraction <= GEOMETRIC[2] ? 5 : 10;
  if (mantissa === 10) {
    mantissa = 1;
    exponent += 1;
  }
  return integer && exponent < 0 ? [1, 0] : [mantissa, exponent];
}

function opened(low: number, high: number): [number, number] {
  if (!Number.isFinite(high - low) || low > high) {
    throw new ArgumentError("the range of an axis is not one", {
      code: "draw.range",
      received: `${low}..${high}`,
      expected: "finite numbers, low not above high",
    });
  }
  const magnitude = Math.max(Math.abs(low), Math.abs(high));
  if (magnitude < SMALLEST) return [Math.min(0, low), 1];
  if (high - low > magnitude * RELATIVE_NOISE) return [low, high];
  return [low - 0.05 * magnitude, high + 0.05 * magnitude];
}

/**
 * Ticks whose ends are multiples of the step and enclose [low, high]; an empty range is opened around its value.
 * @throws ArgumentError when the range is not finite or runs backwards.
 */
export function enclosingTicks(low: number, high: number, options: TickOptions = {}): Ticks {
  const [from, to] = opened(low, high);
  const [mantissa, exponent] = niceStep(to - from, options.target ?? 5, options.integer ?? false);
  const step = scaled(mantissa, exponent);
  // The slack keeps an end that is a multiple up to rounding from gaining an empty interval.
  const first = Math.floor(from / step + RELATIVE_NOISE);
  const last = Math.max(first + 1, Math.ceil(to / step - RELATIVE_NOISE));
  const values: number[] = [];
  for (let k = first; k <= last; k++) values.push(scaled(k * mantissa, exponent));
  return { step, values, low: Math.min(from, values[0]!), high: Math.max(to, values[values.length - 1]!) };
}

/** Ticks inside [low, high]; the axis keeps the ends of the data, as a time axis should. @throws as enclosingTicks. */
export function insideTicks(low: number, high: number, options: TickOptions = {}): Ticks {
  const [from, to] = opened(low, high);
  const enclosing = enclosingTicks(from, to, options);
  const slack = enclosing.step * RELATIVE_NOISE;
  const values = enclosing.values.filter((value) => value >= from - slack && value <= to + slack);
  return { step: enclosing.step, values, low: from, high: to };
}
