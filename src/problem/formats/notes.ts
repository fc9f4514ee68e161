/** Notes: "key: value" in the comments above a file's data, for what its format has no field for. */

import { numberedLines } from "./lines.ts";

export interface Note {
  readonly line: number;
  readonly value: string;
}

/**
 * The notes above the first line of data, e.g. "# name: my graph" with the marker "#"; "=" does for ":" too. The first
 * that has a value counts.
 */
export function readNotes(text: string, marker: "#" | "c" | "%"): ReadonlyMap<string, Note> {
  const notes = new Map<string, Note>();
  for (const { line, text: content } of numberedLines(text)) {
    if (content === "") continue;
    const isComment = content[0] === "#" || content[0] === marker || content === "c" || /^c[ \t]/.test(content);
    if (!isComment) break;
    if (content[0] !== marker) continue;
    const [, key, value] = /^[ \t]*([a-z]+)[ \t]*[:=](.*)$/.exec(content.slice(1)) ?? [];
    const trimmed = value?.trim();
    if (key !== undefined && trimmed && !notes.has(key)) notes.set(key, { line, value: trimmed });
  }
  return notes;
}
