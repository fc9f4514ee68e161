// Rewrites the table of optima in README.md from the files in this folder: npm run build && node problems/max-cut/prove.js
import { readFileSync, writeFileSync } from "node:fs";
import { tabuSearch } from "../../dist/baseline/index.js";
import * as problem from "../../dist/problem/index.js";
import { prove } from "../../dist/reference/index.js";
import { makeInstances, TABLE_HEAD, tableRow } from "./instances.js";

const rows = makeInstances(problem).map(({ file }) => {
  const instance = problem.parseProblem(readFileSync(new URL(file, import.meta.url), "utf8"), file);
  const row = tableRow(file, instance, {
    encodeProblem: problem.encodeProblem,
    maxCutKind: problem.maxCutKind,
    prove,
    tabuSearch,
  });
  console.log(row);
  return row;
});
const page = new URL("README.md", import.meta.url);
const text = readFileSync(page, "utf8");
const table = `<!-- table -->\n${[TABLE_HEAD, ...rows].join("\n")}\n<!-- /table -->`;
writeFileSync(
  page,
  text.replace(/<!-- table -->[\s\S]*<!-- \/table -->/, () => table),
);
