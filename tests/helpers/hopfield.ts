import { readFileSync } from "node:fs";
import {
  type AnnealSchedule,
  buildHopfieldCircuit,
  type HopfieldCircuit,
  schedules,
  type TopologyName,
} from "../../src/circuit/index.ts";
import { createRandom } from "../../src/core/index.ts";
import {
  type ArrayWires,
  type Crossbar,
  type HardwareProfile,
  type MapOptions,
  mapToCrossbar,
  parseBoard,
  parseDevice,
  perfectWires,
  resolveProfile,
} from "../../src/crossbar/index.ts";
import { createNetwork, fieldScale, type HopfieldNetwork } from "../../src/network/index.ts";

/** The text of a shipped board, device or periphery. */
export function hardwareText(kind: "boards" | "devices" | "periphery", name: string): string {
  return readFileSync(new URL(`../../hardware/${kind}/${name}.json`, import.meta.url), "utf8");
}

/** A shipped board with its device. */
export function shippedProfile(name: string): HardwareProfile {
  const board = parseBoard(hardwareText("boards", name), `${name}.json`);
  const device = parseDevice(hardwareText("devices", board.device), `${board.device}.json`);
  return resolveProfile(board, device, `${name}.json`);
}

/** Random symmetric network with weights of both signs, and a bias when asked. */
export function randomNetwork(n: number, seed: number, biased = false): HopfieldNetwork {
  const random = createRandom(seed, "test-network");
  const weights = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) weights[i * n + j] = weights[j * n + i] = random.integer(7) - 3;
  }
  weights[1] = weights[n] = 3;
  const bias = new Float64Array(n);
  if (biased) for (let i = 0; i < n; i++) bias[i] = random.integer(3) - 1;
  return createNetwork(n, weights, bias);
}

/** A fixed gain without noise, from a small random start. */
export function fixedGain(gamma: number, taus: number): AnnealSchedule {
  return {
    ...schedules.ramp,
    name: "fixed",
    gain: { taus: [0], values: [gamma] },
    annealTaus: taus,
    settleTaus: 400,
  };
}

export interface Bench {
  readonly network: HopfieldNetwork;
  readonly profile: HardwareProfile;
  readonly crossbar: Crossbar;
  readonly hopfield: HopfieldCircuit;
}

/** A network mapped and built with everything that a test looks at. */
export function buildBench(
  network: HopfieldNetwork,
  options: {
    readonly topology?: TopologyName;
    readonly profile?: string;
    readonly schedule?: AnnealSchedule;
    readonly seed?: number;
    readonly instance?: string;
    readonly map?: MapOptions;
    readonly wires?: Partial<ArrayWires>;
  } = {},
): Bench {
  const profile = shippedProfile(options.profile ?? "ideal");
  const crossbar = mapToCrossbar(network, profile, 1, { ...options.map, wires: { ...perfectWires, ...options.wires } });
  const hopfield = buildHopfieldCircuit(options.topology ?? "passive", {
    crossbar,
    profile,
    schedule: options.schedule ?? schedules.ramp,
    fieldScale: fieldScale(network),
    seed: options.seed ?? 1,
    instance: options.instance ?? `random-${network.n}`,
  });
  return { network, profile, crossbar, hopfield };
}
