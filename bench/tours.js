/**
 * Shortest tours with proof, a file at a time: length, nodes of the tree, inequalities and processor seconds, the start of
 * HiGHS and the certificate included.
 *
 *   npm run build && node bench/tours.js [--limit 60] FILE.tsp ...
 *
 * --limit ends a proof after so many seconds, with the bounds that it has.
 */

import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { parseTsp } from "../dist/problem/index.js";
import { loadHighs, proveTourAsync } from "../dist/reference/index.js";

const { values, positionals } = parseArgs({
  options: { limit: { type: "string", default: "60" } },
  allowPositionals: true,
});

console.log(`${cpus()[0].model}, one thread, at most ${values.limit} s an instance\n`);
console.log("| instance | cities | length | lower bound | proven | nodes | cuts | certificate, kB | s |");
console.log("|---|---|---|---|---|---|---|---|---|");
for (const file of positionals) {
  const problem = parseTsp(readFileSync(file, "utf8"), basename(file));
  const start = process.cpuUsage();
  const signal = AbortSignal.timeout(1000 * Number(values.limit));
  const createProgram = await loadHighs();
  const { upper, lower, proven, nodes, cuts, tree } = await proveTourAsync(problem, {
    createProgram,
    certificate: true,
    signal,
  });
  const { user, system } = process.cpuUsage(start);
  const seconds = ((user + system) / 1e6).toFixed(2);
  const size = (JSON.stringify(tree).length / 1000).toFixed(0);
  const { name, n } = problem;
  console.log(
    `| ${name} | ${n} | ${upper} | ${lower} | ${proven ? "yes" : "no"} | ${nodes} | ${cuts} | ${size} | ${seconds} |`,
  );
}
