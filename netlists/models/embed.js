// Writes src/circuit/models/library-texts.ts from the .lib files beside this one: node netlists/models/embed.js
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const folder = new URL("./", import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".lib"))
  .map((file) => file.slice(0, -".lib".length))
  .sort();
const lines = [
  "/**",
  " * The texts of netlists/models, by model: a browser has no files. Written by `node netlists/models/embed.js`, and longer than",
  " * other files because it is data; a test holds it equal to the files.",
  " */",
  "export const libraryTexts: Readonly<Record<string, string>> = {",
];
for (const name of names) {
  const text = readFileSync(new URL(`${name}.lib`, folder), "utf8");
  if (/[`\\]|\$\{/.test(text)) throw new Error(`${name}.lib holds a character that would need an escape`);
  lines.push(`  ${name}: \`${text}\`,`);
}
lines.push("};", "");
writeFileSync(new URL("../../src/circuit/models/library-texts.ts", folder), lines.join("\n"));
console.log(`${names.length} libraries`);
