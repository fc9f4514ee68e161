import { compileProblem } from "../../campaign/index.ts";
import { assumptions, mappingReport, tilesReport } from "../../crossbar/index.ts";
import { costReport } from "../../verify/index.ts";
import { type ArrayOptions, mapOptions } from "../array-options.ts";
import type { Context } from "../context.ts";
import { costText } from "../cost-text.ts";
import { EXIT } from "../exit-codes.ts";
import { loadPeriphery, loadProblem, loadProfile } from "../load.ts";
import { mappingText, tilesText } from "../verdict-text.ts";
import { encodingChoice, type SolveOptions } from "./solve.ts";

export interface CostVerbOptions
  extends ArrayOptions,
    Pick<SolveOptions, "deviceSeed" | "encoding" | "penalty" | "presolve" | "profile" | "periphery" | "json"> {
  readonly success?: number;
}

/** Shows what the array of a task costs in area, time and energy, without simulating a run. */
export async function costVerb(file: string, options: CostVerbOptions, context: Context): Promise<number> {
  const { problem } = await loadProblem(file);
  const profile = await loadProfile(options.profile, context.note);
  const periphery = options.periphery === undefined ? undefined : await loadPeriphery(options.periphery);
  const map = await mapOptions(options, profile);
  const compiled = compileProblem(problem, profile, options.deviceSeed, encodingChoice(options), map);
  const { crossbar, mapped } = compiled;
  const cost = costReport({
    crossbar,
    profile,
    ...(periphery === undefined ? {} : { periphery }),
    ...(options.success === undefined ? {} : { success: options.success }),
  });
  const mapping = mappingReport(mapped, crossbar, profile);
  const tiles = tilesReport(crossbar.tiles);
  if (options.json === true) {
    const { kind, name, n, sense } = problem;
    context.print(
      JSON.stringify({ task: { kind, name, n, sense }, mapping, tiles, cost, assumptions: assumptions(profile) }),
    );
    return EXIT.done;
  }
  for (const line of [...mappingText(mapping), ...tilesText(tiles), ...costText(cost)]) context.print(line);
  return EXIT.done;
}
