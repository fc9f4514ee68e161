/** Which of the formats for quadratic functions a file is in, by its ending; JSON when the ending is another. */

import { formatBiqMacSparse, parseBiqMacSparse } from "./biqmac-sparse.ts";
import { formatBqmJson, parseBqmJson } from "./bqm-json.ts";
import { formatCoo, parseCoo } from "./coo.ts";
import { formatQbsolv, parseQbsolv } from "./qbsolv.ts";
import type { QuadraticFile } from "./quadratic.ts";

interface Format {
  readonly ending: string;
  parse(text: string, file: string): QuadraticFile;
  format(quadratic: QuadraticFile): string;
}

const JSON_FORMAT: Format = { ending: ".json", parse: parseBqmJson, format: formatBqmJson };

const FORMATS: readonly Format[] = [
  { ending: ".sparse", parse: parseBiqMacSparse, format: formatBiqMacSparse },
  { ending: ".qubo", parse: parseQbsolv, format: formatQbsolv },
  { ending: ".coo", parse: parseCoo, format: formatCoo },
  JSON_FORMAT,
];

const formatOf = (file: string): Format =>
  FORMATS.find(({ ending }) => file.toLowerCase().endsWith(ending)) ?? JSON_FORMAT;

/** @throws ProblemError naming file and line. */
export function parseQuadraticFile(text: string, file: string): QuadraticFile {
  return formatOf(file).parse(text, file);
}

/** Writes in the format that `file` ends in; `.sparse` and `.qubo` are for functions of bits only. */
export function formatQuadraticFile(quadratic: QuadraticFile, file: string): string {
  return formatOf(file).format(quadratic);
}

/** Whether the text of a `.json` or `.coo` file says that its variables are spins. */
export function saysSpins(text: string): boolean {
  return /"variable_type"\s*:\s*"SPIN"|^[ \t]*#[ \t]*vartype[ \t]*[:=][ \t]*SPIN/m.test(text);
}
