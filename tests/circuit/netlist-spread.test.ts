import { describe, expect, test } from "vitest";
import {
  buildHopfieldCircuit,
  type CircuitElement,
  parseNetlist,
  printNetlist,
  schedules,
} from "../../src/circuit/index.ts";
import { mapToCrossbar, parseBoard, programmingSigmaSiemens, resolveProfile } from "../../src/crossbar/index.ts";
import { createNetwork } from "../../src/network/index.ts";
import { shippedDevice } from "../helpers/hardware.ts";
import { hardwareText } from "../helpers/hopfield.ts";
import { ksCritical, ksDistance, normalCdf } from "../helpers/kolmogorov.ts";

/** Spins whose pairs give more than 1e5 devices at each of two conductances. */
const SPINS = 320;

describe.each([
  "hfo2-milo-2021",
  "rram-wan-2022",
  "pcm-joshi-2020",
  "sonos-agrawal-2022",
])("the netlist of an array of %s", (name) => {
  test("holds conductances that are spread as the device's published curve says", () => {
    const device = shippedDevice(name);
    const profile = resolveProfile(parseBoard(hardwareText("boards", "ideal"), "ideal.json"), device, "ideal.json");
    const weights = new Float64Array(SPINS * SPINS).fill(-1);
    for (let i = 0; i < SPINS; i++) weights[i * SPINS + i] = 0;
    const crossbar = mapToCrossbar(createNetwork(SPINS, weights), profile, 11);
    const { circuit } = buildHopfieldCircuit("passive", {
      crossbar,
      profile,
      schedule: schedules.ramp,
      fieldScale: 1,
      seed: 1,
      instance: "spread",
    });
    const read = parseNetlist(printNetlist(circuit));
    const devices = read.sections
      .flatMap(({ elements }) => elements)
      .filter((e): e is Extract<CircuitElement, { kind: "resistor" }> => /^R_[pm]_/.test(e.name));
    const pairs = SPINS * (SPINS - 1);
    // Unweighted MAX-CUT: the negative rail's devices are on, the positive rail's off.
    for (const [rail, target] of [
      ["m", device.onSiemens.value],
      ["p", device.offSiemens.value],
    ] as const) {
      const held = devices.filter((e) => e.name.startsWith(`R_${rail}_`)).map(({ ohms }) => 1 / ohms);
      // Devices whose error takes them to 0 are no resistors.
      const samples = Float64Array.from({ length: pairs }, (_, k) => held[k] ?? 0);
      const sigma = programmingSigmaSiemens(device, target);
      const distance = ksDistance(samples, (x) => (x < 0 ? 0 : normalCdf((x - target) / sigma)));
      expect(distance).toBeLessThan(ksCritical(pairs));
    }
  });
});
