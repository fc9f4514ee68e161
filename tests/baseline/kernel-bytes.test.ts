import { describe, expect, test } from "vitest";
import { PRODUCTS_BYTES } from "../../src/baseline/products-bytes.ts";
import { SWEEPS_BYTES } from "../../src/baseline/sweeps-bytes.ts";

interface Compiler {
  compileKernel(name: string): Promise<Uint8Array>;
}

describe("the kernels' bytes", () => {
  test.each([
    ["products", PRODUCTS_BYTES],
    ["sweeps", SWEEPS_BYTES],
  ])("are what assembly/%s.ts compiles to", async (name, bytes) => {
    const compiler: string = new URL("../../assembly/compile.js", import.meta.url).href;
    const { compileKernel } = (await import(compiler)) as Compiler;
    expect(Buffer.from(await compileKernel(name)).toString("base64")).toBe(bytes);
  });
});
