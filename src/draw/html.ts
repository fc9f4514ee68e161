import { escapeMarkup } from "./escape.ts";

/** Markup that is safe to put into a page as it stands; everything else is escaped on its way in. */
export interface Html {
  readonly markup: string;
}

export type HtmlPart = Html | string | number | readonly HtmlPart[];

/** Marks text as markup. Only for our own SVG and constants, never for input. */
export function trusted(markup: string): Html {
  return { markup };
}

function markupOf(part: HtmlPart): string {
  if (typeof part === "string") return escapeMarkup(part);
  if (typeof part === "number") return String(part);
  if ("markup" in part) return part.markup;
  return part.map(markupOf).join("");
}

/** Template tag: the literal parts are markup, each value is escaped unless it is Html itself. */
export function html(literals: TemplateStringsArray, ...values: readonly HtmlPart[]): Html {
  let markup = literals[0]!;
  for (let k = 0; k < values.length; k++) markup += markupOf(values[k]!) + literals[k + 1]!;
  return { markup };
}

/** A list of terms with their values, as a two-column table. */
export function factTable(facts: readonly (readonly [term: string, value: HtmlPart])[]): Html {
  const rows = facts.map(([term, value]) => html`<tr><th scope="row">${term}</th><td>${value}</td></tr>\n`);
  return html`<table class="facts"><tbody>\n${rows}</tbody></table>\n`;
}

/** A table with a header row; `numeric` columns are set flush right. */
export function dataTable(
  headers: readonly string[],
  rows: readonly (readonly HtmlPart[])[],
  numeric: readonly boolean[],
): Html {
  const cell = (k: number): Html => trusted(numeric[k] ? ' class="number"' : "");
  const head = headers.map((header, k) => html`<th scope="col"${cell(k)}>${header}</th>`);
  const body = rows.map((row) => html`<tr>${row.map((value, k) => html`<td${cell(k)}>${value}</td>`)}</tr>\n`);
  return html`<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>\n${body}</tbody></table></div>\n`;
}
