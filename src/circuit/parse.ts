import type {
  BjtModel,
  Circuit,
  CircuitElement,
  CircuitOptions,
  StopCondition,
  Subcircuit,
  TransientAnalysis,
} from "./circuit.ts";
import { takeLibraries } from "./library-section.ts";
import { failAt, type NetlistLine, netlistLines, numberAt } from "./netlist-lines.ts";
import { parametersOf, parseElement } from "./parse-element.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A circuit under construction, and where in the netlist its reader stands. */
class Reader {
  private readonly comments: string[] = [];
  private readonly subcircuits: Subcircuit[] = [];
  private readonly models: BjtModel[] = [];
  private readonly sections: { comment: string; elements: CircuitElement[] }[] = [];
  private readonly initial: { node: string; volts: number }[] = [];
  private readonly save: string[] = [];
  private readonly table: string[] = [];
  private readonly options: Mutable<CircuitOptions> = {
    solver: "klu",
    method: "trap",
    reltol: 1e-3,
    abstol: 1e-12,
    vntol: 1e-6,
  };
  private analysis: TransientAnalysis | undefined;
  private stop: StopCondition | undefined;
  /** Comments since the last element or directive: they explain what comes next. */
  private pending: string[] = [];
  private open: { readonly line: NetlistLine; readonly subcircuit: Subcircuit; elements: CircuitElement[] } | undefined;
  private inHeader = true;
  private newSection = true;

  private comment(line: NetlistLine): void {
    const text = line.text.slice(1).replace(/^ /, "");
    const stop = /^stop when v\((\S+)\) < (\S+)$/.exec(text);
    if (stop !== null) this.stop = { node: stop[1]!, volts: numberAt(line, stop[2], "the stop level") };
    else if (this.inHeader) this.comments.push(text);
    else {
      this.pending.push(text);
      this.newSection = true;
    }
  }

  private element(line: NetlistLine): void {
    const element = parseElement(line);
    if (this.open !== undefined) {
      this.open.elements.push(element);
      return;
    }
    if (this.newSection) {
      this.sections.push({ comment: this.pending.join(" "), elements: [] });
      this.pending = [];
      this.newSection = false;
    }
    this.sections[this.sections.length - 1]!.elements.push(element);
  }

  private subckt(line: NetlistLine, words: readonly string[]): void {
    if (this.open !== undefined) failAt(line, "a subcircuit inside a subcircuit", line.text, ".ends first");
    const [, name = "", ...given] = words;
    const ports = given.filter((word) => !word.includes("="));
    const parameters = parametersOf(line, given.slice(ports.length));
    if (ports.length === 0) failAt(line, "a subcircuit without ports", line.text, ".subckt name ports");
    const elements: CircuitElement[] = [];
    const head = { name, ports, ...(Object.keys(parameters).length === 0 ? {} : { parameters }) };
    this.open = { line, subcircuit: { ...head, comments: this.pending, elements }, elements };
    this.pending = [];
  }

  private ends(line: NetlistLine): void {
    if (this.open === undefined) failAt(line, ".ends without .subckt", line.text, ".subckt before it");
    this.subcircuits.push(this.open.subcircuit);
    this.open = undefined;
  }

  private option(line: NetlistLine, word: string): void {
    const [key, value] = word.split("=");
    if (key === "klu" || key === "sparse") this.options.solver = key;
    else if (key === "method" && (value === "trap" || value === "gear")) this.options.method = value;
    else if (key === "reltol" || key === "abstol" || key === "vntol" || key === "temp")
      this.options[key] = numberAt(line, value, key);
    else {
      const expected = "klu, sparse, method=trap, method=gear, reltol, abstol, vntol or temp";
      failAt(line, "this option is outside the typed circuit", word, expected);
    }
  }

  private model(line: NetlistLine): void {
    const [, name = "", type = "", ...given] = line.text.replace(/[()]/g, " ").trim().split(/\s+/);
    const polarity = type.toLowerCase();
    if (polarity !== "npn" && polarity !== "pnp") {
      failAt(line, "this model is outside the typed circuit", line.text, ".model name npn or pnp");
    }
    this.models.push({ name, polarity, parameters: parametersOf(line, given) });
    this.newSection = true;
  }

  private ic(line: NetlistLine): void {
    const match = /^\.ic\s+v\((\S+)\)\s*=\s*(\S+)$/i.exec(line.text);
    if (match === null) failAt(line, "unknown initial condition", line.text, ".ic v(node)=volts");
    this.initial.push({ node: match[1]!, volts: numberAt(line, match[2], "an initial voltage") });
  }

  private tran(line: NetlistLine, words: readonly string[]): void {
    if (words[words.length - 1]!.toLowerCase() !== "uic") {
      const expected = ".tran step stop 0 maxstep uic";
      failAt(line, "the analysis must start from initial voltages", line.text, expected);
    }
    const stepSeconds = numberAt(line, words[1], "the time step");
    const stopSeconds = numberAt(line, words[2], "the stop time");
    const maxStepSeconds = words.length > 5 ? numberAt(line, words[4], "the largest step") : stepSeconds;
    this.analysis = { stepSeconds, stopSeconds, maxStepSeconds };
  }

  private print(line: NetlistLine, words: readonly string[]): void {
    if (words[1]?.toLowerCase() !== "tran") failAt(line, "unknown table", line.text, ".print tran vectors");
    this.table.push(...words.slice(2));
  }

  private directive(line: NetlistLine): void {
    const words = line.text.split(/\s+/);
    const card = words[0]!.toLowerCase();
    if (card === ".subckt") this.subckt(line, words);
    else if (card === ".ends") this.ends(line);
    else if (card === ".options") for (const word of words.slice(1)) this.option(line, word);
    else if (card === ".model") this.model(line);
    else if (card === ".ic") this.ic(line);
    else if (card === ".save") this.save.push(...words.slice(1));
    else if (card === ".print") this.print(line, words);
    else if (card === ".tran") this.tran(line, words);
    else {
      const expected = ".subckt .ends .model .options .ic .save .print .tran .end";
      failAt(line, "this directive is outside the typed circuit", line.text, expected);
    }
  }

  /** Takes one logical line before `.end`. */
  take(line: NetlistLine): void {
    if (line.text.startsWith("*")) {
      this.comment(line);
      return;
    }
    this.inHeader = false;
    if (line.text === "") this.newSection = true;
    else if (line.text.startsWith(".")) this.directive(line);
    else this.element(line);
  }

  /** The circuit once every line was taken; `last` is where its end is missed. */
  finish(title: string, last: Pick<NetlistLine, "file" | "number">, ended: boolean): Circuit {
    if (this.open !== undefined) {
      failAt(this.open.line, "a subcircuit that never ends", this.open.subcircuit.name, ".ends");
    }
    if (!ended) failAt(last, "the netlist does not end", "end of file", ".end");
    if (this.analysis === undefined) return failAt(last, "there is no analysis", "end of file", ".tran");
    const { comments, subcircuits, models, sections, initial, save, table, analysis, options } = this;
    return {
      title,
      comments,
      subcircuits,
      ...(models.length === 0 ? {} : { models }),
      sections,
      initial,
      save,
      ...(table.length === 0 ? {} : { table }),
      analysis,
      options,
      ...(this.stop === undefined ? {} : { stop: this.stop }),
    };
  }
}

/**
 * Reads a netlist back into a typed circuit: the decks that `printNetlist` writes, and hand-written ones of the same
 * elements. Numbers may carry SPICE suffixes.
 *
 * @param file names the source in errors.
 * @throws NetlistError with file, line, what was received and what was expected.
 */
export function parseNetlist(text: string, file = "netlist"): Circuit {
  const physical = text.replace(/\r\n?/g, "\n").split("\n");
  const libraries = takeLibraries(physical, file);
  const { title, lines } = netlistLines(physical.join("\n"), file);
  const reader = new Reader();
  const end = lines.findIndex((line) => line.text.split(/\s+/)[0]!.toLowerCase() === ".end");
  for (const line of end < 0 ? lines : lines.slice(0, end)) reader.take(line);
  const circuit = reader.finish(title, lines[lines.length - 1] ?? { file, number: 1 }, end >= 0);
  return libraries.length === 0 ? circuit : { ...circuit, libraries };
}
