import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { formatMaxCut, generateMaxCut } from "../../problem/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";

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
  const problem = generateMaxCut({ vertices, density, seed, ...(weights === undefined ? {} : { weights }) });
  const range = weights === undefined ? "" : ` --weights ${weights.low}:${weights.high}`;
  const text = formatMaxCut(problem, [
    `ohmfield generate max-cut --vertices ${vertices} --density ${density} --seed ${seed}${range}`,
  ]);
  if (options.out !== undefined) {
    await mkdir(dirname(options.out), { recursive: true });
    await writeFile(options.out, text);
  }
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
