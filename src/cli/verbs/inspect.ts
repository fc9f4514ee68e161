import { inspectTask } from "../../campaign/index.ts";
import { type ArrayOptions, mapOptions } from "../array-options.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { inspectText } from "../inspect-text.ts";
import { loadProblem, loadProfile } from "../load.ts";
import { encodingChoice, type SolveOptions } from "./solve.ts";

export interface InspectOptions
  extends ArrayOptions,
    Pick<SolveOptions, "seed" | "encoding" | "penalty" | "presolve" | "profile" | "json"> {
  readonly landscape?: boolean;
}

/** A typed array would be printed as an object with a key for each spin. */
const spinsAsList = (_key: string, value: unknown) => (value instanceof Int8Array ? Array.from(value) : value);

/** Shows what a task takes before anything is built: network, array, precision, encodings, hardness. */
export async function inspectVerb(file: string, options: InspectOptions, context: Context): Promise<number> {
  const { problem } = await loadProblem(file);
  const profile = await loadProfile(options.profile, context.note);
  const { signal, progress } = context;
  const inspection = await inspectTask(problem, profile, encodingChoice(options), {
    seed: options.seed,
    landscape: options.landscape === true,
    map: await mapOptions(options, profile),
    signal,
    progress,
  });
  context.endProgress();
  if (options.json === true) context.print(JSON.stringify(inspection, spinsAsList));
  else for (const line of inspectText(inspection)) context.print(line);
  return EXIT.done;
}
