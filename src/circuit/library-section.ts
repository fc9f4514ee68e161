import { modelLibrary } from "./models/index.ts";
import { failAt, type NetlistLine } from "./netlist-lines.ts";

/** How a printed netlist sets off the text of a compact model, so that it reads back as a name. */

const MARK = /^\* library (\w+)$/;

/** The line before the text of the model `name`. */
export const libraryMark = (name: string): string => `* library ${name}`;

/** The line after it. */
export const END_OF_LIBRARY = "* end of library";

/**
 * Takes the texts of compact models out of a netlist's physical lines; they become blank, so that line numbers stay.
 *
 * @param physical changed in place.
 * @returns the models' names in order.
 * @throws NetlistError when a text is not the one of the model, or has no end.
 */
export function takeLibraries(physical: string[], file: string): string[] {
  const names: string[] = [];
  for (let k = 0; k < physical.length; k++) {
    const name = MARK.exec(physical[k]!)?.[1];
    if (name === undefined) continue;
    const at: Pick<NetlistLine, "file" | "number"> = { file, number: k + 1 };
    const end = physical.indexOf(END_OF_LIBRARY, k);
    if (end < 0) failAt(at, "a library without its end", name, END_OF_LIBRARY);
    if (physical.slice(k + 1, end).join("\n") !== modelLibrary(name).trimEnd()) {
      failAt(at, "this text of a compact model is not the one of this version", name, `netlists/models/${name}.lib`);
    }
    names.push(name);
    physical.fill("", k, end + 1);
    k = end;
  }
  return names;
}
