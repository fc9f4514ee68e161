import { afterAll, describe, expect, test } from "vitest";
import {
  type Blame,
  blame,
  compileProblem,
  type EncodingChoice,
  knobs,
  prepareProblem,
  solutionLosses,
  solve,
  solveReference,
} from "../../src/campaign/index.ts";
import { schedules, withAnnealLength } from "../../src/circuit/index.ts";
import { createRandom } from "../../src/core/index.ts";
import type { HardwareProfile } from "../../src/crossbar/index.ts";
import { type AnyProblem, createRecall, generateMaxCut, parseProblem } from "../../src/problem/index.ts";
import { ReducedEngine } from "../../src/simulate/index.ts";
import type { Layer } from "../../src/verify/index.ts";
import { shippedProfile } from "../helpers/hopfield.ts";

const engine = new ReducedEngine();
afterAll(() => engine.close());
const ideal = shippedProfile("ideal");
const turned = (name: string, value: number): HardwareProfile =>
  knobs.find((knob) => knob.name === name)!.turn({ profile: ideal, map: {} }, value).profile;

/** Five cities whose distances differ widely. */
const tour = parseProblem(
  [
    "NAME: five",
    "TYPE: TSP",
    "DIMENSION: 5",
    "EDGE_WEIGHT_TYPE: EUC_2D",
    "NODE_COORD_SECTION",
    "1 0 0",
    "2 30 4",
    "3 34 31",
    "4 11 40",
    "5 -9 22",
    "EOF",
    "",
  ].join("\n"),
  "five.tsp",
);

async function blamed(problem: AnyProblem, profile: HardwareProfile, choice: EncodingChoice = {}): Promise<Blame> {
  const compiled = compileProblem(problem, profile, 1, choice);
  // The optimum is that of the task with its first encoding and own penalty, whatever the spoiled one is.
  const plain = prepareProblem(problem);
  const reference = (await solveReference(plain, { seed: 1, now: () => 0 }))!;
  return blame({
    compiled,
    topology: "passive",
    schedule: withAnnealLength(schedules.anneal, 200),
    engine,
    seeds: [1, 2],
    devices: 2,
    prove: false,
    optimum: reference.verdict.objective,
    best: reference.best,
    groundStates: [reference.arrayBest],
  });
}

const lossOf = ({ budget }: Blame, layer: Layer) => budget.find((part) => part.layer === layer)!.objective;

describe("blame of tours", () => {
  test("charges a penalty that is too weak to the encoding, whose own minimum is no tour", async () => {
    const found = await blamed(tour, ideal, { penaltyWeight: 1 });
    expect(found.arrays.map(({ encoding, total }) => [encoding.feasible, total.feasible])).toEqual([
      [false, false],
      [false, false],
    ]);
    expect(lossOf(found, "encoding")).toBeGreaterThan(0);
    expect(lossOf(found, "quantisation")).toBe(0);
    expect(found.infeasible).toBe(found.runs.length);
  });

  test("charges levels too few for distances and penalties to the mapping: the encoding holds the tour", async () => {
    const found = await blamed(tour, turned("levels", 3));
    expect(found.arrays.every(({ encoding }) => encoding.feasible && encoding.objective === 0)).toBe(true);
    expect(lossOf(found, "encoding")).toBe(0);
    expect(lossOf(found, "quantisation")).toBeGreaterThan(0);
    expect(found.kept.p).toBe(0);
  });
});

/** Random patterns of 16 cells; the probe is the first with two cells wrong. */
function recall(patterns: number, seed: number): AnyProblem {
  const random = createRandom(seed, "recall");
  const cells = Int8Array.from({ length: 16 * patterns }, () => (random.uniform() < 0.5 ? -1 : 1));
  const probe = cells.slice(0, 16);
  for (const i of [3, 8]) probe[i]! *= -1;
  const names = Array.from({ length: patterns }, (_, m) => `p${m}`);
  return createRecall("r", { rows: 4, columns: 4, names, patterns: cells, probe }) as AnyProblem;
}

describe("blame of recall", () => {
  test("charges a rule that holds fewer patterns to the encoding, by the overlap that is missing", async () => {
    const found = await blamed(recall(7, 1), ideal, { encoding: "hebb" });
    const [{ encoding, total }] = found.arrays as [Blame["arrays"][number]];
    expect([encoding.feasible, total.feasible]).toEqual([false, false]);
    // An overlap of 16 cells moves in steps of an eighth.
    expect(encoding.objective).toBeGreaterThan(0);
    expect(encoding.objective * 8).toBe(Math.round(encoding.objective * 8));
    expect(lossOf(found, "encoding")).toBe(encoding.objective);
    expect(lossOf(found, "faults")).toBe(0);
  });

  test("charges what stuck devices break to the faults, and nothing to the encoding", async () => {
    const found = await blamed(recall(3, 2), turned("stuckRate", 0.6));
    expect(found.arrays.every(({ encoding }) => encoding.feasible && encoding.objective === 0)).toBe(true);
    expect(lossOf(found, "encoding")).toBe(0);
    expect(lossOf(found, "faults")).toBeGreaterThan(0);
  });
});

describe("solutionLosses", () => {
  const campaign = async (profile: HardwareProfile) => {
    const problem = generateMaxCut({ vertices: 14, density: 0.7, seed: 3, weights: { low: -9, high: 9 } });
    let simulated = 0;
    const counted = {
      name: engine.name,
      simulate: (...args: Parameters<typeof engine.simulate>) => {
        simulated++;
        return engine.simulate(...args);
      },
      close: async () => {},
    };
    const spec = {
      compiled: compileProblem(problem, profile, 1),
      topology: "passive" as const,
      schedule: withAnnealLength(schedules.anneal, 50),
      engine: counted,
      seed: 1,
      runs: 4,
      concurrency: 1,
      now: () => 0,
    };
    const solution = await solve(spec);
    return { solution, losses: (await solutionLosses(spec, solution))!, simulated };
  };

  test("sums to the mean gap of the runs, without another simulation, whatever the neurons", async () => {
    const neuron = { ...ideal.neuron, inputOffsetSigmaVolts: { value: 0.1, unit: "V" as const, source: "planted" } };
    for (const profile of [turned("programmingError", 0.3), { ...turned("programmingError", 0.3), neuron }]) {
      const { solution, losses, simulated } = await campaign(profile);
      const mean = solution.runs.reduce((sum, { gap }) => sum + gap!, 0) / solution.runs.length;
      expect(losses.gap).toBe(mean);
      expect(losses.budget.reduce((sum, { objective }) => sum + objective, 0)).toBe(mean);
      expect(lossOf(losses, "neuron")).toBe(0);
      expect(simulated).toBe(solution.runs.length);
    }
  });
});
