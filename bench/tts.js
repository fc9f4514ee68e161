/**
 * Time to solution of simulated annealing on small dense instances: T max(1, ln .01 / ln(1 - p)), T the processor time of
 * one anneal with its start and its descent, p the share of anneals that end in the optimum, with Wilson's interval.
 *
 *   npm run build && node bench/tts.js FOLDER [--anneals 2000] [--repeats 5] [NAME...]
 *
 * FOLDER holds biqmac/be100.1.sparse; all others are made from their parameters. The number of sweeps is the one with the
 * least mean of ln TTS on three other instances of the class, whose optima are taken to be the best of ten tabu searches.
 * T is the least of several batches on warm code; what a search spends before its first anneal is a column of its own, and
 * the verdict counts it.
 * The anchor is one anneal in C++ on this machine, its length tuned likewise.
 */
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { simulatedAnnealing, tabuSearch } from "../dist/baseline/index.js";
import { createRandom } from "../dist/core/index.js";
import { encodeMaxCut, encodeQubo, generateNamed, parseQubo } from "../dist/problem/index.js";
import { tts99, wilson } from "../dist/verify/index.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { anneals: { type: "string", default: "2000" }, repeats: { type: "string", default: "5" } },
});
const [folder, ...asked] = positionals;
if (folder === undefined) {
  console.error("usage: node bench/tts.js FOLDER [--anneals 2000] [--repeats 5] [NAME...]");
  process.exit(2);
}

const maxCut = (name) => encodeMaxCut(generateNamed(name));
const family = (prefix) => ({ own: () => maxCut(`${prefix}.0`), other: (k) => maxCut(`${prefix}.${k}`) });

/** Programs like those of the class be100: every pair, -50 to 50, and -100 to 100 on the diagonal. */
function likeBe100(seed) {
  const random = createRandom(seed, "be100");
  const lines = [];
  for (let i = 1; i <= 100; i++) {
    lines.push(`${i} ${i} ${random.integer(201) - 100}`);
    for (let j = i + 1; j <= 100; j++) lines.push(`${i} ${j} ${random.integer(101) - 50}`);
  }
  return encodeQubo(parseQubo(`100 ${lines.length}\n${lines.join("\n")}\n`, `like-be100-${seed}.sparse`));
}

/** Optimum proven, and the anchor's time to solution in seconds. */
const SCORED = {
  "g05_60.0": { best: 536, anchor: 1.4e-3, ...family("g05_60") },
  "pm1s_80.0": { best: 79, anchor: 2.9e-3, ...family("pm1s_80") },
  "g05_80.0": { best: 929, anchor: 3.5e-3, ...family("g05_80") },
  "pm1d_80.0": { best: 227, anchor: 7.9e-3, ...family("pm1d_80") },
  "g05_100.0": { best: 1430, anchor: 11e-3, ...family("g05_100") },
  "w09_100.0": { best: 2121, anchor: 12e-3, ...family("w09_100") },
  "pm1d_100.0": { best: 340, anchor: 23e-3, ...family("pm1d_100") },
  "be100.1": {
    best: -19412,
    anchor: 1e-3,
    own: () => encodeQubo(parseQubo(readFileSync(join(folder, "biqmac/be100.1.sparse"), "utf8"), "be100.1.sparse")),
    other: likeBe100,
  },
};
const SWEEPS = [10, 15, 20, 30, 45, 70, 100, 150, 220, 330, 500, 750];
/** Energies nearer than this are one: they are whole multiples of 1/4. */
const SAME = 1e-6;

/** Processor seconds of this process. */
function seconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Anneals of one length: seconds before the first one, seconds for each, and how many met the energy. */
function measure(network, best, sweeps, restarts, seed) {
  let hits = 0;
  let first = 0;
  const start = seconds();
  let last = start;
  const onEnd = (energy) => {
    last = seconds();
    if (first === 0) first = last;
    if (energy <= best + SAME) hits++;
  };
  simulatedAnnealing(network, { seed, restarts, sweeps, onEnd });
  const anneal = (last - first) / (restarts - 1);
  return { hits, anneal, before: first - start - anneal };
}

/** The least time of several batches and the share of all their anneals that met the energy. */
function repeated(network, best, sweeps, anneals, repeats, seed) {
  const batches = Array.from({ length: repeats }, (_, k) => {
    return measure(network, best, sweeps, Math.ceil(anneals / repeats), seed + k);
  });
  const trials = repeats * Math.ceil(anneals / repeats);
  const hits = batches.reduce((sum, batch) => sum + batch.hits, 0);
  const least = (key) => Math.min(...batches.map((batch) => batch[key]));
  return { hits, trials, anneal: least("anneal"), before: least("before") };
}

function tunedSweeps(networks) {
  const optima = networks.map((network) => {
    return Math.min(...Array.from({ length: 10 }, (_, k) => tabuSearch(network, { seed: k + 1, restarts: 2 }).energy));
  });
  let chosen = { sweeps: 0, sum: Number.POSITIVE_INFINITY };
  for (const sweeps of SWEEPS) {
    const sum = networks.reduce((total, network, k) => {
      const { hits, trials, anneal } = repeated(network, optima[k], sweeps, 600, 3, 1000);
      return total + Math.log(tts99(hits / trials, anneal));
    }, 0);
    if (sum < chosen.sum) chosen = { sweeps, sum };
  }
  return chosen.sweeps;
}

const ms = (value) => (value * 1e3).toFixed(value < 1e-2 ? 3 : 2);
console.log(`${cpus()[0].model}, one thread, processor time\n`);
console.log(
  "| instance | sweeps | p (95 %) | anneal us | TTS99 ms (95 %) | before the first ms | TTS99 ms with that | anchor ms | verdict |",
);
console.log("|---|---|---|---|---|---|---|---|---|");
for (const name of asked.length > 0 ? asked : Object.keys(SCORED)) {
  const { best, anchor, own, other } = SCORED[name];
  const sweeps = tunedSweeps([1, 2, 3].map((k) => other(k).network));
  const { network, scale, shift } = own();
  const energy = (best - shift) / scale;
  const { hits, trials, anneal, before } = repeated(
    network,
    energy,
    sweeps,
    Number(values.anneals),
    Number(values.repeats),
    1,
  );
  const { p, low, high } = wilson(hits, trials);
  const time = tts99(p, anneal);
  const range = `${ms(tts99(high, anneal))} to ${ms(tts99(low, anneal))}`;
  const slowest = tts99(low, anneal) + before;
  const verdict = slowest <= anchor ? "met" : time + before <= anchor ? "met, not with 95 %" : "missed";
  console.log(
    `| ${name} | ${sweeps} | ${p.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)}) | ${(anneal * 1e6).toFixed(1)} | ` +
      `${ms(time)} (${range}) | ${ms(before)} | ${ms(time + before)} | ${ms(anchor)} | ${verdict} |`,
  );
}
