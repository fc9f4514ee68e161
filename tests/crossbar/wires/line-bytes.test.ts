import { describe, expect, test } from "vitest";
import { LINE_BYTES } from "../../../src/crossbar/wires/line-bytes.ts";

interface Compiler {
  compileKernel(name: string): Promise<Uint8Array>;
}

describe("LINE_BYTES", () => {
  test("is what assembly/lines.ts compiles to", async () => {
    const compiler: string = new URL("../../../assembly/compile.js", import.meta.url).href;
    const { compileKernel } = (await import(compiler)) as Compiler;
    expect(Buffer.from(await compileKernel("lines")).toString("base64")).toBe(LINE_BYTES);
  });
});
