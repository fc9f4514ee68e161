import { join } from "node:path";
import { writeOutput } from "../../campaign/index.ts";
import { runStepsAsync } from "../../core/index.ts";
import { drawBars, drawCurves, drawImageGrid } from "../../draw/index.ts";
import { type Claim, type Figure, findStudy, studies } from "../../memory/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { formatTable } from "../table.ts";
import { loadMnist } from "./study-mnist.ts";

export interface StudyOptions {
  readonly seed: number;
  readonly out?: string;
  readonly mnist?: string;
  readonly json?: boolean;
}

const DIGITS = 5;

function cell(value: string | number): string {
  if (typeof value === "string") return value;
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(DIGITS)));
}

function claimRow({ claim, expected, got, low, high, verdict }: Claim): string[] {
  return [verdict, cell(expected), cell(got), `[${cell(low)}, ${cell(high)}]`, claim];
}

function drawFigure(figure: Figure): Promise<string> {
  switch (figure.kind) {
    case "curves":
      return drawCurves(figure);
    case "bars":
      return drawBars(figure);
    case "images":
      return drawImageGrid(figure);
  }
}

/** Lists the studies. */
function listStudies(options: StudyOptions, context: Context): number {
  if (options.json === true) {
    const list = studies.map(({ name, title, needs }) => ({ name, title, needs: needs ?? null }));
    context.print(JSON.stringify({ studies: list }));
    return EXIT.done;
  }
  const rows = studies.map(({ name, title, needs }) => [name, needs ?? "", title]);
  for (const line of formatTable(["study", "needs", "what is measured"], rows)) context.print(line);
  return EXIT.done;
}

/**
 * Runs one study: prints its table and its claims beside the published numbers; with --out also draws its picture. A refuted
 * claim is a result, not a failure.
 */
export async function studyVerb(name: string | undefined, options: StudyOptions, context: Context): Promise<number> {
  if (name === undefined) return listStudies(options, context);
  const study = findStudy(name);
  const data = study.needs === "mnist" ? { mnist: await loadMnist(options.mnist) } : {};
  const { signal, progress } = context;
  const steps = await study.run(options.seed, data);
  const { table, claims, figure } = await runStepsAsync(steps, { signal, progress });
  context.endProgress();
  const report = { study: { name: study.name, title: study.title }, seed: options.seed, table, claims };
  let picture: string | null = null;
  if (options.out !== undefined) {
    picture = join(options.out, `${study.name}.svg`);
    await writeOutput(picture, await drawFigure(figure));
    await writeOutput(join(options.out, `${study.name}.json`), `${JSON.stringify(report, null, 2)}\n`);
  }
  if (options.json === true) {
    context.print(JSON.stringify({ ...report, picture }));
    return EXIT.done;
  }
  context.print(`${study.name}: ${study.title}`);
  for (const line of formatTable(
    table.header,
    table.rows.map((row) => row.map(cell)),
  ))
    context.print(line);
  context.print("");
  for (const line of formatTable(["verdict", "published", "here", "interval", "claim"], claims.map(claimRow)))
    context.print(line);
  if (picture !== null) context.print(`\n${picture}`);
  return EXIT.done;
}
