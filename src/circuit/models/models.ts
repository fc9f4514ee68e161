import { NetlistError } from "../../core/index.ts";
import type { CircuitElement } from "../circuit.ts";
import { hpBiolek, hpJoglekar } from "./hp.ts";
import { libraryTexts } from "./library-texts.ts";
import { type CompactModel, modelParameters, type ParameterValues } from "./model.ts";
import { sky130Reram } from "./sky130-reram.ts";
import { stanfordPku } from "./stanford-pku.ts";
import { taox } from "./taox.ts";
import { team, vteam } from "./team.ts";
import { yakopcic } from "./yakopcic.ts";

/** Every compact model, in the order of their publication. */
export const COMPACT_MODELS: readonly CompactModel[] = [
  hpJoglekar,
  hpBiolek,
  yakopcic,
  team,
  taox,
  vteam,
  stanfordPku,
  sky130Reram,
];

/** The model called `name`. @throws NetlistError when there is none. */
export function compactModel(name: string): CompactModel {
  const model = COMPACT_MODELS.find((m) => m.name === name);
  if (model !== undefined) return model;
  throw new NetlistError("there is no such compact model", {
    code: "netlist.model",
    received: name,
    expected: COMPACT_MODELS.map((m) => m.name).join(" "),
  });
}

/** Text of a model's library file, netlists/models/NAME.lib: a `.subckt` with its explanation. */
export function modelLibrary(name: string): string {
  return libraryTexts[compactModel(name).name]!;
}

/**
 * An instance of a compact model; the circuit that holds it names the model in `libraries`.
 *
 * @param name with the letter: "X_1".
 * @param nodes plus, minus and the node that shows the state.
 * @param parameters those that differ from the defaults.
 * @throws NetlistError for an unknown model or parameter, or a value outside its range.
 */
export function memristor(
  name: string,
  nodes: readonly [plus: string, minus: string, state: string],
  model: string,
  parameters: ParameterValues = {},
): CircuitElement {
  modelParameters(compactModel(model), parameters);
  return { kind: "instance", name, nodes, subcircuit: model, parameters };
}
