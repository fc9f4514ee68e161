import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ohmfield, scratch } from "./ohmfield.ts";

const { folder, remove } = scratch();
afterAll(remove);

/** Two devices on one word line: the second is seen through one more segment. */
const pair = { r_word_line: 10, r_bit_line: 10, resistances: [[80, 170]], applied_voltages: [1] };
writeFileSync(join(folder, "pair.json"), JSON.stringify(pair));

describe("ohmfield array", () => {
  test.each([
    "iterative",
    "direct",
  ])("prints currents, voltages, residual and method as one object, %s", async (method) => {
    const { code, out, err } = await ohmfield(["array", "pair.json", "--method", method, "--json"], folder);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const { array } = JSON.parse(out);
    // 80 + 10 ohms beside 10 + 170 + 10 ohms, after the first segment of 10.
    const node = 1 / (1 + 10 * (1 / 90 + 1 / 190));
    expect(array.nodeVolts.wordLine[0][0]).toBeCloseTo(node, 12);
    expect(array.currentsAmps[0]).toBeCloseTo(node / 90, 12);
    expect(array.currentsAmps[1]).toBeCloseTo(node / 190, 12);
    expect(array.nodeVolts.bitLine[0][1]).toBeCloseTo((10 * node) / 190, 12);
    expect(array.residual).toBeLessThan(1e-12);
    expect(array).toMatchObject({ method, rows: 1, columns: 2 });
    expect(array.seconds).toBeGreaterThan(0);
  });

  test("takes drivers, sense points and both ends driven from the file, and writes the array as a netlist", async () => {
    const ends = { ...pair, r_driver: 5, r_sense: 20, double_sided: true };
    writeFileSync(join(folder, "ends.json"), JSON.stringify(ends));
    const { code, out } = await ohmfield(["array", "ends.json", "--netlist", "ends.cir", "--json"], folder);
    expect(code).toBe(0);
    const netlist = readFileSync(join(folder, "ends.cir"), "utf8");
    expect(netlist).toMatch(/^R_drive_r_0 in_0 dr_0 5$/m);
    const simulated = await ohmfield(["simulate", "ends.cir", "--json"], folder);
    const { vectors } = JSON.parse(simulated.out);
    const { currentsAmps } = JSON.parse(out).array;
    const found = [0, 1].map((i) => vectors.find((v: { name: string }) => v.name === `i(v_sense_${i})`).final);
    // ngspice's matrix is solved without refinement.
    for (const [i, amps] of currentsAmps.entries()) expect(Math.abs(found[i] / amps - 1)).toBeLessThan(1e-9);
  });

  test("prints a line a column, with what perfect wires would give", async () => {
    const { code, out } = await ohmfield(["array", "pair.json"], folder);
    expect(code).toBe(0);
    expect(out).toMatch(/1 x 2 array: iterative/);
    expect(out).toMatch(/^ +1 +9\.54774 mA +12\.5 mA$/m);
  });
});
