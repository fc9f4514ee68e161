import { type ProgressSink, throwIfCancelled } from "../../core/index.ts";
import { type Crossbar, mapToCrossbar, programmedNetwork } from "../../crossbar/index.ts";
import { energy, type HopfieldNetwork, type Spins } from "../../network/index.ts";
import { type Proportion, wilson } from "../../verify/index.ts";
import { programArray } from "../compile.ts";
import { type Blame, type BlameSpec, blame, deviceSeedOf, NO_LOSS } from "./blame.ts";
import { type Hardware, type Knob, knobs } from "./knobs.ts";
import { lowestState, SAME_ENERGY } from "./lowest-state.ts";
import { type TaskLoss, taskLoss } from "./task-loss.ts";

/** What is asked of an array: whether its minimum is still an optimum of the task. */
export interface FidelitySpec {
  readonly network: HopfieldNetwork;
  readonly hardware: Hardware;
  readonly deviceSeed: number;
  readonly devices: number;
  readonly groundStates: readonly Spins[];
  readonly prove: boolean;
  readonly loss: (spins: Spins) => TaskLoss;
  readonly signal?: AbortSignal;
  readonly progress?: ProgressSink;
}

/** Whether one array still has a true ground state among its lowest states, or another optimum of the task. */
export async function keepsOptimum(
  spec: Pick<FidelitySpec, "groundStates" | "prove" | "loss" | "signal">,
  crossbar: Crossbar,
  deviceSeed: number,
): Promise<boolean> {
  const held = programmedNetwork(crossbar);
  const { groundStates, prove, signal } = spec;
  const hooks = signal === undefined ? {} : { signal };
  const found = await lowestState(held, { seed: deviceSeed, prove, candidates: groundStates, ...hooks });
  const slack = SAME_ENERGY * held.weights.reduce((sum, w) => sum + Math.abs(w), 1);
  if (groundStates.some((spins) => energy(held, spins) <= found.energy + slack)) return true;
  const { objective, feasible } = spec.loss(found.spins);
  return feasible && objective <= NO_LOSS;
}

/** Share of the device samples whose array still has its minimum at an optimum, with Wilson's interval. */
export async function fidelity(spec: FidelitySpec, hardware: Hardware = spec.hardware): Promise<Proportion> {
  let kept = 0;
  for (let k = 0; k < spec.devices; k++) {
    throwIfCancelled(spec.signal);
    const deviceSeed = deviceSeedOf(spec.deviceSeed, k);
    const crossbar = mapToCrossbar(spec.network, hardware.profile, deviceSeed, hardware.map);
    if (await keepsOptimum(spec, crossbar, deviceSeed)) kept++;
  }
  return wilson(kept, spec.devices);
}

/** How bad one knob may be. Plain data. */
export interface Threshold {
  readonly knob: string;
  readonly description: string;
  /** Value of the hardware as it is; null where it is no single number. */
  readonly now: number | null;
  /** The worst value of the ladder up to which every sample keeps the optimum; null when not even the ideal does. */
  readonly worst: number | null;
  /** The next value of the ladder, at which some sample loses it; null when none that was tried does. */
  readonly fails: number | null;
  /** Share of the samples that keep it there. */
  readonly keptAtFailure: Proportion | null;
}

/** Walks a knob's ladder from ideal to bad, until a sample loses the optimum. */
export async function thresholdOf(spec: FidelitySpec, knob: Knob): Promise<Threshold> {
  const now = knob.read(spec.hardware);
  const found = { knob: knob.name, description: knob.description, now: Number.isNaN(now) ? null : now };
  let worst: number | null = null;
  for (const [k, value] of knob.ladder.entries()) {
    const kept = await fidelity(spec, knob.turn(spec.hardware, value));
    spec.progress?.({ stage: knob.name, done: k + 1, total: knob.ladder.length });
    if (kept.p < 1) return { ...found, worst, fails: value, keptAtFailure: kept };
    worst = value;
  }
  return { ...found, worst, fails: null, keptAtFailure: null };
}

/** The hardware with every knob at its ideal, its devices ohmic. */
export function idealHardware(hardware: Hardware): Hardware {
  const { wires: _wires, ...map } = hardware.map;
  const { conduction: _law, selector: _selector, ...device } = hardware.profile.device;
  const start: Hardware = { ...hardware, profile: { ...hardware.profile, device }, map };
  return knobs.reduce((made, knob) => knob.turn(made, knob.ladder[0]!), start);
}

/** What an instance asks of its hardware: each knob alone, the others ideal. */
export async function requirements(spec: FidelitySpec): Promise<Threshold[]> {
  const ideal = idealHardware(spec.hardware);
  const thresholds: Threshold[] = [];
  for (const knob of knobs) {
    const { now: _now, ...rest } = await thresholdOf({ ...spec, hardware: ideal }, knob);
    const now = knob.read(spec.hardware);
    thresholds.push({ now: Number.isNaN(now) ? null : now, ...rest });
  }
  return thresholds;
}

/** A single change that wins the optimum back. Plain data. */
export interface Remedy {
  readonly knob: string;
  readonly from: number | null;
  readonly to: number;
  /** How many times better the part must be; infinite (null) when only the ideal helps. */
  readonly factor: number | null;
}

/** How many times better a value is than another. */
function improvement(knob: Knob, from: number, to: number): number | null {
  if (to === 0 || Number.isNaN(from)) return null;
  return knob.name === "levels" ? to / from : from / to;
}

/**
 * Single changes of the hardware that give every device sample its optimum back, everything else as it is: the cheapest
 * first, by how many times better the part must be. Only parts that are worse than ideal are turned.
 */
export async function remedies(spec: FidelitySpec): Promise<Remedy[]> {
  const found: Remedy[] = [];
  for (const knob of knobs) {
    const from = knob.read(spec.hardware);
    if (from === knob.ladder[0]) continue;
    const { worst } = await thresholdOf(spec, knob);
    if (worst === null) continue;
    found.push({
      knob: knob.name,
      from: Number.isNaN(from) ? null : from,
      to: worst,
      factor: improvement(knob, from, worst),
    });
  }
  return found.sort((a, b) => (a.factor ?? Number.POSITIVE_INFINITY) - (b.factor ?? Number.POSITIVE_INFINITY));
}

/** What a campaign's instance needs, and what would help. Plain data. */
export interface Advice {
  readonly kept: Proportion;
  readonly requirements: readonly Threshold[];
  readonly remedies: readonly Remedy[];
}

/** The question about arrays behind the question about runs. */
function fidelitySpec(spec: BlameSpec): FidelitySpec {
  const { compiled, optimum, best } = spec;
  const { network, profile, map, deviceSeed } = compiled;
  return { ...spec, network, deviceSeed, hardware: { profile, map }, loss: taskLoss(compiled, optimum, best) };
}

/** Thresholds of every part, and the single changes that help. */
export async function adviceOf(blamed: BlameSpec): Promise<Advice> {
  const spec = fidelitySpec(blamed);
  const kept = await fidelity(spec);
  const needs = await requirements(spec);
  return { kept, requirements: needs, remedies: kept.p === 1 ? [] : await remedies(spec) };
}

/** The blame of the same runs on changed hardware: devices of the same seeds, programmed and simulated anew. */
export async function blameChanged(
  spec: BlameSpec,
  changes: readonly { readonly knob: Knob; readonly value: number }[],
): Promise<Blame> {
  const { compiled } = spec;
  const { profile, map } = changes.reduce<Hardware>((made, { knob, value }) => knob.turn(made, value), compiled);
  const { readouts: _readouts, ...rest } = spec;
  return blame({ ...rest, compiled: programArray(compiled, profile, compiled.deviceSeed, map) });
}
