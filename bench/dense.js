/**
 * Complete graphs of 2000 spins and couplings of +1 and -1: in how many runs annealing and bifurcation come within 99.9 % of the
 * best cut known, that of any run here or the published one, and the time to it with 99 % probability.
 *
 *   npm run build && node bench/dense.js [--vertices 2000] [--first 1] [--graphs 10] [--seeds 10] [--methods NAME,...]
 *
 * Graph i is `-clique N -random 0 1 Ni -times 2 -plus -1` of rudy (N and i written one after the other); for N = 2000 the
 * first is the published K2000. Lengths, steps in time and the strength of the coupling were chosen on graphs 11 to 14. A run of
 * annealing has ten starts, one of bifurcation eight side by side; seconds are of the processor. The time to 99 % repeats whole
 * runs, with Wilson's interval of the share carried through.
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { simulatedAnnealing, simulatedBifurcation } from "../dist/baseline/index.js";
import { createMaxCut, encodeMaxCut, rudyPlus, rudyRandomWeights, rudyTimes } from "../dist/problem/index.js";
import { tts99, wilson } from "../dist/verify/index.js";

const option = (value) => ({ type: "string", default: value });
const { values } = parseArgs({
  options: {
    vertices: option("2000"),
    first: option("1"),
    graphs: option("10"),
    seeds: option("10"),
    methods: { type: "string" },
  },
});
const n = Number(values.vertices);
const bifurcate = (more) => (network, options) =>
  simulatedBifurcation(network, { ...options, restarts: 8, sweeps: 1000, timeStep: 1, ...more });
const METHODS = {
  annealing: (network, options) => simulatedAnnealing(network, { ...options, restarts: 10, sweeps: 8000 }),
  ballistic: bifurcate({}),
  heated: bifurcate({ heating: 0.06 }),
  discrete: bifurcate({ variant: "discrete", sweeps: 4000 }),
};
const SHARE = 0.999;
/** Best cuts published, by name. */
const PUBLISHED = { "K2000-1": 33337 };

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

/** The cut of a run and what it took. */
function trace({ network, scale, shift }, method, seed) {
  const start = seconds();
  const { energy } = METHODS[method](network, { seed });
  return { cut: scale * energy + shift, spent: seconds() - start };
}

console.log(`${cpus()[0].model}, one thread, processor time; ${values.seeds} seeds a graph\n`);
console.log(
  "| graph | best cut | method | best / best cut, least | most | runs at 99.9 % | s a run | s to it with 99 % (95 %) |",
);
console.log("|---|---|---|---|---|---|---|---|");
const seeds = Number(values.seeds);
const methods = values.methods?.split(",") ?? Object.keys(METHODS);

/** One line of the table from runs { share, spent }. */
function report(graph, best, method, runs) {
  const shares = runs.map(({ share }) => share);
  const spent = runs.reduce((sum, run) => sum + run.spent, 0) / runs.length;
  const { p, low, high } = wilson(shares.filter((share) => share >= SHARE).length, runs.length);
  const time = (q) => (q > 0 ? tts99(q, spent).toFixed(1) : "∞");
  console.log(
    `| ${graph} | ${best} | ${method} | ${Math.min(...shares).toFixed(5)} | ${Math.max(...shares).toFixed(5)} | ` +
      `${Math.round(p * runs.length)} of ${runs.length} | ${spent.toFixed(2)} | ${time(p)} (${time(high)} to ${time(low)}) |`,
  );
}

const all = new Map(methods.map((method) => [method, []]));
for (let i = Number(values.first); i < Number(values.first) + Number(values.graphs); i++) {
  const encoding = encodeMaxCut(completeGraph(i));
  const name = `K${n}-${i}`;
  const runs = methods.map((method) => {
    return [method, Array.from({ length: seeds }, (_, k) => trace(encoding, method, k + 1))];
  });
  const best = Math.max(PUBLISHED[name] ?? 0, ...runs.flatMap(([, traces]) => traces.map(({ cut }) => cut)));
  for (const [method, traces] of runs) {
    const shared = traces.map(({ cut, spent }) => ({ share: cut / best, spent }));
    report(name, best, method, shared);
    all.get(method).push(...shared);
  }
}
for (const [method, runs] of all) report("all", "", method, runs);
