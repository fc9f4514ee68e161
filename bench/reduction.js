/**
 * Processor time of what wires and size cost, and how it grows: solve of an array, its reduction to its ends, a transient
 * of the reduced network.
 *
 *   npm run build && node bench/reduction.js [--solve 32,64,128,256,512,1024,2048] [--reduce 32,64,...,2048]
 *                                            [--transient 32,64,...,2048] [--ohms 1] [--runs 3]
 *
 * Arrays are 2N word lines by N bit lines, as a network of N neurons has, with every segment of --ohms; devices drawn evenly between
 * 20 and 500 kilo-ohms from a seed. Transients are gain ramps of a random network of density 0.5 without wires, its supply currents
 * with it, the array's devices kept as numbers. Times are the median of --runs after one to warm up, for times above 5 s one run; the exponent is that between a size and
 * the one before. The error of a reduction is that of `reductionError`. Reduction at N = 2048 takes 2.6 GB.
 */

import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { circuitOfRun, compileProblem, loadProfile } from "../dist/campaign/index.js";
import { schedules } from "../dist/circuit/index.js";
import { createRandom, runSteps } from "../dist/core/index.js";
import { createArraySolver, reduceWires, reductionError } from "../dist/crossbar/index.js";
import { generateMaxCut } from "../dist/problem/index.js";
import { reducedTask, simulateReduced } from "../dist/simulate/index.js";

const option = (value) => ({ type: "string", default: value });
const { values } = parseArgs({
  options: {
    solve: option("32,64,128,256,512,1024,2048"),
    reduce: option("32,64,128,256,512,1024,2048"),
    transient: option("32,64,128,256,512,1024,2048"),
    ohms: option("1"),
    runs: option("3"),
  },
});
const sizes = (text) => (text === "" ? [] : text.split(",").map(Number));
const LONG_SECONDS = 5;

function timed(work) {
  const start = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(start);
  return { result, seconds: (user + system) / 1e6 };
}

function median(work) {
  const first = timed(work);
  if (first.seconds > LONG_SECONDS) return first;
  const times = Array.from({ length: Number(values.runs) }, () => timed(work).seconds).sort((a, b) => a - b);
  return { result: first.result, seconds: times[times.length >> 1] };
}

/** Prints a row a size: the time, the exponent from the size before, and what else there is to say. */
function table(title, list, work, head) {
  console.log(`\n| ${title}, N | seconds | exponent | ${head} |\n|---|---|---|---|`);
  let before;
  for (const n of list) {
    const { result, seconds } = work(n);
    const exponent = before === undefined ? "–" : Math.log(seconds / before.seconds) / Math.log(n / before.n);
    before = { n, seconds };
    const shown = typeof exponent === "number" ? exponent.toFixed(2) : exponent;
    console.log(`| ${n} | ${seconds.toPrecision(3)} | ${shown} | ${result} |`);
  }
}

function arrayOf(n) {
  const random = createRandom(1, "array", n);
  const ohms = Number(values.ohms);
  const siemens = Float64Array.from({ length: 2 * n * n }, () => 1 / (20e3 + 480e3 * random.uniform()));
  return { rows: 2 * n, columns: n, wordLineOhms: ohms, bitLineOhms: ohms, siemens };
}

console.log(`${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}; processor seconds, ${values.ohms} ohm a segment`);
table(
  "solve",
  sizes(values.solve),
  (n) => {
    const array = arrayOf(n);
    const volts = Float64Array.from({ length: 2 * n }, (_, i) => Math.sin(1 + i));
    const run = median(() => createArraySolver(array).solve(volts));
    return { ...run, result: `${run.result.iterations} iterations, residual ${run.result.residual.toExponential(1)}` };
  },
  "how",
);
table(
  "reduction",
  sizes(values.reduce),
  (n) => {
    const array = arrayOf(n);
    const run = median(() => reduceWires(array, { drivers: true }));
    return { ...run, result: reductionError(array, run.result).toExponential(1) };
  },
  "error against the solver",
);
const profile = await loadProfile("ideal");
table(
  "transient",
  sizes(values.transient),
  (n) => {
    const problem = generateMaxCut({ vertices: n, density: 0.5, seed: 1 });
    const compiled = compileProblem(problem, profile, 1);
    const { circuit } = circuitOfRun(
      { compiled, topology: "passive", schedule: schedules.ramp, devices: "numbers" },
      1,
    );
    const task = reducedTask({ circuit });
    const run = median(() => runSteps(simulateReduced(task)));
    const { steps, implicitSteps } = run.result;
    return { ...run, result: `${steps} steps, ${implicitSteps} of them implicit` };
  },
  "how",
);
