import type { CircuitElement, Waveform } from "./circuit.ts";
import { failAt, type NetlistLine, numberAt } from "./netlist-lines.ts";

function piecewiseLinear(list: string, line: NetlistLine): Waveform {
  const numbers = list
    .trim()
    .split(/[\s,]+/)
    .map((word) => numberAt(line, word, "a PWL point"));
  if (numbers.length < 2 || numbers.length % 2 !== 0) {
    failAt(line, "PWL needs pairs", `${numbers.length} numbers`, "time value pairs");
  }
  const times = numbers.filter((_, k) => k % 2 === 0);
  for (let k = 1; k < times.length; k++) {
    if (!(times[k]! > times[k - 1]!)) {
      failAt(line, "PWL times must increase", String(times[k]), `more than ${times[k - 1]}`);
    }
  }
  return { kind: "pwl", times, values: numbers.filter((_, k) => k % 2 === 1) };
}

function waveform(words: readonly string[], line: NetlistLine): Waveform {
  const joined = words.join(" ");
  const pwl = /^pwl\s*\((.*)\)$/i.exec(joined);
  if (pwl !== null) return piecewiseLinear(pwl[1]!, line);
  const value = words[0]?.toLowerCase() === "dc" ? words[1] : words[0];
  if (words.length > 2) failAt(line, "unknown source waveform", joined, "DC value or PWL( ... )");
  return { kind: "dc", value: numberAt(line, value, "a source value") };
}

function controlledSource(letter: "E" | "G", words: readonly string[], line: NetlistLine): CircuitElement {
  if (words.length !== 6) {
    const expected = `${letter} name n+ n- c+ c- gain`;
    failAt(line, "a controlled source needs two control nodes and a gain", line.text, expected);
  }
  const [name, plus, minus, controlPlus, controlMinus, value] = words as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const nodes: [string, string] = [plus, minus];
  const control: [string, string] = [controlPlus, controlMinus];
  const gain = numberAt(line, value, "a gain");
  if (letter === "E") return { kind: "vcvs", name, nodes, control, gain };
  return { kind: "vccs", name, nodes, control, siemens: gain };
}

function behaviouralSource(name: string, nodes: [string, string], law: string, line: NetlistLine): CircuitElement {
  const match = /^([VI])\s*=\s*\{?(.*?)\}?$/i.exec(law);
  if (match === null) {
    const expected = "B name n+ n- V={expression}";
    return failAt(line, "a behavioural source needs V={...} or I={...}", line.text, expected);
  }
  const quantity = match[1]!.toUpperCase() === "V" ? "voltage" : "current";
  return { kind: "behavioural", name, nodes, quantity, expression: match[2]! };
}

/** Reads words "name=number". @throws NetlistError */
export function parametersOf(line: NetlistLine, words: readonly string[]): Record<string, number> {
  const parameters: Record<string, number> = {};
  for (const word of words) {
    const [key = "", value] = word.split("=");
    parameters[key] = numberAt(line, value, `the parameter ${key}`);
  }
  return parameters;
}

function instance(name: string, words: readonly string[], line: NetlistLine): CircuitElement {
  const first = words.findIndex((word) => word.includes("="));
  const given = first < 0 ? [] : words.slice(first);
  const plain = first < 0 ? words : words.slice(0, first);
  if (plain.length < 3) failAt(line, "too few words in an instance", line.text, "X name, nodes and a subcircuit");
  const head = { kind: "instance" as const, name, nodes: plain.slice(1, -1), subcircuit: plain[plain.length - 1]! };
  return given.length === 0 ? head : { ...head, parameters: parametersOf(line, given) };
}

/** Reads one element line. @throws NetlistError with its line. */
export function parseElement(line: NetlistLine): CircuitElement {
  const words = line.text.split(/\s+/);
  const name = words[0]!;
  const letter = name[0]!.toUpperCase();
  if (letter === "X") {
    return instance(name, words, line);
  }
  if (!"RCVIEGBQ".includes(letter)) {
    return failAt(line, "this element is outside the typed circuit", line.text, "one of R C V I E G B Q X");
  }
  if (letter === "Q") {
    const [, collector, base, emitter, model, ...more] = words;
    if (model === undefined || more.length > 0) {
      return failAt(
        line,
        "a transistor needs three nodes and a model",
        line.text,
        "Q name collector base emitter model",
      );
    }
    return { kind: "bjt", name, nodes: [collector!, base!, emitter!], model };
  }
  if (words.length < 4) failAt(line, "too few words in an element", line.text, "name, two nodes and a value");
  const nodes: [string, string] = [words[1]!, words[2]!];
  switch (letter) {
    case "R":
      return { kind: "resistor", name, nodes, ohms: numberAt(line, words[3], "a resistance") };
    case "C":
      return { kind: "capacitor", name, nodes, farads: numberAt(line, words[3], "a capacitance") };
    case "V":
      return { kind: "voltage-source", name, nodes, waveform: waveform(words.slice(3), line) };
    case "I":
      return { kind: "current-source", name, nodes, waveform: waveform(words.slice(3), line) };
    case "B":
      return behaviouralSource(name, nodes, words.slice(3).join(" "), line);
    default:
      return controlledSource(letter as "E" | "G", words, line);
  }
}
