import { SimulationError } from "../core/index.ts";

/**
 * The `.raw` files of ngspice: a text header, then the points as little-endian doubles ("Binary:") or as text
 * ("Values:"), point by point. One real plot a file; complex plots are refused.
 */

/** One plot of a raw file. */
export interface RawPlot {
  /** One line, without blanks at its ends. */
  readonly title: string;
  /** "Transient Analysis", "Constant values" and so on. */
  readonly plot: string;
  /** As written in the file; no blanks. */
  readonly names: readonly string[];
  /** "time", "voltage", "current" and so on; parallel to `names`. */
  readonly types: readonly string[];
  /** One array a variable, all of the same length. */
  readonly values: readonly Float64Array[];
}

export type RawForm = "binary" | "ascii";

/** Shortest variable line, "\t0\ta\tb\n": bounds the count that a header of a given length can hold. */
const MIN_VARIABLE_BYTES = 7;
const NEWLINE = 10;

function malformed(what: string, field: string, received: string, expected: string): SimulationError {
  return new SimulationError(`raw file: ${what}`, { code: "simulate.raw", field, received, expected });
}

/** Reads lines of bytes one by one; never copies the data part. */
class LineReader {
  readonly bytes: Uint8Array;
  offset = 0;
  line = 0;
  readonly #decoder = new TextDecoder();

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  next(wanted: string): string {
    const end = this.bytes.indexOf(NEWLINE, this.offset);
    if (end < 0) throw malformed("it ends within the header", `line ${this.line + 1}`, "end of file", wanted);
    const text = this.#decoder.decode(this.bytes.subarray(this.offset, end)).replace(/\r$/, "");
    this.offset = end + 1;
    this.line++;
    return text;
  }

  get remaining(): number {
    return this.bytes.length - this.offset;
  }
}

interface Header {
  title: string;
  plot: string;
  flags: string | undefined;
  variables: number | undefined;
  points: number | undefined;
}

function count(text: string, field: string): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw malformed("a count is not a number", field, text, "a whole number");
  return value;
}

function readHeader(reader: LineReader): Header {
  const header: Header = { title: "", plot: "", flags: undefined, variables: undefined, points: undefined };
  for (;;) {
    const line = reader.next("the line Variables:");
    const colon = line.indexOf(":");
    if (colon < 0) throw malformed("a header line has no colon", `line ${reader.line}`, line, "Key: value");
    const value = line.slice(colon + 1).trim();
    switch (line.slice(0, colon).trim().toLowerCase()) {
      case "title":
        header.title = value;
        break;
      case "plotname":
        header.plot = value;
        break;
      case "flags":
        header.flags = value.toLowerCase();
        break;
      case "no. variables":
        header.variables = count(value, "No. Variables");
        break;
      case "no. points":
        header.points = count(value, "No. Points");
        break;
      case "variables":
        return header;
      default:
        break;
    }
  }
}

function readBinary(reader: LineReader, variables: number, points: number): Float64Array[] {
  const needed = variables * points * 8;
  if (needed !== reader.remaining) {
    throw malformed("its data have the wrong length", "Binary", `${reader.remaining} bytes`, `${needed} bytes`);
  }
  const view = new DataView(reader.bytes.buffer, reader.bytes.byteOffset + reader.offset, needed);
  const values = Array.from({ length: variables }, () => new Float64Array(points));
  let at = 0;
  for (let p = 0; p < points; p++) {
    for (let v = 0; v < variables; v++) {
      values[v]![p] = view.getFloat64(at, true);
      at += 8;
    }
  }
  return values;
}

function parseValue(word: string, where: string): number {
  const lower = word.toLowerCase();
  if (/^[+-]?inf(inity)?$/.test(lower)) return lower.startsWith("-") ? -Infinity : Infinity;
  if (/^[+-]?nan$/.test(lower)) return Number.NaN;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(lower))
    throw malformed("a value is not a number", where, word, "a number");
  return Number(lower);
}

function readAscii(reader: LineReader, variables: number, points: number): Float64Array[] {
  const words = new TextDecoder().decode(reader.bytes.subarray(reader.offset)).split(/\s+/).filter(Boolean);
  if (words.length !== points * (variables + 1)) {
    throw malformed("it holds the wrong number of values", "Values", `${words.length}`, `${points * (variables + 1)}`);
  }
  const values = Array.from({ length: variables }, () => new Float64Array(points));
  let at = 0;
  for (let p = 0; p < points; p++) {
    const index = words[at++]!;
    if (index !== String(p)) throw malformed("a point has the wrong index", `point ${p}`, index, String(p));
    for (let v = 0; v < variables; v++) values[v]![p] = parseValue(words[at++]!, `point ${p}, variable ${v}`);
  }
  return values;
}

/**
 * Reads a raw file. Counts are checked against the length of `bytes` before anything is allocated.
 *
 * @throws SimulationError (code "simulate.raw") when it is malformed, truncated, or complex.
 */
export function readRawFile(bytes: Uint8Array): RawPlot {
  const reader = new LineReader(bytes);
  const { title, plot, flags, variables, points } = readHeader(reader);
  if (flags === undefined || variables === undefined || points === undefined || variables === 0) {
    throw malformed("its header is incomplete", "header", "no such line", "Flags, No. Variables, No. Points");
  }
  const words = flags.split(/\s+/);
  if (words.includes("complex") || !words.includes("real")) {
    throw malformed("only real plots are read", "Flags", flags, "real");
  }
  if (variables * MIN_VARIABLE_BYTES > reader.remaining) {
    throw malformed("it is too short for its variables", "No. Variables", String(variables), "a count that fits");
  }
  const names: string[] = [];
  const types: string[] = [];
  for (let i = 0; i < variables; i++) {
    const line = reader.next(`variable ${i}`);
    const [index, name, type] = line.trim().split(/\s+/);
    if (index !== String(i) || name === undefined || type === undefined) {
      throw malformed("a variable line is malformed", `line ${reader.line}`, line, `${i} name type`);
    }
    names.push(name);
    types.push(type);
  }
  const form = reader.next("Binary: or Values:").trim().toLowerCase();
  if (form === "binary:") return { title, plot, names, types, values: readBinary(reader, variables, points) };
  if (form === "values:") return { title, plot, names, types, values: readAscii(reader, variables, points) };
  throw malformed("its data part does not begin where it should", `line ${reader.line}`, form, "Binary: or Values:");
}

function valueText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  return Object.is(value, -0) ? "-0" : String(value);
}

/**
 * Writes a plot as a raw file that ngspice and `readRawFile` read back exactly. The same plot gives the same bytes:
 * there is no date in it.
 *
 * @throws SimulationError when a title or name cannot stand in the header, or the arrays differ in length.
 */
export function writeRawFile(plot: RawPlot, form: RawForm = "binary"): Uint8Array {
  const { title, names, types, values } = plot;
  for (const text of [title, plot.plot]) {
    if (/\p{Cc}/u.test(text) || text !== text.trim()) throw malformed("bad title", "Title", text, "one trimmed line");
  }
  for (const word of [...names, ...types]) {
    if (word === "" || /\s/.test(word)) throw malformed("bad name", "Variables", word, "a word without blanks");
  }
  const points = values[0]?.length ?? 0;
  if (names.length === 0 || types.length !== names.length || values.length !== names.length) {
    throw malformed("names, types and values differ in number", "Variables", `${names.length}`, `${values.length}`);
  }
  for (const array of values) {
    if (array.length !== points) throw malformed("vectors differ in length", "Values", `${array.length}`, `${points}`);
  }
  const lines = [`Title: ${title}`, `Plotname: ${plot.plot}`, "Flags: real"];
  lines.push(`No. Variables: ${names.length}`, `No. Points: ${points}`, "Variables:");
  for (let i = 0; i < names.length; i++) lines.push(`\t${i}\t${names[i]}\t${types[i]}`);
  lines.push(form === "binary" ? "Binary:" : "Values:");
  if (form === "ascii") {
    for (let p = 0; p < points; p++) {
      values.forEach((array, v) => {
        lines.push(`${v === 0 ? ` ${p}` : ""}\t${valueText(array[p]!)}`);
      });
      lines.push("");
    }
  }
  const head = new TextEncoder().encode(`${lines.join("\n")}\n`);
  if (form === "ascii") return head;
  const bytes = new Uint8Array(head.length + names.length * points * 8);
  bytes.set(head);
  const view = new DataView(bytes.buffer, head.length);
  let at = 0;
  for (let p = 0; p < points; p++) {
    for (const array of values) {
      view.setFloat64(at, array[p]!, true);
      at += 8;
    }
  }
  return bytes;
}
