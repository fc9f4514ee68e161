import { describe, expect, test } from "vitest";
import { buildHopfieldCircuit, printNetlist, schedules, type TopologyName } from "../../src/circuit/index.ts";
import { LimitError } from "../../src/core/index.ts";
import { type MapOptions, mapToCrossbar } from "../../src/crossbar/index.ts";
import { fieldScale } from "../../src/network/index.ts";
import { reducedTask } from "../../src/simulate/index.ts";
import { randomNetwork, shippedProfile } from "../helpers/hopfield.ts";

const NETWORK = randomNetwork(9, 3, true);

function circuitOf(devices: "elements" | "numbers", topology: TopologyName, profileName: string, map: MapOptions) {
  const profile = shippedProfile(profileName);
  return buildHopfieldCircuit(topology, {
    crossbar: mapToCrossbar(NETWORK, profile, 1, map),
    profile,
    schedule: schedules.anneal,
    fieldScale: fieldScale(NETWORK),
    seed: 3,
    instance: "random",
    devices,
  }).circuit;
}

describe("reducedTask on an array kept as numbers", () => {
  test.each([
    ["passive", "ideal", {}],
    ["virtual-ground", "taox-cai-2020", {}],
    ["passive", "taox-cai-2020", { mapping: "offset-column" }],
    ["passive", "taox-cai-2020", { mapping: "bit-slicing", slices: 2 }],
    ["virtual-ground", "taox-cai-2020", { mapping: "reference-column" }],
  ] as [
    TopologyName,
    string,
    MapOptions,
  ][])("reads what it reads off the array's resistors, to the last bit: %s, %s, %o", (topology, profile, map) => {
    const elements = circuitOf("elements", topology, profile, map);
    const numbers = circuitOf("numbers", topology, profile, map);
    const count = (c: typeof elements) => c.sections.reduce((sum, { elements }) => sum + elements.length, 0);
    expect(count(numbers)).toBeLessThan(count(elements));
    expect(reducedTask({ circuit: numbers })).toEqual(reducedTask({ circuit: elements }));
  });

  test("has no netlist", () => {
    expect(() => printNetlist(circuitOf("numbers", "passive", "ideal", {}))).toThrow(LimitError);
  });
});
