import { z } from "zod";

/**
 * What stands around the array: converters, amplifiers, references, registers. A board may leave it out; fields are
 * quantities, as in `neuron`.
 */
export const peripherySchema = z.strictObject({}).describe("Converters and whatever else stands around the array.");
