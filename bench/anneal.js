/**
 * Success of the analog anneal through ngspice, an instance at a time, against the best cut known.
 *
 *   npm run build && node bench/anneal.js [--vertices 60] [--first 1] [--graphs 10] [--runs 50] [--anneal 200]
 *                                         [--profile ideal] [--topology passive] [--density 0.5]
 *                                         [--noise 1] [--momentum 1] [--feedback 1] [--reltol R] [--max-step 1]
 *
 * --noise, --momentum and --feedback scale that part of the schedule, for the ablation; --reltol replaces the simulator's
 * relative tolerance and --max-step scales its longest step. The best cut is that of ten tabu searches from ten seeds, proven where enumeration reaches. No schedule was tuned on
 * these graphs.
 */

import { availableParallelism, cpus } from "node:os";
import { parseArgs } from "node:util";
import { tabuSearch } from "../dist/baseline/index.js";
import { anneal, compileProblem, loadProfile } from "../dist/campaign/index.js";
import { schedules, withAnnealLength } from "../dist/circuit/index.js";
import { generateMaxCut, scoreMaxCut } from "../dist/problem/index.js";
import { createEngine } from "../dist/simulate/node/index.js";
import { tts99, wilson } from "../dist/verify/index.js";

const option = (value) => ({ type: "string", default: value });
const { values } = parseArgs({
  options: {
    vertices: option("60"),
    first: option("1"),
    graphs: option("10"),
    runs: option("50"),
    anneal: option("200"),
    profile: option("ideal"),
    topology: option("passive"),
    schedule: option("anneal"),
    density: option("0.5"),
    noise: option("1"),
    momentum: option("1"),
    feedback: option("1"),
    reltol: { type: "string" },
    "max-step": option("1"),
  },
});
const runs = Number(values.runs);
const scaled = (curve, factor) => ({ ...curve, values: curve.values.map((v) => v * Number(factor)) });
const base = withAnnealLength(schedules[values.schedule], Number(values.anneal));
const schedule = {
  ...base,
  noise: scaled(base.noise, values.noise),
  momentum: scaled(base.momentum, values.momentum),
  feedback: scaled(base.feedback, values.feedback),
};
const profile = await loadProfile(values.profile);
const threads = availableParallelism();
const ngspice = createEngine("ngspice-wasm", { threads });
const engine = {
  name: ngspice.name,
  simulate: ({ circuit }, limits) => {
    const { options, analysis } = circuit;
    const reltol = values.reltol === undefined ? options.reltol : Number(values.reltol);
    const maxStepSeconds = analysis.maxStepSeconds * Number(values["max-step"]);
    const changed = { ...circuit, options: { ...options, reltol }, analysis: { ...analysis, maxStepSeconds } };
    return ngspice.simulate({ circuit: changed }, limits);
  },
};

console.log(`anneal of ${values.anneal} time constants, ${values.profile}, ${values.topology}, ${runs} runs a graph`);
console.log(`scaled: noise ${values.noise}, momentum ${values.momentum}, feedback ${values.feedback}`);
console.log(`${cpus()[0].model}, ${threads} threads\n`);
console.log("| graph | best cut | hits | p (95 %) | mean cut / best | settled | TTS99 | s a run |");
console.log("|---|---|---|---|---|---|---|---|");
const means = { p: 0, ratio: 0 };
let solved = 0;
let failed = 0;
const graphs = Number(values.graphs);
for (let g = 0; g < graphs; g++) {
  const seed = Number(values.first) + g;
  const problem = generateMaxCut({ vertices: Number(values.vertices), density: Number(values.density), seed });
  const compiled = compileProblem(problem, profile, 1);
  let best = Number.NEGATIVE_INFINITY;
  for (let s = 1; s <= 10; s++) {
    best = Math.max(best, scoreMaxCut(problem, tabuSearch(compiled.encoding.network, { seed: s }).spins).objective);
  }
  const cuts = [];
  let settled = 0;
  let seconds = 0;
  const start = performance.now();
  await anneal({
    compiled,
    topology: values.topology,
    schedule,
    engine,
    seed: 1,
    runs,
    concurrency: threads,
    onAnneal: (a) => {
      if (a.readout.settled) settled++;
      cuts.push(a.readout.settled ? a.score.objective : Number.NaN);
      seconds += a.readout.endSeconds / runs;
    },
    onFailure: () => failed++,
  });
  const wall = (performance.now() - start) / 1000 / runs;
  if (cuts.some((c) => c > best)) console.log(`(the analog network beats tabu on ${problem.name})`);
  const hits = cuts.filter((c) => c === best).length;
  const done = cuts.filter((c) => !Number.isNaN(c));
  const ratio = done.reduce((a, b) => a + b, 0) / done.length / best;
  const { p, low, high } = wilson(hits, runs);
  means.p += p / graphs;
  means.ratio += ratio / graphs;
  if (hits > 0) solved++;
  const interval = `${p.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
  const time = hits === 0 ? "–" : `${(tts99(p, seconds) * 1e6).toFixed(2)} us`;
  console.log(
    `| ${problem.name} | ${best} | ${hits} of ${runs} | ${interval} | ${ratio.toFixed(4)} | ${settled} | ${time} | ${wall.toFixed(2)} |`,
  );
}
await ngspice.close();
console.log(
  `\nmean p ${means.p.toFixed(3)}, mean cut / best ${means.ratio.toFixed(4)}, solved at least once ${solved} of ${graphs}, ` +
    `failed simulations ${failed}`,
);
