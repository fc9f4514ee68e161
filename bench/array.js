/**
 * Processor time of the exact solve of square crossbars with every wire segment, factoring included.
 *
 *   npm run build && node bench/array.js [--sizes 64,128,256,512,1024] [--ohms 0,1,5,20,50] [--method iterative] [--runs 5]
 *                                        [--more 16]
 *
 * Devices are drawn evenly between 20 and 500 kilo-ohms, voltages between -0.2 and 0.2 V, both from a seed. `first` is the first
 * solve of a process of its own, while code is compiled; `warm` the median of --runs after two, of more where they are short (49 at 64); `a further set` one of --more
 * sets of voltages on the factored array. `doubles a cell` is by how much the first solve's buffers, results included, make the process grow,
 * `resident` by how much its pages do, code included. The residual is the largest net current into a node against the largest
 * current of a branch. The last column is how far currents are from the direct method's, against the largest, up to 128 lines.
 */

import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createRandom } from "../dist/core/index.js";
import { createArraySolver, solveArray } from "../dist/crossbar/index.js";

const option = (value) => ({ type: "string", default: value });
const { values } = parseArgs({
  options: {
    sizes: option("64,128,256,512,1024"),
    ohms: option("0,1,5,20,50"),
    method: option("iterative"),
    runs: option("5"),
    more: option("16"),
    first: { type: "boolean", default: false },
  },
});
const numbers = (text) => text.split(",").map(Number);
const LARGEST_CHECKED = 128;
/** Cells that are solved at least in a row of the table, so that the engine has compiled what it will. */
const SHORT = 2e5;
const { method } = values;

/** One thread's work, but V8's own helpers count too. */
function processorSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function timed(work) {
  const start = processorSeconds();
  const result = work();
  return { result, seconds: processorSeconds() - start };
}

function drawn(n, ohms) {
  const random = createRandom(1, "array", n);
  const siemens = Float64Array.from({ length: n * n }, () => 1 / (20e3 + 480e3 * random.uniform()));
  const volts = () => Float64Array.from({ length: n }, () => 0.4 * random.uniform() - 0.2);
  return { array: { rows: n, columns: n, wordLineOhms: ohms, bitLineOhms: ohms, siemens }, volts };
}

/** Bytes of typed arrays and of the kernels' memories, which Node does not count among them. */
const kernelMemories = [];
if (values.first) {
  WebAssembly.Memory = class extends WebAssembly.Memory {
    constructor(limits) {
      super(limits);
      kernelMemories.push(this);
    }
  };
}
function bytesHeld() {
  const { arrayBuffers, rss } = process.memoryUsage();
  return { buffers: kernelMemories.reduce((sum, { buffer }) => sum + buffer.byteLength, arrayBuffers), rss };
}

/** What a process of its own says of its first solve. */
function firstSolve(n, ohms) {
  const script = fileURLToPath(import.meta.url);
  const args = [script, "--first", "--sizes", String(n), "--ohms", String(ohms), "--method", method];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
}

function printFirst(n, ohms) {
  const { array, volts } = drawn(n, ohms);
  const appliedVolts = volts();
  const before = bytesHeld();
  const { seconds } = timed(() => solveArray({ ...array, appliedVolts }, { method }));
  const after = bytesHeld();
  const doubles = (bytes) => bytes / 8 / n ** 2;
  console.log(
    JSON.stringify({
      seconds,
      doubles: doubles(after.buffers - before.buffers),
      resident: doubles(after.rss - before.rss),
    }),
  );
}

function printRow(n, ohms) {
  const { array, volts } = drawn(n, ohms);
  const appliedVolts = volts();
  const run = () => timed(() => solveArray({ ...array, appliedVolts }, { method }));
  run();
  const { result } = run();
  const times = Array.from(
    { length: Math.max(Number(values.runs), Math.ceil(SHORT / n ** 2)) },
    () => run().seconds,
  ).sort((a, b) => a - b);
  const solver = createArraySolver(array, { method });
  const sets = Array.from({ length: Number(values.more) }, volts);
  const further = timed(() => sets.map((v) => solver.solve(v).residual)).seconds / sets.length;
  let off = "–";
  if (n <= LARGEST_CHECKED) {
    const exact = solveArray({ ...array, appliedVolts }, { method: "direct" }).outputAmps;
    const scale = Math.max(...exact.map(Math.abs));
    off = Math.max(...exact.map((amps, j) => Math.abs(amps - result.outputAmps[j]) / scale)).toExponential(1);
  }
  const { seconds, doubles, resident } = firstSolve(n, ohms);
  const taken = [seconds, times[times.length >> 1], further].map((s) => s.toPrecision(2));
  const memory = [doubles, resident].map((d) => d.toFixed(1));
  const cells = [n, ohms, ...taken, result.iterations, ...memory, result.residual.toExponential(1), off];
  console.log(`| ${cells.join(" | ")} |`);
}

if (values.first) printFirst(Number(values.sizes), Number(values.ohms));
else {
  console.log(`${cpus()[0].model}; processor seconds a solve, ${method}\n`);
  const heads = ["N", "ohms", "first", "warm", "a further set", "iterations", "doubles a cell", "resident", "residual"];
  console.log(`| ${heads.join(" | ")} | off the direct method |`);
  console.log("|---|---|---|---|---|---|---|---|---|---|");
  for (const n of numbers(values.sizes)) for (const ohms of numbers(values.ohms)) printRow(n, ohms);
}
