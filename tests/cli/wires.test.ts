import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ohmfield, oneObject, petersen, readJson, scratch } from "./ohmfield.ts";

const { folder, remove } = scratch();
afterAll(remove);
const WIRES = ["--wire-ohms", "5", "--driver-ohms", "50", "--sense-ohms", "2", "--double-sided", "--gain-correction"];
const recorded = { wordLineOhms: 5, bitLineOhms: 5, driverOhms: 50, senseOhms: 2, doubleSided: true };

describe("ohmfield solve with wires", () => {
  test("settles, records the wires, and is judged the same by verify", async () => {
    const args = ["solve", petersen, "--anneal", "20", "--runs", "1", "--threads", "1", "--out", "wired", "--json"];
    const solved = await ohmfield([...args, ...WIRES], folder);
    expect({ code: solved.code, err: solved.err }).toMatchObject({ code: 0 });
    const answer = oneObject(solved) as { settings: object; crossbar: { unitSiemens: number } };
    expect(answer.settings).toMatchObject({ map: { wires: recorded, gainCorrection: true } });
    expect(readJson(join(folder, "wired", "settings.json"))).toMatchObject({
      map: { wires: recorded, gainCorrection: true },
    });
    expect(readFileSync(join(folder, "wired", "netlist-1.cir"), "utf8")).toMatch(/^R_drive_r_0 p_0 dr_0 50$/m);
    expect(readFileSync(join(folder, "wired", "report.html"), "utf8")).toContain("--double-sided --gain-correction");
    const verified = await ohmfield(["verify", "wired", "--json"], folder);
    expect(verified.code).toBe(0);
  });
});

describe("ohmfield compile with wires", () => {
  test("records nothing where there are none, and says what the array stands on where there are", async () => {
    const plain = oneObject(
      await ohmfield(["compile", petersen, "--wire-ohms", "0", "--double-sided", "--json"], folder),
    );
    expect(plain.map).not.toHaveProperty("wires");
    expect(plain.text).not.toContain("R_w_");
    const wired = oneObject(await ohmfield(["compile", petersen, "--wire-ohms", "1.5", "--json"], folder));
    expect(wired.map).toMatchObject({ wires: { wordLineOhms: 1.5, doubleSided: false } });
    expect(wired.text).toContain("is 1.5 ohm on a word line");
  });

  test("refuses a negative resistance", async () => {
    const { code, err } = await ohmfield(["compile", petersen, "--wire-ohms", "-1"], folder);
    expect(code).toBe(2);
    expect(err).toContain("--wire-ohms");
  });
});
