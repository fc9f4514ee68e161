import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { checkPicture } from "../draw/well-formed.ts";
import { ohmfield, oneObject, petersen, scratch, start } from "./ohmfield.ts";

const { folder, remove } = scratch();
afterAll(remove);

const square =
  "TYPE: TSP\nDIMENSION: 4\nEDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION\n1 0 0\n2 9 9\n3 0 9\n4 9 0\nEOF\n";
writeFileSync(join(folder, "square.tsp"), square);

interface Raced {
  readonly task: { readonly kind: string; readonly file: string };
  readonly reference: { readonly objective: number; readonly proven: boolean; readonly source: string };
  readonly solvers: { readonly name: string; readonly hits: number; readonly objective: number }[];
}

describe("ohmfield race", () => {
  test("races solvers against the proven optimum in processor seconds", async () => {
    const args = ["race", petersen, "--solvers", "annealing,rank-two", "--seconds", "0.05", "--seeds", "3", "--json"];
    const outcome = await ohmfield(args, folder);
    expect(outcome.code).toBe(0);
    const { task, reference, solvers } = oneObject<Raced>(outcome);
    expect(task.kind).toBe("max-cut");
    expect(reference).toMatchObject({ objective: 12, proven: true, source: "proven" });
    for (const solver of solvers) {
      expect(solver).toMatchObject({ objective: 12, hits: 3, runs: 3, p: 1 });
      for (const key of ["seconds", "tts99Seconds", "tts99LowSeconds", "tts99HighSeconds", "toTargetSeconds"]) {
        expect(solver).toHaveProperty(key, expect.any(Number));
      }
    }
  });

  test("prints the same bytes for the same sweeps, one race a file, and writes its folder", async () => {
    const args = ["race", petersen, "square.tsp", "--steps", "300", "--seeds", "2", "--solvers", "tempering,greedy"];
    const first = await ohmfield([...args, "--json", "--out", "raced"], folder);
    expect(first.code).toBe(0);
    expect((await ohmfield([...args, "--json"], folder)).out).toBe(first.out);
    const { races } = oneObject<{ races: Raced[] }>(first);
    expect(races.map(({ task }) => task.kind)).toEqual(["max-cut", "tsp"]);
    expect(first.out).not.toContain("Seconds");
    const files = readdirSync(join(folder, "raced")).sort();
    const pictures = files.filter((file) => file.endsWith(".svg"));
    expect(pictures).toHaveLength(5);
    for (const file of pictures) checkPicture(readFileSync(join(folder, "raced", file), "utf8"));
    const text = (await ohmfield(args, folder)).out;
    expect(text).toContain("optimum, proven");
    expect(text.match(/TTS99/g)).toHaveLength(2);
  });

  test.each([
    ["an unknown solver", ["--solvers", "magic"], /annealing.*softmax/],
    ["a solver that does not fit", ["--solvers", "two-opt"], /works on tours only/],
    ["no time", ["--seconds", "0"], /Expected a number/],
  ])("refuses %s with exit code 2 and what there is", async (_, args, text) => {
    const { code, out, err } = await ohmfield(["race", petersen, ...args], folder);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(text);
  });

  test("refuses one target for two tasks", async () => {
    const { code, err } = await ohmfield(["race", petersen, "square.tsp", "--target", "3"], folder);
    expect(code).toBe(2);
    expect(err).toContain("--target");
  });

  test("keeps what is there when it is interrupted", async () => {
    const args = ["race", petersen, "--solvers", "greedy", "--target", "99", "--proof-limit", "0"];
    const { child, ended } = start([...args, "--seconds", "0.02", "--seeds", "100000", "--json"], folder);
    // Its first line of progress says that runs have ended.
    child.stderr.once("data", () => child.kill("SIGINT"));
    const outcome = await ended;
    expect(outcome.code).toBe(130);
    const found = oneObject<Raced & { complete: boolean; solvers: { runs: number }[] }>(outcome);
    expect(found.complete).toBe(false);
    expect(found.solvers[0]!.runs).toBeGreaterThan(0);
    expect(found.reference).toMatchObject({ objective: 99, source: "named" });
  });
});
