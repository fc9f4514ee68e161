import { join } from "node:path";
import {
  openRunFolder,
  type Prepared,
  presolveReport,
  type RunSettings,
  solveReference,
  toJson,
  writeCompiled,
  writeOutput,
} from "../../campaign/index.ts";
import { assumptions, type HardwareProfile } from "../../crossbar/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { presolveText, referenceText } from "../verdict-text.ts";

/** Answers a task of which presolve left nothing: no array, no runs; the folder holds the solution. */
export async function answerWithoutArray(
  input: {
    readonly prepared: Prepared;
    readonly profile: HardwareProfile;
    readonly settings: RunSettings;
    readonly folder: string;
    readonly text: string;
    readonly json: boolean;
  },
  context: Context,
): Promise<number> {
  const { prepared, profile, settings, folder } = input;
  const { kind, name, n, sense } = prepared.problem;
  await openRunFolder(folder);
  await writeCompiled(folder, prepared, profile, settings, input.text);
  const found = await solveReference(prepared, { seed: settings.seed, now: context.now });
  const { seconds = null, ...reference } = found?.verdict ?? {};
  const presolve = presolveReport(prepared.presolved);
  const answer = {
    task: { kind, name, n, sense },
    settings,
    assumptions: assumptions(profile),
    presolve,
    crossbar: null,
    reference: found === null ? null : reference,
    landscape: null,
    runs: [],
    failures: [],
    summary: null,
    gap: null,
    budget: null,
    complete: true,
  };
  await writeOutput(join(folder, "verdict.json"), toJson(answer));
  await writeOutput(join(folder, "timing.json"), toJson({ proofSeconds: seconds, totalSeconds: seconds }));
  context.endProgress();
  if (input.json) context.print(JSON.stringify({ ...answer, reference: found?.verdict ?? null, folder }));
  else {
    context.print(`${name}: ${kind} with n = ${n}: solved without an array`);
    for (const line of presolveText(presolve)) context.print(line);
    context.print(
      found === null
        ? "reference  none: the state of lowest energy is infeasible; a larger penalty weight is needed (--penalty)"
        : referenceText(found),
    );
    context.print(`solution   ${join(folder, "solution.txt")}; --no-presolve gives the array the whole task`);
  }
  return found === null ? EXIT.no : EXIT.done;
}
