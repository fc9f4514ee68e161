import {
  conductionLaw,
  type DeviceEffect,
  type HardwareProfile,
  type MapOptions,
  mapToCrossbar,
  programmedNetwork,
} from "../../crossbar/index.ts";
import type { HopfieldNetwork, Spins } from "../../network/index.ts";
import { type Layer, shapley } from "../../verify/index.ts";
import type { LowestState } from "./lowest-state.ts";
import type { TaskLoss } from "./task-loss.ts";

/**
 * Layers that change the network which the array holds. Conduction counts at full swing with the summing lines at ground, where
 * settled neurons have it; what it does on the way there is the dynamics'.
 */
export const ARRAY_LAYERS = [
  "quantisation",
  "programming",
  "faults",
  "conduction",
  "wires",
] as const satisfies readonly Layer[];
export type ArrayLayer = (typeof ARRAY_LAYERS)[number];

/** Effects of the devices behind each layer. Read noise is none of them: it fluctuates through a run, and is the dynamics'. */
export const LAYER_EFFECTS: Readonly<Record<ArrayLayer, readonly DeviceEffect[]>> = {
  quantisation: ["levels"],
  programming: ["programming", "drift", "temperature"],
  faults: ["faults"],
  conduction: ["conduction"],
  wires: [],
};

/** Two layers that lose more, or less, together than one by one. Plain data. */
export interface LayerInteraction {
  readonly layers: readonly [ArrayLayer, ArrayLayer];
  /** In units of the objective; above 0 they make each other worse. */
  readonly objective: number;
}

/** What one programmed array loses before anything moves: the loss of its exact minimum, split over its layers. */
export interface ArrayLosses {
  readonly deviceSeed: number;
  /** Loss of the minimum of a perfect array: the encoding's own. */
  readonly encoding: TaskLoss;
  /** Shapley shares over the layers that are at work; 0 for the others. They sum to total - encoding. */
  readonly shares: Readonly<Record<ArrayLayer, number>>;
  readonly interactions: readonly LayerInteraction[];
  /** Loss of the minimum of the array as it is. */
  readonly total: TaskLoss;
  /** Minimum of the array as it is. */
  readonly minimum: LowestState;
  /** Networks whose minimum was sought. */
  readonly evaluations: number;
  /** Whether every one of these minima is proven. */
  readonly proven: boolean;
}

/** Layers of a board that can lose anything at all. */
export function activeLayers({ device }: HardwareProfile, map: MapOptions): ArrayLayer[] {
  const hasError = device.programming.errors.some(({ sigma }) => sigma.kind !== "constant" || sigma.value > 0);
  return ARRAY_LAYERS.filter((layer) => {
    if (layer === "quantisation") return device.levels.value > 0;
    if (layer === "programming") return hasError || device.drift !== undefined || device.temperature !== undefined;
    if (layer === "faults") return device.faults !== undefined || map.devices?.faults !== undefined;
    if (layer === "conduction") {
      return conductionLaw(device) !== null && map.devices?.effects?.includes("conduction") !== false;
    }
    return map.wires !== undefined;
  });
}

/** What the game over an array's layers needs. */
export interface ArrayGame {
  readonly network: HopfieldNetwork;
  readonly profile: HardwareProfile;
  readonly map: MapOptions;
  readonly deviceSeed: number;
  /** Ground states of the network that are known; at least one. */
  readonly groundStates: readonly Spins[];
  loss(spins: Spins): TaskLoss;
  lowest(network: HopfieldNetwork, candidates: readonly Spins[]): Promise<LowestState>;
}

/** The network that the array holds when only some layers are at work. */
export function networkWith(
  game: Pick<ArrayGame, "network" | "profile" | "map" | "deviceSeed">,
  layers: readonly ArrayLayer[],
) {
  const { network, profile, map, deviceSeed } = game;
  const effects = layers.flatMap((layer) => LAYER_EFFECTS[layer]);
  const { wires, ...rest } = map;
  const kept = layers.includes("wires") && wires !== undefined ? { wires } : {};
  const crossbar = mapToCrossbar(network, profile, deviceSeed, {
    ...rest,
    ...kept,
    devices: { ...map.devices, effects },
  });
  return programmedNetwork(crossbar);
}

/**
 * Splits what an array's minimum loses over the layers that made the array: each set of layers is programmed with the same
 * devices, the others ideal, and the lowest state of the network that it then holds is scored on the true task. Where
 * several states are lowest, as rounding may leave them, their mean loss counts: the array cannot tell them apart.
 *
 * @throws HardwareError, CancelledError
 */
export async function arrayLosses(game: ArrayGame): Promise<ArrayLosses> {
  const active = activeLayers(game.profile, game.map);
  const { groundStates } = game;
  let proven = true;
  const minima = new Map<number, { readonly state: LowestState; readonly loss: TaskLoss }>();
  const shares = await shapley(active.length, async (mask) => {
    const held = networkWith(
      game,
      active.filter((_, k) => mask & (1 << k)),
    );
    const state = await game.lowest(held, groundStates);
    proven &&= state.proven;
    const losses = state.states.map(game.loss);
    const loss = {
      objective: losses.reduce((sum, { objective }) => sum + objective, 0) / losses.length,
      feasible: losses.every(({ feasible }) => feasible),
    };
    minima.set(mask, { state, loss });
    return loss.objective;
  });
  const all = minima.get(2 ** active.length - 1)!;
  const shareOf = (layer: ArrayLayer) => (active.includes(layer) ? shares.shares[active.indexOf(layer)]! : 0);
  return {
    deviceSeed: game.deviceSeed,
    encoding: minima.get(0)!.loss,
    shares: Object.fromEntries(ARRAY_LAYERS.map((layer) => [layer, shareOf(layer)])) as Record<ArrayLayer, number>,
    interactions: shares.interactions.map(({ first, second, value }) => ({
      layers: [active[first]!, active[second]!],
      objective: value,
    })),
    total: all.loss,
    minimum: all.state,
    evaluations: shares.evaluations,
    proven,
  };
}
