import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { includedLines } from "../../src/simulate/node/includes.ts";
import { SPICE_ENGINES } from "./fixtures.ts";

describe("includedLines", () => {
  let top: string;
  let folder: string;
  beforeAll(async () => {
    top = await mkdtemp(join(tmpdir(), "ohmfield-test-"));
    folder = join(top, "netlists");
    await mkdir(join(folder, "cells"), { recursive: true });
    const write = (name: string, text: string) => writeFile(join(folder, name), text);
    await writeFile(join(top, "secret.cir"), "R9 x 0 1\n");
    await write("cells/cell.cir", "* a cell\n.subckt cell a\n.include part.cir\n.ends\n");
    await write("cells/part.cir", "R1 a 0 2k\n");
    await write("corner.lib", ".lib tt\n.param r=1k\n.endl tt\n.LIB ff\n.param r=500\n.endl\n");
    await write("loop.cir", ".include loop.cir\n");
    await write("evil.cir", "R1 a 0 1k\n.control\nshell touch x\n.endc\n");
    await symlink(join(top, "secret.cir"), join(folder, "link.cir"));
  });
  afterAll(() => rm(top, { recursive: true }));

  const expand = (line: string, cards: string[] = []) =>
    includedLines({ netlist: { text: `title\n${line}\n.end`, folder } }, cards);

  test("puts the text of nested files in place, with their own names and lines", async () => {
    const lines = await expand('.include "cells/cell.cir" ; comment');
    const texts = lines.map((l) => l.text).filter((text) => text !== "");
    expect(texts).toEqual(["title", "* a cell", ".subckt cell a", "R1 a 0 2k", ".ends", ".end"]);
    expect(lines.find((l) => l.text === "R1 a 0 2k")).toMatchObject({ line: 1, file: join("cells", "part.cir") });
    expect(lines.some((l) => /include/.test(l.text))).toBe(false);
    expect(lines.at(-1)).toEqual({ text: ".end", line: 3 });
  });

  test("takes one section of a library", async () => {
    const text = (await expand(".lib corner.lib FF")).map((l) => l.text).join("\n");
    expect(text).toContain("r=500");
    expect(text).not.toContain("r=1k");
  });

  test("leaves built-in model cards to the engine", async () => {
    const lines = await expand(".include modelcard.ptm", ["modelcard.ptm"]);
    expect(lines[1]!.text).toBe(".include modelcard.ptm");
  });

  test.each([
    ["above the folder", ".include ../secret.cir"],
    ["through a link", ".include link.cir"],
    ["by an absolute path", ".include /etc/hostname"],
    ["that is missing", ".include nosuch.cir"],
    ["that is the folder", ".include ."],
    ["section that is missing", ".lib corner.lib ss"],
  ])("refuses a file %s", async (_what, line) => {
    await expect(expand(line)).rejects.toMatchObject({ code: "netlist.include", details: { line: 2 } });
  });

  test("ends when files include one another", async () => {
    await expect(expand(".include loop.cir")).rejects.toMatchObject({ code: "limit.includes" });
  });

  for (const { name, missing, create } of SPICE_ENGINES) {
    test.skipIf(missing)(
      `${name} simulates with the file and refuses commands in it (skipped if not installed)`,
      async () => {
        const engine = create({ threads: 1 });
        const deck = (file: string, more: string) => ({
          netlist: { text: `t\n.include ${file}\nV1 a 0 1\n${more}\n.tran 1n 10n\n.end\n`, folder, save: ["i(v1)"] },
        });
        const w = await engine.simulate(deck("cells/cell.cir", "X1 a cell"));
        expect(w.values[0]!.at(-1)).toBeCloseTo(-5e-4, 9);
        await expect(engine.simulate(deck("evil.cir", ""))).rejects.toMatchObject({
          code: "netlist.refused",
          details: { file: "evil.cir", line: 2 },
        });
        await engine.close();
      },
    );
  }
});
