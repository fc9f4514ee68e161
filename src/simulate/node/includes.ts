import { readFile, realpath } from "node:fs/promises";
import { basename, isAbsolute, relative, resolve, sep } from "node:path";
import { LimitError } from "../../core/index.ts";
import { type DeckLine, deckError, deckLinesOf, includeOf, type Simulatable, splitDeck, statements } from "../index.ts";

/** Includes within includes. */
const MAX_DEPTH = 16;

/** All included files together. */
const MAX_CHARACTERS = 64 * 2 ** 20;

/** Path shown in errors: never more of the machine than the folder's own contents. */
function shownName(folder: string, path: string): string {
  return relative(folder, path) || basename(path);
}

async function insideFolder(folder: string, file: string, line: DeckLine): Promise<string> {
  let path: string;
  try {
    // Links are followed first: one that leads out of the folder is refused.
    path = await realpath(resolve(folder, file));
  } catch {
    throw deckError("an included file does not exist", "netlist.include", line, { expected: "a file in the folder" });
  }
  const inner = relative(folder, path);
  if (inner === "" || inner === ".." || inner.startsWith(`..${sep}`) || isAbsolute(inner)) {
    throw deckError("an included file lies outside the folder of the netlist", "netlist.include", line);
  }
  return path;
}

/** The lines of one section of a library, without its `.lib` and `.endl`. */
function librarySection(lines: readonly DeckLine[], section: string, from: DeckLine): DeckLine[] {
  const isCard = (line: DeckLine, card: string) => line.text.trim().split(/\s+/)[0]!.toLowerCase() === card;
  const start = lines.findIndex((line) => {
    const words = line.text.trim().split(/\s+/);
    return isCard(line, ".lib") && words.length === 2 && words[1]!.toLowerCase() === section.toLowerCase();
  });
  const end = lines.findIndex((line, i) => i > start && isCard(line, ".endl"));
  if (start < 0 || end < 0) throw deckError(`the library has no section ${section}`, "netlist.include", from);
  return lines.slice(start + 1, end);
}

/**
 * The lines of `what` with every `.include` and `.lib` that is not one of `modelCards` replaced by the text of the
 * file, which must lie in the netlist's folder. So the simulator itself reads no file of the machine, and what was
 * checked is what runs.
 *
 * @throws NetlistError for a file that is missing or outside; LimitError when they are too large or too deep.
 */
export async function includedLines(what: Simulatable, modelCards: readonly string[]): Promise<DeckLine[]> {
  const lines = deckLinesOf(what);
  const given = "netlist" in what ? what.netlist.folder : undefined;
  if (given === undefined) return lines;
  const folder = await realpath(given);
  let budget = MAX_CHARACTERS;

  const expand = async (part: readonly DeckLine[], depth: number, base: string): Promise<DeckLine[]> => {
    if (depth > MAX_DEPTH) throw new LimitError("includes are nested too deep", { code: "limit.includes" });
    const out: DeckLine[] = [];
    let done = 0;
    for (const statement of statements(part, true)) {
      const include = includeOf(statement.text);
      if (include === undefined || modelCards.includes(include.file)) continue;
      const line = part[statement.first]!;
      const path = await insideFolder(folder, resolve(base, include.file), line);
      const text = await readFile(path, "utf8");
      budget -= text.length;
      if (budget < 0) throw new LimitError("included files are too large", { code: "limit.includes" });
      let inner = splitDeck(text, shownName(folder, path));
      if (include.section !== undefined) inner = librarySection(inner, include.section, line);
      // Statements begin after a title line.
      const titled = [{ text: "*", line: 0 }, ...inner];
      const expanded = await expand(titled, depth + 1, resolve(path, ".."));
      out.push(...part.slice(done, statement.first), ...expanded.slice(1));
      done = statement.last + 1;
    }
    return [...out, ...part.slice(done)];
  };
  return expand(lines, 0, folder);
}
