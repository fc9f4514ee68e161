/**
 * How often the default tabu search finds the best value published, ten seeds an instance.
 *
 *   npm run build && node bench/tabu.js FOLDER
 *
 * FOLDER holds best-known.json and the files that it names; its MAX-CUT instances of at most 250 vertices are searched.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { tabuSearch } from "../dist/baseline/index.js";
import { encodeMaxCut, parseMaxCut, scoreMaxCut } from "../dist/problem/index.js";

const folder = process.argv[2];
if (folder === undefined) {
  console.error("usage: node bench/tabu.js FOLDER");
  process.exit(2);
}
const MAX_VERTICES = 250;
const known = JSON.parse(readFileSync(join(folder, "best-known.json"), "utf8"));
console.log("| instance | best published | hits of 10 | best found | s a run |\n|---|---|---|---|---|");
for (const [name, { file, best, n }] of Object.entries(known)) {
  if (!file?.startsWith("biqmac/") || file.endsWith(".sparse") || n > MAX_VERTICES) continue;
  const problem = parseMaxCut(readFileSync(join(folder, file), "utf8"), file);
  const { network } = encodeMaxCut(problem);
  const start = performance.now();
  const cuts = Array.from({ length: 10 }, (_, seed) => {
    return scoreMaxCut(problem, tabuSearch(network, { seed: seed + 1 }).spins).objective;
  });
  const seconds = (performance.now() - start) / 10_000;
  const hits = cuts.filter((cut) => cut >= best).length;
  console.log(`| ${name} | ${best} | ${hits} | ${Math.max(...cuts)} | ${seconds.toFixed(2)} |`);
}
