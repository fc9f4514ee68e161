import { z } from "zod";

/** A number with its unit and its source; an assumption says so and is repeated in every report. */
export interface Quantity {
  readonly value: number;
  readonly unit: string;
  /** Paper, table or page; for an assumption, the reasoning. */
  readonly source: string;
  readonly assumed?: boolean | undefined;
  /** Smallest and largest value that was measured, in the same unit. */
  readonly measured?: { readonly low: number; readonly high: number } | undefined;
}

/** What a number may be; the words of a refusal say the same. */
export const numbers = {
  any: () => z.number(),
  positive: () => z.number().gt(0, { error: "expected a number greater than 0" }),
  notNegative: () => z.number().gte(0, { error: "expected a number of at least 0" }),
  share: () =>
    z.number().gte(0, { error: "expected a share of at least 0" }).lte(1, { error: "expected a share of at most 1" }),
  count: () =>
    z
      .number()
      .gte(1, { error: "expected a whole number of at least 1" })
      .lte(1e6, { error: "expected at most 1000000" })
      .multipleOf(1, { error: "expected a whole number of at least 1" }),
  countOrZero: () =>
    z
      .number()
      .gte(0, { error: "expected a whole number, 0 for continuous" })
      .lte(1e6, { error: "expected at most 1000000" })
      .multipleOf(1, { error: "expected a whole number, 0 for continuous" }),
};

// One instance each: the JSON Schema then writes it once and refers to it.
const source = z
  .string()
  .regex(/\S/, { error: "expected a paper, table or page; for an assumption, the reasoning" })
  .describe("Paper, table or page; for an assumption, the reasoning.");
const assumed = z.boolean().describe("Whether it is an assumption, which every report repeats.");

export const sourceText = () => source;
export const assumedFlag = () => assumed.optional();

/** Two ends of a range, in the unit of what they belong to. */
export const rangeFields = (number: () => z.ZodNumber = numbers.any) => ({
  low: number().describe("Lower end."),
  high: number().describe("Upper end."),
});

const isOrdered = (range: { readonly low: number; readonly high: number }) => range.low <= range.high;
export const LOW_ABOVE_HIGH = { error: "expected low to be at most high" };

/** A range {low, high} that does not run backwards. */
export const range = (number: () => z.ZodNumber = numbers.any) =>
  z.strictObject(rangeFields(number)).refine(isOrdered, LOW_ABOVE_HIGH);

const valueRange = range().describe("Smallest and largest value that was measured, in the same unit.");

function plainQuantity(unit: string, number: () => z.ZodNumber) {
  return z
    .strictObject({
      value: number().describe(`Value in ${unit === "1" ? "plain numbers" : unit}.`),
      unit: z.literal(unit, { error: `expected "${unit}"` }).describe("Unit; no other is converted."),
      source: sourceText(),
      assumed: assumedFlag(),
      measured: valueRange.optional(),
    })
    .refine((q) => q.measured === undefined || (q.measured.low <= q.value && q.value <= q.measured.high), {
      error: "expected the value inside its measured range",
      path: ["measured"],
    });
}

const made = new Map<string, ReturnType<typeof plainQuantity>>();

/** A quantity in one fixed unit. */
export function quantity(unit: string, number: keyof typeof numbers, description: string) {
  const key = `${unit} ${number}`;
  const known = made.get(key) ?? plainQuantity(unit, numbers[number]);
  made.set(key, known);
  return known.describe(description);
}
