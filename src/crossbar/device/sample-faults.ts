import type { Device } from "../hardware/device-schema.ts";
import { type CellRandom, createCellRandom } from "./cell-random.ts";
import { FAULT_SCHEMA, type FaultMap } from "./fault-map.ts";

type Fault = Omit<FaultMap["faults"][number], "cell">;

/** The stream that faults are drawn from. */
export function faultStream(seed: number): CellRandom {
  return createCellRandom(seed, "faults");
}

/** Whether and how a cell is stuck; undefined for one that can be programmed. */
export function faultOf(device: Device, cell: number, random: CellRandom): Fault | undefined {
  if (device.faults === undefined) return undefined;
  const { stuckOn, stuckOff } = device.faults;
  const drawn = random.uniform(cell);
  if (drawn < stuckOn.rate.value) return { kind: "stuck-on", siemens: stuckOn.siemens.value };
  if (drawn < stuckOn.rate.value + stuckOff.rate.value) return { kind: "stuck-off", siemens: stuckOff.siemens.value };
  return undefined;
}

/** Draws the faults of an array of `cells` devices: the same ones that a sampler of this seed meets. */
export function sampleFaults(device: Device, cells: number, seed: number): FaultMap {
  const random = faultStream(seed);
  const faults: FaultMap["faults"] = [];
  for (let cell = 0; cell < cells; cell++) {
    const fault = faultOf(device, cell, random);
    if (fault) faults.push({ cell, ...fault });
  }
  return { schema: FAULT_SCHEMA, cells, faults };
}
