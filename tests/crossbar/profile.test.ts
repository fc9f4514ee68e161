import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { HardwareError } from "../../src/core/index.ts";
import { assumptions, parseProfile } from "../../src/crossbar/index.ts";

const folder = new URL("../../hardware/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), "utf8");

/** The ideal profile with one field changed; an undefined value removes it. */
function changed(path: string, value: unknown): string {
  const json = JSON.parse(read("ideal.json"));
  const keys = path.split(".");
  let place = json;
  for (const key of keys.slice(0, -1)) place = place[key];
  if (value === undefined) delete place[keys[keys.length - 1]!];
  else place[keys[keys.length - 1]!] = value;
  return JSON.stringify(json);
}

describe("parseProfile", () => {
  test.each(
    readdirSync(folder).filter((name) => name.endsWith(".json")),
  )("accepts the shipped %s under its own name", (name) => {
    const profile = parseProfile(read(name), name);
    expect(`${profile.name}.json`).toBe(name);
  });

  test.each([
    ["device.onSiemens.value", -1e-4, "greater than 0"],
    ["device.onSiemens.value", "1e-4", "number"],
    ["device.onSiemens.value", 0, "greater than 0"],
    ["device.onSiemens.unit", "uS", '"S"'],
    ["device.onSiemens.source", undefined, "string"],
    ["device.onSiemens.source", "", "paper"],
    ["device.offSiemens.value", 1, "onSiemens above offSiemens"],
    ["device.levels.value", 1, "at least 2"],
    ["device.levels.value", 2.5, "whole number"],
    ["device.programmingSigmaSiemens.value", -1, "at least 0"],
    ["device.programmingSigmaSiemens", 3, "object"],
    ["neuron.supplyVolts.value", null, "number"],
    ["neuron.capacitanceFarads.unit", "pF", '"F"'],
    ["neuron.volume", { value: 1 }, "only the fields"],
    ["schema", "ohmfield-hardware-0", "ohmfield-hardware-1"],
    ["name", "Ideal Device", "lower-case"],
  ])("refuses %s = %j, naming file and field and saying what is right", (path, value, words) => {
    let error: unknown;
    try {
      parseProfile(changed(path, value), "mine.json");
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(HardwareError);
    const message = (error as HardwareError).message;
    expect(message).toContain("mine.json");
    expect(message).toContain(words);
    const field = path.endsWith("volume") ? "neuron" : path.replace(/offSiemens/, "onSiemens");
    expect(message).toContain(field);
  });

  test("refuses text that is not JSON and names the file", () => {
    expect(() => parseProfile("{", "mine.json")).toThrow(/mine\.json: not JSON/);
  });
});

describe("assumptions", () => {
  test("lists exactly the numbers marked as assumed", () => {
    const profile = parseProfile(read("taox-cai-2020.json"), "taox-cai-2020.json");
    const fields = assumptions(profile).map((a) => a.field);
    expect(fields).toContain("device.offSiemens");
    expect(fields).not.toContain("device.onSiemens");
  });
});
