import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEngine, NgspiceNativeEngine } from "../../src/simulate/node/index.ts";
import { bytesOf } from "./bytes.ts";
import { ENGINES, RC, trap } from "./fixtures.ts";

const missing = ENGINES.find((e) => e.name === "ngspice")!.missing;

describe("NgspiceNativeEngine", () => {
  const kept = process.env.TMPDIR;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "ohmfield-test-"));
    process.env.TMPDIR = folder;
  });
  afterEach(async () => {
    if (kept === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = kept;
    await rm(folder, { recursive: true });
  });

  test.skipIf(missing)(
    "removes its folder after good, failed, late and cancelled runs (skipped if not installed)",
    async () => {
      const engine = createEngine("ngspice", { threads: 2 });
      const run = (text: string, timeLimitSeconds = 60) => engine.simulate({ netlist: { text } }, { timeLimitSeconds });
      const settled = await Promise.allSettled([run(RC), run(trap("singular")), run(trap("endless"), 0.2)]);
      expect(settled.map((s) => s.status)).toEqual(["fulfilled", "rejected", "rejected"]);
      const late = run(trap("endless")).catch((e: unknown) => e);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await engine.close();
      expect(await late).toMatchObject({ code: "core.cancelled" });
      expect(await readdir(folder)).toEqual([]);
    },
  );

  test.skipIf(missing)("gives the same bytes with one and two processes (skipped if not installed)", async () => {
    const results: string[] = [];
    for (const threads of [1, 2]) {
      const engine = createEngine("ngspice", { threads });
      const both = await Promise.all([1, 2].map(() => engine.simulate({ netlist: { text: RC } })));
      results.push(...both.map(bytesOf));
      await engine.close();
    }
    expect(new Set(results).size).toBe(1);
  });

  test("says that the program cannot be started", async () => {
    const engine = new NgspiceNativeEngine({ path: join(folder, "nosuch") });
    await expect(engine.simulate({ netlist: { text: RC } })).rejects.toMatchObject({ code: "simulate.process" });
    expect(await readdir(folder)).toEqual([]);
  });

  test.skipIf(process.platform === "win32")("says that a program gave no result, or was killed", async () => {
    const path = join(folder, "fake");
    for (const [script, code] of [
      ["echo Nothing to say >&2; exit 3", "simulate.no-result"],
      ["kill -9 $$", "simulate.process"],
    ] as const) {
      await writeFile(path, `#!/bin/sh\n${script}\n`);
      await chmod(path, 0o755);
      await expect(new NgspiceNativeEngine({ path }).simulate({ netlist: { text: RC } })).rejects.toMatchObject({
        code,
      });
    }
  });

  test("includes no model card of the built-in engine", async () => {
    const text = RC.replace("V1", ".include modelcard.ptm\nV1");
    await expect(new NgspiceNativeEngine().simulate({ netlist: { text } })).rejects.toMatchObject({
      code: "netlist.include",
    });
  });
});
