/**
 * What each software baseline finds of the best value published, ten seeds an instance, after equal processor time.
 *
 *   npm run build && node bench/baselines.js FOLDER [--seconds 0.1,1] [--methods NAME,...] [NAME...]
 *
 * FOLDER holds best-known.json and the files that it names; NAME are its MAX-CUT instances. A method gets the number of
 * sweeps (simulated annealing: in one to ten starts) that fits the time on this machine, measured on a short run
 * first: the time is spent, not cut off, and the last column says how much it was.
 */
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import * as baseline from "../dist/baseline/index.js";
import { encodeMaxCut, parseMaxCut, scoreMaxCut } from "../dist/problem/index.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: "string", default: "0.1,1" },
    methods: { type: "string" },
  },
});
const [folder, ...asked] = positionals;
if (folder === undefined) {
  console.error("usage: node bench/baselines.js FOLDER [--seconds 0.1,1] [--methods NAME,...] [NAME...]");
  process.exit(2);
}
const names = asked.length > 0 ? asked : ["G1", "G22", "G43", "G14", "G48", "t2g15_5555", "ising2.5-100_5555"];
const known = JSON.parse(readFileSync(join(folder, "best-known.json"), "utf8"));

/** `effort` is about proportional to the time. */
const METHODS = {
  anneal: {
    run: (network, seed, effort) => {
      const restarts = Math.min(10, Math.max(1, Math.floor(effort / 2000)));
      return baseline.simulatedAnnealing(network, { seed, restarts, sweeps: Math.ceil(effort / restarts) });
    },
    first: 100,
  },
  temper: { run: (network, seed, sweeps) => baseline.parallelTempering(network, { seed, sweeps }), first: 400 },
  bifurcateBallistic: {
    run: (network, seed, sweeps) => baseline.simulatedBifurcation(network, { seed, restarts: 1, sweeps }),
    first: 50,
  },
  bifurcateDiscrete: {
    run: (network, seed, sweeps) =>
      baseline.simulatedBifurcation(network, { seed, restarts: 1, sweeps, variant: "discrete" }),
    first: 50,
  },
  tabu: {
    run: (network, seed, flips) => baseline.tabuSearch(network, { seed, restarts: 1, flips }),
    first: 1000,
  },
  noisyHopfield: {
    run: (network, seed, restarts) => baseline.noisyHopfield(network, { seed, restarts }),
    first: 2,
  },
  greedy: { run: (network, seed, restarts) => baseline.greedyDescent(network, { seed, restarts }), first: 5 },
  random: { run: (network, seed, restarts) => baseline.randomSearch(network, { seed, restarts }), first: 20 },
};

/** Processor seconds of this process. */
function seconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function timed(work) {
  const start = seconds();
  const result = work();
  return { result, used: seconds() - start };
}

/** Processor seconds for which a method runs before it is timed: the compiler's share is not the method's. */
const WARM_SECONDS = 0.4;

/** The effort that takes `limit` seconds, from ever longer runs on warm code. */
function effortFor(run, first, network, limit) {
  for (let spent = 0; spent < WARM_SECONDS; ) spent += timed(() => run(network, 1, first)).used;
  let effort = first;
  for (;;) {
    const { used } = timed(() => run(network, 1, effort));
    if (used > limit / 3) return Math.max(1, Math.round((effort * limit) / used));
    effort = Math.ceil(effort * Math.min(4, Math.max(1.5, limit / 2 / used)));
  }
}

console.log(`${cpus()[0].model}, one thread, processor time\n`);
console.log(
  "| instance | best published | method | hits of 10 | best | mean | s a run |\n|---|---|---|---|---|---|---|",
);
const methods = values.methods?.split(",") ?? Object.keys(METHODS);
for (const name of names) {
  const { file, best } = known[name];
  const problem = parseMaxCut(readFileSync(join(folder, file), "utf8"), file);
  const { network } = encodeMaxCut(problem);
  for (const limit of values.seconds.split(",").map(Number)) {
    for (const method of methods) {
      const { run, first } = METHODS[method];
      const effort = effortFor(run, first, network, limit);
      const { result: cuts, used } = timed(() =>
        Array.from({ length: 10 }, (_, seed) => scoreMaxCut(problem, run(network, seed + 1, effort).spins).objective),
      );
      const hits = cuts.filter((cut) => cut >= best).length;
      const mean = cuts.reduce((a, b) => a + b) / 10;
      console.log(
        `| ${name} | ${best} | ${method} | ${hits} | ${Math.max(...cuts)} | ${mean.toFixed(1)} | ${(used / 10).toFixed(2)} |`,
      );
    }
  }
}
