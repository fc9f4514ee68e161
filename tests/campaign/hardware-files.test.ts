import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { loadDevice, loadProfile, shippedBoards, shippedDevices } from "../../src/campaign/index.ts";
import { hardwareNames } from "../helpers/hardware.ts";
import { hardwareText, shippedProfile } from "../helpers/hopfield.ts";

const folder = mkdtempSync(join(tmpdir(), "ohmfield-hardware-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe("loadProfile", () => {
  test("loads every shipped board by name without a word", async () => {
    expect(await shippedBoards()).toEqual(hardwareNames("boards").sort());
    expect(await shippedDevices()).toEqual(hardwareNames("devices").sort());
    for (const name of hardwareNames("boards")) {
      const notes: string[] = [];
      expect(await loadProfile(name, (line) => notes.push(line))).toEqual(shippedProfile(name));
      expect(notes).toEqual([]);
    }
  });

  test("puts a bare device on the ideal board and says so, by name and from a file", async () => {
    const file = write("mine.json", hardwareText("devices", "pcm-joshi-2020"));
    for (const which of ["pcm-joshi-2020", file]) {
      const notes: string[] = [];
      const profile = await loadProfile(which, (line) => notes.push(line));
      expect(profile.name).toBe("pcm-joshi-2020");
      expect(profile.device.onSiemens.value).toBe(2.5e-5);
      expect(profile.neuron).toEqual(shippedProfile("ideal").neuron);
      expect(profile.description).toContain("'ideal'");
      expect(notes.join()).toMatch(/'pcm-joshi-2020' is a device: .*'ideal'/);
    }
  });

  test("finds a board's device beside it, or among the shipped ones", async () => {
    const board = JSON.parse(hardwareText("boards", "ideal"));
    write("part.json", hardwareText("devices", "reram-isaac"));
    const beside = write("beside.json", JSON.stringify({ ...board, device: "./part.json" }));
    const shipped = write("shipped.json", JSON.stringify({ ...board, device: "rram-wan-2022" }));
    expect((await loadProfile(beside)).device.name).toBe("reram-isaac");
    expect((await loadProfile(shipped)).device.name).toBe("rram-wan-2022");
  });

  test("reads the profile that a run folder keeps", async () => {
    const profile = shippedProfile("cai-standard");
    expect(await loadProfile(write("profile.json", JSON.stringify(profile)))).toEqual(profile);
  });

  test("lists what there is for an unknown board, device or part of a board", async () => {
    await expect(loadProfile("nope")).rejects.toThrow(/nope.*cai-standard.*pcm-joshi-2020.*JSON file/);
    await expect(loadDevice("nope")).rejects.toThrow(/nope.*pcm-joshi-2020.*JSON file/);
    const board = { ...JSON.parse(hardwareText("boards", "ideal")), device: "nope" };
    const file = write("lost.json", JSON.stringify(board));
    await expect(loadProfile(file)).rejects.toThrow(/lost\.json: device: .*nope.*pcm-joshi-2020.*ending in \.json/);
  });
});
