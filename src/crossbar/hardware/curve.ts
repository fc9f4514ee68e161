import { z } from "zod";
import { HardwareError } from "../../core/index.ts";
import { assumedFlag, LOW_ABOVE_HIGH, numbers, range, rangeFields, sourceText } from "./quantity.ts";

/** Rounding of a level or a target may leave the end of a range by this share of it. */
const ROUNDING = 1e-9;

const conductance = z.strictObject({
  of: z.literal("conductance"),
  unit: z.literal("S", { error: 'expected "S"' }),
  divisor: numbers.positive().describe("x = conductance / divisor: 1e-6 for a fit in uS, or the largest conductance."),
});
const readCurrent = z.strictObject({
  of: z.literal("read-current"),
  unit: z.literal("A", { error: 'expected "A"' }),
  divisor: numbers.positive().describe("x = conductance * readVolts / divisor: 1e-9 for a fit in nA."),
});

function shared(unit: z.ZodType<"S" | "A" | "1">) {
  return {
    argument: z
      .discriminatedUnion("of", [conductance, readCurrent], { error: 'expected "conductance" or "read-current"' })
      .describe("What the curve is a function of; x is it over the divisor."),
    unit,
    factor: numbers.positive().describe("The curve's value is factor * f(x), so that f keeps its published figures."),
    floor: numbers.any().describe("Smallest f(x).").optional(),
    ceiling: numbers.any().describe("Largest f(x).").optional(),
    source: sourceText(),
    assumed: assumedFlag(),
    measured: range(numbers.notNegative).describe(
      "Range of the argument that the curve was measured over; of an assumed curve, that it is meant for.",
    ),
    extrapolated: z
      .strictObject({
        ...rangeFields(numbers.notNegative),
        source: sourceText(),
        assumed: z.literal(true, { error: "expected true: an extrapolation is an assumption" }),
      })
      .refine((r) => r.low <= r.high, LOW_ABOVE_HIGH)
      .describe("Wider range that the curve is used in all the same: an assumption, with its reasoning.")
      .optional(),
  };
}

function plainCurve(units: readonly ["S", "A"] | readonly ["1"]) {
  const unit = z.enum(units, { error: `expected ${units.map((u) => `"${u}"`).join(" or ")}` }) as unknown as z.ZodType<
    "S" | "A" | "1"
  >;
  const fields = shared(unit);
  return z
    .discriminatedUnion(
      "kind",
      [
        z.strictObject({ kind: z.literal("constant"), value: numbers.any().describe("f(x) = value."), ...fields }),
        z.strictObject({
          kind: z.literal("polynomial"),
          coefficients: z
            .array(numbers.any())
            .min(1, { error: "expected at least one coefficient" })
            .describe("f(x) = c0 + c1 x + c2 x^2 + ..."),
          ...fields,
        }),
        z.strictObject({
          kind: z.literal("logarithm"),
          intercept: numbers.any().describe("f(x) = intercept + slope ln x."),
          slope: numbers.any().describe("See intercept."),
          ...fields,
        }),
        z.strictObject({
          kind: z.literal("power"),
          amplitude: numbers.any().describe("f(x) = amplitude x^exponent."),
          exponent: numbers.any().describe("See amplitude."),
          ...fields,
        }),
        z.strictObject({
          kind: z.literal("saturating-exponential"),
          amplitude: numbers.any().describe("f(x) = amplitude (1 - exp(-x / decay))."),
          decay: numbers.positive().describe("See amplitude."),
          ...fields,
        }),
      ],
      { error: "expected one of constant, polynomial, logarithm, power, saturating-exponential" },
    )
    .refine(({ extrapolated: e, measured: m }) => e === undefined || (e.low <= m.low && e.high >= m.high), {
      error: "expected a range that holds the measured one",
      path: ["extrapolated"],
    })
    .refine(({ floor, ceiling }) => floor === undefined || ceiling === undefined || floor <= ceiling, {
      error: "expected floor to be at most ceiling",
      path: ["floor"],
    });
}

const sigmaCurve = plainCurve(["S", "A"]).refine((c) => (c.unit === "A") === (c.argument.of === "read-current"), {
  error: 'expected "A" with a read current and "S" with a conductance',
  path: ["unit"],
});
const numberCurve = plainCurve(["1"]);

/** A curve of a standard deviation: siemens by conductance, or amperes by read current. */
export const deviationCurve = (description: string) => sigmaCurve.describe(description);

/** A curve of plain numbers. */
export const plainNumberCurve = (description: string) => numberCurve.describe(description);

/** A published curve: what it is a function of, its value's unit, its source and the range it was measured in. */
export type Curve = z.infer<ReturnType<typeof plainCurve>>;

/** The range a curve may be used in, in its argument's unit. */
export function usableRange(c: Curve): { readonly low: number; readonly high: number } {
  return c.extrapolated ?? c.measured;
}

function shape(c: Curve, x: number): number {
  switch (c.kind) {
    case "constant":
      return c.value;
    case "polynomial":
      return c.coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
    case "logarithm":
      return c.intercept + c.slope * Math.log(x);
    case "power":
      return c.amplitude * x ** c.exponent;
    case "saturating-exponential":
      return -c.amplitude * Math.expm1(-x / c.decay);
  }
}

/**
 * The value of a curve, in its unit.
 * @param name names the curve in errors, e.g. "sonos-agrawal-2022: programming error after 0 s".
 * @throws HardwareError naming curve, value and range when the argument lies outside the range.
 */
export function evaluateCurve(c: Curve, argument: number, name: string): number {
  const { low, high } = usableRange(c);
  const slack = ROUNDING * Math.max(Math.abs(low), Math.abs(high));
  if (!(argument >= low - slack && argument <= high + slack)) {
    const { of, unit } = c.argument;
    throw new HardwareError(`${name}: ${of} outside the range of the curve`, {
      code: "hardware.curve-range",
      received: `${argument} ${unit}`,
      expected: `${low} to ${high} ${unit} (measured: ${c.measured.low} to ${c.measured.high} ${unit})`,
    });
  }
  // A range that begins at 0 must not be left through the rounding of its argument: ln of a negative number is none.
  const value = shape(c, Math.min(high, Math.max(low, argument)) / c.argument.divisor);
  const floored = c.floor === undefined ? value : Math.max(c.floor, value);
  return c.factor * (c.ceiling === undefined ? floored : Math.min(c.ceiling, floored));
}
