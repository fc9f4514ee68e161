import type { AnyProblem } from "../../problem/index.ts";

/** A machine of the literature with what its authors report. null where they say nothing. */
export interface PublishedMachine {
  readonly name: string;
  /** Length of a run. */
  readonly seconds: number | null;
  readonly tts99Seconds: number;
  readonly watts: number | null;
  readonly joulesToSolution: number | null;
  /** Whether the energy is an upper bound. */
  readonly isBound: boolean;
  readonly source: string;
}

const SOURCE = "Cai et al., Nature Electronics 3, 409 (2020), Table 1";

const row = (
  name: string,
  tts99Seconds: number,
  joulesToSolution: number | null,
  more: { seconds?: number; watts?: number; isBound?: boolean } = {},
): PublishedMachine => ({
  name,
  seconds: more.seconds ?? null,
  tts99Seconds,
  watts: more.watts ?? null,
  joulesToSolution,
  isBound: more.isBound ?? false,
  source: SOURCE,
});

/** Time and energy to solution on MAX-CUT of 60 vertices, half of all edges, as that table has them. */
export const publishedMachines: readonly PublishedMachine[] = [
  row("memristor Hopfield network", 6.6e-6, 72e-9, { seconds: 600e-9, watts: 10.9e-3 }),
  row("GPU", 10e-6, 2.5e-3, { isBound: true }),
  row("CPU, parallel tempering", 223.6e-6, 4e-3),
  row("coherent Ising machine", 600e-6, null),
  row("D-Wave 2000Q", 1e4, null),
];

/** What the published figures are of, in words. */
export const PUBLISHED_CLASS = "MAX-CUT of 60 vertices with half of all edges, all weights 1";

const VERTICES = 60;
const DENSITY = 0.5;
/** Edges drawn one by one with probability 1/2 leave the density of 60 vertices within 4 of its 0.012. */
const DENSITY_TOLERANCE = 0.05;

/** Whether a task is of the class that the published figures are of. */
export function isPublishedClass(problem: AnyProblem): boolean {
  if (problem.kind !== "max-cut" || problem.n !== VERTICES) return false;
  const { weights, n } = problem;
  const density = weights.length / ((n * (n - 1)) / 2);
  return Math.abs(density - DENSITY) <= DENSITY_TOLERANCE && weights.every((weight) => weight === 1);
}
