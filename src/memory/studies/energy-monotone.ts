import { createRandom, type Random, type Steps } from "../../core/index.ts";
import {
  continuousEnergy,
  createDenseMemory,
  createModernMemory,
  denseEnergy,
  fieldsOf,
  hebbIntegers,
  logSumExp,
  modernEnergy,
  modernStep,
  recallAsynchronous,
  recallDense,
  recallSynchronous,
  ridgeWeights,
  settleContinuous,
  similaritiesOf,
} from "../models/index.ts";
import { randomPatterns } from "../patterns.ts";
import { exactClaim } from "./claims.ts";
import type { Study, StudyResult } from "./study.ts";

const TRAJECTORIES = 100_000;
const N = 16;
/** Rises below this share of the energy's size are rounding; integer energies have none. */
const ROUNDING = 1e-12;

/** Largest rise of one trajectory's energy, relative to its size; at most 0 when it never rises. */
type Trajectory = (random: Random) => number;

/** Follows energies handed in one by one. */
function follower(): { push(energy: number): void; rise(): number } {
  let last = Number.POSITIVE_INFINITY;
  let rise = Number.NEGATIVE_INFINITY;
  return {
    push(energy) {
      if (last !== Number.POSITIVE_INFINITY) rise = Math.max(rise, (energy - last) / Math.max(1, Math.abs(last)));
      last = energy;
    },
    rise: () => rise,
  };
}

const patternsOf = (random: Random) => {
  const p = 1 + random.integer(8);
  return { p, patterns: randomPatterns(p, N, random), start: randomPatterns(1, N, random) };
};

function flipsOf(weights: Int32Array | Float64Array, start: Int8Array, random: Random): number {
  let rise = Number.NEGATIVE_INFINITY;
  recallAsynchronous(weights, start, random, {
    onFlip: (change) => {
      rise = Math.max(rise, change);
    },
  });
  return rise;
}

const dense =
  (interaction: Parameters<typeof createDenseMemory>[2]): Trajectory =>
  (random) => {
    const { patterns, start } = patternsOf(random);
    const memory = createDenseMemory(patterns, N, interaction);
    const energies = follower();
    energies.push(denseEnergy(memory, start));
    recallDense(memory, start, random, { onSweep: (state) => energies.push(denseEnergy(memory, state)) });
    return energies.rise();
  };

/** A modern memory with beta other than 1, and the energy that `energyOf` takes for its own. */
const modern =
  (energyOf: (memory: ReturnType<typeof createModernMemory>, state: Float64Array) => number): Trajectory =>
  (random) => {
    const p = 2 + random.integer(6);
    const patterns = Float64Array.from({ length: 8 * p }, random.gaussian);
    const memory = createModernMemory(patterns, 8, Math.exp(random.gaussian()));
    const energies = follower();
    let state: Float64Array = Float64Array.from({ length: 8 }, () => 2 * random.gaussian());
    for (let step = 0; step < 6; step++) {
      energies.push(energyOf(memory, state));
      state = modernStep(memory, state);
    }
    energies.push(energyOf(memory, state));
    return energies.rise();
  };

const MODELS: readonly { readonly name: string; readonly trajectory: Trajectory }[] = [
  {
    name: "Hebb, one spin at a time",
    trajectory: (random) => {
      const { p, patterns, start } = patternsOf(random);
      return flipsOf(hebbIntegers(patterns, p, N), start, random);
    },
  },
  {
    name: "Hebb, all at once, -s(t) W s(t-1)",
    trajectory: (random) => {
      const { p, patterns, start } = patternsOf(random);
      const weights = hebbIntegers(patterns, p, N);
      const energies = follower();
      let fields = fieldsOf(weights, start);
      recallSynchronous(weights, start, {
        onSweep: (state, next) => {
          energies.push(-state.reduce((sum, s, i) => sum + s * fields[i]!, 0));
          fields = next.slice();
        },
      });
      return energies.rise();
    },
  },
  {
    name: "pseudoinverse, one spin at a time",
    trajectory: (random) => {
      const { p, patterns, start } = patternsOf(random);
      return flipsOf(ridgeWeights(patterns, p, N), start, random);
    },
  },
  {
    name: "continuous, tanh",
    trajectory: (random) => {
      const p = 1 + random.integer(3);
      const weights = Float64Array.from(hebbIntegers(randomPatterns(p, 8, random), p, 8), (w) => w / 8);
      const gain = 1 + 3 * random.uniform();
      const energies = follower();
      settleContinuous(weights, Float64Array.from({ length: 8 }, random.gaussian), {
        gain,
        maxSteps: 12,
        onStep: (v) => energies.push(continuousEnergy(weights, v, gain)),
      });
      return energies.rise();
    },
  },
  { name: "dense, x^3", trajectory: dense({ kind: "polynomial", degree: 3 }) },
  { name: "dense, exp", trajectory: dense({ kind: "exponential" }) },
  { name: "modern, with 1/beta", trajectory: modern(modernEnergy) },
  {
    name: "modern, as printed without 1/beta",
    trajectory: modern((memory, state) => {
      const { beta } = memory;
      return modernEnergy(memory, state) + (1 - beta) * logSumExp(similaritiesOf(memory, state), beta);
    }),
  },
];

function* run(seed: number): Steps<StudyResult> {
  const rows: (string | number)[][] = [];
  for (const [k, { name, trajectory }] of MODELS.entries()) {
    let rises = 0;
    let largest = 0;
    for (let t = 0; t < TRAJECTORIES; t++) {
      if (t % 2000 === 0)
        yield { stage: "energies", done: k * TRAJECTORIES + t, total: MODELS.length * TRAJECTORIES, note: name };
      const rise = trajectory(createRandom(seed, name, t));
      if (rise > ROUNDING) {
        rises++;
        largest = Math.max(largest, rise);
      }
    }
    rows.push([name, TRAJECTORIES, rises, largest]);
  }
  return {
    table: { header: ["model", "trajectories", "with a rise", "largest rise / energy"], rows },
    claims: MODELS.map(({ name }, k) =>
      exactClaim(`${name}: trajectories on which the energy rises`, 0, rows[k]![2] as number),
    ),
    figure: {
      kind: "bars",
      title: "Trajectories on which the energy rises",
      quantity: `share of ${TRAJECTORIES} trajectories`,
      bars: MODELS.map(({ name }, k) => ({ label: name, value: (rows[k]![2] as number) / TRAJECTORIES, published: 0 })),
    },
  };
}

export const energyMonotone: Study = {
  name: "energy-monotone",
  title: "whether the energy ever rises: 100 000 random trajectories a model",
  run,
};
