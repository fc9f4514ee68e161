import { z } from "zod";
import { profileName } from "./device-schema.ts";
import { quantity } from "./quantity.ts";

/** A clocked loop around the array: each clock reads a batch of neurons, compares and updates them. */
const loop = z
  .strictObject({
    cycles: quantity("1", "positive", "Cycles of an anneal; each visits every neuron once."),
    batchColumns: quantity("1", "positive", "Neurons that a clock updates together."),
    watts: quantity("W", "positive", "Published power of the whole machine while it runs.").optional(),
    referenceRows: quantity("1", "positive", "Rows of the array that the published energies are for.").optional(),
    referenceColumns: quantity("1", "positive", "Columns read together that they are for.").optional(),
    arrayJoules: quantity("J", "notNegative", "Published energy of the array a clock.").optional(),
    totalJoules: quantity("J", "notNegative", "Published energy of the machine a clock.").optional(),
    criticalSeconds: quantity("s", "notNegative", "Published critical path of a clock.").optional(),
  })
  .describe("Clocked loop of read, compare and update.");

/** What stands around an array, for its area, time and energy: whatever is left out is not known. */
export const peripherySchema = z
  .strictObject({
    featureMeters: quantity("m", "positive", "Feature size F.").optional(),
    cellFeatures: quantity(
      "F^2",
      "positive",
      "Area of a device with its selector, in squares of the feature size.",
    ).optional(),
    readVolts: quantity("V", "positive", "Voltage on a driven word line during a read.").optional(),
    readSeconds: quantity("s", "positive", "Time of a read.").optional(),
    clockHertz: quantity("Hz", "positive", "Clock.").optional(),
    driverJoules: quantity(
      "J",
      "notNegative",
      "Energy of a word line's driver a read, without what the devices take.",
    ).optional(),
    driverSquareMeters: quantity("m^2", "notNegative", "Area of a word line's driver.").optional(),
    senseJoules: quantity("J", "notNegative", "Energy of sensing or comparing a bit line once.").optional(),
    senseSquareMeters: quantity("m^2", "notNegative", "Area of what senses a bit line.").optional(),
    converterJoules: quantity("J", "notNegative", "Energy of one analogue-to-digital conversion.").optional(),
    converterSquareMeters: quantity("m^2", "notNegative", "Area of a converter.").optional(),
    linesPerConverter: quantity("1", "positive", "Bit lines that share a converter.").optional(),
    bufferJoules: quantity("J", "notNegative", "Energy of buffers and registers a read.").optional(),
    neuronSquareMeters: quantity("m^2", "notNegative", "Area of a neuron.").optional(),
    staticWatts: quantity("W", "notNegative", "Power drawn whatever is done, beside the neurons' own.").optional(),
    loop: loop.optional(),
  })
  .describe("Drivers, sensing, converters and clock around an array.");

/** Periphery of an array. */
export type Periphery = z.infer<typeof peripherySchema>;

/** The schema's name, written in every periphery file's `schema` field. */
export const PERIPHERY_SCHEMA = "ohmfield-periphery-1";

/** A periphery in a file of its own. */
export const peripheryFileSchema = z.strictObject({
  schema: z.literal(PERIPHERY_SCHEMA, { error: `expected "${PERIPHERY_SCHEMA}"` }),
  name: profileName(),
  description: z.string().regex(/\S/, { error: "expected a sentence" }),
  periphery: peripherySchema,
});

/** A published periphery, from a file of its own. */
export type PeripheryFile = z.infer<typeof peripheryFileSchema>;
