import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  type Anneal,
  type AnnealSpec,
  anneal,
  compileProblem,
  devicesFor,
  writeAnneal,
} from "../../src/campaign/index.ts";
import { schedules } from "../../src/circuit/index.ts";
import { generateMaxCut } from "../../src/problem/index.ts";
import { ReducedEngine } from "../../src/simulate/index.ts";
import { shippedProfile } from "../helpers/hopfield.ts";

const compiled = compileProblem(generateMaxCut({ vertices: 10, density: 0.5, seed: 1 }), shippedProfile("ideal"), 1);

async function runs(devices: AnnealSpec["devices"]): Promise<Anneal[]> {
  const found: Anneal[] = [];
  const engine = new ReducedEngine();
  const onAnneal = (one: Anneal) => void found.push(one);
  const spec = {
    compiled,
    topology: "passive",
    schedule: schedules.ramp,
    engine,
    seed: 1,
    runs: 2,
    concurrency: 1,
  } as const;
  await anneal({ ...spec, onAnneal, ...(devices === undefined ? {} : { devices }) });
  await engine.close();
  return found;
}

describe("devicesFor", () => {
  test("asks for numbers for the reduced engine alone, and for more devices than a netlist holds", () => {
    const { crossbar } = compiled;
    const huge = { crossbar: { ...crossbar, siemens: new Float64Array(1_000_001).fill(1e-6) } };
    expect(devicesFor(huge, "reduced")).toBe("numbers");
    expect(devicesFor(huge, "ngspice")).toBe("elements");
    expect(devicesFor(compiled, "reduced")).toBe("elements");
  });
});

describe("anneal", () => {
  test("gives the same waveforms with the devices as numbers, and writes them without netlists", async () => {
    const [elements, numbers] = [await runs(undefined), await runs("numbers")];
    expect(elements).toHaveLength(2);
    expect(numbers.map(({ waveforms }) => waveforms)).toEqual(elements.map(({ waveforms }) => waveforms));
    expect(numbers.map(({ readout }) => readout)).toEqual(elements.map(({ readout }) => readout));
    const folder = await mkdtemp(join(tmpdir(), "ohmfield-devices-"));
    try {
      await writeAnneal(folder, numbers[0]!);
      await writeAnneal(folder, elements[1]!);
      expect((await readdir(folder)).sort()).toEqual(["netlist-2.cir", "waveforms-1.raw", "waveforms-2.raw"]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
