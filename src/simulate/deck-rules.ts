import { type DeckLine, deckError, type Statement } from "./deck-lines.ts";

/**
 * What a deck of a stranger may hold. ngspice runs commands and touches files from many places of a deck (`.control`,
 * `.exec`, `*#` lines, code models with `file=` or `d_process`, `.csparam` into scripts, CIDER `output` cards, options
 * that set interpreter variables such as `ngdebug`), so the rules list what is allowed, not what is refused.
 */

/** Cards handed on as they are. */
const CARDS = new Set(
  ".tran .end .ends .subckt .param .func .model .ic .nodeset .options .option .opt .temp .global .if .elseif .else .endif".split(
    " ",
  ),
);

/** Cards without influence on the waveforms: left out of the deck that runs. `.save` is issued again as a command. */
const DROPPED = new Set(".save .print .plot .width .title .meas .measure".split(" "));

const INCLUDES = new Set(".include .inc .incl .lib".split(" "));

const ANALYSES = new Set(".ac .dc .op .noise .tf .pz .disto .sens .sp .pss .four .fft".split(" "));

/** Options of the numerical method and of the circuit; anything else would set a variable of the interpreter. */
const OPTIONS = new Set(
  (
    "abstol reltol vntol chgtol trtol pivtol pivrel gmin gminsteps gshunt cshunt rshunt rseries itl1 itl2 itl3 itl4 itl5 " +
    "itl6 srcsteps method maxord xmu temp tnom klu sparse noopiter keepopinfo trytocompact bypass minbreak ramptime convstep " +
    "convabsstep convlimit absdv reldv defl defw defad defas defm scale scalm autostop noinit interp savecurrents seed " +
    "acct noacct list node nopage nomod opts post numdgt badmos3 newtrunc trunc width oldlimit indverbosity dotcard"
  ).split(" "),
);

/** Numerical device models: their `output` cards write files. */
const MODEL_TYPES = /^(numd2?|nbjt2?|numos|filesource|d_process|d_source|d_state)\b/i;

/** Model cards inside the WASM engine, as `.include` files. */
export const BUILT_IN_MODEL_CARDS: readonly string[] = [
  "modelcard.FreePDK45",
  "modelcard.PDK15",
  "modelcard.ptmLP",
  "modelcard.ptmHP",
  "modelcard.ptm",
  "modelcard.skywater",
  "modelcard.CMOS90",
  "modelcard.GF180",
  "modelcard.GF180.typical",
  "modelcard.GF180.ff",
  "modelcard.GF180.ss",
  "modelcard.GF180.fs",
  "modelcard.GF180.sf",
  "modelcard.GF180.statistical",
  "sm141064.ngspice",
];

/** File and section of an `.include` or `.lib` statement; undefined for any other, e.g. `.lib section` in a library. */
export function includeOf(text: string): { file: string; section?: string } | undefined {
  const match = /^(\.\w+)\s+(?:"([^"]*)"|'([^']*)'|(\S+))(?:\s+(\S+))?\s*$/.exec(text);
  if (match === null || !INCLUDES.has(match[1]!.toLowerCase())) return undefined;
  const file = match[2] ?? match[3] ?? match[4]!;
  const isLib = match[1]!.toLowerCase() === ".lib";
  if (isLib && match[5] === undefined) return undefined;
  return isLib ? { file, section: match[5]! } : { file };
}

/** Whether a card is left out of the deck that runs. */
export function isDropped(card: string): boolean {
  return DROPPED.has(card);
}

function checkOptions(text: string, line: DeckLine): void {
  const words = text.replace(/\s*=\s*/g, "=").split(/\s+/);
  for (const word of words.slice(1)) {
    const name = word.split("=")[0]!.toLowerCase();
    if (!OPTIONS.has(name)) {
      throw deckError(`the option ${name} is unknown or refused`, "netlist.option", line, {
        expected: "an option of the numerical method",
      });
    }
  }
}

/**
 * Throws NetlistError, with the line, when a statement is not among what is allowed. `modelCards` are the files that
 * may stay as `.include`; all others must have been expanded before.
 */
export function checkStatement(statement: Statement, line: DeckLine, modelCards: readonly string[]): void {
  const { text } = statement;
  const card = text.split(/\s/)[0]!.toLowerCase();
  if (card.startsWith(".")) {
    if (INCLUDES.has(card)) {
      const include = includeOf(text);
      if (include !== undefined && modelCards.includes(include.file)) return;
      throw deckError("a file cannot be included here", "netlist.include", line, {
        expected: modelCards.length > 0 ? "a built-in model card, or a folder for includes" : "a folder for includes",
      });
    }
    if (ANALYSES.has(card)) {
      throw deckError(`${card} is not supported`, "netlist.analysis", line, { expected: "one .tran" });
    }
    if (!CARDS.has(card) && !DROPPED.has(card)) {
      throw deckError(`the card ${card} is refused`, "netlist.refused", line, {
        expected: "elements, models, parameters and one .tran",
      });
    }
    if (card.startsWith(".opt")) checkOptions(text, line);
    const type = card === ".model" ? text.split(/\s+/)[2] : undefined;
    if (type !== undefined && MODEL_TYPES.test(type)) {
      throw deckError("a model that reads or writes files is refused", "netlist.refused", line);
    }
  } else if (!/^[a-z]/i.test(card) || /^[an]/i.test(card)) {
    throw deckError("this is no element that is allowed", "netlist.refused", line, {
      expected: "an element letter; A (code model) and N (compiled model) are refused",
    });
  }
  if (/\bfile\s*=/i.test(text)) throw deckError("an element that reads a file is refused", "netlist.refused", line);
}
