import { listEngines } from "../../simulate/node/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { formatTable } from "../table.ts";

/** Lists the simulators and whether they can be used here. */
export async function enginesVerb(options: { readonly json?: boolean }, context: Context): Promise<number> {
  const engines = await listEngines();
  if (options.json === true) context.print(JSON.stringify({ engines }));
  else {
    const rows = engines.map((e) => [e.name, e.available ? "yes" : "no", e.version, e.note]);
    for (const line of formatTable(["engine", "available", "version", "note"], rows)) context.print(line);
  }
  return EXIT.done;
}
