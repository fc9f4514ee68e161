import { writeOutput } from "../../campaign/index.ts";
import { LimitError } from "../../core/index.ts";
import {
  formatMaxCut,
  generateMaxCut,
  generateNamedGraph,
  type RudyGraph,
  rudyLines,
  runRudyCommand,
} from "../../problem/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";

/** More edges would take gigabytes as text. */
const MAX_EDGES = 5_000_000;

export interface GenerateMaxCutCliOptions {
  readonly vertices: number;
  readonly density: number;
  readonly seed: number;
  readonly weights?: { readonly low: number; readonly high: number };
  readonly out?: string;
  readonly json?: boolean;
}

/** Generates a random MAX-CUT instance: to a file with --out, else to stdout. */
export async function generateMaxCutVerb(options: GenerateMaxCutCliOptions, context: Context): Promise<number> {
  const { vertices, density, seed, weights } = options;
  const wanted = Math.round((density * vertices * (vertices - 1)) / 2);
  if (wanted > MAX_EDGES) {
    throw new LimitError("the graph would be too large", {
      code: "generate.edges",
      received: `${wanted} edges`,
      expected: `at most ${MAX_EDGES}: fewer vertices or a lower --density`,
    });
  }
  const problem = generateMaxCut({ vertices, density, seed, ...(weights === undefined ? {} : { weights }) });
  const range = weights === undefined ? "" : ` --weights ${weights.low}:${weights.high}`;
  const text = formatMaxCut(problem, [
    `ohmfield generate max-cut --vertices ${vertices} --density ${density} --seed ${seed}${range}`,
  ]);
  if (options.out !== undefined) await writeOutput(options.out, text);
  const task = { kind: problem.kind, name: problem.name, n: problem.n, sense: problem.sense };
  if (options.json === true) {
    const edges = problem.weights.length;
    context.print(
      JSON.stringify({ task, edges, file: options.out ?? null, ...(options.out === undefined ? { text } : {}) }),
    );
  } else if (options.out === undefined) context.print(text.trimEnd());
  else context.print(`${options.out}: ${problem.n} vertices, ${problem.weights.length} edges`);
  return EXIT.done;
}

interface OutputOptions {
  readonly out?: string;
  readonly json?: boolean;
}

/** Regenerates a published graph of the G-set or the Biq Mac library from its parameters, in the published line order. */
export function generateNamedVerb(name: string, options: OutputOptions, context: Context): Promise<number> {
  return writeGraph(name, generateNamedGraph(name), options, context);
}

/** Makes the graph of a rudy command line, in rudy's line order. */
export function generateRudyVerb(words: readonly string[], options: OutputOptions, context: Context): Promise<number> {
  return writeGraph(`rudy ${words.join(" ")}`, runRudyCommand(words), options, context);
}

/** Writes a graph as rudy prints it: to a file with --out, else to stdout. */
async function writeGraph(name: string, graph: RudyGraph, options: OutputOptions, context: Context): Promise<number> {
  const lines = rudyLines(graph);
  const text = `${graph.n} ${lines.length}\n${lines.join("\n")}\n`;
  if (options.out !== undefined) await writeOutput(options.out, text);
  const facts = { name, n: graph.n, edges: lines.length, file: options.out ?? null };
  if (options.json === true) context.print(JSON.stringify(options.out === undefined ? { ...facts, text } : facts));
  else if (options.out === undefined) context.print(text.trimEnd());
  else context.print(`${options.out}: ${facts.n} vertices, ${facts.edges} edges`);
  return EXIT.done;
}
