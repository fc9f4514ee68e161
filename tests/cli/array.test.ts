import { writeFileSync } from "node:fs";
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

  test("prints a line a column, with what perfect wires would give", async () => {
    const { code, out } = await ohmfield(["array", "pair.json"], folder);
    expect(code).toBe(0);
    expect(out).toMatch(/1 x 2 array: iterative/);
    expect(out).toMatch(/^ +1 +9\.54774 mA +12\.5 mA$/m);
  });
});
