import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openRunFolder, readText, writeOutput } from "../../src/campaign/index.ts";
import { ArgumentError, LimitError } from "../../src/core/index.ts";

const folder = mkdtempSync(join(tmpdir(), "ohmfield-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("writeOutput", () => {
  test("makes the folders on the way", async () => {
    const file = join(folder, "a/b/c.txt");
    await writeOutput(file, "text");
    expect(readFileSync(file, "utf8")).toBe("text");
  });

  test.skipIf(process.platform !== "linux")("calls a full disk a limit and names the file", async () => {
    const error = await writeOutput("/dev/full", "text").catch((e: unknown) => e);
    expect(error).toBeInstanceOf(LimitError);
    expect((error as Error).message).toMatch(/^\/dev\/full: no space is left/);
  });

  test.skipIf(process.platform !== "linux")("ends where no folder can be made", async () => {
    await expect(writeOutput("/proc/ohmfield/x", "text")).rejects.toThrow(ArgumentError);
  });
});

describe("readText", () => {
  test("says that a folder is one", async () => {
    await expect(readText(folder)).rejects.toThrow(`${folder}: this is a folder`);
  });
});

describe("openRunFolder", () => {
  test("empties an earlier run of its own files and leaves the user's", async () => {
    const run = join(folder, "run");
    for (const name of ["settings.json", "waveforms-1.raw", "notes.txt"]) await writeOutput(join(run, name), "{}");
    await openRunFolder(run);
    await expect(readText(join(run, "waveforms-1.raw"))).rejects.toThrow("no such file");
    expect(await readText(join(run, "notes.txt"))).toBe("{}");
  });

  test("refuses a folder with foreign files only and names it", async () => {
    writeFileSync(join(folder, "theirs"), "");
    await expect(openRunFolder(folder)).rejects.toThrow(`${folder}: the output folder is not empty`);
  });
});
