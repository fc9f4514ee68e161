// Writes the instances of this folder: npm run build && node problems/max-cut/generate.js
import { writeFileSync } from "node:fs";
import * as problem from "../../dist/problem/index.js";
import { makeInstances } from "./instances.js";

for (const { file, how, problem: instance } of makeInstances(problem)) {
  writeFileSync(new URL(file, import.meta.url), problem.formatMaxCut(instance, [how]));
  console.log(`${file}: ${instance.n} vertices, ${instance.from.length} edges`);
}
