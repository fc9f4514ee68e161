import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

/** The text of a source; a comment `// @inline` before a function is AssemblyScript's decorator, which no other parser of ours takes. */
function readSource(name, base) {
  try {
    return readFileSync(join(base, name), "utf8").replaceAll("// @inline", "@inline");
  } catch {
    return null;
  }
}

/** The bytes of assembly/NAME.ts. */
export async function compileKernel(name) {
  const base = fileURLToPath(new URL("..", import.meta.url));
  let bytes;
  const { error, stderr } = await asc.main(
    [
      `assembly/${name}.ts`,
      "--outFile",
      "out.wasm",
      "--baseDir",
      base,
      "-O3",
      "--enable",
      "simd",
      "--runtime",
      "stub",
      "--noAssert",
      "--importMemory",
      "--initialMemory",
      "1",
    ],
    {
      readFile: readSource,
      writeFile: (_, contents) => {
        bytes = contents;
      },
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return bytes;
}
