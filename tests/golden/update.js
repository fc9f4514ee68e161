// Writes netlists/golden and the table in its README: npm run golden:update. Read the diff before you commit it.
import { readFileSync, writeFileSync } from "node:fs";
import * as library from "../../dist/index.js";
import { makeGoldens } from "./goldens.js";

const root = new URL("../../", import.meta.url);
const goldens = makeGoldens(library, (path) => readFileSync(new URL(path, root), "utf8"));
for (const { file, text } of goldens) {
  writeFileSync(new URL(`netlists/golden/${file}`, root), text);
  console.log(`${file}: ${text.split("\n").length} lines`);
}
