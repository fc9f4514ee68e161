/**
 * How good memristors must be for MAX-CUT: the share of arrays that keep the optimum, and of anneals that reach it, against
 * levels, programming error, stuck devices and wires, each alone; and what the shipped devices and boards keep.
 *
 *   npm run build && node bench/how-good.js [--vertices 60] [--graphs 10] [--devices 6] [--runs 1] [--single 10]
 *                                           [--processes 2] [--pictures docs/pictures]
 *
 * Graphs are those of bench/anneal.js, and the same with whole weights of -10 to 10 for the question about levels. Levels and
 * wires leave nothing to chance: they are asked of --single graphs, an array each, six anneals an array. The best
 * cut is that of ten tabu searches from ten seeds. Minima of programmed networks are the best of two searches. Prints the
 * tables of docs/how-good-must-memristors-be.md and writes its pictures.
 */

import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { tabuSearch } from "../dist/baseline/index.js";
import {
  knobs,
  loadProfile,
  precisionPlots,
  precisionStudy,
  prepareProblem,
  publishedStudy,
  shippedBoards,
  shippedDevices,
  taskLoss,
} from "../dist/campaign/index.js";
import { schedules } from "../dist/circuit/index.js";
import { drawTolerance } from "../dist/draw/index.js";
import { generateMaxCut, scoreMaxCut } from "../dist/problem/index.js";
import { ReducedEngine } from "../dist/simulate/index.js";

const option = (value) => ({ type: "string", default: value });
const { values } = parseArgs({
  options: {
    vertices: option("60"),
    graphs: option("10"),
    devices: option("6"),
    runs: option("1"),
    single: option("10"),
    processes: option("2"),
    pictures: option("docs/pictures"),
    part: { type: "string" },
  },
});

const WEIGHTED = { low: -10, high: 10 };
/** Values of the ladders; each part is one process's work. */
const PARTS = {
  boards: { single: true, runs: 0 },
  errors: { knob: "programmingError", values: [0, 0.01, 0.02, 0.03, 0.045, 0.07, 0.1, 0.15, 0.2] },
  published: {},
  stuck: { knob: "stuckRate", values: [0, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1] },
  weighted: {
    knob: "levels",
    weights: WEIGHTED,
    single: true,
    runs: 6,
    values: [0, 256, 128, 64, 48, 32, 24, 16, 11, 8, 4, 2],
  },
  wires: { knob: "wireOhms", single: true, runs: 0, values: [0, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50] },
  levels: { knob: "levels", single: true, runs: 6, values: [0, 3, 2] },
};

/** The graphs with the best cut of ten searches. */
function tasksOf(weights, graphs) {
  return Array.from({ length: graphs }, (_, g) => {
    const size = { vertices: Number(values.vertices), density: 0.5, seed: 1 + g };
    const problem = generateMaxCut(weights === undefined ? size : { ...size, weights });
    const prepared = prepareProblem(problem);
    let best;
    for (let s = 1; s <= 10; s++) {
      const found = tabuSearch(prepared.network, { seed: s });
      if (best === undefined || found.energy < best.energy) best = found;
    }
    const optimum = scoreMaxCut(problem, best.spins).objective;
    const loss = taskLoss(prepared, optimum, best.spins);
    return { prepared, groundStates: [best.spins], optimum, proven: false, loss };
  });
}

async function publishedHardware(names) {
  const wanted = names.filter((name) => name !== "ideal");
  return Promise.all(wanted.map(async (name) => ({ name, profile: await loadProfile(name) })));
}

/** One part, in a process of its own: its points as JSON on stdout. */
async function work(part) {
  const { knob: name, values: ladder, weights, single = false, runs = Number(values.runs) } = PARTS[part];
  const spec = {
    tasks: tasksOf(weights, Number(single ? values.single : values.graphs)),
    hardware: { profile: await loadProfile("ideal"), map: {} },
    deviceSeed: 1,
    devices: single ? 1 : Number(values.devices),
    runs,
    seed: 1,
    topology: "passive",
    schedule: () => schedules.anneal,
    engine: new ReducedEngine(),
    prove: false,
    progress: ({ stage, done, total }) => process.stderr.write(`${part}: ${stage} ${done} of ${total}\n`),
  };
  const points = [];
  const boards = await shippedBoards();
  const devices = (await shippedDevices()).filter((device) => !boards.includes(device));
  const study =
    part === "published"
      ? publishedStudy(spec, await publishedHardware(devices))
      : part === "boards"
        ? publishedStudy(
            spec,
            await publishedHardware(boards),
            knobs.filter((knob) => knob.name === "wireOhms"),
          )
        : precisionStudy(spec, [{ knob: knobs.find((knob) => knob.name === name), values: ladder }]);
  for await (const point of study) points.push(point);
  await spec.engine.close();
  const { user, system } = process.cpuUsage();
  process.stdout.write(JSON.stringify({ part, points, seconds: (user + system) / 1e6 }));
}

/** Runs one part in a process of its own. */
function child(part) {
  const args = Object.entries(values).flatMap(([name, value]) => (name === "part" ? [] : [`--${name}`, value]));
  const command = [fileURLToPath(import.meta.url), ...args, "--part", part];
  const made = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  made.stdout.setEncoding("utf8").on("data", (more) => {
    text += more;
  });
  return new Promise((resolve, reject) => {
    made.on("close", (code) => (code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`${part}: exit ${code}`))));
  });
}

const share = ({ p, low, high }) => `${p.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
const graphsWhole = ({ tasks }) => tasks.filter(({ samples, kept }) => kept === samples).length;
const row = (cells) => console.log(`| ${cells.join(" | ")} |`);

function table(title, first, points, name) {
  console.log(`\n### ${title}\n`);
  const header = [
    ...first,
    "arrays",
    "keep the optimum (95 %)",
    "graphs with all arrays",
    "anneals",
    "reach it (95 %)",
  ];
  row(header);
  row(header.map(() => "---"));
  for (const p of points) {
    const reached = p.reached === null ? "–" : share(p.reached);
    row([...name(p), p.samples, share(p.kept), graphsWhole(p), p.runs, reached]);
  }
}

async function main() {
  const waiting = Object.keys(PARTS);
  const done = {};
  const lane = async () => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) done[part] = await child(part);
  };
  await Promise.all(Array.from({ length: Number(values.processes) }, lane));
  console.log(`${values.graphs} graphs of ${values.vertices} vertices, ${values.devices} device samples a graph;`);
  console.log(`levels and wires: ${values.single} graphs, an array each;`);
  console.log(`${values.runs} anneals a device sample; ${cpus()[0].model}`);
  const value = ({ value: x }) => [x === 0 ? "ideal" : x];
  for (const part of ["errors", "stuck", "levels", "weighted", "wires"]) {
    const { knob, weights } = PARTS[part];
    const title = weights === undefined ? knob : `${knob}, weights ${weights.low} to ${weights.high}`;
    table(title, [knob], done[part].points, value);
  }
  for (const [part, what] of [
    ["published", "device"],
    ["boards", "board"],
  ]) {
    const all = done[part].points;
    const partsOf = ({ name }) => all.filter((p) => p.name === name && p.knob !== "all");
    const departs = (p) => `${p.knob} ${Number(p.value.toPrecision(3))}`;
    const together = (p) => (part === "boards" ? "wires and devices" : partsOf(p).map(departs).join(", ") || "nothing");
    const label = (p) => (p.knob === "all" ? together(p) : `only ${departs(p)}`);
    // A single departure alone is the device itself.
    const shown = all.filter((p) => p.knob === "all" || part === "boards" || partsOf(p).length > 1);
    table(`${what}s`, [what, "departs from the ideal by"], shown, (p) => [p.name, label(p)]);
  }
  const points = ["errors", "stuck", "weighted", "wires"].flatMap((part) => done[part].points);
  // The weighted graphs stand for levels, for two hold unweighted ones exactly; devices were measured on unweighted ones.
  const marks = [...done.published.points, ...done.boards.points].filter(({ knob }) => knob !== "levels");
  const plots = precisionPlots(`${values.vertices}-spin MAX-CUT, levels with weights`, points, marks);
  mkdirSync(values.pictures, { recursive: true });
  writeFileSync(join(values.pictures, "how-good-fidelity.svg"), await drawTolerance(plots.fidelity));
  writeFileSync(join(values.pictures, "how-good-success.svg"), await drawTolerance(plots.success));
  const seconds = Object.values(done).map(({ part, seconds: s }) => `${part} ${s.toFixed(0)}`);
  const total = Object.values(done).reduce((sum, { seconds: s }) => sum + s, 0);
  console.log(`\nprocessor seconds: ${total.toFixed(0)} (${seconds.join(", ")})`);
}

await (values.part === undefined ? main() : work(values.part));
