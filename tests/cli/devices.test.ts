import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { checkPicture } from "../draw/well-formed.ts";
import { hardwareNames } from "../helpers/hardware.ts";
import { hardwareText } from "../helpers/hopfield.ts";
import { ohmfield, oneObject, scratch } from "./ohmfield.ts";

const { folder, remove } = scratch();
afterAll(remove);

interface Listed {
  readonly devices: readonly { readonly name: string; readonly publishedSeconds: readonly number[] }[];
  readonly boards: readonly { readonly name: string; readonly device: string; readonly wordLineOhms: number }[];
}

describe("ohmfield devices", () => {
  test("lists every shipped device and board, in words and as JSON", async () => {
    const json = await ohmfield(["devices", "--json"], folder);
    const listed = oneObject<Listed>(json);
    expect(listed.devices.map((d) => d.name)).toEqual(hardwareNames("devices").sort());
    expect(listed.boards.map((b) => b.name)).toEqual(hardwareNames("boards").sort());
    expect(listed.devices.find((d) => d.name === "rram-wan-2022")!.publishedSeconds).toEqual([1, 86400, 172800]);
    expect(listed.boards.find((b) => b.name === "cai-standard")).toMatchObject({
      device: "taox-cai-2020",
      wordLineOhms: 1,
    });
    const { code, out, err } = await ohmfield(["devices"], folder);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const name of [...hardwareNames("devices"), ...hardwareNames("boards")]) expect(out).toContain(`  ${name}`);
  });

  test("shows every number of a device with its source, and which are assumed", async () => {
    const { code, out } = await ohmfield(["devices", "sonos-agrawal-2022"], folder);
    expect(code).toBe(0);
    const device = JSON.parse(hardwareText("devices", "sonos-agrawal-2022"));
    const sources = [...JSON.stringify(device).matchAll(/"source":"([^"]*)"/g)].map((m) => m[1]!);
    expect(out.match(/^ {6}(source|assumed): /gm)).toHaveLength(sources.length);
    for (const source of sources) expect(out).toContain(source);
    expect(out).toContain("1 nA * (25.59102 (1 - exp(-x / 186.85544))); x = read-current / 1 nA");
    expect(out).toContain("measured: 0 A to 1.8 uA");
    expect(out).toMatch(/readVolts = 100 mV\n {6}assumed: /);
  });

  test("shows a board with its device, array and neuron, and its wires as resistances", async () => {
    const { out } = await ohmfield(["devices", "neurosim"], folder);
    for (const part of ["device rram-neurosim", "array", "neuron"]) expect(out).toContain(`\n${part}\n`);
    expect(out).toContain("word line 4.689 ohm, bit line 1.563 ohm; single-sided drive");
    const { board, assumptions } = oneObject<{
      board: { wireOhms: { wordLineOhms: number } };
      assumptions: { field: string }[];
    }>(await ohmfield(["devices", "neurosim", "--json"], folder));
    expect(board.wireOhms.wordLineOhms).toBeCloseTo(4.689, 3);
    expect(assumptions.map((a) => a.field)).toContain("array.kelvin");
  });

  test("draws a device from a file, the curves it has and the range in which they were measured", async () => {
    writeFileSync(join(folder, "mine.json"), hardwareText("devices", "hfo2-milo-2021"));
    const { code, err } = await ohmfield(["devices", "mine.json", "--svg", "mine.svg"], folder);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const svg = readFileSync(join(folder, "mine.svg"), "utf8");
    checkPicture(svg);
    expect(svg).toContain("hfo2-milo-2021: programming error");
    expect(svg).toContain("extrapolated");
    expect(svg.match(/<path /g)).toHaveLength(3);
  });

  test("draws the current of a device that is not ohmic, states its law, and refuses one that is", async () => {
    const args = ["devices", "hfox-selector", "--current-svg", "current.svg"];
    const { code, out } = await ohmfield(args, folder);
    expect(code).toBe(0);
    expect(out).toContain("law: I = G Vr sinh(w / V0) / sinh(Vr / V0)");
    checkPicture(readFileSync(join(folder, "current.svg"), "utf8"));
    const ohmic = await ohmfield(["devices", "ideal", "--current-svg", "none.svg"], folder);
    expect(ohmic.code).toBe(2);
    expect(ohmic.err).toContain("--current-svg: an ohmic device has no curve to draw");
  });
});
