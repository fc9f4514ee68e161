/** The part that all TSPLIB files share: lines "KEY : value", then sections of numbers, then EOF. */

import { lineError, numberedLines } from "./lines.ts";

/** A word with the number of its line. */
export interface Word {
  readonly line: number;
  readonly text: string;
}

export interface TsplibFile {
  /** By key in capitals; the first of its kind counts. */
  readonly keys: ReadonlyMap<string, Word>;
  /** The words of each section, by its key. */
  readonly sections: ReadonlyMap<string, readonly Word[]>;
  readonly lastLine: number;
}

const KEY = /^([A-Za-z][A-Za-z0-9_]*)[ \t]*(?::[ \t]*(.*))?$/;

/** Splits a file into keys and sections. @throws ProblemError where a line is neither, or a section comes twice. */
export function readTsplib(text: string, file: string): TsplibFile {
  const keys = new Map<string, Word>();
  const sections = new Map<string, Word[]>();
  let section: Word[] | undefined;
  let lastLine = 1;
  for (const { line, text: content } of numberedLines(text)) {
    if (content === "") continue;
    lastLine = line;
    const [, rawKey, value] = KEY.exec(content) ?? [];
    const key = rawKey?.toUpperCase();
    if (key === "EOF") break;
    if (key === undefined) {
      if (section === undefined) {
        throw lineError("the line cannot be read", "problem.tsplib", file, line, content, '"KEY : value" or a section');
      }
      for (const word of content.split(/[ \t]+/)) section.push({ line, text: word });
    } else if (key.endsWith("_SECTION")) {
      if (sections.has(key)) {
        throw lineError("a section comes twice", "problem.tsplib", file, line, content, "each section once");
      }
      section = [];
      sections.set(key, section);
    } else {
      if (value === undefined) {
        throw lineError("the line cannot be read", "problem.tsplib", file, line, content, '"KEY : value" or a section');
      }
      section = undefined;
      if (!keys.has(key)) keys.set(key, { line, text: value.trim() });
    }
  }
  return { keys, sections, lastLine };
}
