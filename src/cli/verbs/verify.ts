import { recheck } from "../../campaign/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { landscapeText, referenceText, runTable, summaryText } from "../verdict-text.ts";

/**
 * Judges a run folder anew from its task, profile, settings and waveforms, proving the optimum again, and compares
 * with the verdict that it holds.
 */
export async function verifyVerb(
  folder: string,
  options: { readonly json?: boolean },
  context: Context,
): Promise<number> {
  const { signal, progress, now } = context;
  const { stored, reference, runs, summary, differences } = await recheck(folder, { signal, progress, now });
  const { settings, problem } = stored;
  const confirmed = stored.verdict === undefined ? null : differences.length === 0;
  context.endProgress();
  if (options.json === true) {
    const { kind, name, n, sense } = problem;
    const task = { kind, name, n, sense };
    context.print(
      JSON.stringify({ task, settings, reference: reference?.verdict ?? null, runs, summary, confirmed, differences }),
    );
  } else {
    context.print(`${folder}: ${runs.length} of ${settings.runs} runs of ${problem.name}`);
    context.print(referenceText(reference));
    for (const line of landscapeText(reference)) context.print(line);
    context.print("");
    for (const line of runTable(runs)) context.print(line);
    context.print("");
    if (summary !== null)
      for (const line of summaryText(summary, reference?.verdict.proven === true)) context.print(line);
    for (const line of differences) context.print(`differs: ${line}`);
    if (stored.verdict === undefined)
      context.print("the run was ended before its verdict: there is none to compare with");
    else context.print(`the stored verdict is ${confirmed ? "" : "not "}confirmed`);
  }
  return differences.length === 0 && runs.some((r) => r.settled) ? EXIT.done : EXIT.no;
}
