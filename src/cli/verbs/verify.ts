import { presolveReport, recheck } from "../../campaign/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { landscapeText, presolveText, referenceText, runTable, summaryText } from "../verdict-text.ts";

/**
 * Judges a run folder anew from its task, profile, settings and waveforms, proving the optimum again, and compares
 * with the verdict that it holds.
 */
export async function verifyVerb(
  folder: string,
  options: { readonly repair?: boolean; readonly json?: boolean },
  context: Context,
): Promise<number> {
  const { signal, progress, now } = context;
  const { stored, reference, runs, summary, differences } = await recheck(folder, {
    signal,
    progress,
    now,
    ...(options.repair === undefined ? {} : { repair: options.repair }),
  });
  const { settings, problem, compiled } = stored;
  const presolve = presolveReport(stored.prepared.presolved);
  const confirmed = stored.verdict === undefined ? null : differences.length === 0;
  context.endProgress();
  if (options.json === true) {
    const { kind, name, n, sense } = problem;
    const task = { kind, name, n, sense };
    context.print(
      JSON.stringify({
        task,
        settings,
        presolve,
        reference: reference?.verdict ?? null,
        runs,
        summary,
        confirmed,
        differences,
      }),
    );
  } else {
    const what = compiled === null ? "no runs" : `${runs.length} of ${settings.runs} runs`;
    context.print(`${folder}: ${what} of ${problem.name}`);
    for (const line of presolveText(presolve)) context.print(line);
    context.print(referenceText(reference));
    for (const line of landscapeText(reference, presolve)) context.print(line);
    context.print("");
    if (runs.length > 0) for (const line of [...runTable(runs), ""]) context.print(line);
    if (summary !== null)
      for (const line of summaryText(summary, reference?.verdict.proven === true)) context.print(line);
    for (const line of differences) context.print(`differs: ${line}`);
    if (stored.verdict === undefined)
      context.print("the run was ended before its verdict: there is none to compare with");
    else context.print(`the stored verdict is ${confirmed ? "" : "not "}confirmed`);
  }
  return differences.length === 0 && (compiled === null ? reference !== null : runs.some((r) => r.settled))
    ? EXIT.done
    : EXIT.no;
}
