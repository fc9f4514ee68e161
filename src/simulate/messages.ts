import { ConvergenceError, NetlistError, type OhmfieldError, SimulationError } from "../core/index.ts";
import type { PreparedDeck } from "./deck.ts";

/** What ngspice prints, judged: it reports errors in prose and often carries on with a different circuit. */

/** The stop condition was met: the end that was asked for. */
const STOPPED = /condition met: stop/i;

/** Never a reason to refuse a result. */
const HARMLESS = [
  STOPPED,
  /^doAnalyses: pause requested/i,
  /^run simulation interrupted/i,
  /losing old state for circuit/i,
  /^Note: No "\.plot"/i,
];

/** The process or the WASM instance is lost after such a message. */
const FATAL = /fatal error in ngspice|^Aborted\(|^ERROR: controlled exit/i;

/** The circuit that would be simulated is not the one that was given. */
const NETLIST = [
  /ignored/i,
  /unknown (parameter|subckt|model|device|option)/i,
  /unrecognized (parameter|option)/i,
  /unable to find definition of model|can't find model|valid modelname/i,
  /unimplemented (dot command|control card)/i,
  /too (many|few) (parameters|nodes)/i,
  /no such function/i,
  /(PTerror|YYparse error|syntax error)/i,
  /mismatch of \.subckt/i,
  /could not find include file|could not find library/i,
  /undefined parameter|cannot compute substitute|numparam expansion/i,
  /non-increasing PWL/i,
  /device already exists/i,
  /resistance to+ low|value of resistor .* too small/i,
  /^Error on line \d+/i,
  /circuit not parsed|simulation interrupted due to error/i,
  /^strtod: /i,
  /no such node/i,
];

const CONVERGENCE = [
  /timestep too small/i,
  /operating point could not be simulated/i,
  /iteration limit reached/i,
  /no convergence/i,
];

/** Says nothing by itself: the matrix may have been solved in another way after it. */
const SINGULAR = /singular matrix/i;

const ABORTED = /simulation\(s\) aborted|aborted due to error|breakpoint in the past|^doAnalyses: /i;

/** Whether the simulator cannot go on after `message`. */
export function isFatal(message: string): boolean {
  return FATAL.test(message);
}

/** Whether the run ended because its stop condition was met. */
export function isStopped(messages: readonly string[]): boolean {
  return messages.some((message) => STOPPED.test(message));
}

function squeeze(text: string): string {
  return text.toLowerCase().replace(/\s+/g, " ").trim();
}

/**
 * A stop is announced as "doAnalyses:" with whatever message was left over from a step that had to be cut, e.g. "Too many
 * iterations without convergence". It is a failure only when the run is called aborted, not interrupted.
 */
function isLeftOver(message: string, messages: readonly string[]): boolean {
  return (
    /^doAnalyses: /i.test(message) &&
    isStopped(messages) &&
    messages.some((m) => /^run simulation interrupted/i.test(m)) &&
    !messages.some((m) => /simulation\(s\) aborted/i.test(m))
  );
}

/** Line of the deck that a group of messages is about: by its number, or by the text it quotes. */
function originOf(messages: readonly string[], deck: PreparedDeck): { line?: number; file?: string } {
  const all = messages.join("\n");
  const number = /\bline(?: no\.)?\s+(\d+)/i.exec(all)?.[1];
  const quoted = /'([^']+)' is not a valid|unknown subckt: \S+ (.+)/i.exec(all);
  let origin = number === undefined ? undefined : deck.origins[Number(number) - 1];
  if (origin === undefined && quoted !== null) {
    const wanted = squeeze(quoted[1] ?? quoted[2]!);
    // ngspice prints an unknown instance without its name.
    origin = deck.origins.find((o) => o !== undefined && squeeze(o.text).endsWith(wanted));
  }
  if (origin === undefined) return {};
  return { line: origin.line, ...(origin.file === undefined ? {} : { file: origin.file }) };
}

/** The first offending message with the lines that explain it, on one line. */
function gist(messages: readonly string[], first: number): string {
  return messages
    .slice(first, first + 4)
    .filter((message) => !/simulation interrupted due to error|circuit not parsed|No "\.plot"/i.test(message))
    .map((message) => message.trim())
    .join("; ")
    .slice(0, 300);
}

/**
 * Judges the messages of one run. Undefined when they are harmless.
 *
 * @param messages lines in the order they were printed, blank ones left out.
 * @returns NetlistError, ConvergenceError or SimulationError, in this order of precedence.
 */
export function judgeMessages(messages: readonly string[], deck: PreparedDeck): OhmfieldError | undefined {
  const loud = messages.filter(
    (message) => !HARMLESS.some((pattern) => pattern.test(message)) && !isLeftOver(message, messages),
  );
  const find = (patterns: readonly RegExp[]) => loud.findIndex((message) => patterns.some((p) => p.test(message)));
  const netlist = find(NETLIST);
  if (netlist >= 0) {
    return new NetlistError(`ngspice did not take the netlist as it is: ${gist(loud, netlist)}`, {
      code: "netlist.rejected",
      ...originOf(loud.slice(netlist, netlist + 4), deck),
    });
  }
  const aborted = find([ABORTED]) >= 0;
  const convergence = find(CONVERGENCE);
  const singular = find([SINGULAR]);
  if (convergence >= 0 || (aborted && singular >= 0)) {
    const first = singular >= 0 ? singular : convergence;
    const last = convergence >= 0 ? convergence : singular;
    return new ConvergenceError(`ngspice did not converge: ${loud[first]!.trim()}`, {
      code: singular >= 0 ? "simulate.singular" : "simulate.convergence",
      ...(last === first ? {} : { received: loud[last]!.trim() }),
    });
  }
  const other = loud.findIndex((m) => /^\s*error\b/i.test(m) || /^panic/i.test(m) || ABORTED.test(m) || FATAL.test(m));
  if (other < 0) return undefined;
  return new SimulationError(`ngspice failed: ${gist(loud, other)}`, { code: "simulate.failed" });
}
