import { COMPACT_MODELS, compactModel, modelLibrary } from "../../circuit/index.ts";
import { formatSi } from "../../core/index.ts";
import { DEVICE_CHECKS } from "../../simulate/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { formatTable } from "../table.ts";

const PORTS = ["plus", "minus", "x"];

function described(name: string) {
  const { title, source, parameters, state } = compactModel(name);
  const checks = DEVICE_CHECKS.filter((check) => check.model === name).flatMap(({ drive, values }) =>
    values.map(({ quantity, unit, expected, origin }) => ({ drive, quantity, unit, expected, origin })),
  );
  return { name, title, source, library: `netlists/models/${name}.lib`, ports: PORTS, state, parameters, checks };
}

/** Lists the compact models, or shows one: ports, parameters, check values, or its netlist. */
export async function modelsVerb(
  name: string | undefined,
  options: { readonly netlist?: boolean; readonly json?: boolean },
  context: Context,
): Promise<number> {
  if (name === undefined) {
    const models = COMPACT_MODELS.map((model) => described(model.name));
    if (options.json === true) context.print(JSON.stringify({ models }));
    else
      for (const line of formatTable(
        ["model", "what"],
        models.map((m) => [m.name, m.title]),
      ))
        context.print(line);
    return EXIT.done;
  }
  const model = described(name);
  if (options.json === true) {
    context.print(JSON.stringify(options.netlist === true ? { ...model, netlist: modelLibrary(name) } : model));
    return EXIT.done;
  }
  if (options.netlist === true) {
    context.print(modelLibrary(name).trimEnd());
    return EXIT.done;
  }
  context.print(`${model.title}: ${model.source}`);
  context.print(`X1 a b s ${name}; ports ${PORTS.join(", ")}; x: ${model.state.meaning}, ${model.state.unit}`);
  const unit = (text: string) => (text === "1" ? "" : text);
  const parameters = model.parameters.map((p) => [p.name, `${p.default} ${unit(p.unit)}`.trim(), p.meaning]);
  for (const line of formatTable(["parameter", "default", "meaning"], parameters)) context.print(line);
  const checks = model.checks.map((c) => [c.drive, c.quantity, formatSi(c.expected, unit(c.unit), 6), c.origin]);
  if (checks.length > 0) {
    for (const line of formatTable(["run", "check value", "expected", "origin"], checks)) context.print(line);
  }
  return EXIT.done;
}
