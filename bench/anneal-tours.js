/**
 * Tours through the array's dynamics: how many of the runs settle in a tour, and how long those are, a map at a time.
 *
 *   npm run build && node bench/anneal-tours.js [--cities 10] [--first 1] [--maps 10] [--own] [--runs 200]
 *                                               [--encoding one-hot] [--penalty W] [--schedule tour] [--anneal 200]
 *                                               [--engine reduced] [--profile ideal] [--topology passive] [--seed 1]
 *                                               [--lines]
 *
 * --lines puts the penalties into summing lines.
 * Maps are cities at random places of a square of side 10000, distances rounded to integers; --own adds Hopfield and
 * Tank's ten cities in front. The schedule was tuned on other maps, from another generator. Lengths are compared with the
 * proven optimum. Intervals are Wilson's at 95 %.
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { HOPFIELD_TANK_CITIES } from "../dist/baseline/index.js";
import { anneal, compileProblem, loadProfile } from "../dist/campaign/index.js";
import { scheduleFor, withAnnealLength } from "../dist/circuit/index.js";
import { createEngine } from "../dist/simulate/node/index.js";
import { wilson } from "../dist/verify/index.js";
import { provenLength, randomCities, taskOf } from "./tour-maps.js";

const option = (value) => ({ type: "string", default: value });
const { values } = parseArgs({
  options: {
    cities: option("10"),
    first: option("1"),
    maps: option("10"),
    own: { type: "boolean", default: false },
    runs: option("200"),
    encoding: option("one-hot"),
    penalty: { type: "string" },
    schedule: { type: "string" },
    anneal: { type: "string" },
    engine: option("reduced"),
    profile: option("ideal"),
    topology: option("passive"),
    seed: option("1"),
    lines: { type: "boolean", default: false },
  },
});
const runs = Number(values.runs);
const profile = await loadProfile(values.profile);
const threads = availableParallelism();
const engine = createEngine(values.engine, { threads });

/** Side of the square that the cities lie in. */
const SIDE = 10_000;
const tasks = Array.from({ length: Number(values.maps) }, (_, k) => {
  const seed = Number(values.first) + k;
  return taskOf(`random ${seed}`, randomCities(Number(values.cities), seed), SIDE);
});
if (values.own) tasks.unshift(taskOf("Hopfield and Tank", HOPFIELD_TANK_CITIES, SIDE));

const share = (hits, of) => {
  const { p, low, high } = wilson(hits, of);
  return `${p.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
};
console.log(
  `${values.encoding}, ${values.profile}, ${values.topology}, ${values.engine}, ${runs} runs a map from seed ${values.seed}\n`,
);
console.log(
  "| map | optimum | tours of runs (95 %) | settled | mean length / optimum | worst | optimal of runs | s a run |",
);
console.log("|---|---|---|---|---|---|---|---|");
const sums = { runs: 0, tours: 0, optimal: 0, ratio: 0, maps: 0, worst: 0 };
for (const problem of tasks) {
  const best = await provenLength(problem);
  const weight = values.penalty === undefined ? {} : { penaltyWeight: Number(values.penalty) };
  const compiled = compileProblem(problem, profile, 1, {
    encoding: values.encoding,
    summingLines: values.lines,
    ...weight,
  });
  const chosen = scheduleFor(values.schedule, compiled.encoding.anneal?.schedule);
  const schedule = values.anneal === undefined ? chosen : withAnnealLength(chosen, Number(values.anneal));
  const lengths = [];
  let settled = 0;
  let failed = 0;
  const before = process.cpuUsage();
  await anneal({
    compiled,
    topology: values.topology,
    schedule,
    engine,
    seed: Number(values.seed),
    runs,
    concurrency: threads,
    onAnneal: ({ score, readout }) => {
      if (readout.settled) settled++;
      if (score.feasible && readout.settled) lengths.push(score.objective);
    },
    onFailure: ({ code }) => {
      failed++;
      console.error(code);
    },
  });
  const { user, system } = process.cpuUsage(before);
  const optimal = lengths.filter((length) => length <= best).length;
  const mean = lengths.reduce((a, b) => a + b, 0) / lengths.length / best;
  const worst = Math.max(...lengths) / best;
  console.log(
    `| ${problem.name} | ${best} | ${share(lengths.length, runs)} | ${settled}${failed > 0 ? `, ${failed} failed` : ""} | ${mean.toFixed(4)} | ${worst.toFixed(4)} | ${optimal} | ${((user + system) / 1e6 / runs).toFixed(2)} |`,
  );
  sums.runs += runs;
  sums.tours += lengths.length;
  sums.optimal += optimal;
  sums.ratio += mean;
  sums.maps++;
  sums.worst = Math.max(sums.worst, worst);
}
console.log(
  `| all | | ${share(sums.tours, sums.runs)} | | ${(sums.ratio / sums.maps).toFixed(4)} | ${sums.worst.toFixed(4)} | ${sums.optimal} | |`,
);
await engine.close();
