/**
 * The analog array beside software on dense graphs of 60 vertices, as `ohmfield compare` puts them: success with Wilson's
 * interval, time and energy to solution, lengths chosen on graphs of the same class that are not scored.
 *
 *   npm run build && node bench/compare.js [--runs 100] [--seeds 200] [--graphs 5] [--profile ideal]
 *
 * Scored are g05_60.0, g05_60.2, ..., lengths are chosen on g05_60.1, g05_60.3, ...; optima are proven. Circuit time is
 * simulated, processor time measured on one core, its power assumed to be 10 W.
 */
import { availableParallelism, cpus } from "node:os";
import { parseArgs } from "node:util";
import { compareMethods, loadProfile, methodRows, setReport } from "../dist/campaign/index.js";
import { formatSi } from "../dist/core/index.js";
import { generateNamed } from "../dist/problem/index.js";
import { createEngine } from "../dist/simulate/node/index.js";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "100" },
    seeds: { type: "string", default: "200" },
    graphs: { type: "string", default: "5" },
    profile: { type: "string", default: "ideal" },
  },
});
const graphs = Number(values.graphs);
if (!(Number.isInteger(graphs) && graphs >= 1 && graphs <= 5)) {
  console.error("usage: node bench/compare.js [--runs k] [--seeds k] [--graphs 1..5] [--profile name]");
  process.exit(2);
}

function processorSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const concurrency = availableParallelism();
const engine = createEngine("reduced", { threads: concurrency });
const { training, tasks } = await compareMethods({
  problems: Array.from({ length: 2 * graphs }, (_, k) => generateNamed(`g05_60.${k}`)),
  encoding: {},
  analog: {
    profile: await loadProfile(values.profile),
    deviceSeed: 1,
    map: {},
    topology: "passive",
    engine,
    runs: Number(values.runs),
    concurrency,
    timeLimitSeconds: 600,
  },
  anneals: [5, 10, 15, 25, 50, 100, 200, 400],
  solvers: ["annealing", "tempering", "bifurcation", "tabu", "breakout", "rank-two", "noisy-hopfield"],
  sweeps: [3, 10, 30, 100, 300, 1000, 3000],
  solverRuns: Number(values.seeds),
  limitSeconds: 60,
  softwareWatts: 10,
  seed: 1,
  proofSeconds: 600,
  processorSeconds,
  now: () => performance.now(),
  progress: ({ stage, done, total, note }) => {
    if (done === total) process.stderr.write(`${stage}: ${done} of ${total} ${note ?? ""}\n`);
  },
});
await engine.close();

const si = (value, unit) => (value === null ? "–" : formatSi(value, unit));
const interval = (value, low, high, unit) => {
  if (low === null && high === null) return si(value, unit);
  return value === null
    ? `over ${si(low, unit)}`
    : `${si(value, unit)} (${si(low, unit)} to ${high === null ? "∞" : si(high, unit)})`;
};

console.log(`${cpus()[0].model}; '${values.profile}', reduced engine; 10 W a core assumed\n`);
console.log("| chosen on | method | p by length, the chosen one bold |\n|---|---|---|");
for (const { name, unit, points, chosen } of training.choices) {
  const cells = points.map(({ length, summary }, k) => {
    const text = `${length}: ${summary.p.value.toFixed(2)}`;
    return k === chosen ? `**${text}**` : text;
  });
  console.log(`| ${training.tasks.length} graphs | ${name}, ${unit} | ${cells.join(" · ")} |`);
}
console.log("\n| graph | optimum | method | clock | length | p (95 %) | T | TTS99 (95 %) | energy | power |");
console.log("|---|---|---|---|---|---|---|---|---|---|");
for (const task of tasks) {
  const { objective, proven } = task.reference;
  for (const row of methodRows(task).filter(({ kind }) => kind !== "quoted")) {
    const p = `${row.p.toFixed(2)} (${row.pLow.toFixed(2)} to ${row.pHigh.toFixed(2)})`;
    const tts = interval(row.tts99Seconds, row.tts99Low, row.tts99High, "s");
    const cells = [task.problem.name, `${objective}${proven ? "" : " (not proven)"}`, row.name, row.clock];
    cells.push(String(row.length.value), p, si(row.seconds, "s"), tts, si(row.joulesToSolution, "J"));
    console.log(`| ${cells.join(" | ")} | ${si(row.watts, "W")} ${row.wattsFrom} |`);
  }
}
console.log("\n| all graphs: method | solved | mean p (95 %) | median TTS99 (95 %) | median energy (95 %) |");
console.log("|---|---|---|---|---|");
for (const { name, summary } of setReport(tasks, 1)?.methods ?? []) {
  const { p, tts99Seconds: tts, joulesToSolution: energy, solved } = summary;
  const share = `${p.value.toFixed(2)} (${p.low.toFixed(2)} to ${p.high.toFixed(2)})`;
  const times = interval(tts.value, tts.low, tts.high, "s");
  console.log(
    `| ${name} | ${solved}/${summary.tasks} | ${share} | ${times} | ${interval(energy.value, energy.low, energy.high, "J")} |`,
  );
}
for (const row of methodRows(tasks[0]).filter(({ kind }) => kind === "quoted")) {
  const energy = `${row.isBound ? "< " : ""}${si(row.joulesToSolution, "J")}`;
  console.log(`| *${row.name}*, quoted | – | – | ${si(row.tts99Seconds, "s")} | ${energy} |`);
}
