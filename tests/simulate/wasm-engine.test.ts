import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../src/core/index.ts";
import { createEngine, ENGINE_NAMES, listEngines } from "../../src/simulate/node/index.ts";
import { bytesOf } from "./bytes.ts";
import { RC, trap } from "./fixtures.ts";
import { hopfieldDeck } from "./hopfield-deck.ts";

const run = promisify(execFile);
const BUILT = fileURLToPath(new URL("../../dist/simulate/node/index.js", import.meta.url));

describe("NgspiceWasmEngine", () => {
  test("gives the same bytes with one and two threads, cold and warm, before and after recycling", async () => {
    const decks = [1, 2, 3].map((seed) => hopfieldDeck(4, seed, 1e-3).text);
    const results: string[][] = [];
    for (const [options, rounds] of [
      [{ threads: 1, recycleAfter: 4 }, 2],
      [{ threads: 2 }, 1],
    ] as const) {
      const engine = createEngine("ngspice-wasm", options);
      for (let round = 0; round < rounds; round++) {
        const all = decks.map((text) => engine.simulate({ netlist: { text } }));
        results.push((await Promise.all(all)).map(bytesOf));
      }
      await engine.close();
    }
    expect(new Set(results[0]).size).toBe(decks.length);
    for (const result of results) expect(result).toEqual(results[0]);
  });

  test("goes on after a netlist that crashes the simulator while another run waits", async () => {
    const engine = createEngine("ngspice-wasm", { threads: 1 });
    const good = { netlist: { text: RC } };
    const bad = { netlist: { text: trap("open-subcircuit") } };
    const settled = await Promise.allSettled([bad, good].map((what) => engine.simulate(what)));
    expect(settled.map((s) => s.status)).toEqual(["rejected", "fulfilled"]);
    await engine.close();
  });

  test("cancels what runs and what waits when it is closed, and refuses to run afterwards", async () => {
    const engine = createEngine("ngspice-wasm", { threads: 1 });
    const pending = [1, 2].map(() => engine.simulate({ netlist: { text: trap("endless") } }));
    const settled = Promise.allSettled(pending);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await engine.close();
    for (const s of await settled) expect(s).toMatchObject({ status: "rejected", reason: { code: "core.cancelled" } });
    await expect(engine.simulate({ netlist: { text: RC } })).rejects.toMatchObject({ code: "core.cancelled" });
  });

  test("includes a built-in model card and refuses every other file", async () => {
    const engine = createEngine("ngspice-wasm", { threads: 1 });
    const text = (card: string) =>
      `inverter\n.include ${card}\nVd d 0 1.8\nVin a 0 PWL(0 0 1n 1.8)\nM1 y a 0 0 N90 W=1u L=0.09u\nR1 d y 10k\n.tran 10p 2n\n.end\n`;
    const w = await engine.simulate({ netlist: { text: text("modelcard.CMOS90"), save: ["v(y)"] } });
    expect(w.values[0]![0]).toBeGreaterThan(1.7);
    expect(w.values[0]!.at(-1)).toBeLessThan(0.5);
    await expect(engine.simulate({ netlist: { text: text("/proc/meminfo") } })).rejects.toMatchObject({
      code: "netlist.include",
      details: { line: 2 },
    });
    await engine.close();
  });

  test.skipIf(!existsSync(BUILT))("leaves a compiled program's streams silent and lets it end unclosed", async () => {
    const script = `
      import { createEngine } from ${JSON.stringify(new URL("../../dist/simulate/node/index.js", import.meta.url).href)};
      const engine = createEngine("ngspice-wasm", { threads: 1 });
      for (const text of ${JSON.stringify([RC, trap("singular"), trap("unknown-model"), RC])})
        await engine.simulate({ netlist: { text, stop: { node: "in", volts: -1 } } }).then(
          (w) => process.stdout.write(w.names.length + " "), (e) => process.stdout.write(e.code + " "));
    `;
    const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "-e", script]);
    expect(stdout).toBe("3 simulate.singular netlist.rejected 3 ");
    expect(stderr).toBe("");
  });
});

describe("listEngines", () => {
  test("lists each engine by the name that createEngine takes", async () => {
    const statuses = await listEngines();
    expect(statuses.map((s) => s.name)).toEqual([...ENGINE_NAMES]);
    expect(statuses[0]).toMatchObject({ available: true, version: "ngspice 45.2 (WASM)" });
  });

  test("says that a native program is not installed, or is another program", async () => {
    const [, missing] = await listEngines({ path: "/nonexistent/ngspice" });
    expect(missing).toMatchObject({ available: false, note: "not installed" });
    const [, other] = await listEngines({ path: process.execPath });
    expect(other).toMatchObject({ available: false, note: "the program is not ngspice" });
  });
});

describe("createEngine", () => {
  test("refuses an unknown name and a thread count of zero", () => {
    expect(() => createEngine("hspice")).toThrow(ArgumentError);
    expect(() => createEngine("ngspice-wasm", { threads: 0 })).toThrow(ArgumentError);
    expect(() => createEngine("ngspice", { threads: 1.5 })).toThrow(ArgumentError);
  });
});
