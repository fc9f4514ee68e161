import { readText, writeOutput } from "../../campaign/index.ts";
import { arrayCircuit, printNetlist } from "../../circuit/index.ts";
import { formatSi } from "../../core/index.ts";
import { type ArrayMethod, lawVolts, readArray, solveArray } from "../../crossbar/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { formatTable } from "../table.ts";

/** Columns that the text shows; --json has them all. */
const SHOWN = 16;

/** Solves a crossbar with its wires for all node voltages and currents. */
export async function arrayVerb(
  file: string,
  options: { readonly method?: ArrayMethod; readonly netlist?: string; readonly json?: boolean },
  context: Context,
): Promise<number> {
  const array = readArray(await readText(file), file);
  if (options.netlist !== undefined) await writeOutput(options.netlist, printNetlist(arrayCircuit(array).circuit));
  const start = context.now();
  const solution = solveArray(array, options.method === undefined ? {} : { method: options.method });
  const seconds = (context.now() - start) / 1000;
  const { rows, columns, siemens, appliedVolts, conduction } = array;
  const { outputAmps, residual, method, iterations } = solution;
  const byRow = (flat: Float64Array) =>
    Array.from({ length: rows }, (_, i) => Array.from(flat.subarray(i * columns, (i + 1) * columns)));
  if (options.json === true) {
    context.print(
      JSON.stringify({
        array: {
          rows,
          columns,
          currentsAmps: Array.from(outputAmps),
          nodeVolts: { wordLine: byRow(solution.wordLineVolts), bitLine: byRow(solution.bitLineVolts) },
          deviceAmps: byRow(solution.deviceAmps),
          residual,
          method,
          iterations,
          seconds,
        },
      }),
    );
    return EXIT.done;
  }
  context.print(
    `${rows} x ${columns} array: ${method}, ${iterations} iterations, ${formatSi(seconds, "s")}, residual ${residual.toExponential(1)}`,
  );
  const cells = Array.from(outputAmps.subarray(0, SHOWN), (amps, j) => {
    let ideal = 0;
    for (let i = 0; i < rows; i++) {
      const volts = appliedVolts[i]!;
      ideal += siemens[i * columns + j]! * (conduction === undefined ? volts : lawVolts(conduction, volts));
    }
    return [`${j + 1}`, formatSi(amps, "A", 6), Number.isFinite(ideal) ? formatSi(ideal, "A", 6) : "–"];
  });
  for (const line of formatTable(["column", "current", "without wires"], cells)) context.print(line);
  if (columns > SHOWN) context.print(`  ... ${columns - SHOWN} more columns; --json gives all`);
  return EXIT.done;
}
