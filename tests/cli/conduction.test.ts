import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ohmfield, oneObject, petersen, scratch } from "./ohmfield.ts";

const { folder, remove } = scratch();
afterAll(remove);
const ARGS = [petersen, "--profile", "sky130-reram", "--no-wires", "--no-presolve"];

interface Solved {
  readonly mapping: { readonly gains: { readonly fullSwing: number } | null };
  readonly settings: { readonly map: object };
}

test("a campaign of devices with a law carries it to netlist and report, and is judged the same by verify", async () => {
  const args = ["--anneal", "20", "--runs", "1", "--threads", "1", "--engine", "reduced", "--out", "law", "--json"];
  const solved = await ohmfield(["solve", ...ARGS, ...args], folder);
  expect({ code: solved.code, err: solved.err }).toMatchObject({ code: 0 });
  expect(oneObject<Solved>(solved).mapping.gains!.fullSwing).toBeCloseTo(1.14, 3);
  expect(readFileSync(join(folder, "law", "netlist-1.cir"), "utf8")).toMatch(/^X_p_0_\d p_\d u_0 device g=/m);
  const report = readFileSync(join(folder, "law", "report.html"), "utf8");
  expect(report).toContain("conduction, beyond one gain for all");
  expect(report).toContain("small signal \u2212 full swing");
  expect((await ohmfield(["verify", "law", "--json"], folder)).code).toBe(0);
  const certified = await ohmfield(["verify", "law", "--certificate"], folder);
  expect(certified.code).toBe(2);
  expect(certified.err).toContain("a run of devices that are not ohmic is not certified");
});

test("--no-conduction takes devices for ohmic, and stands in the settings", async () => {
  const compiled = await ohmfield(["compile", ...ARGS, "--no-conduction", "--out", "plain.cir", "--json"], folder);
  expect(compiled.code).toBe(0);
  const netlist = readFileSync(join(folder, "plain.cir"), "utf8");
  expect(netlist).toMatch(/^R_p_0_\d p_\d u_0 /m);
  expect(netlist).not.toContain("device g=");
  expect(oneObject<{ mapping: Solved["mapping"] }>(compiled).mapping.gains).toBeNull();
});
