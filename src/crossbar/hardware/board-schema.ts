import { z } from "zod";
import { arraySchema } from "./array-schema.ts";
import { checkBoard } from "./board-contradictions.ts";
import { deviceFields, deviceSchema, profileName } from "./device-schema.ts";
import { peripherySchema } from "./periphery-schema.ts";
import { quantity } from "./quantity.ts";

/** The schema's name, written in every board's `schema` field. */
export const BOARD_SCHEMA = "ohmfield-board-1";

const neuron = z
  .strictObject({
    supplyVolts: quantity("V", "positive", "Half of the output swing: outputs lie in [-supplyVolts, +supplyVolts]."),
    capacitanceFarads: quantity("F", "positive", "State capacitance of the summing node, or of the integrator."),
    leakSiemens: quantity("S", "notNegative", "Least leak of the summing node; rows are balanced on top of it."),
    staticWatts: quantity("W", "notNegative", "Quiescent power of one neuron."),
    opAmpGain: quantity("1", "positive", "Op-amp of the virtual-ground topology: open-loop gain at DC."),
    opAmpBandwidthHertz: quantity("Hz", "positive", "Op-amp of the virtual-ground topology: gain-bandwidth product."),
    inputOffsetSigmaVolts: quantity(
      "V",
      "notNegative",
      "Standard deviation, from neuron to neuron, of the offset at the neuron's input; 0 when absent.",
    ).optional(),
    comparatorOffsetSigmaVolts: quantity(
      "V",
      "notNegative",
      "Standard deviation, from neuron to neuron, of the offset of the comparator that reads the output; 0 when absent.",
    ).optional(),
  })
  .describe("Neuron at the end of each summing line.");

const shared = {
  $schema: z.string().describe("The JSON Schema that an editor completes and checks with.").optional(),
  schema: z.literal(BOARD_SCHEMA, { error: `expected "${BOARD_SCHEMA}"` }),
  name: profileName().describe("Name of the file, without .json."),
  description: z.string().regex(/\S/, { error: "expected a sentence" }).describe("What the board is, in a sentence."),
};

const parts = { array: arraySchema, neuron, periphery: peripherySchema.optional() };

/** A board whose device lies in a file of its own. */
export const boardSchema = z
  .strictObject({
    ...shared,
    device: z
      .string()
      .regex(/\S/, { error: "expected the name of a device, or a file" })
      .describe("Name of a shipped device, or the path of a device file seen from this one, ending in .json."),
    overrides: z
      .strictObject(deviceFields)
      .partial()
      .describe("Fields of the device that this board replaces, each as a whole.")
      .optional(),
    ...parts,
  })
  .superRefine(checkBoard)
  .describe("A board: a device, the array it stands in, and the neurons around that.");

/** A board that holds its device: what the rest of the code works on. */
export const profileSchema = z.strictObject({ ...shared, device: deviceSchema, ...parts }).superRefine(checkBoard);

/** A board file. */
export type Board = z.infer<typeof boardSchema>;

/** A hardware profile: a board with its device in place; SI units, a source for each number. */
export type HardwareProfile = z.infer<typeof profileSchema>;
