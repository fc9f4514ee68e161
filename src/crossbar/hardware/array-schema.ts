import { z } from "zod";
import { quantity } from "./quantity.ts";

const line = (which: string) =>
  z
    .strictObject({
      widthMeters: quantity("m", "positive", `Width of a ${which} line.`),
      pitchMeters: quantity("m", "positive", `Length of a ${which} line from one device to the next.`),
    })
    .describe(`Geometry of the ${which} lines.`);

const wires = z
  .discriminatedUnion(
    "kind",
    [
      z.strictObject({
        kind: z.literal("resistance"),
        wordLineOhms: quantity("ohm", "notNegative", "Resistance of a word line from one device to the next."),
        bitLineOhms: quantity("ohm", "notNegative", "Resistance of a bit line from one device to the next."),
      }),
      z.strictObject({
        kind: z.literal("geometry"),
        metal: z.literal("copper", { error: 'expected "copper"' }).describe("Metal of the lines."),
        wordLine: line("word"),
        bitLine: line("bit"),
      }),
    ],
    { error: "expected one of resistance, geometry" },
  )
  .describe("Wires between neighbouring devices.");

/** The array of a board: its largest size, wires, and what drives and senses them. */
export const arraySchema = z
  .strictObject({
    rows: quantity("1", "count", "Most word lines of one array."),
    columns: quantity("1", "count", "Most bit lines of one array."),
    wires,
    driverOhms: quantity("ohm", "notNegative", "Output resistance of a word line's driver."),
    senseOhms: quantity("ohm", "notNegative", "Input resistance of what senses a bit line."),
    drive: z
      .enum(["single", "double"], { error: 'expected "single" or "double"' })
      .describe("Whether word lines are driven from one side or from both."),
    kelvin: quantity("K", "positive", "Temperature of the array."),
  })
  .describe("Array of devices and its wires.");

/** Array of a board. */
export type BoardArray = z.infer<typeof arraySchema>;
