import { proveProblem, toJson, writeOutput } from "../../campaign/index.ts";
import { problemKind } from "../../problem/index.ts";
import { type SecondOpinion, secondOpinion, type TaskProof } from "../../reference/index.ts";
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
  readonly secondOpinion?: boolean;
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

const limitOf = ({ timeLimit }: ProveOptions) => (timeLimit === undefined ? {} : { seconds: timeLimit });

/** Objectives that are no further apart, in parts of the larger, are the same to HiGHS. */
const SAME = 1e-9;

/** Whether a second opinion passes a bound, or calls optimal what is worse than a solution that is known. */
function contradicts(proof: TaskProof, { objective, proven }: SecondOpinion, sense: "max" | "min"): boolean {
  if (objective === null) return proven && proof.objective !== null;
  const sign = sense === "min" ? 1 : -1;
  const slack = SAME * Math.max(1, Math.abs(objective));
  const bound = sense === "min" ? proof.lower : proof.upper;
  if (sign * (objective - bound) < -slack) return true;
  return proven && proof.objective !== null && sign * (objective - proof.objective) > slack;
}

function describeOpinion(opinion: SecondOpinion | null, kind: string): string {
  if (opinion === null) return `  no second opinion: tasks of kind ${kind} have no integer program`;
  const { objective, proven, method } = opinion;
  if (objective === null) return `  second opinion: ${proven ? "there is no solution" : "none"} (${method})`;
  return `  second opinion: ${objective}, ${proven ? "optimal" : "not proven"} (${method})`;
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
  const opinion = options.secondOpinion === true ? await secondOpinion(problem, limitOf(options)) : undefined;
  context.endProgress();
  const { kind, name, n, sense } = problem;
  const { objective, lower, upper, proven, method, nodes, solution, certificate } = proof;
  const text = solution === null ? null : problemKind(kind).solution.format(problem, solution);
  if (options.out !== undefined && text !== null) await writeOutput(options.out, text);
  if (options.certificate !== undefined && certificate !== null)
    await writeOutput(options.certificate, toJson(certificate));
  const written = certificate === null ? null : (options.certificate ?? null);
  const isContradicted = opinion !== undefined && opinion !== null && contradicts(proof, opinion, sense);
  if (options.json === true) {
    const reference = { objective, lower, upper, proven, method, seconds };
    const asked =
      opinion === undefined
        ? {}
        : {
            secondOpinion: opinion && { objective: opinion.objective, proven: opinion.proven, method: opinion.method },
          };
    const result = { task: { kind, name, n, sense }, reference, nodes, solution: text, certificate: written };
    context.print(JSON.stringify({ ...result, ...asked }));
  } else {
    for (const line of describe(proof, sense, seconds)) context.print(line);
    if (written !== null) context.print(`  certificate ${written}: ohmfield check ${file} ${written}`);
    else if (options.certificate !== undefined)
      context.print(
        `  no certificate: ${proof.objective === null ? "there is no feasible solution to certify" : "there is no tree"}`,
      );
    if (opinion !== undefined) context.print(describeOpinion(opinion, kind));
    if (isContradicted) context.print("  the two contradict each other");
  }
  if (isContradicted) return EXIT.no;
  if (proven || (options.gap > 0 && !proof.interrupted)) return EXIT.done;
  if (context.signal.aborted) return EXIT.interrupted;
  return limit?.aborted === true ? EXIT.limit : EXIT.no;
}
