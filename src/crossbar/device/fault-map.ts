import { z } from "zod";
import { checkHardware, parseHardwareJson } from "../hardware/parse.ts";
import { numbers } from "../hardware/quantity.ts";

/** The schema's name, written in every fault map's `schema` field. */
export const FAULT_SCHEMA = "ohmfield-faults-1";

const index = () =>
  z
    .number()
    .gte(0, { error: "expected a whole number of at least 0" })
    .multipleOf(1, { error: "expected a whole number of at least 0" });

const faultMapSchema = z
  .strictObject({
    schema: z.literal(FAULT_SCHEMA, { error: `expected "${FAULT_SCHEMA}"` }),
    /** Devices of the array, with faults or without. */
    cells: index(),
    faults: z.array(
      z.strictObject({
        cell: index(),
        kind: z.enum(["stuck-on", "stuck-off"], { error: 'expected "stuck-on" or "stuck-off"' }),
        siemens: numbers.notNegative(),
      }),
    ),
  })
  .superRefine(({ cells, faults }, context) => {
    for (const [k, { cell }] of faults.entries()) {
      const path = ["faults", k, "cell"];
      if (cell >= cells) context.addIssue({ code: "custom", path, message: `expected a cell below ${cells}` });
      if (k > 0 && cell <= faults[k - 1]!.cell) {
        context.addIssue({ code: "custom", path, message: "expected cells that rise, each once" });
      }
    }
  });

/**
 * Devices of one array that cannot be programmed, each with the conductance it is stuck at; cells rise. A cell is the
 * place of a device in a crossbar's `siemens`: word line times bit lines, plus bit line. Plain data.
 */
export type FaultMap = z.infer<typeof faultMapSchema>;

/**
 * Reads a fault map from JSON text.
 * @throws HardwareError naming file, field, what was received and what was expected.
 */
export function parseFaultMap(text: string, file: string): FaultMap {
  return checkHardware(faultMapSchema, parseHardwareJson(text, file), file);
}

/** A fault map as JSON text, one fault a line. */
export function formatFaultMap({ cells, faults }: FaultMap): string {
  const lines = faults.map((fault) => `\n  ${JSON.stringify(fault)}`).join(",");
  return `{ "schema": "${FAULT_SCHEMA}", "cells": ${cells}, "faults": [${lines}${lines === "" ? "" : "\n"}] }\n`;
}
