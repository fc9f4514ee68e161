import { createRandom, type Random, type Steps } from "../../core/index.ts";
import {
  createModernMemory,
  type FixedPoint,
  type FixedPointMap,
  type FixedPointMethod,
  jacobianRadius,
  modernStep,
  solveFixedPoint,
} from "../models/index.ts";
import { atMostClaim, meanInterval, meanOf } from "./claims.ts";
import type { Study, StudyResult } from "./study.ts";

/** Layers of a layered Hopfield network; each sees only its neighbours, so that even and odd layers can take turns. */
const LAYERS = [40, 30, 20, 10] as const;
const GAINS = [0.3, 0.5, 0.7, 0.8] as const;
const DRAWS = 10;
const METHODS: readonly FixedPointMethod[] = ["picard", "even-odd", "anderson", "broyden"];
const TOLERANCE = 1e-8;

interface Layered {
  readonly size: number;
  readonly map: FixedPointMap;
  readonly isEven: (index: number) => boolean;
}

/** z = tanh(gain (W z + b)), W symmetric between neighbouring layers and zero elsewhere, of spectral radius about 1. */
function layered(gain: number, random: Random): Layered {
  const starts = LAYERS.map((_, l) => LAYERS.slice(0, l).reduce((a: number, b) => a + b, 0));
  const size = LAYERS.reduce((a: number, b) => a + b, 0);
  const bias = Float64Array.from({ length: size }, () => 0.5 * random.gaussian());
  const blocks = LAYERS.slice(1).map((rows, l) => {
    const columns = LAYERS[l]!;
    const scale = 1 / (Math.sqrt(rows) + Math.sqrt(columns));
    return Float64Array.from({ length: rows * columns }, () => scale * random.gaussian());
  });
  const map: FixedPointMap = (out, z) => {
    out.set(bias);
    blocks.forEach((block, l) => {
      const [below, above, columns, rows] = [starts[l]!, starts[l + 1]!, LAYERS[l]!, LAYERS[l + 1]!];
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          const w = block[i * columns + j]!;
          out[above + i]! += w * z[below + j]!;
          out[below + j]! += w * z[above + i]!;
        }
      }
    });
    for (let i = 0; i < size; i++) out[i] = Math.tanh(gain * out[i]!);
  };
  const layerOf = Uint8Array.from({ length: size }, (_, i) => starts.filter((start) => start <= i).length - 1);
  return { size, map, isEven: (i) => layerOf[i]! % 2 === 0 };
}

function* run(seed: number): Steps<StudyResult> {
  const rows: (string | number)[][] = [];
  const steps: Record<FixedPointMethod, number[]> = { picard: [], "even-odd": [], anderson: [], broyden: [] };
  const ratios: number[] = [];
  let unconverged = 0;
  let apart = 0;
  const record = (name: string, map: FixedPointMap, start: Float64Array, isEven?: (i: number) => boolean) => {
    const found = METHODS.filter((method) => method !== "even-odd" || isEven !== undefined).map(
      (method): FixedPoint => {
        const options = { tolerance: TOLERANCE, maxSteps: 2000, ...(isEven && { firstHalf: isEven }) };
        return solveFixedPoint(map, start, method, options);
      },
    );
    unconverged += found.filter(({ converged }) => !converged).length;
    for (const { state } of found)
      for (let i = 0; i < state.length; i++) apart = Math.max(apart, Math.abs(state[i]! - found[0]!.state[i]!));
    const { radius } = jacobianRadius(map, found[0]!.state);
    return { name, radius, found };
  };
  let curves: readonly FixedPoint[] = [];
  for (const [k, gain] of GAINS.entries()) {
    const draws = [];
    for (let draw = 0; draw < DRAWS; draw++) {
      yield { stage: "settle", done: k * DRAWS + draw, total: GAINS.length * DRAWS };
      const network = layered(gain * 1.25, createRandom(seed, "layers", k, draw));
      draws.push(record(`layered, gain ${gain}`, network.map, new Float64Array(network.size), network.isEven));
    }
    for (const method of METHODS) {
      const counts = draws.map(({ found }) => found.find((f) => f.method === method)!.steps);
      steps[method].push(meanOf(counts));
      const residual = Math.max(...draws.map(({ found }) => found.find((f) => f.method === method)!.residual));
      rows.push([draws[0]!.name, method, meanOf(counts), residual, meanOf(draws.map(({ radius }) => radius))]);
    }
    for (const { found } of draws) ratios.push(found[1]!.steps / found[0]!.steps);
    curves = draws[0]!.found;
  }
  const random = createRandom(seed, "modern");
  const memory = createModernMemory(Float64Array.from({ length: 30 * 10 }, random.gaussian), 10, 0.3);
  const modern = record(
    "modern, beta .3",
    (out, z) => out.set(modernStep(memory, z)),
    Float64Array.from({ length: 10 }, random.gaussian),
  );
  for (const { method, steps: count, residual } of modern.found)
    rows.push([modern.name, method, count, residual, modern.radius]);
  const { low, high } = meanInterval(ratios);
  const fewer = (method: FixedPointMethod) => steps[method].at(-1)! / steps.picard.at(-1)!;
  return {
    table: { header: ["network", "method", "evaluations", "residual", "spectral radius"], rows },
    claims: [
      atMostClaim(
        "even-odd updates converge about twice as fast: evaluations against Picard's, at most .6",
        0.6,
        meanOf(ratios),
        low,
        high,
      ),
      atMostClaim(
        "Anderson's method needs fewer still where the radius is largest: share of Picard's, at most .5",
        0.5,
        fewer("anderson"),
      ),
      atMostClaim("so does Broyden's, at most .7", 0.7, fewer("broyden")),
      atMostClaim("all methods end in one point: largest difference, at most 1e-5", 1e-5, apart),
      atMostClaim("searches that did not converge", 0, unconverged),
    ],
    figure: {
      kind: "curves",
      title: `A layered network settles, gain ${GAINS[GAINS.length - 1]}`,
      x: { title: "evaluations of the whole network" },
      y: { title: "Relative residual", log: true },
      series: curves.map(({ method, residuals }) => ({
        label: method,
        x: residuals.map((_, k) => k + 1),
        y: residuals.map((r) => Math.max(r, 1e-12)),
      })),
    },
  };
}

export const equilibrium: Study = {
  name: "equilibrium",
  title: "recall as a fixed point: four solvers with residual, spectral radius and evaluations",
  run,
};
