/**
 * Processor time of the exact solve of square crossbars with every wire segment, factoring included.
 *
 *   npm run build && node bench/array.js [--sizes 64,128,256,512,1024] [--ohms 1,5,20,50] [--method iterative] [--runs 3]
 *                                        [--more 0]
 *
 * Devices are drawn evenly between 20 and 500 kilo-ohms, voltages between -0.2 and 0.2 V, both from a seed. The time is the median of
 * --runs after one to warm up; --more solves that many further sets of voltages on the factored array and gives the time of one.
 * The residual is the largest net current into a node against the largest current of a branch. The last column is how far currents
 * are from the direct method's, against the largest, up to 128 lines.
 */

import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { createRandom } from "../dist/core/index.js";
import { createArraySolver, solveArray } from "../dist/crossbar/index.js";

const option = (value) => ({ type: "string", default: value });
const { values } = parseArgs({
  options: {
    sizes: option("64,128,256,512,1024"),
    ohms: option("1,5,20,50"),
    method: option("iterative"),
    runs: option("3"),
    more: option("0"),
  },
});
const numbers = (text) => text.split(",").map(Number);
const LARGEST_CHECKED = 128;

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

console.log(`${cpus()[0].model}; processor seconds a solve, ${values.method}\n`);
console.log("| N | ohms a segment | seconds | seconds a further set | iterations | residual | off the direct method |");
console.log("|---|---|---|---|---|---|---|");
for (const n of numbers(values.sizes)) {
  for (const ohms of numbers(values.ohms)) {
    const random = createRandom(1, "array", n);
    const siemens = Float64Array.from({ length: n * n }, () => 1 / (20e3 + 480e3 * random.uniform()));
    const volts = () => Float64Array.from({ length: n }, () => 0.4 * random.uniform() - 0.2);
    const array = { rows: n, columns: n, wordLineOhms: ohms, bitLineOhms: ohms, siemens };
    const appliedVolts = volts();
    const { method } = values;
    const run = () => timed(() => solveArray({ ...array, appliedVolts }, { method }));
    const { result } = run();
    const times = Array.from({ length: Number(values.runs) }, () => run().seconds).sort((a, b) => a - b);
    let further = "–";
    if (Number(values.more) > 0) {
      const solver = createArraySolver(array, { method });
      const sets = Array.from({ length: Number(values.more) }, volts);
      further = (timed(() => sets.map((v) => solver.solve(v).residual)).seconds / sets.length).toPrecision(3);
    }
    let off = "–";
    if (n <= LARGEST_CHECKED) {
      const exact = solveArray({ ...array, appliedVolts }, { method: "direct" }).outputAmps;
      const scale = Math.max(...exact.map(Math.abs));
      off = Math.max(...exact.map((amps, j) => Math.abs(amps - result.outputAmps[j]) / scale)).toExponential(1);
    }
    const seconds = times[times.length >> 1].toPrecision(3);
    const cells = [n, ohms, seconds, further, result.iterations, result.residual.toExponential(1), off];
    console.log(`| ${cells.join(" | ")} |`);
  }
}
