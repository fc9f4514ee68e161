/** Names of instances: one printable line, from a note in the file or from the file's own name. */

import { ArgumentError } from "../core/index.ts";

const NOT_PRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const ALL_NOT_PRINTABLE = new RegExp(NOT_PRINTABLE.source, "gu");

/** @throws ArgumentError for a name that a comment line could not carry. */
export function requireName(name: string): void {
  if (name === "" || name !== name.trim() || NOT_PRINTABLE.test(name)) {
    throw new ArgumentError("the name of the instance cannot be written to a file", {
      code: "problem.name",
      received: JSON.stringify(name),
      expected: "one line of printable characters without spaces around it",
    });
  }
}

/** `text` as a name: control characters become "?", spaces around it go; "" when nothing is left. */
export function cleanName(text: string): string {
  return text.replace(ALL_NOT_PRINTABLE, "?").trim();
}

/** The file's name without folder and without its ending when that is one of `endings`; `fallback` when that is empty. */
export function nameOfFile(file: string, endings: readonly string[], fallback: string): string {
  const base = file.replace(/^.*[/\\]/, "");
  const ending = endings.find((candidate) => base.toLowerCase().endsWith(candidate)) ?? "";
  return cleanName(base.slice(0, base.length - ending.length)) || fallback;
}
