import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkSettling, parseSettlingCertificate } from "../../src/campaign/index.ts";
import { OhmfieldError } from "../../src/core/index.ts";
import { readProblem } from "../../src/problem/index.ts";
import { ohmfield, petersen, scratch } from "./ohmfield.ts";

const { folder, remove } = scratch();
const run = join(folder, "run");
const file = join(run, "settling-1.json");
let certificate: Record<string, unknown>;

beforeAll(async () => {
  const solve = ["solve", petersen, "--runs", "1", "--schedule", "ramp", "--engine", "reduced", "--no-presolve"];
  expect((await ohmfield([...solve, "--out", run], folder)).code).toBe(0);
  const verified = await ohmfield(["verify", run, "--certificate", "--json"], folder);
  expect(verified.code).toBe(0);
  expect(JSON.parse(verified.out).certificates).toEqual([{ seed: 1, file: "settling-1.json", doubts: [] }]);
  certificate = JSON.parse(readFileSync(file, "utf8"));
});
afterAll(remove);

/** The word on a changed certificate: accepted or not, unreadable ones not. */
async function isAccepted(changed: unknown): Promise<boolean> {
  const problem = await readProblem(readFileSync(petersen, "utf8"), petersen);
  try {
    const parsed = parseSettlingCertificate(JSON.stringify(changed), file);
    return (await checkSettling(problem, parsed, file)).accepted;
  } catch (error) {
    expect(error).toBeInstanceOf(OhmfieldError);
    return false;
  }
}

describe("ohmfield verify --certificate and check", () => {
  test("certify a settled run with its distance to the optimum", async () => {
    const { code, out } = await ohmfield(["check", petersen, file, "--json"], folder);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ accepted: true, objective: 12, gap: 0, proof: { accepted: true } });
  });

  test("reject a certificate with any one of its fields changed", async () => {
    const settling = certificate.settling as Record<string, unknown>;
    const lyapunov = settling.lyapunov as Record<string, number>;
    const changes: Record<string, unknown>[] = [
      { task: { kind: "max-cut", name: "another" } },
      { presolve: "yes" },
      { encoding: "none" },
      { netlist: { file: "netlist-1.cir", sha256: "0".repeat(64) } },
      { waveforms: { file: "waveforms-1.raw", sha256: "0".repeat(64) } },
      { proof: { file: "proof.json", sha256: "0".repeat(64) } },
      { proof: null },
      { objective: 11 },
      { energy: (certificate.energy as number) - 1 },
      { gap: 1 },
      { format: "ohmfield-settling-2" },
      { settling: { ...settling, growth: (settling.growth as number) * 1.01 } },
      { settling: { ...settling, residual: 0 } },
      { settling: { ...settling, marginVolts: 1 } },
      { settling: { ...settling, asymmetry: 0.1 } },
      { settling: { ...settling, endSeconds: 1 } },
      { settling: { ...settling, spins: (settling.spins as number[]).map((s) => -s) } },
      { settling: { ...settling, lyapunov: { ...lyapunov, rise: -1 } } },
      { settling: { ...settling, lyapunov: { ...lyapunov, endWatts: 2 * lyapunov.endWatts! } } },
      { settling: { ...settling, lyapunov: { ...lyapunov, lifts: ["noise currents flow"] } } },
    ];
    expect(await isAccepted(certificate)).toBe(true);
    for (const change of changes) {
      expect([change, await isAccepted({ ...certificate, ...change })]).toEqual([change, false]);
    }
  });

  test("reject a run whose waveforms were edited, whatever the certificate says", async () => {
    const raw = join(run, "waveforms-1.raw");
    const bytes = readFileSync(raw);
    const changed = Buffer.from(bytes);
    changed.writeDoubleLE(1, changed.length - 8);
    writeFileSync(raw, changed);
    const { code, out } = await ohmfield(["check", petersen, file, "--json"], folder);
    writeFileSync(raw, bytes);
    expect(code).toBe(1);
    expect(JSON.parse(out).reasons[0]).toContain("not the file of the certificate");
  });
});
