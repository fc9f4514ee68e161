import { parseSpiceNumber, printNetlist, type StopCondition } from "../circuit/index.ts";
import { NetlistError } from "../core/index.ts";
import { type DeckLine, deckError, type Statement, splitDeck, statements } from "./deck-lines.ts";
import { checkStatement, isDropped } from "./deck-rules.ts";
import type { Simulatable } from "./engine.ts";
import { canonicalVector, requireNodeName, requireVectorName, saveWords } from "./vector-name.ts";

/** What an engine wants of a deck. */
export interface DeckOptions {
  /** Unique among the runs of this simulator: a plot with another title is a stale one. Lower case, one line. */
  readonly runTitle: string;
  /** File that the results are written to, relative to where the simulator runs. */
  readonly rawFile: string;
  /** "clean" frees the circuit for the next run in the same instance; "quit" ends the process. */
  readonly afterwards: "clean" | "quit";
  /** Files that may be included by name. */
  readonly modelCards: readonly string[];
}

/** A deck ready for ngspice, and what must come back. Plain data: crosses threads. */
export interface PreparedDeck {
  readonly text: string;
  readonly runTitle: string;
  readonly rawFile: string;
  /** The caller's own title. */
  readonly title: string;
  /** Vectors that must come back, in lower case and in this order; undefined: all. */
  readonly wanted: readonly string[] | undefined;
  /** End of the run in seconds; undefined when the deck gives it as an expression. */
  readonly stopSeconds: number | undefined;
  readonly hasStop: boolean;
  /** Where each line of `text` came from; undefined for lines that were added. */
  readonly origins: readonly (DeckLine | undefined)[];
}

/** Vectors a `save` command; keeps command lines short. */
const SAVE_CHUNK = 40;

/** The physical lines of what is simulated; includes are still in them. */
export function deckLinesOf(what: Simulatable): DeckLine[] {
  if ("circuit" in what) return splitDeck(printNetlist(what.circuit));
  return splitDeck(what.netlist.text, what.netlist.file);
}

interface Scan {
  readonly kept: readonly DeckLine[];
  readonly saved: readonly string[];
  readonly stopSeconds: number | undefined;
}

/** Checks every statement and keeps what runs: dropped lines become "*", so that line numbers stay. */
function scan(lines: readonly DeckLine[], allowUnsafe: boolean, modelCards: readonly string[]): Scan {
  const all = statements(lines, allowUnsafe);
  const kept = [...lines];
  const saved: string[] = [];
  let tran: Statement | undefined;
  let end: Statement | undefined;
  let elements = 0;
  let inControl = false;
  for (const statement of all) {
    const card = statement.text.split(/\s/)[0]!.toLowerCase();
    const line = lines[statement.first]!;
    if (end !== undefined) throw deckError("something follows .end", "netlist.after-end", line);
    if (allowUnsafe && card === ".control") inControl = true;
    if (!allowUnsafe) checkStatement(statement, line, modelCards);
    if (inControl) {
      inControl = card !== ".endc";
      continue;
    }
    if (!card.startsWith(".")) elements++;
    if (card === ".tran") {
      if (tran !== undefined) throw deckError("a second .tran", "netlist.analysis", line, { expected: "one .tran" });
      tran = statement;
    }
    if (card === ".end") end = statement;
    if (card === ".save") {
      const words = saveWords(statement.text.slice(".save".length));
      for (const word of words) requireVectorName(word, line);
      saved.push(...words);
    }
    if (isDropped(card)) {
      for (let i = statement.first; i <= statement.last; i++) kept[i] = { ...lines[i]!, text: "*" };
    }
  }
  const last = lines[lines.length - 1]!;
  if (elements === 0) throw deckError("the netlist has no elements", "netlist.empty", last, { expected: "a circuit" });
  if (tran === undefined)
    throw deckError("the netlist has no .tran", "netlist.analysis", last, { expected: "one .tran" });
  if (end === undefined) throw deckError("the netlist has no .end", "netlist.end", last, { expected: ".end" });
  const stopSeconds = parseSpiceNumber(tran.text.split(/\s+/)[2] ?? "");
  return { kept: kept.slice(0, end.first), saved, stopSeconds };
}

function controlBlock(
  wanted: readonly string[] | undefined,
  stop: StopCondition | undefined,
  o: DeckOptions,
): string[] {
  const lines = [".control", "set filetype=binary", "delete all"];
  const save = [...(wanted ?? ["all"])];
  if (stop !== undefined && wanted !== undefined && !wanted.some((n) => canonicalVector(n) === `v(${stop.node})`)) {
    save.push(`v(${stop.node})`);
  }
  for (let i = 0; i < save.length; i += SAVE_CHUNK) lines.push(`save ${save.slice(i, i + SAVE_CHUNK).join(" ")}`);
  if (stop !== undefined) lines.push(`stop when v(${stop.node}) < ${stop.volts}`);
  lines.push("run", `write ${o.rawFile}`);
  if (o.afterwards === "clean") lines.push("destroy all", "remcirc");
  else lines.push("quit");
  return [...lines, ".endc", ".end", ""];
}

/**
 * Prepares what is simulated for ngspice: checks the netlist, gives it a title of its own, asks for KLU unless it asks for SPARSE itself, and adds the
 * commands that save, stop, run and write. The run stands in the deck's own command block, so that a failed run leaves
 * no file behind instead of the previous one.
 *
 * @param lines the deck's lines when includes were expanded before; default those of `what` as they are.
 * @throws NetlistError with the line for whatever is refused.
 */
export function prepareDeck(
  what: Simulatable,
  options: DeckOptions,
  lines: readonly DeckLine[] = deckLinesOf(what),
): PreparedDeck {
  const netlist = "netlist" in what ? what.netlist : undefined;
  if (lines.every((line) => line.text.trim() === "")) {
    throw new NetlistError("the netlist is empty", { code: "netlist.empty", expected: "a title and a circuit" });
  }
  const { kept, saved, stopSeconds } = scan(lines, netlist?.allowUnsafe ?? false, options.modelCards);
  const given = "circuit" in what ? what.circuit.stop : what.netlist.stop;
  if (given !== undefined) {
    requireNodeName(given.node);
    if (!Number.isFinite(given.volts)) {
      throw new NetlistError("the stop condition is not finite", {
        code: "netlist.finite",
        field: "stop.volts",
        received: String(given.volts),
      });
    }
  }
  const stop = given === undefined ? undefined : { node: given.node.toLowerCase(), volts: given.volts };
  const asked = (netlist?.save ?? saved).map((name) => name.toLowerCase());
  for (const name of asked) requireVectorName(name);
  const wanted = asked.length === 0 || asked.includes("all") ? undefined : [...new Set(asked)];
  const asksForSparse = kept.some((line) => /^\s*\.opt(?:ion|ions)?\s(?:.*\s)?sparse\b/i.test(line.text));
  const added = [...(asksForSparse ? [] : [".options klu"]), ...controlBlock(wanted, stop, options)];
  return {
    text: [options.runTitle, ...kept.slice(1).map((line) => line.text), ...added].join("\n"),
    runTitle: options.runTitle,
    rawFile: options.rawFile,
    title: lines[0]!.text.trim(),
    wanted,
    stopSeconds,
    hasStop: stop !== undefined,
    origins: [undefined, ...kept.slice(1), ...added.map(() => undefined)],
  };
}
