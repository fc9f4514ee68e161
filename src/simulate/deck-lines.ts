import { NetlistError } from "../core/index.ts";

/** One physical line of a deck and where it came from. */
export interface DeckLine {
  readonly text: string;
  /** Counted from 1 in its own file. */
  readonly line: number;
  readonly file?: string;
}

/** One statement: a line and its "+" continuations, comments removed. `first` and `last` index the physical lines. */
export interface Statement {
  readonly text: string;
  readonly first: number;
  readonly last: number;
}

/** An error at a line of the deck. */
export function deckError(what: string, code: string, at: DeckLine, more: { expected?: string } = {}): NetlistError {
  const file = at.file === undefined ? {} : { file: at.file };
  return new NetlistError(what, { code, ...file, line: at.line, received: at.text.trim(), ...more });
}

/** Splits a deck into physical lines. @throws NetlistError for control characters, which could hide a card. */
export function splitDeck(text: string, file?: string): DeckLine[] {
  const origin = file === undefined ? {} : { file };
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/)
    .map((line, i): DeckLine => ({ text: line, line: i + 1, ...origin }));
  for (const line of lines) {
    if (/(?!\t)\p{Cc}/u.test(line.text)) {
      throw deckError("a control character stands in the deck", "netlist.control-character", line);
    }
  }
  return lines;
}

/** Removes what ngspice takes for a comment at the end of a line. */
function withoutComment(text: string): string {
  return text.replace(/(^|[\s,])\$(\s.*|$)|;.*$|\/\/.*$/, "").trim();
}

/**
 * Joins physical lines to statements, skipping the title (line 0), blanks and comment lines.
 *
 * @throws NetlistError for `*#` lines (ngspice runs them as commands), a "\\" at the end of a line and a "+" with
 * nothing before it.
 */
export function statements(lines: readonly DeckLine[], allowUnsafe: boolean): Statement[] {
  const result: { text: string; first: number; last: number }[] = [];
  for (let i = 1; i < lines.length; i++) {
    const text = withoutComment(lines[i]!.text.trim());
    if (/^\*#/.test(text) && !allowUnsafe) {
      throw deckError("a line that ngspice runs as a command is refused", "netlist.refused", lines[i]!);
    }
    if (text === "" || text.startsWith("*") || text.startsWith("$")) continue;
    if (text.endsWith("\\") && !allowUnsafe) {
      throw deckError("a line ends with a backslash", "netlist.refused", lines[i]!, {
        expected: "continuation with +",
      });
    }
    if (text.startsWith("+")) {
      const open = result.at(-1);
      if (open === undefined) throw deckError("a continuation continues nothing", "netlist.syntax", lines[i]!);
      open.text += ` ${text.slice(1).trim()}`;
      open.last = i;
    } else result.push({ text, first: i, last: i });
  }
  return result;
}
