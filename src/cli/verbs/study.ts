import { join } from "node:path";
import { loadProfile, writeOutput } from "../../campaign/index.ts";
import { runStepsAsync } from "../../core/index.ts";
import { drawBars, drawCurves, drawImageGrid } from "../../draw/index.ts";
import { type Claim, type Figure, findStudy, type Study, type StudyResult, studies } from "../../memory/index.ts";
import { createEngine } from "../../simulate/node/index.ts";
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
/** The board with wires that circuits are measured on beside the perfect one. */
const PUBLISHED_BOARD = "taox-cai-2020";

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
    const list = studies.map(({ name, title, needs }) => ({ name, title, needs: needs ?? [] }));
    context.print(JSON.stringify({ studies: list }));
    return EXIT.done;
  }
  const rows = studies.map(({ name, title, needs }) => [name, (needs ?? []).join(", "), title]);
  for (const line of formatTable(["study", "needs", "what is measured"], rows)) context.print(line);
  return EXIT.done;
}

async function runStudy(study: Study, options: StudyOptions, context: Context): Promise<StudyResult> {
  const { signal, progress } = context;
  const { needs = [] } = study;
  const digits = needs.includes("mnist") ? { mnist: await loadMnist(options.mnist) } : {};
  if (!needs.includes("spice")) return runStepsAsync(await study.run(options.seed, digits), { signal, progress });
  const spice = createEngine("ngspice-wasm", { threads: 1 });
  try {
    const [board, published] = await Promise.all([loadProfile("ideal"), loadProfile(PUBLISHED_BOARD)]);
    const steps = await study.run(options.seed, { ...digits, bench: { board, published, spice, signal, progress } });
    return await runStepsAsync(steps, { signal, progress });
  } finally {
    await spice.close();
  }
}

/**
 * Runs one study: prints its table and its claims beside the published numbers; with --out also draws its picture. A refuted
 * claim is a result, not a failure.
 */
export async function studyVerb(name: string | undefined, options: StudyOptions, context: Context): Promise<number> {
  if (name === undefined) return listStudies(options, context);
  const study = findStudy(name);
  const { table, claims, figure } = await runStudy(study, options, context);
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
