import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

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
      writeFile: (_, contents) => {
        bytes = contents;
      },
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return bytes;
}
