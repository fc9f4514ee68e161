/**
 * Compiles the AssemblyScript kernels and embeds their bytes in the sources, so that neither a build nor a browser needs the
 * compiler. A test compares the two.
 *
 *   node assembly/build.js
 */

import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compileKernel } from "./compile.js";

const bytes = await compileKernel("dense");
const text = Buffer.from(bytes).toString("base64");
const lines = text.match(/.{1,110}/g).map((line) => `  "${line}"`);
const target = fileURLToPath(new URL("../src/linalg/dense-bytes.ts", import.meta.url));
writeFileSync(
  target,
  `/** assembly/dense.ts compiled, in base64. Written by \`node assembly/build.js\`. */\nexport const DENSE_BYTES =\n${lines.join(" +\n")};\n`,
);
