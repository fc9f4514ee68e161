/**
 * Tours through the one-hot encoding by annealing: moves that keep the rows and columns (swaps of two cities, four flips as
 * one) beside annealing by single flips at several penalties, ten seeds each, one start after the other until the optimum is
 * met. Every start counts whole, set-up included.
 *
 *   npm run build && node bench/one-hot-tours.js FOLDER [--limit 5] [--sweeps 1000] [NAME...]
 *
 * FOLDER holds best-known.json and the instances; --sweeps is of the single flips. Penalties are given as
 * shares of the encoding's own, which holds every infeasible state above some tour.
 */
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gridAnnealing, simulatedAnnealing } from "../dist/baseline/index.js";
import { encodeOneHot, parseTsp, scoreSpins } from "../dist/problem/index.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { limit: { type: "string", default: "5" }, sweeps: { type: "string", default: "1000" } },
});
const [folder, ...asked] = positionals;
if (folder === undefined) {
  console.error("usage: node bench/one-hot-tours.js FOLDER [--limit 5] [--sweeps 1000] [NAME...]");
  process.exit(2);
}
const limit = Number(values.limit);
const known = JSON.parse(readFileSync(join(folder, "best-known.json"), "utf8"));
const SINGLE_SWEEPS = values.sweeps.split(",").map(Number);
const SHARES = [0.1, 0.2, 0.35, 0.5, 1];

/** Processor seconds of this process. */
function seconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Starts one after the other until the optimum is met or the time is up; the best tour met, and when. */
function race(problem, optimum, anneal) {
  let best = Number.POSITIVE_INFINITY;
  let at = 0;
  const start = seconds();
  for (let k = 0; best > optimum && seconds() - start < limit; k++) {
    const { feasible, objective } = scoreSpins(problem, anneal(k), "one-hot");
    if (!feasible || objective >= best) continue;
    best = objective;
    at = seconds() - start;
  }
  return { best, at };
}

console.log(`${cpus()[0].model}, one thread, at most ${limit} s of processor time a run\n`);
console.log(
  "| instance (optimum) | method | hits of 10 | runs without a tour | mean / optimum | s to the best, mean (most) |",
);
console.log("|---|---|---|---|---|---|");
for (const name of asked.length > 0 ? asked : ["burma14"]) {
  const { file, best: optimum } = known[name];
  const problem = parseTsp(readFileSync(join(folder, file), "utf8"), file);
  const own = encodeOneHot(problem);
  const methods = [["swaps", (seed) => gridAnnealing(own.network, { seed, lines: own.lines, restarts: 1 }).spins]];
  for (const sweeps of SINGLE_SWEEPS) {
    for (const share of SHARES) {
      const { network } = encodeOneHot(problem, { penaltyWeight: share * own.penalty.weight });
      methods.push([
        `single flips, ${sweeps} sweeps, ${share} of the penalty`,
        (seed) => simulatedAnnealing(network, { seed, sweeps, restarts: 1 }).spins,
      ]);
    }
  }
  for (const [label, anneal] of methods) {
    const runs = Array.from({ length: 10 }, (_, k) =>
      race(problem, optimum, (start) => anneal(1000 * (k + 1) + start)),
    );
    const tours = runs.filter(({ best }) => best < Number.POSITIVE_INFINITY);
    const mean = tours.reduce((sum, { best }) => sum + best, 0) / tours.length / optimum;
    const times = tours.map(({ at }) => at);
    const hits = runs.filter(({ best }) => best <= optimum).length;
    const spent = `${(times.reduce((a, b) => a + b, 0) / times.length).toFixed(2)} (${Math.max(...times).toFixed(2)})`;
    console.log(
      `| ${name} (${optimum}) | ${label} | ${hits} | ${10 - tours.length} | ${tours.length > 0 ? mean.toFixed(4) : "–"} | ${tours.length > 0 ? spent : "–"} |`,
    );
  }
}
