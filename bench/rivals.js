/**
 * What the software rivals reach of published optima, ten seeds an instance, within a limit of processor time a run.
 *
 *   npm run build && node bench/rivals.js FOLDER [--spins 2] [--tours 1] [--solvers NAME,...] [NAME|FILE=OPTIMUM ...]
 *
 * FOLDER holds best-known.json and the files that it names; NAME are instances of it (MAX-CUT, TSPLIB), FILE=OPTIMUM
 * others with their optimum, such as `ohmfield generate biqmac` writes. A run ends at the optimum or at the limit;
 * solvers have their defaults and start anew until then.
 */
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { race } from "../dist/campaign/index.js";
import { parseProblem } from "../dist/problem/index.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    spins: { type: "string", default: "2" },
    tours: { type: "string", default: "1" },
    solvers: { type: "string" },
  },
});
const [folder, ...asked] = positionals;
if (folder === undefined) {
  console.error("usage: node bench/rivals.js FOLDER [--spins s] [--tours s] [--solvers ...] [NAME|FILE=OPTIMUM ...]");
  process.exit(2);
}
const known = JSON.parse(readFileSync(join(folder, "best-known.json"), "utf8"));
const all = Object.entries(known).filter(([, { sense }]) => /tour/.test(sense));
const names = asked.length > 0 ? asked : ["ising2.5-100_5555", "t2g15_5555", ...all.map(([name]) => name)];

const SPIN_SOLVERS = ["rank-two", "portfolio", "tempering", "annealing", "breakout", "tabu", "mean-field", "chaotic"];
const TOUR_SOLVERS = ["lin-kernighan", "insertion", "two-opt", "nearest-neighbour"];
const DIRECTED_SOLVERS = ["insertion", "nearest-neighbour"];

function processorSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Parses "NAME" or "FILE=OPTIMUM". */
function instance(name) {
  const [file, optimum] = name.split("=");
  if (optimum !== undefined) return { path: file, best: Number(optimum) };
  return { path: join(folder, known[name].file), best: known[name].best };
}

console.log(`${cpus()[0].model}, one thread, processor time, ten seeds\n`);
console.log(
  "| instance | n | optimum | solver | optimal | worst gap | mean gap | time to it, median | most | TTS99 (95 %) |",
);
console.log("|---|---|---|---|---|---|---|---|---|---|");
const ms = (seconds) => (seconds === null ? "–" : `${(1000 * seconds).toPrecision(3)} ms`);
for (const name of names) {
  const { path, best } = instance(name);
  const problem = parseProblem(readFileSync(path, "utf8"), basename(path));
  const isTour = problem.kind === "tsp";
  const own = isTour ? (problem.symmetric ? TOUR_SOLVERS : DIRECTED_SOLVERS) : SPIN_SOLVERS;
  const { solvers } = await race({
    problem,
    solvers: values.solvers?.split(",").filter((solver) => own.includes(solver)) ?? own,
    seed: 1,
    runs: 10,
    budget: { unit: "seconds", amount: Number(isTour ? values.tours : values.spins) },
    target: best,
    stopAtTarget: true,
    proofSeconds: 0,
    processorSeconds,
    now: () => performance.now(),
  });
  for (const { name: solver, hits, times, toTarget, tts99, tts99Low, tts99High, trace } of solvers) {
    const gaps = trace.map(({ improvements }) => Math.abs(improvements.at(-1).objective / best - 1));
    const percent = (gap) => `${(100 * gap).toFixed(3)} %`;
    const mean = gaps.reduce((sum, gap) => sum + gap) / gaps.length;
    const most = hits === 10 ? ms(Math.max(...times)) : "–";
    const tts = tts99 === null ? `over ${ms(tts99Low)}` : `${ms(tts99)} (${ms(tts99Low)} to ${ms(tts99High)})`;
    console.log(
      `| ${problem.name} | ${problem.n} | ${best} | ${solver} | ${hits} | ${percent(Math.max(...gaps))} | ${percent(mean)} | ${ms(toTarget)} | ${most} | ${tts} |`,
    );
  }
}
