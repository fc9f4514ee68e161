import { NetlistError, quoteReceived } from "../core/index.ts";
import { parseSpiceNumber } from "./spice-number.ts";

/** A logical line of a netlist: continuations joined, with the file and the number of its first physical line. */
export interface NetlistLine {
  readonly text: string;
  readonly number: number;
  readonly file: string;
}

/** Throws the syntax error of a line. */
export function failAt(
  line: Pick<NetlistLine, "file" | "number">,
  what: string,
  received: string,
  expected: string,
): never {
  throw new NetlistError(what, {
    code: "netlist.syntax",
    file: line.file,
    line: line.number,
    received: quoteReceived(received),
    expected,
  });
}

/** The number that `word` writes. @throws NetlistError naming `what` when it is none. */
export function numberAt(line: NetlistLine, word: string | undefined, what: string): number {
  const value = word === undefined ? undefined : parseSpiceNumber(word);
  if (value === undefined) return failAt(line, `${what} is not a number`, word ?? "nothing", "a SPICE number");
  return value;
}

/**
 * Splits a netlist into its title and logical lines; blank and comment lines stay.
 * @throws NetlistError for a continuation that continues nothing.
 */
export function netlistLines(text: string, file: string): { readonly title: string; readonly lines: NetlistLine[] } {
  const [title = "", ...physical] = text.replace(/\r\n?/g, "\n").split("\n");
  const lines: { text: string; number: number; file: string }[] = [];
  for (const [k, raw] of physical.entries()) {
    const line = { text: raw.trim(), number: k + 2, file };
    if (!raw.startsWith("+")) {
      lines.push(line);
      continue;
    }
    const last = lines[lines.length - 1];
    if (last === undefined) {
      return failAt(line, "a continuation without a line before it", line.text, "an element line");
    }
    last.text += ` ${line.text.slice(1).trim()}`;
  }
  return { title, lines };
}
