import { proveProblem, toJson, writeOutput } from "../../campaign/index.ts";
import { problemKind } from "../../problem/index.ts";
import type { TaskProof } from "../../reference/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { loadProblem } from "../load.ts";
import { encodeOptions } from "./solve.ts";

export interface ProveOptions {
  readonly encoding?: string;
  readonly penalty?: number;
  readonly seed: number;
  readonly timeLimit?: number;
  readonly gap: number;
  readonly certificate?: string;
  readonly out?: string;
  readonly json?: boolean;
}

function describe(proof: TaskProof, sense: "max" | "min", seconds: number): string[] {
  const { objective, lower, upper, proven, method, nodes } = proof;
  const by = nodes > 0 ? `${method}, ${nodes} nodes` : method;
  const took = `${by}, ${seconds.toFixed(1)} s`;
  if (proven) return [`optimum ${objective}, proven`, `  ${took}`];
  const best = objective === null ? "no feasible solution known" : `best known ${objective}`;
  const gap = (100 * (upper - lower)) / Math.max(Math.abs(upper), Math.abs(lower), Number.MIN_VALUE);
  return [
    `${best}, not proven: every solution has ${sense === "max" ? `at most ${upper}` : `at least ${lower}`} (gap ${gap.toPrecision(2)} %)`,
    `  ${took}`,
  ];
}

/** Proves the optimum of a task, or bounds it as far as the time allows, and writes solution and certificate. */
export async function proveVerb(file: string, options: ProveOptions, context: Context): Promise<number> {
  const { problem } = await loadProblem(file);
  const started = context.now();
  const limit = options.timeLimit === undefined ? undefined : AbortSignal.timeout(1000 * options.timeLimit);
  const signal = limit === undefined ? context.signal : AbortSignal.any([context.signal, limit]);
  const proof = await proveProblem(problem, {
    encoding: encodeOptions(options),
    seed: options.seed,
    gap: options.gap,
    certificate: options.certificate !== undefined,
    signal,
    progress: context.progress,
  });
  const seconds = (context.now() - started) / 1000;
  context.endProgress();
  const { kind, name, n, sense } = problem;
  const { objective, lower, upper, proven, method, nodes, solution, certificate } = proof;
  const text = solution === null ? null : problemKind(kind).solution.format(problem, solution);
  if (options.out !== undefined && text !== null) await writeOutput(options.out, text);
  if (options.certificate !== undefined && certificate !== null)
    await writeOutput(options.certificate, toJson(certificate));
  const written = certificate === null ? null : (options.certificate ?? null);
  if (options.json === true) {
    const reference = { objective, lower, upper, proven, method, seconds };
    context.print(
      JSON.stringify({ task: { kind, name, n, sense }, reference, nodes, solution: text, certificate: written }),
    );
  } else {
    for (const line of describe(proof, sense, seconds)) context.print(line);
    if (written !== null) context.print(`  certificate ${written}: ohmfield check ${file} ${written}`);
    else if (options.certificate !== undefined)
      context.print("  no certificate: there is no feasible solution to certify");
  }
  if (proven || (options.gap > 0 && !proof.interrupted)) return EXIT.done;
  if (context.signal.aborted) return EXIT.interrupted;
  return limit?.aborted === true ? EXIT.limit : EXIT.no;
}
