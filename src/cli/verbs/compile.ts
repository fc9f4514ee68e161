import { circuitOfRun, compileProblem, presolveReport, writeOutput } from "../../campaign/index.ts";
import { printNetlist } from "../../circuit/index.ts";
import { formatSi } from "../../core/index.ts";
import { mappingReport, programmedWeights, tilesReport, withoutFaults } from "../../crossbar/index.ts";
import { type ArrayOptions, mapOptions } from "../array-options.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { loadProblem, loadProfile } from "../load.ts";
import { mappingText, presolveText, tilesText } from "../verdict-text.ts";
import { chosenSchedule, encodingChoice, type SolveOptions } from "./solve.ts";

export type CompileOptions = ArrayOptions &
  Pick<
    SolveOptions,
    | "seed"
    | "encoding"
    | "penalty"
    | "presolve"
    | "deviceSeed"
    | "profile"
    | "topology"
    | "schedule"
    | "anneal"
    | "out"
    | "json"
  >;

/** Compiles a task to a netlist: to a file with --out, else to stdout. */
export async function compileVerb(file: string, options: CompileOptions, context: Context): Promise<number> {
  const { problem } = await loadProblem(file);
  const profile = await loadProfile(options.profile, context.note);
  const map = await mapOptions(options, profile);
  const compiled = compileProblem(problem, profile, options.deviceSeed, encodingChoice(options), map);
  const schedule = chosenSchedule(options, compiled);
  const hopfield = circuitOfRun({ compiled, topology: options.topology, schedule }, options.seed);
  const netlist = printNetlist(hopfield.circuit);
  if (options.out !== undefined) await writeOutput(options.out, netlist);
  const { crossbar, encoding } = compiled;
  const report = mappingReport(compiled.mapped, crossbar, profile);
  const facts = {
    task: { kind: problem.kind, name: problem.name, n: problem.n, sense: problem.sense },
    crossbar: {
      rows: crossbar.rows,
      columns: crossbar.columns,
      wordLines: crossbar.wordLines.length,
      bitLines: crossbar.bitLines,
      unitSiemens: crossbar.unitSiemens,
    },
    map: withoutFaults(map),
    asymmetry: programmedWeights(crossbar).asymmetry,
    mapping: report,
    tiles: tilesReport(crossbar.tiles),
    encoding: encoding.name,
    penalty: encoding.penalty,
    scale: encoding.scale,
    shift: encoding.shift,
    presolve: presolveReport(compiled.presolved),
    tauSeconds: hopfield.tauSeconds,
    annealSeconds: hopfield.annealSeconds,
    netlist: options.out ?? null,
  };
  if (options.json === true)
    context.print(JSON.stringify(options.out === undefined ? { ...facts, text: netlist } : facts));
  else if (options.out === undefined) context.print(netlist.trimEnd());
  else {
    for (const line of presolveText(presolveReport(compiled.presolved))) context.print(line);
    const size = `${crossbar.wordLines.length} word lines x ${crossbar.bitLines} bit lines`;
    context.print(`${options.out}: ${size}, ${crossbar.mapping}, ${options.topology}`);
    context.print(
      `one unit of weight is ${formatSi(crossbar.unitSiemens, "S")}, one time constant ${formatSi(hopfield.tauSeconds, "s")}`,
    );
    for (const line of mappingText(report)) context.print(line);
    for (const line of tilesText(tilesReport(crossbar.tiles))) context.print(line);
    context.print(`anneal '${schedule.name}' takes ${formatSi(hopfield.annealSeconds, "s")}`);
  }
  return EXIT.done;
}
