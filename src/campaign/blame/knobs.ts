import { ArgumentError } from "../../core/index.ts";
import type { Curve, HardwareProfile, MapOptions } from "../../crossbar/index.ts";
import type { ArrayLayer } from "./array-losses.ts";

/** What a knob turns: the board, and how an array is programmed and wired. */
export interface Hardware {
  readonly profile: HardwareProfile;
  readonly map: MapOptions;
}

/** A quantity of the hardware that a designer can choose, from ideal to bad. */
export interface Knob {
  readonly name: string;
  readonly layer: ArrayLayer;
  /** What it is, with its unit. */
  readonly description: string;
  /** Values to try, ideal first and each worse than the one before. */
  readonly ladder: readonly number[];
  /** Whether only whole numbers make sense. */
  readonly whole: boolean;
  /** Value of the hardware as it is; the ideal one is the first of the ladder. */
  read(hardware: Hardware): number;
  /** The hardware with this value. */
  turn(hardware: Hardware, value: number): Hardware;
}

const SOURCE = "a value that was asked for";
const quantity = <U extends string>(value: number, unit: U) => ({ value, unit, source: SOURCE, assumed: true });

/** Values from `first` to `last` in geometric steps, after 0. */
function geometric(first: number, last: number, count: number): number[] {
  const steps = Array.from({ length: count }, (_, k) => first * (last / first) ** (k / (count - 1)));
  return [0, ...steps.map((x) => Number(x.toPrecision(2)))];
}

const rangeOf = ({ device }: HardwareProfile): number => device.onSiemens.value - device.offSiemens.value;

/** A programming error of the same standard deviation at every conductance. */
function constantError(siemens: number): Curve {
  return {
    kind: "constant",
    value: siemens,
    argument: { of: "conductance", unit: "S", divisor: 1 },
    unit: "S",
    factor: 1,
    source: SOURCE,
    assumed: true,
    measured: { low: 0, high: 1e3 },
  } as Curve;
}

/** Standard deviation of the programming error as a share of the range: that of the curve's largest value in it. */
function errorShare({ profile }: Hardware): number {
  const { device } = profile;
  const { sigma } = device.programming.errors[0]!;
  if (sigma.kind === "constant") return (sigma.value * sigma.factor) / rangeOf(profile);
  return Number.NaN;
}

const levels: Knob = {
  name: "levels",
  layer: "quantisation",
  description: "conductance levels of a device; 0 is continuous",
  ladder: [0, 256, 192, 128, 96, 64, 48, 32, 24, 16, 12, 10, 8, 7, 6, 5, 4, 3, 2],
  whole: true,
  read: ({ profile }) => profile.device.levels.value,
  turn: ({ profile, map }, value) => ({
    map,
    profile: { ...profile, device: { ...profile.device, levels: quantity(value, "1") } },
  }),
};

const programmingError: Knob = {
  name: "programmingError",
  layer: "programming",
  description: "standard deviation of the programming error, as a share of the conductance range",
  ladder: geometric(0.001, 0.3, 20),
  whole: false,
  read: errorShare,
  turn: ({ profile, map }, value) => {
    const { drift: _drift, ...device } = profile.device;
    const programming = { errors: [{ sigma: constantError(value * rangeOf(profile)) }] };
    const { afterSeconds: _after, ...devices } = map.devices ?? {};
    return { map: { ...map, devices }, profile: { ...profile, device: { ...device, programming } } };
  },
};

const stuckRate: Knob = {
  name: "stuckRate",
  layer: "faults",
  description: "share of the devices that are stuck, on and off in the board's proportion, else half and half",
  ladder: geometric(1e-4, 0.2, 18),
  whole: false,
  read: ({ profile: { device } }) =>
    device.faults === undefined ? 0 : device.faults.stuckOn.rate.value + device.faults.stuckOff.rate.value,
  turn: ({ profile, map }, value) => {
    const { device } = profile;
    const { faults } = device;
    const before = faults === undefined ? 0 : faults.stuckOn.rate.value + faults.stuckOff.rate.value;
    const onShare = before > 0 ? faults!.stuckOn.rate.value / before : 0.5;
    const { faults: _known, ...devices } = map.devices ?? {};
    const stuck = {
      stuckOn: {
        rate: quantity(value * onShare, "1"),
        siemens: faults?.stuckOn.siemens ?? quantity(device.onSiemens.value, "S"),
      },
      stuckOff: {
        rate: quantity(value * (1 - onShare), "1"),
        siemens: faults?.stuckOff.siemens ?? quantity(device.offSiemens.value, "S"),
      },
    };
    return { map: { ...map, devices }, profile: { ...profile, device: { ...device, faults: stuck } } };
  },
};

const wireOhms: Knob = {
  name: "wireOhms",
  layer: "wires",
  description: "resistance of one segment of word line and bit line, ohms",
  ladder: geometric(0.01, 50, 20),
  whole: false,
  read: ({ map }) => Math.max(map.wires?.wordLineOhms ?? 0, map.wires?.bitLineOhms ?? 0),
  turn: ({ profile, map }, value) => {
    const { wires, ...rest } = map;
    const before = wires ?? { wordLineOhms: 0, bitLineOhms: 0, driverOhms: 0, senseOhms: 0, doubleSided: false };
    const turned = { ...before, wordLineOhms: value, bitLineOhms: value };
    return { profile, map: value === 0 && wires === undefined ? rest : { ...rest, wires: turned } };
  },
};

export const knobs: readonly Knob[] = [levels, programmingError, stuckRate, wireOhms];

/**
 * Parses changes such as "levels=32,wireOhms=0.5".
 * @throws ArgumentError naming the part that is wrong
 */
export function parseChanges(text: string): readonly { readonly knob: Knob; readonly value: number }[] {
  return text.split(",").map((part) => {
    const wrong = (expected: string) =>
      new ArgumentError("this is no change of the hardware", { code: "argument.what-if", received: part, expected });
    const [name, given, ...more] = part.split("=").map((word) => word.trim());
    const knob = knobs.find((k) => k.name === name);
    if (knob === undefined) throw wrong(`one of ${knobs.map((k) => k.name).join(", ")}, then = and a number`);
    const value = Number(given);
    const isNumber = given !== undefined && given !== "" && more.length === 0 && Number.isFinite(value) && value >= 0;
    if (!isNumber || (knob.whole && (!Number.isInteger(value) || value === 1))) {
      throw wrong(
        knob.whole ? `${knob.name}=0 for continuous, or a whole number above 1` : `${knob.name}=a number, at least 0`,
      );
    }
    if (knob.name === "stuckRate" && value > 1) throw wrong("stuckRate=a share, at most 1");
    return { knob, value };
  });
}
