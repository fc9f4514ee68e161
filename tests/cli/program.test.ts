import { afterAll, describe, expect, test } from "vitest";
import { modelLibrary } from "../../src/circuit/index.ts";
import { ohmfield, oneObject, scratch } from "./ohmfield.ts";

const place = scratch();
afterAll(() => place.remove());
const run = (...args: string[]) => ohmfield(args, place.folder);

describe("ohmfield program", () => {
  const vteam = ["program", "--model", "vteam", "--devices", "6", "--spice", "0", "--json"];

  test("gives the spread as derived, with what was assumed, and the same bytes again", async () => {
    const outcome = await run(...vteam, "--target", "2m,5m");
    expect(outcome.code).toBe(0);
    const result = oneObject<{ programmingError: string; assumed: object; levels: { verified: number }[] }>(outcome);
    expect(result.programmingError).toBe("derived");
    expect(result.assumed).toMatchObject({ deviceSigma: 0.03, cycleSigma: 0.01 });
    expect(result.levels.map((level) => level.verified)).toEqual([6, 6]);
    expect((await run(...vteam, "--target", "2m,5m")).out).toBe(outcome.out);
  });

  test("ends with 1 when pulses were used up, and replays in SPICE", async () => {
    const outcome = await run("program", "--model", "taox", "--target", "100u", "--devices", "2", "--pulses", "4");
    expect(outcome.code).toBe(1);
    expect(outcome.out).toMatch(/100 uS +0 of 2/);
    expect(outcome.out).toMatch(/ngspice-wasm: 2 devices, 8 pulses replayed, largest difference \S+ %/);
  });

  test("ends with 2 for an unknown model, a target that is none or is out of range, and a parameter that is none", async () => {
    for (const [args, message] of [
      [["--model", "vteem", "--target", "1m"], /vteem.*vteam/],
      [["--model", "vteam", "--target", "much"], /--target.*much/],
      [["--model", "vteam", "--target", "1"], /does not reach/],
      [["--model", "vteam", "--target", "2m", "--param", "ron"], /--param.*ron/],
      [["--model", "vteam", "--target", "2m", "--param", "ron=-1"], /vteam\.ron/],
      [["--model", "vteam", "--target", "2m", "--tolerance", "200%"], /share from 0 to 1/],
    ] as const) {
      const outcome = await run("program", ...args);
      expect([outcome.code, outcome.out]).toEqual([2, ""]);
      expect(outcome.err).toMatch(message);
    }
  });
});

describe("ohmfield models", () => {
  test("lists every model with its ports, parameters and check values", async () => {
    const { models } = oneObject<{ models: { name: string; ports: string[]; checks: unknown[] }[] }>(
      await run("models", "--json"),
    );
    expect(models.map((m) => m.name)).toContain("sky130_reram");
    expect(models.every((m) => m.ports.join() === "plus,minus,x")).toBe(true);
    const shown = await run("models", "stanford_pku");
    expect(shown.out).toMatch(/fmin +1400000000 V\/m +least enhanced field/);
    expect(shown.out).toMatch(/set voltage +1\.392 V +independent/);
  });

  test("prints a subcircuit as its file has it", async () => {
    expect((await run("models", "taox", "--netlist")).out).toBe(modelLibrary("taox"));
    expect((await run("models", "nosuch")).code).toBe(2);
  });
});
