/**
 * Complete graphs of 2000 spins and couplings of +1 and -1: how near annealing and bifurcation come to the best cut that any
 * run has found, and how soon they reach 99.9 % of it.
 *
 *   npm run build && node bench/dense.js [--vertices 2000] [--first 1] [--graphs 10] [--seeds 2]
 *
 * Graph i is `-clique N -random 0 1 Ni -times 2 -plus -1` of rudy (N and i written one after the other); for N = 2000 the
 * first is the published K2000, best known cut 33337. The lengths were chosen on graphs 11 and 12. A run of annealing has ten
 * starts, one of bifurcation eight side by side; steps and sweeps are given once, seconds are of the processor.
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { simulatedAnnealing, simulatedBifurcation } from "../dist/baseline/index.js";
import { createMaxCut, encodeMaxCut, rudyPlus, rudyRandomWeights, rudyTimes } from "../dist/problem/index.js";

const option = (value) => ({ type: "string", default: value });
const { values } = parseArgs({
  options: { vertices: option("2000"), first: option("1"), graphs: option("10"), seeds: option("2") },
});
const n = Number(values.vertices);
const bifurcate = (more) => (network, options) =>
  simulatedBifurcation(network, { ...options, restarts: 8, sweeps: 1000, ...more });
const METHODS = {
  annealing: (network, options) => simulatedAnnealing(network, { ...options, restarts: 10, sweeps: 8000 }),
  ballistic: bifurcate({}),
  heated: bifurcate({ heating: 0.06 }),
  discrete: bifurcate({ variant: "discrete" }),
};
const SHARE = 0.999;

function completeGraph(i) {
  const from = [];
  const to = [];
  // In the order in which rudy walks the edges of a clique: the last neighbour first.
  for (let u = 0; u < n; u++) {
    for (let v = n - 1; v > u; v--) {
      from.push(u);
      to.push(v);
    }
  }
  const clique = { n, from, to, weights: from.map(() => 1) };
  const graph = rudyPlus(rudyTimes(rudyRandomWeights(clique, 0, 1, Number(`${n}${i}`)), 2), -1);
  return createMaxCut(`K${n}-${i}`, n, graph.from, graph.to, graph.weights);
}

/** Processor seconds of this process. */
function seconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Every better cut of a run with its time, and what the run took. */
function trace({ network, scale, shift }, method, seed) {
  const cuts = [];
  const start = seconds();
  const onIncumbent = ({ energy }) => cuts.push({ cut: scale * energy + shift, at: seconds() - start });
  METHODS[method](network, { seed, onIncumbent });
  return { cuts, spent: seconds() - start };
}

console.log(`${cpus()[0].model}, one thread, processor time; ${values.seeds} seeds a graph\n`);
console.log("| graph | best cut | method | best / best cut | runs at 99.9 % | s to 99.9 %, mean | s a run |");
console.log("|---|---|---|---|---|---|---|");
const sums = new Map();
const seeds = Number(values.seeds);
for (let i = Number(values.first); i < Number(values.first) + Number(values.graphs); i++) {
  const encoding = encodeMaxCut(completeGraph(i));
  const runs = Object.keys(METHODS).map((method) => {
    return [method, Array.from({ length: seeds }, (_, k) => trace(encoding, method, k + 1))];
  });
  const best = Math.max(...runs.flatMap(([, traces]) => traces.map(({ cuts }) => cuts.at(-1).cut)));
  for (const [method, traces] of runs) {
    const top = Math.max(...traces.map(({ cuts }) => cuts.at(-1).cut));
    const times = traces.flatMap(({ cuts }) => cuts.find(({ cut }) => cut >= SHARE * best)?.at ?? []);
    const spent = traces.reduce((sum, run) => sum + run.spent, 0) / seeds;
    const mean = times.reduce((a, b) => a + b, 0) / times.length;
    console.log(
      `| K${n}-${i} | ${best} | ${method} | ${(top / best).toFixed(5)} | ${times.length} of ${seeds} | ` +
        `${times.length > 0 ? mean.toFixed(2) : "–"} | ${spent.toFixed(2)} |`,
    );
    const sum = sums.get(method) ?? { hits: 0, time: 0, spent: 0, runs: 0 };
    sums.set(method, {
      hits: sum.hits + times.length,
      time: sum.time + times.reduce((a, b) => a + b, 0),
      spent: sum.spent + spent * seeds,
      runs: sum.runs + seeds,
    });
  }
}
for (const [method, { hits, time, spent, runs }] of sums) {
  console.log(
    `| all | | ${method} | | ${hits} of ${runs} | ${hits > 0 ? (time / hits).toFixed(2) : "–"} | ${(spent / runs).toFixed(2)} |`,
  );
}
