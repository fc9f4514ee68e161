import { describe, expect, test } from "vitest";
import { buildHopfieldCircuit, parseNetlist, printNetlist, schedules } from "../../src/circuit/index.ts";
import { mapToCrossbar, parseBoard, resolveProfile } from "../../src/crossbar/index.ts";
import { createNetwork } from "../../src/network/index.ts";
import { hardwareText } from "../helpers/hopfield.ts";
import { ksCritical, ksDistance, normalCdf } from "../helpers/kolmogorov.ts";
import { PUBLISHED, PUBLISHED_CASES } from "../helpers/published-deviations.ts";

/** Spins whose pairs give more than 1e5 devices, half of them on and half of them off. */
const SPINS = 230;
/** Resistances of a netlist keep seven digits. */
const DIGITS = 1e-6;

const board = parseBoard(hardwareText("boards", "ideal"), "ideal.json");
// Unweighted MAX-CUT: the negative rail's devices are on, the positive rail's off.
const weights = new Float64Array(SPINS * SPINS).fill(-1);
for (let i = 0; i < SPINS; i++) weights[i * SPINS + i] = 0;
const network = createNetwork(SPINS, weights);

/** Conductances on a rail by the netlist's text: a resistor a line, its name, two nodes, ohms in plain numbers. */
function heldSiemens(text: string, rail: string): number[] {
  return Array.from(
    text.matchAll(new RegExp(`^R_${rail}_\\d+_\\d+ \\S+ \\S+ (\\S+)$`, "gm")),
    (match) => 1 / Number(match[1]),
  );
}

function printed(name: string, seconds: number | undefined, device: (typeof PUBLISHED_CASES)[number][2]): string {
  const profile = resolveProfile(board, device, `${name}.json`);
  const crossbar = mapToCrossbar(network, profile, 11, {
    devices: { effects: ["programming"], ...(seconds === undefined ? {} : { afterSeconds: seconds }) },
  });
  const spec = { crossbar, profile, schedule: schedules.ramp, fieldScale: 1, seed: 1, instance: "spread" };
  return printNetlist(buildHopfieldCircuit("passive", spec).circuit);
}

describe("the printed netlist", () => {
  test.each(
    PUBLISHED_CASES,
  )("holds conductances of %s after %s s spread as the published curve says", (name, seconds, device) => {
    const text = printed(name, seconds, device);
    const pairs = SPINS * (SPINS - 1);
    for (const [rail, target] of [
      ["m", device.onSiemens.value],
      ["p", device.offSiemens.value],
    ] as const) {
      const held = heldSiemens(text, rail);
      const sigma = PUBLISHED[name]!(target, seconds);
      if (sigma === 0) {
        expect(held).toHaveLength(target === 0 ? 0 : pairs);
        expect(held.every((g) => Math.abs(g / target - 1) < DIGITS)).toBe(true);
        continue;
      }
      // Devices whose error takes them to 0 are no resistors.
      const samples = Float64Array.from({ length: pairs }, (_, k) => held[k] ?? 0);
      const distance = ksDistance(samples, (x) => (x < 0 ? 0 : normalCdf((x - target) / sigma)));
      expect(distance).toBeLessThan(ksCritical(pairs));
    }
  });

  test("reads back as the text says", () => {
    const [name, seconds, device] = PUBLISHED_CASES.find(([name]) => name === "hfo2-milo-2021")!;
    const text = printed(name, seconds, device);
    const read = parseNetlist(text)
      .sections.flatMap(({ elements }) => elements)
      .flatMap((e) => (e.kind === "resistor" && e.name.startsWith("R_m_") ? [1 / e.ohms] : []));
    expect(read).toEqual(heldSiemens(text, "m"));
  });
});
