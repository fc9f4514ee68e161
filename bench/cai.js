/**
 * How often the memristor crossbar's algorithm ends in the minimum: hysteresis, noise, both or neither, spins updated in
 * random or fixed order.
 *
 *   npm run build && node bench/cai.js [GRAPHS [RUNS]]
 *
 * Random graphs of 60 vertices and 885 edges, 10 by default, 100 runs each; minima proven by branch and bound. The first
 * table ramps the self-coupling from S0 to 1.4 and sets beside each share that of a replication outside this project; the
 * second takes the parts of the algorithm away one by one. The error is the standard error from the spread between graphs,
 * which is far larger than that of the runs of one graph. Before the stroke: runs whose last state is a minimum; behind it:
 * runs that met one at the end of some cycle.
 */
import { noisyHopfield, parallelTempering } from "../dist/baseline/index.js";
import { encodeMaxCut, generateMaxCut } from "../dist/problem/index.js";
import { branchAndBoundSearch } from "../dist/reference/index.js";

const graphs = Number(process.argv[2] ?? 10);
const runs = Number(process.argv[3] ?? 100);

const instances = Array.from({ length: graphs }, (_, k) => {
  const { network } = encodeMaxCut(generateMaxCut({ vertices: 60, density: 0.5, seed: k + 1 }));
  const { spins } = parallelTempering(network, { seed: 1, sweeps: 2000 });
  const { steps, current } = branchAndBoundSearch(network, { incumbent: spins });
  while (!steps.next().done);
  return { network, least: current().upperEnergy };
});

/** Mean over the graphs, and its standard error from their spread. */
function meanOf(shares) {
  const mean = shares.reduce((a, b) => a + b) / graphs;
  const square = shares.reduce((sum, p) => sum + (p - mean) ** 2, 0) / Math.max(1, graphs - 1);
  return `${mean.toFixed(3)} ± ${Math.sqrt(square / graphs).toFixed(3)}`;
}

/** Shares of runs whose last state is a minimum, and of those in which some cycle ended in one. */
function share(options) {
  const counts = instances.map(({ network, least }, k) => {
    const hits = { last: 0, met: 0 };
    const onEnd = (last, lowest) => {
      if (last <= least + SLACK) hits.last++;
      if (lowest <= least + SLACK) hits.met++;
    };
    noisyHopfield(network, { seed: k + 1, restarts: runs, onEnd, ...options });
    return hits;
  });
  return `${meanOf(counts.map((c) => c.last / runs))} / ${meanOf(counts.map((c) => c.met / runs))}`;
}

/** Energies are whole numbers. */
const SLACK = 1e-9;
const STARTS = [0, -1, -2, -3, -4, -5];
/** Shares of 1000 runs outside this project. */
const REPLICATION = [
  {
    name: "one at a time, 100 cycles",
    sweeps: 100,
    batch: 1,
    noise: 0,
    shares: [0.011, 0.173, 0.49, 0.551, 0.509, 0.491],
  },
  {
    name: "batches of 10, 50 cycles",
    sweeps: 50,
    batch: 10,
    noise: 0,
    shares: [0.017, 0.211, 0.342, 0.244, 0.204, 0.192],
  },
  { name: "the same, noise 1", sweeps: 50, batch: 10, noise: 1, shares: [0.225, 0.36, 0.418, 0.321, 0.268, 0.195] },
];
console.log(`| updates | ${STARTS.map((s) => `S0 = ${s}`).join(" | ")} |\n|---|${STARTS.map(() => "---|").join("")}`);
for (const { name, shares, ...options } of REPLICATION) {
  const found = STARTS.map((first) => share({ ...options, selfCoupling: [first, 1.4] }));
  console.log(`| ${name} | ${found.join(" | ")} |`);
  console.log(`| replication | ${shares.map((p) => p.toFixed(3)).join(" | ")} |`);
}

console.log("\n| batches of 10, 50 cycles | random order | fixed order |\n|---|---|---|");
const PARTS = [
  { name: "hysteresis and noise", selfCoupling: [-2, 1.4], noise: 1 },
  { name: "hysteresis alone", selfCoupling: [-2, 1.4], noise: 0 },
  { name: "noise alone", selfCoupling: [0, 0], noise: 1 },
  { name: "neither", selfCoupling: [0, 0], noise: 0 },
];
for (const { name, ...parts } of PARTS) {
  const found = ["random", "fixed"].map((order) => share({ sweeps: 50, batch: 10, order, ...parts }));
  console.log(`| ${name} | ${found.join(" | ")} |`);
}
