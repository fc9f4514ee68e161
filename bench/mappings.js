/**
 * The four mappings on the same networks and devices: what the array holds, how many runs settle in the proven optimum, and
 * what a run takes. Mean over instances; success also as the range over them.
 *
 *   npm run build && node bench/mappings.js [--vertices 24] [--instances 10] [--runs 20] [--profile taox-cai-2020]
 *                                           [--levels 0] [--topology passive] [--low=-10] [--high 10]
 *
 * Random graphs of 50 % density with whole weights from low to high. `--levels` gives the profile's devices so many levels.
 * Bit slicing takes as many slices as it asks for, two on devices without levels.
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { compileProblem, loadProfile, solve } from "../dist/campaign/index.js";
import { schedules } from "../dist/circuit/index.js";
import { MAPPING_NAMES, mappingReport } from "../dist/crossbar/index.js";
import { generateMaxCut } from "../dist/problem/index.js";
import { createEngine } from "../dist/simulate/node/index.js";

const option = (value) => ({ type: "string", default: value });
const { values } = parseArgs({
  options: {
    vertices: option("24"),
    instances: option("10"),
    runs: option("20"),
    profile: option("taox-cai-2020"),
    levels: option(""),
    topology: option("passive"),
    low: option("-10"),
    high: option("10"),
  },
});
const shipped = await loadProfile(values.profile);
const { levels } = shipped.device;
const profile =
  values.levels === ""
    ? shipped
    : { ...shipped, device: { ...shipped.device, levels: { ...levels, value: Number(values.levels) } } };
const threads = availableParallelism();
const engine = createEngine("reduced", { threads });
const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;
const digits = (x) => String(Number(x.toPrecision(3)));

console.log(
  "| mapping | devices | rms weight error | self-coupling | successes | least to most | time a run | energy a run |",
);
console.log("|---|---|---|---|---|---|---|---|");
for (const mapping of MAPPING_NAMES) {
  const rows = [];
  for (let seed = 1; seed <= Number(values.instances); seed++) {
    const problem = generateMaxCut({
      vertices: Number(values.vertices),
      density: 0.5,
      weights: { low: Number(values.low), high: Number(values.high) },
      seed,
    });
    const compiled = compileProblem(problem, profile, seed, {}, { mapping });
    const solution = await solve({
      compiled,
      topology: values.topology,
      schedule: schedules.anneal,
      engine,
      seed: 1,
      runs: Number(values.runs),
      concurrency: threads,
      now: () => performance.now(),
    });
    if (solution.interrupted !== undefined) throw solution.interrupted;
    rows.push({ report: mappingReport(compiled.mapped, compiled.crossbar, profile), solution });
  }
  const share = rows.map(({ solution: { summary } }) => summary.successes / summary.runs);
  const cells = [
    mapping,
    digits(mean(rows.map(({ report }) => report.devices))),
    digits(mean(rows.map(({ report }) => report.error.rms))),
    digits(mean(rows.map(({ report }) => report.selfCoupling.rms))),
    digits(mean(share)),
    `${digits(Math.min(...share))} to ${digits(Math.max(...share))}`,
    `${digits(1e9 * mean(rows.map(({ solution }) => solution.summary.runSeconds)))} ns`,
    `${digits(1e12 * mean(rows.flatMap(({ solution }) => solution.runs.map((r) => r.joules))))} pJ`,
  ];
  console.log(`| ${cells.join(" | ")} |`);
}
await engine.close();
