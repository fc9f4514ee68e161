import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ohmfield, oneObject, scratch } from "./ohmfield.ts";

const { folder, remove } = scratch();
afterAll(remove);

beforeAll(() => {
  // A path of four vertices: the two in the middle cover it.
  writeFileSync(join(folder, "path.cover"), "p edge 4 3\ne 1 2\ne 2 3\ne 3 4\n");
  // Facility 1 sends to 2; the way from location 2 to 1 is the short one.
  writeFileSync(join(folder, "pair.qap"), "2\n0 3\n0 0\n0 5\n2 0\n");
});

describe("ohmfield prove", () => {
  test("asks for a second opinion, and says both", async () => {
    const { code, out } = await ohmfield(["prove", "path.cover", "--second-opinion"], folder);
    expect(code).toBe(0);
    expect(out).toContain("optimum 2, proven");
    expect(out).toContain("second opinion: 2, optimal (HiGHS, 4 columns and 3 rows)");
    const outcome = await ohmfield(["prove", "path.cover", "--second-opinion", "--json"], folder);
    expect(oneObject(outcome)).toMatchObject({
      reference: { objective: 2, proven: true },
      secondOpinion: { objective: 2, proven: true },
    });
  });

  test("writes the certificate of an assignment, which check accepts, and has no second opinion of it", async () => {
    const args = ["prove", "pair.qap", "--certificate", "pair.json", "--second-opinion", "--json"];
    const outcome = await ohmfield(args, folder);
    expect(outcome.code).toBe(0);
    expect(oneObject(outcome)).toMatchObject({
      reference: { objective: 6, proven: true, method: "Gilmore-Lawler branch and bound" },
      certificate: "pair.json",
      secondOpinion: null,
    });
    const checked = await ohmfield(["check", "pair.qap", "pair.json"], folder);
    expect(checked.code).toBe(0);
    expect(checked.out).toContain("certificate accepted");
  });
});
