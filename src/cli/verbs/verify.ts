import { join } from "node:path";
import {
  certifySettling,
  presolveReport,
  proveProblem,
  recheck,
  type StoredCampaign,
  toJson,
  writeOutput,
} from "../../campaign/index.ts";
import { settlingDoubts } from "../../verify/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { landscapeText, presolveText, referenceText, runTable, summaryText } from "../verdict-text.ts";

/** File of the certificate of the optimum in a run folder. */
const PROOF = "proof.json";

/** A run with its certificate and what speaks against it. */
interface Certified {
  readonly seed: number;
  readonly file: string;
  readonly doubts: readonly string[];
}

/** Writes the proof of the optimum and a certificate for each of the runs into the folder. */
async function certify(
  folder: string,
  stored: StoredCampaign,
  seeds: readonly number[],
  { signal, progress }: Context,
): Promise<Certified[]> {
  const { problem, settings } = stored;
  const encoding = {
    encoding: settings.encoding,
    ...(settings.penaltyWeight === null ? {} : { penaltyWeight: settings.penaltyWeight }),
  };
  const { certificate } = await proveProblem(problem, { encoding, certificate: true, signal, progress });
  if (certificate !== null) await writeOutput(join(folder, PROOF), toJson(certificate));
  const certified: Certified[] = [];
  for (const seed of seeds) {
    const file = `settling-${seed}.json`;
    const settling = await certifySettling(folder, stored, seed, certificate === null ? null : PROOF);
    await writeOutput(join(folder, file), toJson(settling));
    certified.push({ seed, file, doubts: settlingDoubts(settling.settling) });
  }
  return certified;
}

/**
 * Judges a run folder anew from its task, profile, settings and waveforms, proving the optimum again, and compares
 * with the verdict that it holds.
 */
export async function verifyVerb(
  folder: string,
  options: { readonly repair?: boolean; readonly certificate?: boolean; readonly json?: boolean },
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
  const seeds = runs.filter((r) => r.settled).map((r) => r.seed);
  const certified = options.certificate === true ? await certify(folder, stored, seeds, context) : undefined;
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
        ...(certified === undefined ? {} : { certificates: certified }),
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
    for (const { seed, file, doubts } of certified ?? []) {
      context.print(`seed ${seed}: ${file}${doubts.length === 0 ? "" : `, but ${doubts.join("; ")}`}`);
    }
    for (const line of differences) context.print(`differs: ${line}`);
    if (stored.verdict === undefined)
      context.print("the run was ended before its verdict: there is none to compare with");
    else context.print(`the stored verdict is ${confirmed ? "" : "not "}confirmed`);
  }
  return differences.length === 0 && (compiled === null ? reference !== null : runs.some((r) => r.settled))
    ? EXIT.done
    : EXIT.no;
}
