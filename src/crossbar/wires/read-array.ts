import { z } from "zod";
import { HardwareError, quoteReceived } from "../../core/index.ts";
import type { ConductionLaw } from "../device/index.ts";
import type { WiredArray } from "./network.ts";

const ohms = z
  .union([z.number(), z.literal("Infinity")], { error: 'expected a number, or "Infinity"' })
  .transform(Number)
  .refine((r) => r >= 0, { error: "expected a resistance of at least 0" });
const volts = z.number().gt(0, { error: "expected a voltage above 0" });
const size = z.number().refine((k) => Number.isInteger(k) && k >= 1, { error: "expected a whole number, at least 1" });

/** A share of V0 that is small signal to the last digit, and the multiple of it up to which a sinh is taken. */
const SMALL_SIGNAL = 1e-9;
const MOST_SCALES = 50;

function sinhLaw(scaleVolts: number, readVolts: number = SMALL_SIGNAL * scaleVolts): ConductionLaw {
  return { sinh: { scaleVolts, readVolts, highestVolts: MOST_SCALES * scaleVolts }, selector: null };
}

/** Other fields, such as another program's answers, are passed over. */
const arraySchema = z.object({
  rows: size.optional(),
  cols: size.optional(),
  r_word_line: ohms,
  r_bit_line: ohms,
  r_driver: ohms.optional(),
  r_sense: ohms.optional(),
  double_sided: z.boolean().optional(),
  sinh_volts: volts.optional(),
  read_volts: volts.optional(),
  resistances: z.array(z.array(ohms).min(1)).min(1),
  applied_voltages: z.array(z.number()).min(1),
});

/**
 * Reads a wired array from JSON text: `r_word_line`, `r_bit_line` (ohms a segment), `resistances` (a list a row),
 * `applied_voltages` (one a row) and, where they are given, `rows`, `cols`, `r_driver` (of each source), `r_sense` (of each
 * sense point), `double_sided` (true: word lines are driven from both ends), `sinh_volts` (V0 of
 * devices whose current grows as sinh(v / V0)), `read_volts` (where their resistances are v / i; at small signal without it). A resistance may be "Infinity", which JSON has
 * no number for.
 *
 * @throws HardwareError naming file, field, what was received and what was expected
 */
export function readArray(
  text: string,
  file: string,
): WiredArray & { readonly appliedVolts: Float64Array; readonly conduction?: ConductionLaw } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new HardwareError(`not JSON: ${(cause as Error).message}`, { code: "wires.json", file, cause });
  }
  const fail = (field: string, received: string, expected: string): never => {
    throw new HardwareError("wrong value", { code: "wires.file", file, field, received, expected });
  };
  const result = arraySchema.safeParse(json);
  if (!result.success) {
    const { path, message } = result.error.issues[0]!;
    let found: unknown = json;
    for (const key of path) found = (found as Record<PropertyKey, unknown> | undefined)?.[key];
    const expected = message.replace(/^(Invalid input: |Too small: )?expected /i, "");
    return fail(path.length === 0 ? "(top)" : path.join("."), quoteReceived(found), expected);
  }
  const { data } = result;
  const rows = data.resistances.length;
  const columns = data.resistances[0]!.length;
  if (data.rows !== undefined && data.rows !== rows) fail("resistances", `${rows} rows`, `${data.rows}, as rows says`);
  data.resistances.forEach((row, i) => {
    const expected = data.cols ?? columns;
    if (row.length !== expected) fail(`resistances.${i}`, `${row.length} numbers`, `${expected} numbers`);
  });
  if (data.applied_voltages.length !== rows) {
    fail("applied_voltages", `${data.applied_voltages.length} numbers`, `${rows} numbers, one a row`);
  }
  if (data.read_volts !== undefined && data.sinh_volts === undefined) {
    fail("read_volts", String(data.read_volts), "sinh_volts beside it: ohmic devices need no read voltage");
  }
  return {
    rows,
    columns,
    wordLineOhms: data.r_word_line,
    bitLineOhms: data.r_bit_line,
    driverOhms: data.r_driver ?? 0,
    senseOhms: data.r_sense ?? 0,
    doubleSided: data.double_sided ?? false,
    siemens: Float64Array.from(data.resistances.flat(), (r) => 1 / r),
    appliedVolts: Float64Array.from(data.applied_voltages),
    ...(data.sinh_volts === undefined ? {} : { conduction: sinhLaw(data.sinh_volts, data.read_volts) }),
  };
}
