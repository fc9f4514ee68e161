import { boardWires, type HardwareProfile, mapToCrossbar } from "../../crossbar/index.ts";
import type { HopfieldNetwork } from "../../network/index.ts";
import { type ArrayLayer, activeLayers, LAYER_EFFECTS } from "./array-losses.ts";
import { type Hardware, type Knob, knobs } from "./knobs.ts";
import { measurePoint, type PrecisionPoint, type PrecisionSpec } from "./precision.ts";
import { idealHardware } from "./what-if.ts";

/** A published device or board to be measured beside a knob's ladder. */
export interface PublishedHardware {
  readonly name: string;
  readonly profile: HardwareProfile;
}

/** One device or board at the place of a ladder where it stands. Plain data. */
export interface PublishedPoint extends PrecisionPoint {
  readonly name: string;
}

/** Root mean square of the programming error over the devices that hold a network, as a share of their range. */
function errorOf(network: HopfieldNetwork, { profile, map }: Hardware, deviceSeed: number): number {
  const { onSiemens, offSiemens } = profile.device;
  const { wires: _wires, ...plain } = map;
  const made = mapToCrossbar(network, profile, deviceSeed, plain);
  const meant = mapToCrossbar(network, profile, deviceSeed, { ...plain, devices: { ...plain.devices, effects: [] } });
  const squares = made.siemens.reduce((sum, siemens, k) => sum + (siemens - meant.siemens[k]!) ** 2, 0);
  return Math.sqrt(squares / made.siemens.length) / (onSiemens.value - offSiemens.value);
}

/** Where on a knob's ladder a device stands. */
function placeOf(spec: PrecisionSpec, knob: Knob, hardware: Hardware): number {
  if (knob.name !== "programmingError") return knob.read(hardware);
  return errorOf(spec.tasks[0]!.prepared.network, hardware, spec.deviceSeed);
}

/** The hardware with one layer as published, the others ideal. */
function withLayer(spec: PrecisionSpec, published: PublishedHardware, layer: ArrayLayer): Hardware {
  const { profile } = published;
  const { wires: _wires, ...map } = spec.hardware.map;
  const wires = boardWires(profile);
  if (layer === "wires") {
    const { map: made, ...rest } = idealHardware({ profile, map });
    return { ...rest, map: { ...made, ...(wires === undefined ? {} : { wires }) } };
  }
  return { profile, map: { ...map, devices: { ...map.devices, effects: LAYER_EFFECTS[layer] } } };
}

/**
 * Measures published devices and boards: each of their departures alone, at the place of the knob's ladder where it
 * stands, and then all together under the knob "all" with value 0.
 *
 * @param turned knobs whose ladders are wanted
 * @throws as `measurePoint`
 */
export async function* publishedStudy(
  spec: PrecisionSpec,
  published: readonly PublishedHardware[],
  turned: readonly Knob[] = knobs,
): AsyncGenerator<PublishedPoint> {
  for (const [k, { name, profile }] of published.entries()) {
    const wires = boardWires(profile);
    const active = activeLayers(profile, wires === undefined ? {} : { wires });
    let last: PrecisionPoint | undefined;
    for (const knob of turned) {
      if (!active.includes(knob.layer)) continue;
      const hardware = withLayer(spec, { name, profile }, knob.layer);
      const value = placeOf(spec, knob, hardware);
      last = await measurePoint(spec, hardware, { knob: knob.name, value });
      yield { name, ...last };
    }
    const { wires: _wires, ...map } = spec.hardware.map;
    const together = { knob: "all", value: 0 };
    const all = { profile, map: { ...map, ...(wires === undefined ? {} : { wires }) } };
    // A single departure is all there is, and measured already.
    const known = active.length === 1 ? last : undefined;
    yield { name, ...(known ?? (await measurePoint(spec, all, together))), ...together };
    spec.progress?.({ stage: "published", done: k + 1, total: published.length });
  }
}
