import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ohmfield, oneObject, scratch } from "./ohmfield.ts";

const { folder, remove } = scratch();
afterAll(remove);

/** A pentagon: a cut of an odd cycle leaves one edge out, which one cycle of five proves. */
const PENTAGON = "5 5\n1 2 1\n2 3 1\n3 4 1\n4 5 1\n1 5 1\n";
const certificate = {
  format: "ohmfield-certificate-1",
  task: { kind: "max-cut", name: "pentagon" },
  encoding: "spins",
  objective: 4,
  bound: 4,
  proven: true,
  solution: "+1\n-1\n+1\n-1\n+1\n",
  proof: {
    kind: "spins",
    tree: { leaf: "cycles", cycles: [{ spins: [0, 1, 2, 3, 4], odd: new Array(5).fill(true), multiplier: 2 }] },
  },
};

beforeAll(() => {
  writeFileSync(join(folder, "pentagon.mc"), PENTAGON);
  writeFileSync(join(folder, "good.json"), JSON.stringify(certificate));
  writeFileSync(join(folder, "wrong.json"), JSON.stringify({ ...certificate, solution: "+1\n+1\n+1\n-1\n+1\n" }));
});

describe("ohmfield check", () => {
  test("accepts a certificate that holds, with exit code 0", async () => {
    const { code, out } = await ohmfield(["check", "pentagon.mc", "good.json"], folder);
    expect(code).toBe(0);
    expect(out).toContain("certificate accepted: 1 nodes, 1 leaves");
    expect(out).toContain("at most 4");
    expect(out).toContain("optimal");
  });

  test("rejects one that does not, with exit code 1 and the place", async () => {
    const outcome = await ohmfield(["check", "pentagon.mc", "wrong.json", "--json"], folder);
    expect(outcome.code).toBe(1);
    expect(oneObject(outcome)).toMatchObject({
      task: { kind: "max-cut", n: 5, sense: "max" },
      claimed: { objective: 4, bound: 4, proven: true },
      accepted: false,
      objective: 2,
      bound: 4,
      proven: false,
      reasons: [{ path: "objective" }],
    });
  });
});
