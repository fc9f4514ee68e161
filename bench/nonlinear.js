/**
 * What the conduction law of the devices does to anneals: the same arrays, starts and noise with the law and ohmic.
 *
 *   npm run build && node bench/nonlinear.js [--vertices 30] [--graphs 5] [--runs 10] [--anneal 100]
 *                                            [--profiles sky130-reram,hfox-stanford-pku,hfox-selector]
 *                                            [--mapping differential-pair] [--wires] [--engine reduced]
 *
 * A hit is a settled run in the best cut of ten tabu searches. Times are those at which settled runs come to rest. --wires puts the board's wires
 * into the circuit, which ngspice alone settles with such devices.
 */

import { parseArgs } from "node:util";
import { tabuSearch } from "../dist/baseline/index.js";
import { anneal, compileProblem, loadProfile } from "../dist/campaign/index.js";
import { schedules, withAnnealLength } from "../dist/circuit/index.js";
import { DEVICE_EFFECTS, wireOhms } from "../dist/crossbar/index.js";
import { generateMaxCut, scoreMaxCut } from "../dist/problem/index.js";
import { createEngine } from "../dist/simulate/node/index.js";
import { wilson } from "../dist/verify/index.js";

const option = (value) => ({ type: "string", default: value });
const { values } = parseArgs({
  options: {
    vertices: option("30"),
    graphs: option("5"),
    runs: option("10"),
    anneal: option("100"),
    profiles: option("sky130-reram,hfox-stanford-pku,hfox-selector"),
    mapping: option("differential-pair"),
    engine: option("reduced"),
    wires: { type: "boolean", default: false },
  },
});
const runs = Number(values.runs);
const graphs = Number(values.graphs);
const schedule = withAnnealLength(schedules.anneal, Number(values.anneal));
const engine = createEngine(values.engine, { threads: 1 });
const lasting = DEVICE_EFFECTS.filter((effect) => effect !== "read-noise");
const ohmic = lasting.filter((effect) => effect !== "conduction");

console.log(
  `${graphs} graphs of ${values.vertices} vertices, ${runs} runs each, anneal of ${values.anneal} time constants, ${values.mapping}, ${values.engine}${values.wires ? ", wires of the board" : ""}\n`,
);
console.log("| board | topology | devices | hits | p (95 %) | settled | rest after, tau | energy, nJ | s a run |");
console.log("|---|---|---|---|---|---|---|---|---|");
for (const name of values.profiles.split(",")) {
  const profile = await loadProfile(name);
  const wires = { ...wireOhms(profile), driverOhms: 0, senseOhms: 0, doubleSided: false };
  for (const topology of ["passive", "virtual-ground"]) {
    for (const effects of [lasting, ohmic]) {
      let [hits, settled, seconds, joules, failed] = [0, 0, 0, 0, 0];
      const start = process.cpuUsage();
      for (let g = 1; g <= graphs; g++) {
        const problem = generateMaxCut({ vertices: Number(values.vertices), density: 0.5, seed: g });
        const map = { mapping: values.mapping, devices: { effects }, ...(values.wires ? { wires } : {}) };
        const compiled = compileProblem(problem, profile, 1, {}, map);
        let best = Number.NEGATIVE_INFINITY;
        for (let s = 1; s <= 10; s++) {
          best = Math.max(
            best,
            scoreMaxCut(problem, tabuSearch(compiled.encoding.network, { seed: s }).spins).objective,
          );
        }
        const onAnneal = ({ readout, score, hopfield, joules: drawn }) => {
          if (!readout.settled) return;
          settled++;
          seconds += readout.settleSeconds / hopfield.tauSeconds;
          joules += drawn;
          if (score.objective === best) hits++;
        };
        const onFailure = () => failed++;
        await anneal({ compiled, topology, schedule, engine, seed: 1, runs, concurrency: 1, onAnneal, onFailure });
      }
      const spent = process.cpuUsage(start);
      const { p, low, high } = wilson(hits, runs * graphs);
      const cells = [
        name,
        topology,
        effects === lasting ? "law" : "ohmic",
        `${hits} of ${runs * graphs}`,
        `${p.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`,
        `${settled}${failed === 0 ? "" : `, ${failed} failed`}`,
        settled === 0 ? "–" : (seconds / settled).toFixed(1),
        settled === 0 ? "–" : ((1e9 * joules) / settled).toFixed(2),
        ((spent.user + spent.system) / 1e6 / runs / graphs).toFixed(2),
      ];
      console.log(`| ${cells.join(" | ")} |`);
    }
  }
}
await engine.close();
