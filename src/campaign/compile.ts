import { type Crossbar, type HardwareProfile, mapToCrossbar } from "../crossbar/index.ts";
import { fieldScale, type SummingLine, withoutLines } from "../network/index.ts";
import { type AnyProblem, type EncodeOptions, type Encoding, encodeProblem } from "../problem/index.ts";

/** A task compiled down to a programmed array: everything before a netlist. Plain data. */
export interface Compiled {
  readonly problem: AnyProblem;
  readonly encoding: Encoding;
  readonly profile: HardwareProfile;
  readonly crossbar: Crossbar;
  /** Seed of the devices' programming errors. */
  readonly deviceSeed: number;
  /** Field scale of the network, the unit of the schedule: the encoding's own where it has one. */
  readonly fieldScale: number;
  /** Couplings that summing lines hold instead of the crossbar; none without. */
  readonly lines?: readonly SummingLine[];
}

/** How a task becomes a network: the encoding's name and what is asked of it. */
export type EncodingChoice = EncodeOptions & {
  readonly encoding?: string;
  /** Puts what the encoding allows into summing lines instead of devices; false by default. */
  readonly summingLines?: boolean;
};

/**
 * Encodes a task as a network and programs an array with it.
 * @throws ProblemError, HardwareError, LimitError
 */
export function compileProblem(
  problem: AnyProblem,
  profile: HardwareProfile,
  deviceSeed: number,
  choice: EncodingChoice = {},
): Compiled {
  const { summingLines = false, ...encodeChoice } = choice;
  const encoding = encodeProblem(problem, encodeChoice);
  const lines = summingLines ? (encoding.lines ?? []) : [];
  const inDevices = lines.length === 0 ? encoding.network : withoutLines(encoding.network, lines);
  const crossbar = mapToCrossbar(inDevices, profile, deviceSeed);
  const scale = encoding.anneal?.fieldScale ?? fieldScale(encoding.network);
  return {
    problem,
    encoding,
    profile,
    crossbar,
    deviceSeed,
    fieldScale: scale,
    ...(lines.length === 0 ? {} : { lines }),
  };
}
