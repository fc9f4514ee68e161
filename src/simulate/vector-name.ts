import { NetlistError } from "../core/index.ts";

/**
 * Names of vectors. One quantity has several spellings in ngspice: the current of V source `v1` is asked for as
 * `i(v1)` or `v1#branch` and comes back as `i(v1)`; that of a B source `bp` in instance `x1` is `i(b.x1.bp)` or
 * `b.x1.bp#branch`; a device parameter `@r.x1.rq[i]` comes back as `i(@r.x1.rq[i])`.
 */

/** Letters that a name may hold: it ends up in a command line of the simulator, where others have a meaning. */
const WORD = String.raw`[\w.#:+\-/\[\]@]+`;
const VECTOR = new RegExp(String.raw`^(?:[vi]\(${WORD}\)|${WORD})$`, "i");
const NODE = new RegExp(`^${WORD}$`);

/** Throws NetlistError, at `at` if given, unless `name` can be asked for: "v(out)", "i(b.x1.bp)", "@r1[i]", "all". */
export function requireVectorName(name: string, at: { line?: number; file?: string } = {}): void {
  if (!VECTOR.test(name)) {
    throw new NetlistError("a vector name cannot be asked for", {
      code: "netlist.vector-name",
      ...(at.file === undefined ? {} : { file: at.file }),
      ...(at.line === undefined ? {} : { line: at.line }),
      received: name,
      expected: "v(node), i(element), element#branch or @element[parameter]",
    });
  }
}

/** Throws NetlistError unless `node` can stand in a stop condition. */
export function requireNodeName(node: string): void {
  if (!NODE.test(node)) {
    throw new NetlistError("a node name cannot stand in a stop condition", {
      code: "netlist.node-name",
      received: node,
      expected: "letters, digits and _ . # : + - / [ ] @",
    });
  }
}

/** The one spelling that all names of the same vector share, in lower case. */
export function canonicalVector(name: string): string {
  const lower = name.toLowerCase();
  const inner = /^[vi]\((.+)\)$/.exec(lower)?.[1];
  if (inner !== undefined) return inner.startsWith("@") ? inner : lower;
  if (lower.endsWith("#branch")) return `i(${lower.slice(0, -"#branch".length)})`;
  if (lower.startsWith("@") || lower === "time" || lower === "all") return lower;
  return `v(${lower})`;
}

/** The words of a `.save` line, without the card itself. */
export function saveWords(text: string): string[] {
  return text.match(/[^\s(),]+(?:\([^)]*\))?/g)?.map((word) => word.replace(/\s+/g, "")) ?? [];
}
