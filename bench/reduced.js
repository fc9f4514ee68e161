/**
 * Processor time of one run of the same circuit in each engine, and how far its outputs are from the exact curves.
 *
 *   npm run build && node bench/reduced.js [--vertices 12,24,48,60,100] [--schedules ramp,anneal] [--topologies passive]
 *                                          [--profile ideal] [--density 0.5] [--runs 20] [--fine 24] [--no-native]
 *                                          [--no-spice] [--ohms 0] [--anneals 0]
 *
 * With --ohms every wire segment of the array is in the circuit, with that resistance, and drivers and sense points with as much;
 * ngspice then gets KLU where it has it, without which it takes minutes. The first run of the process, its compiling counted, is
 * given too, and --anneals runs of one programmed array from other seeds, the mean of them with the first.
 *
 * Every engine gets the circuit with the tolerances that it ships with. Up to --fine vertices ngspice also runs at steps of at most
 * 0.02 time constants and reltol 1e-6, which is what it takes to come near the reduced engine's error. The error is the largest
 * distance of any output from the reduced engine's own integration at reltol 1e-9, at every point that the engine kept, as
 * a share of the swing, and spins off are outputs that end on another side: that integration agrees with ngspice in the limit of small steps (tests/simulate/reduced-conformance.test.ts).
 * A long anneal is chaotic: there an error near 1 is another path to an answer, no failure. Times are processor time, the
 * median of --runs for the reduced engine after as many to warm up, at least 20, one run for the others; starting ngspice is not counted.
 */

import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { circuitOfRun, compileProblem, loadProfile } from "../dist/campaign/index.js";
import { schedules } from "../dist/circuit/index.js";
import { generateMaxCut } from "../dist/problem/index.js";
import { vector, waveformAt } from "../dist/simulate/index.js";
import { createEngine, listEngines } from "../dist/simulate/node/index.js";

const option = (value) => ({ type: "string", default: value });
const { values } = parseArgs({
  options: {
    vertices: option("12,24,48,60,100"),
    schedules: option("ramp,anneal"),
    topologies: option("passive"),
    profile: option("ideal"),
    density: option("0.5"),
    runs: option("20"),
    fine: option("24"),
    "no-native": { type: "boolean", default: false },
    "no-spice": { type: "boolean", default: false },
    ohms: option("0"),
    anneals: option("0"),
  },
});
const list = (text) => text.split(",");
const profile = await loadProfile(values.profile);

/** Processor seconds of this process with its threads and, on Linux, of the programs that it has waited for. */
function processorSeconds() {
  const { user, system } = process.cpuUsage();
  let children = 0;
  try {
    const fields = readFileSync("/proc/self/stat", "utf8").split(") ")[1].split(" ");
    children = (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    // Another system: programs started count nothing.
  }
  return (user + system) / 1e6 + children;
}

async function timed(work) {
  const start = processorSeconds();
  const result = await work();
  return { result, seconds: processorSeconds() - start };
}

const at = (times, values, t) => waveformAt({ kind: "pwl", times, values }, t);

/** Largest distance of the outputs from the reference, as a share of the swing; the first point is left to uic. */
function error(waveforms, reference, hopfield) {
  const from = 0.1 * hopfield.tauSeconds;
  const to = reference.time.at(-1);
  let worst = 0;
  for (const name of hopfield.layout.outputs) {
    const [v, w] = [vector(waveforms, name), vector(reference, name)];
    for (const [k, t] of waveforms.time.entries()) {
      if (t >= from && t <= to) worst = Math.max(worst, Math.abs(v[k] - at(reference.time, w, t)));
    }
  }
  return worst / (2 * hopfield.supplyVolts);
}

/** Runs before those that count. */
const WARM_UP_RUNS = 20;

/** The circuit with every wire segment: word line l from its rail along w_l_0, w_l_1, ..., bit line i along b_i_0, b_i_1, ... */
function withWires(circuit, { rows: n, wordLines, siemens }, ohms, topology) {
  const elements = [];
  const add = (name, a, b, r) => elements.push({ kind: "resistor", name, nodes: [a, b], ohms: r });
  for (const [l, { source, sign }] of wordLines.entries()) {
    add(`R_drive_${l}`, `${sign > 0 ? "p" : "m"}_${source < n ? source : "bias"}`, `w_${l}_0`, 2 * ohms);
    for (let i = 0; i < n; i++) {
      if (i > 0) add(`R_w_${l}_${i}`, `w_${l}_${i - 1}`, `w_${l}_${i}`, ohms);
      if (l > 0) add(`R_b_${i}_${l}`, `b_${i}_${l - 1}`, `b_${i}_${l}`, ohms);
      const g = siemens[l * n + i];
      if (g > 0) add(`R_d_${l}_${i}`, `w_${l}_${i}`, `b_${i}_${l}`, 1 / g);
    }
  }
  for (let i = 0; i < n; i++) {
    add(`R_sense_${i}`, `b_${i}_${wordLines.length - 1}`, `${topology === "passive" ? "u" : "s"}_${i}`, 2 * ohms);
  }
  const sections = circuit.sections.filter(({ comment }) => !comment.startsWith("Row "));
  const options = { ...circuit.options, solver: "klu" };
  return { ...circuit, options, sections: [...sections, { comment: "Array with its wires", elements }] };
}

/** Outputs that end on another side than the reference's. */
function turned(waveforms, reference, { layout }) {
  return layout.outputs.filter((name) => vector(waveforms, name).at(-1) * vector(reference, name).at(-1) <= 0).length;
}

const ohms = Number(values.ohms);
const native = !values["no-native"] && (await listEngines()).some((e) => e.name === "ngspice" && e.available);
const wasm = createEngine("ngspice-wasm", { threads: 1 });
const program = createEngine("ngspice", { threads: 1 });
const reduced = createEngine("reduced");

console.log(`${cpus()[0].model}, ${values.profile}, density ${values.density}; processor seconds a run\n`);
console.log("| circuit | n | engine | points | error | spins off | seconds | ratio to reduced |");
console.log("|---|---|---|---|---|---|---|---|");
for (const topology of list(values.topologies)) {
  for (const schedule of list(values.schedules)) {
    for (const vertices of list(values.vertices).map(Number)) {
      const problem = generateMaxCut({ vertices, density: Number(values.density), seed: 1 });
      const compiled = compileProblem(problem, profile, 1);
      const run = (seed) => {
        const hopfield = circuitOfRun({ compiled, topology, schedule: schedules[schedule] }, seed);
        const { circuit } = hopfield;
        return ohms === 0 ? hopfield : { ...hopfield, circuit: withWires(circuit, compiled.crossbar, ohms, topology) };
      };
      const hopfield = run(1);
      const { circuit } = hopfield;
      // A fresh engine each time: the wires are reduced again.
      const fresh = async (what) => {
        const engine = createEngine("reduced");
        return timed(() => engine.simulate({ circuit: what })).finally(() => engine.close());
      };
      const first = await fresh(circuit);
      const { options, analysis } = circuit;
      const exact = await reduced.simulate({ circuit: { ...circuit, options: { ...options, reltol: 1e-9 } } });
      const times = [];
      let last;
      const warmUp = Math.max(WARM_UP_RUNS, Number(values.runs));
      for (let k = 0; k < warmUp + Number(values.runs); k++) {
        const { result, seconds } = await fresh(circuit);
        if (k >= warmUp) times.push(seconds);
        last = result;
      }
      times.sort((a, b) => a - b);
      const median = times[times.length >> 1];
      const row = (engine, waveforms, seconds) => {
        const distance = error(waveforms, exact, hopfield).toExponential(1);
        const cells = [`${topology}, ${schedule}`, vertices, engine, waveforms.time.length, distance];
        cells.push(turned(waveforms, exact, hopfield));
        console.log(`| ${cells.join(" | ")} | ${seconds.toPrecision(3)} | ${(seconds / median).toPrecision(3)} |`);
      };
      row("reduced", last, median);
      row("reduced, first run of its kind", first.result, first.seconds);
      if (Number(values.anneals) > 0) {
        const circuits = Array.from({ length: Number(values.anneals) }, (_, k) => run(k + 1).circuit);
        const engine = createEngine("reduced");
        const { seconds } = await timed(async () => {
          for (const what of circuits) await engine.simulate({ circuit: what });
        });
        await engine.close();
        row(`reduced, mean of ${circuits.length} anneals`, last, seconds / circuits.length);
      }
      if (values["no-spice"]) continue;
      const spice = async (name, engine, what) => {
        const { result, seconds } = await timed(() => engine.simulate({ circuit: what }, { timeLimitSeconds: 3600 }));
        row(name, result, seconds);
      };
      // Opens the simulator: its start is no part of a run.
      await wasm.simulate({ netlist: { text: "warm\nV1 a 0 1\nR1 a 0 1k\n.tran 1u 1m\n.end\n" } });
      await spice("ngspice-wasm", wasm, circuit);
      if (native) await spice("ngspice", program, circuit);
      if (vertices > Number(values.fine)) continue;
      const fine = {
        ...circuit,
        options: { ...options, reltol: 1e-6, vntol: 1e-9, abstol: 1e-14 },
        analysis: { ...analysis, maxStepSeconds: 0.02 * hopfield.tauSeconds },
      };
      await spice("ngspice-wasm, fine", wasm, fine);
      if (native) await spice("ngspice, fine", program, fine);
    }
  }
}
await wasm.close();
await program.close();
await reduced.close();
