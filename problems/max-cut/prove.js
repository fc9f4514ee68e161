// Proves every instance of this folder, writes the certificates and the table of optima in README.md:
// npm run build && node problems/max-cut/prove.js
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { proveProblem } from "../../dist/campaign/index.js";
import * as problem from "../../dist/problem/index.js";
import { enumerateMinimum, MAX_ENUMERATED_SPINS } from "../../dist/reference/index.js";
import { certificateOf, makeInstances, TABLE_HEAD, tableRow } from "./instances.js";

const here = (file) => new URL(file, import.meta.url);
mkdirSync(here("certificates/"), { recursive: true });
const rows = [];
for (const { file } of makeInstances(problem)) {
  const instance = problem.parseProblem(readFileSync(here(file), "utf8"), file);
  const { certificate, method, nodes } = await proveProblem(instance, { certificate: true });
  writeFileSync(here(certificateOf(file)), `${JSON.stringify(certificate)}\n`);
  const { network } = problem.encodeProblem(instance);
  const cuts = instance.n <= MAX_ENUMERATED_SPINS ? enumerateMinimum(network).groundStates.length : null;
  const how = nodes > 1 ? `${method}, ${nodes} nodes` : method;
  rows.push(tableRow(file, instance, { ...certificate, method: how }, cuts));
  console.log(rows.at(-1));
}
const text = readFileSync(here("README.md"), "utf8");
const table = `<!-- table -->\n${[TABLE_HEAD, ...rows].join("\n")}\n<!-- /table -->`;
writeFileSync(
  here("README.md"),
  text.replace(/<!-- table -->[\s\S]*<!-- \/table -->/, () => table),
);
