/**
 * Compiles the AssemblyScript kernels and embeds their bytes in the sources, so that neither a build nor a browser needs the
 * compiler. A test compares the two.
 *
 *   node assembly/build.js [NAME...]
 */

import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compileKernel } from "./compile.js";

/** Where each kernel's bytes go, and under which name. */
const TARGETS = {
  dense: ["linalg/dense-bytes.ts", "DENSE_BYTES"],
  lines: ["crossbar/wires/line-bytes.ts", "LINE_BYTES"],
  sweeps: ["baseline/sweeps-bytes.ts", "SWEEPS_BYTES"],
  products: ["baseline/products-bytes.ts", "PRODUCTS_BYTES"],
};

const asked = process.argv.slice(2);
for (const [name, [file, constant]] of Object.entries(TARGETS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const text = Buffer.from(await compileKernel(name)).toString("base64");
  const lines = text.match(/.{1,110}/g).map((line) => `  "${line}"`);
  writeFileSync(
    fileURLToPath(new URL(`../src/${file}`, import.meta.url)),
    `/** assembly/${name}.ts compiled, in base64. Written by \`node assembly/build.js\`. */\nexport const ${constant} =\n${lines.join(" +\n")};\n`,
  );
}
