import { z } from "zod";
import { HardwareError, quoteReceived } from "../core/index.ts";

/** A number of the periphery with its unit and source; see `Quantity`. */
function quantity(unit: string, description: string, least: "above 0" | "at least 0" = "at least 0") {
  return z
    .strictObject({
      value: z.number().refine((v) => Number.isFinite(v) && (least === "above 0" ? v > 0 : v >= 0), {
        error: `expected a number ${least}`,
      }),
      unit: z.literal(unit, { error: `expected "${unit}"` }),
      source: z.string().min(1, { error: "expected a paper, table or page" }),
      assumed: z.boolean().optional(),
      measured: z.strictObject({ low: z.number(), high: z.number() }).optional(),
    })
    .describe(description);
}

/** A clocked loop around the array: each clock reads a batch of neurons, compares and updates them. */
const loop = z
  .strictObject({
    cycles: quantity("1", "Cycles of an anneal; each visits every neuron once.", "above 0"),
    batchColumns: quantity("1", "Neurons that a clock updates together.", "above 0"),
    watts: quantity("W", "Published power of the whole machine while it runs.", "above 0").optional(),
    referenceRows: quantity("1", "Rows of the array that the published energies are for.", "above 0").optional(),
    referenceColumns: quantity("1", "Columns read together that they are for.", "above 0").optional(),
    arrayJoules: quantity("J", "Published energy of the array a clock.").optional(),
    totalJoules: quantity("J", "Published energy of the machine a clock.").optional(),
    criticalSeconds: quantity("s", "Published critical path of a clock.").optional(),
  })
  .describe("Clocked loop of read, compare and update.");

/** What stands around an array, for its area, time and energy: whatever is left out is not known. */
export const peripherySchema = z
  .strictObject({
    featureMeters: quantity("m", "Feature size F.", "above 0").optional(),
    cellFeatures: quantity(
      "F^2",
      "Area of a device with its selector, in squares of the feature size.",
      "above 0",
    ).optional(),
    readVolts: quantity("V", "Voltage on a driven word line during a read.", "above 0").optional(),
    readSeconds: quantity("s", "Time of a read.", "above 0").optional(),
    clockHertz: quantity("Hz", "Clock.", "above 0").optional(),
    driverJoules: quantity("J", "Energy of a word line's driver a read, without what the devices take.").optional(),
    driverSquareMeters: quantity("m^2", "Area of a word line's driver.").optional(),
    senseJoules: quantity("J", "Energy of sensing or comparing a bit line once.").optional(),
    senseSquareMeters: quantity("m^2", "Area of what senses a bit line.").optional(),
    converterJoules: quantity("J", "Energy of one analogue-to-digital conversion.").optional(),
    converterSquareMeters: quantity("m^2", "Area of a converter.").optional(),
    linesPerConverter: quantity("1", "Bit lines that share a converter.", "above 0").optional(),
    bufferJoules: quantity("J", "Energy of buffers and registers a read.").optional(),
    neuronSquareMeters: quantity("m^2", "Area of a neuron.").optional(),
    staticWatts: quantity("W", "Power drawn whatever is done, beside the neurons' own.").optional(),
    loop: loop.optional(),
  })
  .describe("Drivers, sensing, converters and clock around an array.");

/** Periphery of an array. */
export type Periphery = z.infer<typeof peripherySchema>;

/** The schema's name, written in every periphery file's `schema` field. */
export const PERIPHERY_SCHEMA = "ohmfield-periphery-1";

const fileSchema = z.strictObject({
  schema: z.literal(PERIPHERY_SCHEMA, { error: `expected "${PERIPHERY_SCHEMA}"` }),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, { error: "expected lower-case letters, digits and hyphens" }),
  description: z.string().min(1),
  periphery: peripherySchema,
});

/** A published periphery, from a file of its own. */
export type PeripheryFile = z.infer<typeof fileSchema>;

/**
 * Parses a periphery file from JSON text.
 * @param file names the source in errors.
 * @throws HardwareError naming file, field, what was received and what was expected.
 */
export function parsePeriphery(text: string, file: string): PeripheryFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new HardwareError(`not JSON: ${(cause as Error).message}`, { code: "hardware.json", file, cause });
  }
  const result = fileSchema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  let received: unknown = json;
  for (const key of issue.path) received = (received as Record<PropertyKey, unknown> | undefined)?.[key];
  throw new HardwareError("wrong value", {
    code: "hardware.periphery",
    file,
    field: issue.path.length === 0 ? "(top)" : issue.path.join("."),
    received: quoteReceived(received),
    expected: issue.message.replace(/^(Invalid input: )?expected /i, ""),
  });
}
