/**
 * The reduced engine against ngspice at tight tolerance: final and running voltages, and spins.
 *
 *   npm run build && node bench/conformance.js [--sizes 4,8,12,24,48] [--topologies passive,virtual-ground] [--schedules ramp,anneal]
 *                                              [--ohms 0,1] [--mappings differential-pair] [--seeds 1,2,3] [--engine ngspice]
 *                                              [--solver sparse] [--taus 20] [--longest 40] [--halvings 2]
 *
 * Odd seeds are networks without bias on ideal devices, even ones have a bias and measured devices (taox-cai-2020, whose op-amp is
 * slow). Anneals take --taus time constants and no noise; with --ohms every wire segment, driver and sense point has that resistance.
 * A run ends where the reduced engine finds the network at rest, --longest time constants at most. ngspice runs at reltol 1e-6 and steps
 * of at most 0.02 time constants along the ramp, 0.01 along the anneal, whose momentum magnifies errors. Gear's method is of second order:
 * while the distance is above half of the limit the step is halved, --halvings times at most, so that the last row of a
 * case is the one that counts. "limit" is then the distance from where two such runs point, (4 v(h/2) - v(h)) / 3.
 *
 * "running" is the largest distance of an output over all points that the reduced engine keeps at its shipped tolerances, "tight" the
 * same at ngspice's own tolerance, "final" that at the end, all as shares of the swing; "spins" says how many end on the same side.
 */

import { parseArgs } from "node:util";
import { loadProfile } from "../dist/campaign/index.js";
import { buildHopfieldCircuit, schedules, withAnnealLength } from "../dist/circuit/index.js";
import { createRandom } from "../dist/core/index.js";
import { mapToCrossbar } from "../dist/crossbar/index.js";
import { createNetwork, fieldScale } from "../dist/network/index.js";
import { vector, waveformAt } from "../dist/simulate/index.js";
import { createEngine } from "../dist/simulate/node/index.js";

const option = (value) => ({ type: "string", default: value });
const { values } = parseArgs({
  options: {
    sizes: option("4,8,12,24,48"),
    topologies: option("passive,virtual-ground"),
    schedules: option("ramp,anneal"),
    ohms: option("0,1"),
    mappings: option("differential-pair"),
    seeds: option("1,2,3"),
    engine: option("ngspice"),
    solver: option("sparse"),
    taus: option("20"),
    longest: option("40"),
    halvings: option("2"),
  },
});
const list = (text) => text.split(",");
const numbers = (text) => list(text).map(Number);

/** A tenth of a percent of the swing. */
const LIMIT = 1e-3;
const STEP_TAUS = { ramp: 0.02, anneal: 0.01 };
const SECONDS_A_RUN = 3 * 3600;

/** Whole weights of -3 to 3; a bias of -1 to 1 for even seeds. */
function randomNetwork(n, seed) {
  const random = createRandom(seed, "conformance");
  const weights = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) weights[i * n + j] = weights[j * n + i] = random.integer(7) - 3;
  }
  weights[1] = weights[n] = 3;
  return createNetwork(
    n,
    weights,
    Float64Array.from({ length: n }, () => (seed % 2 === 0 ? random.integer(3) - 1 : 0)),
  );
}

async function build(n, topology, schedule, ohms, mapping, seed) {
  const profile = await loadProfile(seed % 2 === 0 ? "taox-cai-2020" : "ideal");
  const network = randomNetwork(n, seed);
  const wires = { wordLineOhms: ohms, bitLineOhms: ohms, driverOhms: ohms, senseOhms: ohms, doubleSided: false };
  return buildHopfieldCircuit(topology, {
    crossbar: mapToCrossbar(network, profile, seed, ohms === 0 ? { mapping } : { mapping, wires }),
    profile,
    schedule: withAnnealLength({ ...schedules[schedule], noise: schedules.ramp.noise }, Number(values.taus)),
    fieldScale: fieldScale(network),
    seed,
    instance: `random-${n}-${seed}`,
  });
}

const at = (times, values, t) => waveformAt({ kind: "pwl", times, values }, t);

/**
 * Distances of the outputs as shares of the swing, over the points of `waveforms` and at the last one; spins that agree. `coarse` ran
 * at twice the reference's step.
 */
function distances(waveforms, reference, coarse, { layout, tauSeconds, supplyVolts }) {
  let [running, limit, final, spins] = [0, 0, 0, 0];
  for (const name of layout.outputs) {
    const [v, w, c] = [waveforms, reference, coarse ?? reference].map((run) => vector(run, name));
    for (const [k, t] of waveforms.time.entries()) {
      // uic leaves the first point to the simulator.
      if (t < 0.1 * tauSeconds) continue;
      const fine = at(reference.time, w, t);
      running = Math.max(running, Math.abs(v[k] - fine));
      if (coarse !== undefined) limit = Math.max(limit, Math.abs(v[k] - (4 * fine - at(coarse.time, c, t)) / 3));
    }
    final = Math.max(final, Math.abs(v.at(-1) - w.at(-1)));
    if (v.at(-1) * w.at(-1) > 0) spins++;
  }
  const swing = 2 * supplyVolts;
  return { running: running / swing, limit: coarse === undefined ? null : limit / swing, final: final / swing, spins };
}

const spice = createEngine(values.engine, { threads: 1 });
const reduced = createEngine("reduced");
const worst = new Map();

async function compare(n, topology, schedule, ohms, mapping, seed) {
  const hopfield = await build(n, topology, schedule, ohms, mapping, seed);
  const { tauSeconds } = hopfield;
  const { stop, ...circuit } = hopfield.circuit;
  const longest = { ...circuit.analysis, stopSeconds: Number(values.longest) * tauSeconds };
  const rest = await reduced.simulate({ circuit: { ...circuit, stop, analysis: longest } });
  const analysis = { ...circuit.analysis, stopSeconds: rest.time.at(-1) };
  const options = { ...circuit.options, reltol: 1e-6, vntol: 1e-9, abstol: 1e-14, solver: values.solver };
  const shipped = await reduced.simulate({ circuit: { ...circuit, analysis } });
  const tight = await reduced.simulate({ circuit: { ...circuit, analysis, options } });
  let coarse;
  for (let halving = 0; halving <= Number(values.halvings); halving++) {
    const stepTaus = STEP_TAUS[schedule] / 2 ** halving;
    const steps = { stepSeconds: stepTaus * tauSeconds, maxStepSeconds: stepTaus * tauSeconds };
    const start = performance.now();
    const what = { ...circuit, options, analysis: { ...analysis, ...steps } };
    const reference = await spice.simulate({ circuit: what }, { timeLimitSeconds: SECONDS_A_RUN });
    const seconds = (performance.now() - start) / 1000;
    const { running, limit, final, spins } = distances(shipped, reference, coarse, hopfield);
    const own = distances(tight, reference, coarse, hopfield);
    const cells = [
      n,
      topology,
      schedule,
      mapping,
      ohms,
      seed,
      stepTaus,
      (analysis.stopSeconds / tauSeconds).toFixed(1),
    ];
    cells.push(rest.stoppedEarly ? "yes" : "no", running.toExponential(1), own.running.toExponential(1));
    cells.push(
      limit === null ? "" : limit.toExponential(1),
      final.toExponential(1),
      `${spins} of ${n}`,
      seconds.toFixed(0),
    );
    console.log(`| ${cells.join(" | ")} |`);
    coarse = reference;
    if (running > LIMIT / 2 && halving < Number(values.halvings)) continue;
    const settled = limit === null ? running : Math.min(running, limit);
    const key = `${n}, ${ohms === 0 ? "no wires" : `${ohms} ohm`}`;
    const so = worst.get(key) ?? { cases: 0, running: 0, final: 0, wrong: 0, missed: 0 };
    worst.set(key, {
      cases: so.cases + 1,
      running: Math.max(so.running, settled),
      final: Math.max(so.final, final),
      wrong: so.wrong + (n - spins),
      missed: so.missed + (settled > LIMIT ? 1 : 0),
    });
    return;
  }
}

console.log(`${values.engine}, ${values.solver}; limit ${LIMIT} of the swing\n`);
console.log(
  "| n | topology | schedule | mapping | ohm | seed | step / tau | end / tau | at rest | running | tight | limit | final | spins | s |",
);
console.log("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
for (const n of numbers(values.sizes)) {
  for (const ohms of numbers(values.ohms)) {
    for (const mapping of list(values.mappings)) {
      for (const topology of list(values.topologies)) {
        for (const schedule of list(values.schedules)) {
          for (const seed of numbers(values.seeds)) {
            try {
              await compare(n, topology, schedule, ohms, mapping, seed);
            } catch (error) {
              const where = `${n}, ${topology}, ${schedule}, ${mapping}, ${ohms} ohm, seed ${seed}`;
              console.log(`\n${where}: ${error.code ?? ""} ${error.message}\n`);
            }
          }
        }
      }
    }
  }
}
console.log("\n| n | cases | largest running or limit | largest final | spins that differ | cases beyond the limit |");
console.log("|---|---|---|---|---|---|");
for (const [key, { cases, running, final, wrong, missed }] of worst) {
  console.log(`| ${key} | ${cases} | ${running.toExponential(1)} | ${final.toExponential(1)} | ${wrong} | ${missed} |`);
}
await spice.close();
await reduced.close();
