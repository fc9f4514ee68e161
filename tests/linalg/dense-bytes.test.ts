import { describe, expect, test } from "vitest";
import { DENSE_BYTES } from "../../src/linalg/dense-bytes.ts";

interface Compiler {
  compileKernel(name: string): Promise<Uint8Array>;
}

describe("DENSE_BYTES", () => {
  test("is what assembly/dense.ts compiles to", async () => {
    const compiler: string = new URL("../../assembly/compile.js", import.meta.url).href;
    const { compileKernel } = (await import(compiler)) as Compiler;
    expect(Buffer.from(await compileKernel("dense")).toString("base64")).toBe(DENSE_BYTES);
  });
});
