/**
 * Many anneals of one programmed array side by side: processor time, and the products of the array a second against what their
 * kernel reaches on a matrix that stays in the cache.
 *
 *   npm run build && node bench/batches.js [--vertices 2000] [--density 0.5] [--profile ideal] [--schedule anneal] [--taus 60]
 *                                          [--anneals 16] [--lanes 16,...] [--threads 1]
 *
 * The tasks are random graphs, their edges of weight 1; density 0.01 at 2000 vertices is that of G22. Anneal k has seed k. Each of
 * --lanes is one run of all anneals, the last points alone are kept. A multiply-add is one nonzero pair of rail and summing line,
 * all pairs where the coupling is stored as a dense matrix. "load" is that of the machine's last minute, when the run ends.
 */

import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { compileProblem, loadProfile } from "../dist/campaign/index.js";
import { buildHopfieldCircuit, schedules, withAnnealLength } from "../dist/circuit/index.js";
import { runSteps } from "../dist/core/index.js";
import { createDenseProduct } from "../dist/linalg/index.js";
import { generateMaxCut } from "../dist/problem/index.js";
import { integrateBatch, reducedTask } from "../dist/simulate/index.js";

const option = (value) => ({ type: "string", default: value });
const options = {
  vertices: option("2000"),
  density: option("0.5"),
  profile: option("ideal"),
  schedule: option("anneal"),
  taus: option("60"),
  anneals: option("16"),
  lanes: option("16"),
  threads: option("1"),
};

/** Products of the Dormand-Prince method: one a stage, the first stage being the last of the step before. */
const PRODUCTS_A_STEP = 6;

async function modelMaker(values) {
  const profile = await loadProfile(values.profile);
  const problem = generateMaxCut({ vertices: Number(values.vertices), density: Number(values.density), seed: 1 });
  const compiled = compileProblem(problem, profile, 1);
  const schedule = withAnnealLength(schedules[values.schedule], Number(values.taus));
  return (seed) => {
    const { crossbar, fieldScale } = compiled;
    const spec = { crossbar, profile, schedule, fieldScale, seed, instance: problem.name, devices: "numbers" };
    return reducedTask({ circuit: buildHopfieldCircuit("passive", spec).circuit }).model;
  };
}

/** Pairs of neurons that the array couples, or all of them where that is more than a quarter. */
function pairs({ n, drives, driveSiemens }) {
  const coupling = new Float64Array(n * n);
  for (const [d, { neuron, sign }] of drives.entries()) {
    if (neuron < 0) continue;
    for (let i = 0; i < n; i++) coupling[neuron * n + i] += sign * driveSiemens[d * n + i];
  }
  const nonzero = coupling.reduce((count, g) => count + (g === 0 ? 0 : 1), 0);
  return nonzero > (n * n) / 4 ? { kind: "dense", count: n * n } : { kind: "sparse", count: nonzero };
}

/** Models of all seeds; their matrices are the same numbers and are kept once. */
function makeModels(modelOf, seeds) {
  let first;
  return seeds.map((seed) => {
    const model = modelOf(seed);
    first ??= model;
    return { ...model, driveSiemens: first.driveSiemens };
  });
}

function runBatch(models, lanes) {
  let steps = 0;
  let rejected = 0;
  runSteps(
    integrateBatch({
      count: models.length,
      modelOf: (k) => models[k],
      lanes,
      keep: "ends",
      onEnd: (_, run) => {
        steps += run.steps;
        rejected += run.rejected;
      },
      onFailure: (_, error) => {
        throw error;
      },
    }),
  );
  return { steps, rejected };
}

/** Multiply-adds a second of the kernel on 64 rows of 256 numbers and 16 vectors: processor time. */
function kernelPeak() {
  const [rows, columns, lanes] = [64, 256, 16];
  const product = createDenseProduct(rows, columns, new Float64Array(rows * columns).fill(0.5), lanes);
  const active = Int32Array.from({ length: lanes }, (_, l) => l);
  let best = 0;
  for (let k = 0; k < 12; k++) {
    const from = process.cpuUsage();
    for (let j = 0; j < 1000; j++) product.multiply(active, lanes);
    const { user } = process.cpuUsage(from);
    best = Math.max(best, (1000 * rows * columns * lanes) / (user / 1e6));
  }
  return best;
}

if (!isMainThread) {
  const { values, seeds } = workerData;
  const models = makeModels(await modelMaker(values), seeds);
  parentPort.postMessage("ready");
  parentPort.on("message", (lanes) => parentPort.postMessage(runBatch(models, lanes)));
} else {
  const { values } = parseArgs({ options });
  const anneals = Number(values.anneals);
  const threads = Number(values.threads);
  const seeds = Array.from({ length: anneals }, (_, k) => k + 1);
  const from = process.cpuUsage();
  const modelOf = await modelMaker(values);
  const { kind, count } = pairs(modelOf(1));
  const made = process.cpuUsage(from);
  const models = threads === 1 ? makeModels(modelOf, seeds) : [];
  const next = (worker) => new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  const workers = [];
  for (let w = 0; threads > 1 && w < threads; w++) {
    const share = seeds.filter((_, k) => k % threads === w);
    workers.push(new Worker(new URL(import.meta.url), { workerData: { values, seeds: share } }));
    await next(workers[w]);
  }
  const task = `${values.vertices} spins, density ${values.density}, ${values.profile}, ${kind} coupling`;
  console.log(`${cpus()[0].model}; ${task}; ${anneals} anneals '${values.schedule}', ${values.taus} time constants`);
  console.log(
    `compiled, and the first model read, in ${((made.user + made.system) / 1e6).toFixed(1)} processor seconds\n`,
  );
  console.log(
    "| lanes | threads | steps | rejected | processor s | wall s | load | multiply-adds a processor s | kernel's peak | share |",
  );
  console.log("|---|---|---|---|---|---|---|---|---|---|");
  for (const lanes of values.lanes.split(",").map(Number)) {
    const peak = kernelPeak();
    const before = process.cpuUsage();
    const start = performance.now();
    let results;
    if (threads === 1) results = [runBatch(models, lanes)];
    else {
      for (const worker of workers) worker.postMessage(lanes);
      results = await Promise.all(workers.map(next));
    }
    const { user, system } = process.cpuUsage(before);
    const wall = (performance.now() - start) / 1000;
    const sum = (key) => results.reduce((total, result) => total + result[key], 0);
    const products = (sum("steps") + sum("rejected")) * PRODUCTS_A_STEP + anneals;
    const seconds = (user + system) / 1e6;
    const rate = (products * count) / seconds;
    const cells = [lanes, threads, sum("steps"), sum("rejected"), seconds.toFixed(2), wall.toFixed(2)];
    cells.push(loadavg()[0].toFixed(1), rate.toExponential(2), peak.toExponential(2), (rate / peak).toFixed(2));
    console.log(`| ${cells.join(" | ")} |`);
  }
  for (const worker of workers) await worker.terminate();
}
