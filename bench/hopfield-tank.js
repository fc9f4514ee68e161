/**
 * The network of Hopfield and Tank (1985) on its own ten cities and on random maps, as published and with other constants:
 * how many of 200 starts end in a tour, and how long those are.
 *
 *   npm run build && node bench/hopfield-tank.js [--starts 200] [--seed 1]
 *
 * Intervals are Wilson's at 95 %; lengths are compared with the proven optimum of distances rounded to a millionth.
 */
import { parseArgs } from "node:util";
import { HOPFIELD_TANK_CITIES, hopfieldTankConstants, hopfieldTankStudy } from "../dist/baseline/index.js";
import { wilson } from "../dist/verify/index.js";
import { provenLength, randomCities, taskOf } from "./tour-maps.js";

const { values } = parseArgs({
  options: { starts: { type: "string", default: "200" }, seed: { type: "string", default: "1" } },
});
const starts = Number(values.starts);
const seed = Number(values.seed);

const MILLION = 1e6;
const own = HOPFIELD_TANK_CITIES;
const published = hopfieldTankConstants(10);
const rows = [
  ["their cities, as published", own, published, [1000, 10_000]],
  ["their cities, C = 1000, D = 250, n' = 10", own, { ...published, c: 1000, d: 250, bits: 10 }, [1000, 10_000]],
  ["20 random cities, as published", randomCities(20, 1), hopfieldTankConstants(20), [1000, 10_000]],
];
console.log(`${starts} starts, seed ${seed}, Euler steps of 1e-5 tau\n`);
console.log("| network | steps | tours | of starts (95 %) | mean length / optimum | best |\n|---|---|---|---|---|---|");
for (const [name, cities, constants, reads] of rows) {
  const n = cities.length;
  const task = taskOf(name, cities, MILLION);
  const distances = task.distances.map((d) => d / MILLION);
  const optimum = (await provenLength(task)) / MILLION;
  for (const { steps, lengths } of hopfieldTankStudy({ seed, n, distances, constants, starts, reads })) {
    const tours = lengths.filter((length) => !Number.isNaN(length));
    const { p, low, high } = wilson(tours.length, starts);
    const mean = tours.length === 0 ? "–" : (tours.reduce((a, b) => a + b) / tours.length / optimum).toFixed(3);
    const best = tours.length === 0 ? "–" : (Math.min(...tours) / optimum).toFixed(3);
    console.log(
      `| ${name} | ${steps} | ${tours.length} | ${p.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)}) | ${mean} | ${best} |`,
    );
  }
}
