import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { type HopfieldCircuit, parseNetlist, printNetlist } from "../../src/circuit/index.ts";
import type { Crossbar } from "../../src/crossbar/index.ts";
import * as library from "../../src/index.ts";
import type { HopfieldNetwork } from "../../src/network/index.ts";
import { readOut } from "../../src/readout/index.ts";
import { enumerateStates } from "../helpers/states.ts";
import { ENGINES } from "../simulate/fixtures.ts";

/** Two versions of ngspice take the same steps at the same tolerances; a tenth of what one step may err. */
const ENGINES_AGREE = 1e-4;

/** The table of a batch run has six digits, and its run goes on after the engines have stopped. */
const TABLE_AGREES = 1e-3;

interface Golden {
  readonly file: string;
  readonly shows: string;
  readonly spins: string;
  readonly network: HopfieldNetwork;
  readonly crossbar: Crossbar;
  readonly hopfield: HopfieldCircuit;
  readonly text: string;
}

const root = new URL("../../", import.meta.url);
const folder = new URL("netlists/golden/", root);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const { makeGoldens } = (await import(new URL("goldens.js", import.meta.url).href)) as {
  makeGoldens(door: typeof library, reader: typeof read): Golden[];
};
const goldens = makeGoldens(library, read);
const goldenText = (golden: Golden) => readFileSync(new URL(golden.file, folder), "utf8");
const spinsText = (spins: ArrayLike<number>) => Array.from(spins, (s) => (s > 0 ? "+" : "-")).join("");
const engines = ENGINES.filter((engine) => !engine.missing).map((engine) => engine.create({ threads: 1 }));
afterAll(async () => {
  for (const engine of engines) await engine.close();
});
const native = ENGINES.find((engine) => engine.name === "ngspice")!;

describe("netlists/golden", () => {
  test("holds exactly the netlists that are described, each with a row in the README", () => {
    const files = readdirSync(folder).filter((file) => file.endsWith(".cir"));
    expect(files.sort()).toEqual(goldens.map((golden) => golden.file).sort());
    const readme = readFileSync(new URL("README.md", folder), "utf8");
    for (const golden of goldens)
      expect(readme).toMatch(new RegExp(`\\| \`${golden.file}\` \\| .*\`${golden.spins.replaceAll("+", "\\+")}\``));
  });
});

describe.each(goldens)("netlists/golden/$file", (golden) => {
  const { hopfield, crossbar, network } = golden;

  test("is what printNetlist writes, byte for byte (else: npm run golden:update, and read the diff)", () => {
    expect(golden.text).toBe(goldenText(golden));
  });

  test("parses to the typed circuit and prints to itself", () => {
    const parsed = parseNetlist(goldenText(golden), golden.file);
    expect(parsed).toEqual(hopfield.circuit);
    expect(printNetlist(parsed)).toBe(goldenText(golden));
  });

  test("keeps its lines short and its text plain", () => {
    for (const line of goldenText(golden).split("\n")) {
      expect(line.length).toBeLessThanOrEqual(120);
      expect(line).toMatch(/^[ -~]*$/);
    }
  });

  test("settles in the expected spins, a ground state, with the same voltages in every engine", async () => {
    const readouts = [];
    for (const engine of engines) {
      const netlist = { text: goldenText(golden), file: golden.file, stop: hopfield.circuit.stop! };
      const readout = readOut(await engine.simulate({ netlist }), hopfield, crossbar);
      expect(readout.unsettledBecause).toBe("");
      expect(spinsText(readout.spins)).toBe(golden.spins);
      readouts.push(readout);
    }
    const least = Math.min(...enumerateStates(network.n).map((s) => library.energy(network, s)));
    expect(library.energy(network, readouts[0]!.spins)).toBe(least);
    const swing = 2 * hopfield.supplyVolts;
    for (const readout of readouts) {
      for (let i = 0; i < network.n; i++) {
        expect(Math.abs(readout.outputVolts[i]! - readouts[0]!.outputVolts[i]!)).toBeLessThan(ENGINES_AGREE * swing);
      }
    }
  });

  test.skipIf(native.missing)("runs unchanged with 'ngspice -b' (skipped if not installed)", async () => {
    const file = fileURLToPath(new URL(golden.file, folder));
    const out = execFileSync("ngspice", ["-b", file], { encoding: "utf8", stdio: "pipe", cwd: tmpdir() });
    // Tables of a few columns each, one after the other: the last row of each holds the final voltages.
    const rows = [...out.matchAll(/^(?:Index.*|\d+\t.*)$/gm)].map((m) => m[0].trim().split(/\s+/));
    const finals = new Map<string, number>();
    let head: string[] = [];
    for (const row of rows) {
      if (row[0] === "Index") head = row;
      else for (let k = 2; k < row.length; k++) finals.set(head[k]!, Number(row[k]));
    }
    const readout = readOut(await engines[0]!.simulate({ circuit: hopfield.circuit }), hopfield, crossbar);
    for (const [i, name] of hopfield.layout.outputs.entries()) {
      const difference = Math.abs(finals.get(name)! - readout.outputVolts[i]!);
      expect(difference).toBeLessThan(TABLE_AGREES * 2 * hopfield.supplyVolts);
    }
  });
});
