import { LimitError, NetlistError } from "../core/index.ts";
import type { Circuit, CircuitElement, Waveform } from "./circuit.ts";
import { END_OF_LIBRARY, libraryMark } from "./library-section.ts";
import { modelLibrary } from "./models/index.ts";
import { formatSpiceNumber } from "./spice-number.ts";

/** Longest line printed; longer ones continue with "+". */
const LINE_WIDTH = 110;

const LETTERS: Record<CircuitElement["kind"], string> = {
  resistor: "R",
  capacitor: "C",
  "voltage-source": "V",
  "current-source": "I",
  vcvs: "E",
  vccs: "G",
  behavioural: "B",
  bjt: "Q",
  instance: "X",
};

function number(value: number, context: string): string {
  if (!Number.isFinite(value)) {
    throw new NetlistError("a value is not finite", {
      code: "netlist.finite",
      field: context,
      received: String(value),
    });
  }
  return formatSpiceNumber(value);
}

const assignments = (parameters: Readonly<Record<string, number>>, context: string): string[] =>
  Object.entries(parameters).map(([key, value]) => `${key}=${number(value, context)}`);

function waveform(w: Waveform, name: string): string[] {
  if (w.kind === "dc") return ["DC", number(w.value, name)];
  const points = w.times.map((t, i) => `${number(t, name)} ${number(w.values[i]!, name)}`);
  return ["PWL(", ...points, ")"];
}

function elementWords(element: CircuitElement): string[] {
  const { name, nodes } = element;
  if (name[0]?.toUpperCase() !== LETTERS[element.kind]) {
    throw new NetlistError(`a ${element.kind} must be named with the letter ${LETTERS[element.kind]}`, {
      code: "netlist.name",
      received: name,
    });
  }
  const head = [name, ...nodes];
  switch (element.kind) {
    case "resistor":
      return [...head, number(element.ohms, name)];
    case "capacitor":
      return [...head, number(element.farads, name)];
    case "voltage-source":
    case "current-source":
      return [...head, ...waveform(element.waveform, name)];
    case "vcvs":
      return [...head, ...element.control, number(element.gain, name)];
    case "vccs":
      return [...head, ...element.control, number(element.siemens, name)];
    case "behavioural":
      return [...head, `${element.quantity === "voltage" ? "V" : "I"}={${element.expression}}`];
    case "bjt":
      return [...head, element.model];
    case "instance":
      return [...head, element.subcircuit, ...assignments(element.parameters ?? {}, name)];
  }
}

/** Joins words into lines of at most LINE_WIDTH characters, further ones starting with `mark`. */
function wrap(words: readonly string[], mark = "+"): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    if (line === "") line = word;
    else if (line.length + 1 + word.length > LINE_WIDTH) {
      lines.push(line);
      line = `${mark} ${word}`;
    } else line += ` ${word}`;
  }
  if (line !== "") lines.push(line);
  return lines;
}

/**
 * Prints a circuit as a SPICE netlist that ngspice runs unchanged. The text reads back with `parseNetlist`, and
 * printing that again gives the same text.
 *
 * @throws NetlistError for a value that is not finite or a name without its element letter; LimitError for a circuit whose array
 * is kept as numbers.
 */
export function printNetlist(circuit: Circuit): string {
  if (circuit.array !== undefined) {
    throw new LimitError("the array has too many devices for a netlist", {
      code: "circuit.devices",
      received: "an array that is kept as numbers",
      expected: "an array whose devices are elements of the circuit; the reduced engine takes this one",
    });
  }
  const lines: string[] = [circuit.title];
  const comment = (text: string) => lines.push(text === "" ? "*" : `* ${text}`);
  for (const text of circuit.comments) comment(text);
  for (const subcircuit of circuit.subcircuits) {
    lines.push("");
    for (const text of subcircuit.comments) comment(text);
    const parameters = assignments(subcircuit.parameters ?? {}, subcircuit.name);
    lines.push(...wrap([".subckt", subcircuit.name, ...subcircuit.ports, ...parameters]));
    for (const element of subcircuit.elements) lines.push(...wrap(elementWords(element)));
    lines.push(`.ends ${subcircuit.name}`);
  }
  for (const name of circuit.libraries ?? []) {
    lines.push("", libraryMark(name), ...modelLibrary(name).trimEnd().split("\n"), END_OF_LIBRARY);
  }
  for (const { name, polarity, parameters } of circuit.models ?? []) {
    lines.push("", ...wrap([".model", name, polarity, ...assignments(parameters, name)]));
  }
  for (const section of circuit.sections) {
    lines.push("");
    if (section.comment !== "") lines.push(...wrap(["*", ...section.comment.split(" ")], "*"));
    for (const element of section.elements) lines.push(...wrap(elementWords(element)));
  }
  lines.push("");
  comment("Solver and tolerances");
  const { solver, method, reltol, abstol, vntol, temp } = circuit.options;
  const numeric = { reltol, abstol, vntol, ...(temp === undefined ? {} : { temp }) };
  const numbers = Object.entries(numeric).map(([key, v]) => `${key}=${number(v, key)}`);
  lines.push(`.options ${solver} method=${method} ${numbers.join(" ")}`);
  if (circuit.initial.length > 0) comment("Voltages at the start; every other node starts at 0 V");
  for (const { node, volts } of circuit.initial) lines.push(`.ic v(${node})=${number(volts, node)}`);
  if (circuit.save.length > 0) {
    comment("Vectors kept, in memory or in a raw file");
    lines.push(...wrap([".save", ...circuit.save]));
  }
  if (circuit.table !== undefined && circuit.table.length > 0) {
    comment("Table that a batch run prints");
    lines.push(...wrap([".print tran", ...circuit.table]));
  }
  const { stepSeconds, stopSeconds, maxStepSeconds } = circuit.analysis;
  comment("Transient: print step, latest end, start of output, longest step; uic takes the voltages above as they are");
  if (circuit.stop !== undefined) comment(`stop when v(${circuit.stop.node}) < ${number(circuit.stop.volts, "stop")}`);
  lines.push(
    `.tran ${number(stepSeconds, "step")} ${number(stopSeconds, "stop")} 0 ${number(maxStepSeconds, "max step")} uic`,
  );
  lines.push(".end");
  return `${lines.join("\n")}\n`;
}
