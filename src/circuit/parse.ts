import { NetlistError, quoteReceived } from "../core/index.ts";
import type { Circuit, CircuitElement, CircuitSection, StopCondition, Subcircuit, Waveform } from "./circuit.ts";

/** A logical line: continuations joined, with the number of its first physical line. */
interface Line {
  readonly text: string;
  readonly number: number;
}

const SCALES: Readonly<Record<string, number>> = {
  t: 1e12,
  g: 1e9,
  meg: 1e6,
  k: 1e3,
  m: 1e-3,
  u: 1e-6,
  n: 1e-9,
  p: 1e-12,
  f: 1e-15,
  a: 1e-18,
};

/** Reads a SPICE number, "4.7k" or "1e-9" or "10pF"; undefined when it is none. */
export function parseSpiceNumber(word: string): number | undefined {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(t|g|meg|k|m|u|n|p|f|a)?[a-z]*$/i.exec(word);
  if (match === null) return undefined;
  const scale = match[2] === undefined ? 1 : SCALES[match[2].toLowerCase()]!;
  const value = Number(match[1]) * scale;
  return Number.isFinite(value) ? value : undefined;
}

/** Reads circuits that `printNetlist` writes, and hand-written decks of the same elements. */
class Reader {
  private readonly file: string;
  private readonly lines: Line[];
  private readonly title: string;

  constructor(text: string, file: string) {
    this.file = file;
    const physical = text.replace(/\r\n?/g, "\n").split("\n");
    this.title = physical[0] ?? "";
    const lines: { text: string; number: number }[] = [];
    for (let k = 1; k < physical.length; k++) {
      const line = physical[k]!.trimEnd();
      if (line.startsWith("+")) {
        const last = lines[lines.length - 1];
        if (last === undefined) this.fail(k + 1, "a continuation without a line before it", line, "an element line");
        last!.text += ` ${line.slice(1).trim()}`;
      } else lines.push({ text: line.trim(), number: k + 1 });
    }
    this.lines = lines;
  }

  private fail(line: number, what: string, received: string, expected: string): never {
    throw new NetlistError(what, {
      code: "netlist.syntax",
      file: this.file,
      line,
      received: quoteReceived(received),
      expected,
    });
  }

  private number(word: string | undefined, line: Line, what: string): number {
    const value = word === undefined ? undefined : parseSpiceNumber(word);
    if (value === undefined) this.fail(line.number, `${what} is not a number`, word ?? "nothing", "a SPICE number");
    return value;
  }

  private waveform(words: string[], line: Line): Waveform {
    const joined = words.join(" ");
    const pwl = /^pwl\s*\((.*)\)$/i.exec(joined);
    if (pwl !== null) {
      const numbers = pwl[1]!
        .trim()
        .split(/[\s,]+/)
        .map((w) => this.number(w, line, "a PWL point"));
      if (numbers.length < 2 || numbers.length % 2 !== 0) {
        this.fail(line.number, "PWL needs pairs", `${numbers.length} numbers`, "time value pairs");
      }
      const times = numbers.filter((_, k) => k % 2 === 0);
      for (let k = 1; k < times.length; k++) {
        if (!(times[k]! > times[k - 1]!))
          this.fail(line.number, "PWL times must increase", String(times[k]), `more than ${times[k - 1]}`);
      }
      return { kind: "pwl", times, values: numbers.filter((_, k) => k % 2 === 1) };
    }
    const value = words[0]?.toLowerCase() === "dc" ? words[1] : words[0];
    if (words.length > 2) this.fail(line.number, "unknown source waveform", joined, "DC value or PWL( ... )");
    return { kind: "dc", value: this.number(value, line, "a source value") };
  }

  private element(line: Line): CircuitElement {
    const words = line.text.split(/\s+/);
    const name = words[0]!;
    const two = (): [string, string] => {
      if (words.length < 4)
        this.fail(line.number, "too few words in an element", line.text, "name, two nodes and a value");
      return [words[1]!, words[2]!];
    };
    switch (name[0]!.toUpperCase()) {
      case "R":
        return { kind: "resistor", name, nodes: two(), ohms: this.number(words[3], line, "a resistance") };
      case "C":
        return { kind: "capacitor", name, nodes: two(), farads: this.number(words[3], line, "a capacitance") };
      case "V":
        return { kind: "voltage-source", name, nodes: two(), waveform: this.waveform(words.slice(3), line) };
      case "I":
        return { kind: "current-source", name, nodes: two(), waveform: this.waveform(words.slice(3), line) };
      case "E":
      case "G": {
        const nodes = two();
        if (words.length !== 6) {
          const expected = `${name[0]} name n+ n- c+ c- gain`;
          this.fail(line.number, "a controlled source needs two control nodes and a gain", line.text, expected);
        }
        const control: [string, string] = [words[3]!, words[4]!];
        const gain = this.number(words[5], line, "a gain");
        if (name[0]!.toUpperCase() === "E") return { kind: "vcvs", name, nodes, control, gain };
        return { kind: "vccs", name, nodes, control, siemens: gain };
      }
      case "B": {
        const nodes = two();
        const match = /^([VI])\s*=\s*\{?(.*?)\}?$/i.exec(words.slice(3).join(" "));
        if (match === null)
          this.fail(
            line.number,
            "a behavioural source needs V={...} or I={...}",
            line.text,
            "B name n+ n- V={expression}",
          );
        return {
          kind: "behavioural",
          name,
          nodes,
          quantity: match[1]!.toUpperCase() === "V" ? "voltage" : "current",
          expression: match[2]!,
        };
      }
      case "X":
        if (words.length < 3)
          this.fail(line.number, "too few words in an instance", line.text, "X name, nodes and a subcircuit");
        return { kind: "instance", name, nodes: words.slice(1, -1), subcircuit: words[words.length - 1]! };
      default:
        return this.fail(line.number, "this element is outside the typed circuit", line.text, "one of R C V I E G B X");
    }
  }

  read(): Circuit {
    const comments: string[] = [];
    const subcircuits: Subcircuit[] = [];
    const sections: { comment: string; elements: CircuitElement[] }[] = [];
    const initial: { node: string; volts: number }[] = [];
    const save: string[] = [];
    const options = {
      solver: "klu" as "klu" | "sparse",
      method: "trap" as "trap" | "gear",
      reltol: 1e-3,
      abstol: 1e-12,
      vntol: 1e-6,
    };
    let analysis: Circuit["analysis"] | undefined;
    let stop: StopCondition | undefined;
    let pending: string[] = [];
    let open:
      | { name: string; ports: string[]; comments: string[]; elements: CircuitElement[]; line: number }
      | undefined;
    let inHeader = true;
    let newSection = true;
    let ended = false;
    for (const line of this.lines) {
      if (ended) break;
      const { text } = line;
      if (text === "") {
        inHeader = false;
        newSection = true;
        continue;
      }
      if (text.startsWith("*")) {
        const comment = text.slice(1).replace(/^ /, "");
        const stopped = /^stop when v\((\S+)\) < (\S+)$/.exec(comment);
        if (stopped !== null) stop = { node: stopped[1]!, volts: this.number(stopped[2], line, "the stop level") };
        else if (inHeader) comments.push(comment);
        else {
          pending.push(comment);
          newSection = true;
        }
        continue;
      }
      inHeader = false;
      const words = text.split(/\s+/);
      const directive = words[0]!.toLowerCase();
      if (!directive.startsWith(".")) {
        const element = this.element(line);
        if (open !== undefined) open.elements.push(element);
        else {
          if (newSection || sections.length === 0) {
            sections.push({ comment: pending.join(" "), elements: [] });
            pending = [];
            newSection = false;
          }
          sections[sections.length - 1]!.elements.push(element);
        }
        continue;
      }
      switch (directive) {
        case ".subckt":
          if (open !== undefined) this.fail(line.number, "a subcircuit inside a subcircuit", text, ".ends first");
          open = { name: words[1] ?? "", ports: words.slice(2), comments: pending, elements: [], line: line.number };
          if (open.ports.length === 0) this.fail(line.number, "a subcircuit without ports", text, ".subckt name ports");
          pending = [];
          break;
        case ".ends": {
          if (open === undefined) return this.fail(line.number, ".ends without .subckt", text, ".subckt before it");
          const { line: _line, ...subcircuit } = open;
          subcircuits.push(subcircuit);
          open = undefined;
          break;
        }
        case ".options":
          for (const word of words.slice(1)) {
            const [key, value] = word.split("=");
            if (key === "klu" || key === "sparse") {
              options.solver = key;
              continue;
            }
            if (key === "method" && (value === "trap" || value === "gear")) options.method = value;
            else if (key === "reltol" || key === "abstol" || key === "vntol") {
              options[key] = this.number(value, line, key);
            } else {
              const expected = "klu, sparse, method=trap, method=gear, reltol, abstol or vntol";
              this.fail(line.number, "this option is outside the typed circuit", word, expected);
            }
          }
          break;
        case ".ic": {
          const match = /^\.ic\s+v\((\S+)\)\s*=\s*(\S+)$/i.exec(text);
          if (match === null) return this.fail(line.number, "unknown initial condition", text, ".ic v(node)=volts");
          initial.push({ node: match[1]!, volts: this.number(match[2], line, "an initial voltage") });
          break;
        }
        case ".save":
          save.push(...words.slice(1));
          break;
        case ".tran": {
          if (words[words.length - 1]!.toLowerCase() !== "uic")
            this.fail(
              line.number,
              "the analysis must start from initial voltages",
              text,
              ".tran step stop 0 maxstep uic",
            );
          const stepSeconds = this.number(words[1], line, "the time step");
          const stopSeconds = this.number(words[2], line, "the stop time");
          const maxStepSeconds = words.length > 5 ? this.number(words[4], line, "the largest step") : stepSeconds;
          analysis = { stepSeconds, stopSeconds, maxStepSeconds };
          break;
        }
        case ".end":
          ended = true;
          break;
        default:
          this.fail(
            line.number,
            "this directive is outside the typed circuit",
            text,
            ".subckt .ends .options .ic .save .tran .end",
          );
      }
    }
    const last = this.lines[this.lines.length - 1]?.number ?? 1;
    if (open !== undefined) this.fail(open.line, "a subcircuit that never ends", open.name, ".ends");
    if (!ended) this.fail(last, "the netlist does not end", "end of file", ".end");
    if (analysis === undefined) return this.fail(last, "there is no analysis", "end of file", ".tran");
    const done: CircuitSection[] = sections;
    return {
      title: this.title,
      comments,
      subcircuits,
      sections: done,
      initial,
      save,
      analysis,
      options,
      ...(stop === undefined ? {} : { stop }),
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
  return new Reader(text, file).read();
}
