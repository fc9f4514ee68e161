/**
 * Proofs of minima by branch and bound, an instance at a time, with the processor time of one thread.
 *
 *   npm run build && node bench/prove.js [--time-limit 600] [--tabu 0] [--seed 1] NAME...
 *
 * NAME is a published instance that the generator knows (g05_60.0, pm1s_80.3, w09_100.0, t2g10_5555, ...), a file of a
 * max-cut graph or (.sparse) of a quadratic program, or v:N:DENSITY:SEED for a random graph of our own. --tabu K starts from the best
 * of K tabu searches; by default the search finds its states itself.
 */

import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { tabuSearch } from "../dist/baseline/index.js";
import {
  encodeMaxCut,
  encodeQubo,
  generateMaxCut,
  generateNamed,
  parseMaxCut,
  parseQubo,
  scoreMaxCut,
  scoreQubo,
} from "../dist/problem/index.js";
import { branchAndBoundSearch } from "../dist/reference/index.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    "time-limit": { type: "string", default: "600" },
    tabu: { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
  },
});

function load(name) {
  if (name.endsWith(".sparse")) {
    const problem = parseQubo(readFileSync(name, "utf8"), basename(name));
    return { encoding: encodeQubo(problem), score: (s) => scoreQubo(problem, s).objective };
  }
  const [kind, vertices, density, seed] = name.split(":");
  const problem =
    kind === "v"
      ? generateMaxCut({ vertices: Number(vertices), density: Number(density), seed: Number(seed) })
      : existsSync(name)
        ? parseMaxCut(readFileSync(name, "utf8"), basename(name))
        : generateNamed(name);
  return { encoding: encodeMaxCut(problem), score: (s) => scoreMaxCut(problem, s).objective };
}

/** Processor seconds of this process. */
function seconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

console.log(`${cpus()[0].model}, one thread, limit ${values["time-limit"]} s of processor time\n`);
console.log("| instance | n | best found | result | nodes | seconds | root bound | certificate kB |");
console.log("|---|---|---|---|---|---|---|---|");
for (const name of positionals) {
  const { encoding, score } = load(name);
  const { network, scale, shift } = encoding;
  const start = seconds();
  let incumbent;
  for (let k = 0; k < Number(values.tabu); k++) {
    const found = tabuSearch(network, { seed: Number(values.seed) + k });
    if (incumbent === undefined || found.energy < incumbent.energy) incumbent = found;
  }
  const options = { seed: Number(values.seed) };
  if (incumbent !== undefined) options.incumbent = incumbent.spins;
  const { steps, current } = branchAndBoundSearch(network, options);
  while (seconds() - start < Number(values["time-limit"]) && !steps.next().done);
  const result = current();
  const used = seconds() - start;
  const objective = (energy) => scale * energy + shift;
  const gap = Math.abs((result.upperEnergy - result.lowerEnergy) * scale);
  const outcome = result.proven ? "proven" : `gap ${gap.toPrecision(4)} (${result.openNodes} open)`;
  const kilobytes = (JSON.stringify(result.tree).length / 1000).toFixed(0);
  console.log(
    `| ${basename(name)} | ${network.n} | ${score(result.spins)} | ${outcome} | ${result.nodes} | ${used.toFixed(1)} ` +
      `| ${objective(result.rootEnergy).toFixed(3)} | ${kilobytes} |`,
  );
}
