/**
 * Published instances with known optima: is the published value met, never beaten and never missed, and is it proven?
 *
 *   npm run build && node bench/published.js FOLDER [--time-limit 60] [--only NAME ...]
 *
 * FOLDER holds the instances and `best-known.json`, which says for each its file and its best value; the project does not
 * ship it. Every certificate is checked. A graph with a published chromatic number is coloured with as many colours.
 * Seconds are of processor time, certificate included.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { proveProblem } from "../dist/campaign/index.js";
import { createColouring, parseColouring, readProblem } from "../dist/problem/index.js";
import { checkCertificate } from "../dist/reference/index.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { "time-limit": { type: "string", default: "60" }, only: { type: "string", multiple: true } },
});
const [folder] = positionals;
if (folder === undefined) throw new Error("the folder of the instances is missing");
const limit = Number(values["time-limit"]);
const known = JSON.parse(readFileSync(join(folder, "best-known.json"), "utf8"));

/** The task of an entry, and the value of its objective that the published one means. */
async function taskOf({ file, best, sense }) {
  const text = readFileSync(join(folder, file), "utf8");
  if (!sense.startsWith("chromatic")) return [await readProblem(text, file), best];
  const { name, n, from, to } = parseColouring(text, file);
  return [createColouring(name, n, from, to, best), 0];
}

console.log("| instance | size | published | found | proven | certificate | how | s |");
console.log("|---|---|---|---|---|---|---|---|");
const counts = { met: 0, missed: 0, beaten: 0, proven: 0 };
for (const [name, entry] of Object.entries(known)) {
  if (values.only !== undefined && !values.only.includes(name)) continue;
  const [problem, wanted] = await taskOf(entry);
  const before = process.cpuUsage();
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), limit * 1000);
  let row;
  try {
    // A colouring without conflicts needs no tree to be seen as the best.
    const wantsCertificate = problem.kind !== "colouring";
    const proof = await proveProblem(problem, { certificate: wantsCertificate, signal: stop.signal });
    const { objective, lower, upper, proven, method, nodes, certificate } = proof;
    const better = problem.sense === "max" ? objective > wanted : objective < wanted;
    counts[objective === wanted ? "met" : better ? "beaten" : "missed"]++;
    if (proven) counts.proven++;
    const checked =
      certificate === null ? "none" : checkCertificate(problem, certificate).accepted ? "accepted" : "REJECTED";
    const how = nodes > 1 ? `${method}, ${nodes} nodes` : method;
    row = [objective ?? "none", proven ? "yes" : `${lower} to ${upper}`, checked, how];
  } catch (error) {
    counts.missed++;
    row = ["none", "no", "none", error.message];
  }
  clearTimeout(timer);
  const { user, system } = process.cpuUsage(before);
  const value = wanted === entry.best ? wanted : `${wanted} with ${entry.best} colours`;
  console.log(`| ${[name, problem.n, value, ...row, ((user + system) / 1e6).toFixed(1)].join(" | ")} |`);
}
console.log(`\n${counts.met} met, ${counts.missed} missed, ${counts.beaten} beaten, ${counts.proven} proven`);
