import { HardwareError } from "../core/index.ts";
import { type Crossbar, type HardwareProfile, type MapOptions, mapToCrossbar } from "../crossbar/index.ts";
import {
  fieldScale,
  type HopfieldNetwork,
  liftSpins,
  type Presolved,
  presolve,
  type Spins,
  type SummingLine,
  withoutLines,
} from "../network/index.ts";
import { type AnyProblem, type EncodeOptions, type Encoding, encodeProblem } from "../problem/index.ts";

/** A task as a network for an array to settle. Plain data. */
export interface Prepared {
  readonly problem: AnyProblem;
  readonly encoding: Encoding;
  /** What was taken out of the encoding's network; null when that was not asked for. */
  readonly presolved: Presolved | null;
  /** The network that the array carries: what presolve left, its constant included; n = 0 when it left nothing. */
  readonly network: HopfieldNetwork;
  /** Couplings that summing lines hold instead of the crossbar; none without. */
  readonly lines?: readonly SummingLine[];
}

/** A task compiled down to a programmed array: everything before a netlist. Plain data. */
export interface Compiled extends Prepared {
  readonly profile: HardwareProfile;
  readonly crossbar: Crossbar;
  /** The network that the crossbar was mapped from: without what summing lines hold. */
  readonly mapped: HopfieldNetwork;
  /** Seed of the devices' programming errors. */
  readonly deviceSeed: number;
  /** How the network was mapped. */
  readonly map: MapOptions;
  /** Field scale of the network, the unit of the schedule: the encoding's own where it has one. */
  readonly fieldScale: number;
}

/** How a task becomes a network: the encoding's name and what is asked of it. */
export type EncodingChoice = EncodeOptions & {
  readonly encoding?: string;
  /**
   * Whether presolve reduces the network; false by default here, for a task that it solves whole leaves nothing to
   * program.
   */
  readonly presolve?: boolean;
  /** Puts what the encoding allows into summing lines instead of devices, without presolve; false by default. */
  readonly summingLines?: boolean;
};

/** Encodes a task, and takes out what needs no array when asked to. @throws ProblemError, LimitError */
export function prepareProblem(problem: AnyProblem, choice: EncodingChoice = {}): Prepared {
  const { presolve: wanted = false, summingLines = false, ...rest } = choice;
  const encoding = encodeProblem(problem, rest);
  const lines = summingLines ? (encoding.lines ?? []) : [];
  // Lines run over whole rows and columns of the encoding, so that no spin may be taken out.
  const presolved = wanted && lines.length === 0 ? presolve(encoding.network) : null;
  return {
    problem,
    encoding,
    presolved,
    network: presolved?.network ?? encoding.network,
    ...(lines.length === 0 ? {} : { lines }),
  };
}

/**
 * Programs an array with what is left of a task.
 * @throws HardwareError when nothing is left or the array cannot hold it; LimitError
 */
export function programArray(
  prepared: Prepared,
  profile: HardwareProfile,
  deviceSeed: number,
  map: MapOptions = {},
): Compiled {
  const { encoding, network } = prepared;
  if (network.n === 0) {
    throw new HardwareError("presolve solved the whole task: there is nothing left to program", {
      code: "hardware.solved",
      received: `${encoding.network.n} spins, none of them left`,
      expected: "a task that needs an array, or no presolve (--no-presolve)",
    });
  }
  const { lines } = prepared;
  const mapped = lines === undefined ? network : withoutLines(network, lines);
  const crossbar = mapToCrossbar(mapped, profile, deviceSeed, map);
  return {
    ...prepared,
    profile,
    crossbar,
    mapped,
    deviceSeed,
    map,
    fieldScale: encoding.anneal?.fieldScale ?? fieldScale(network),
  };
}

/**
 * Encodes a task as a network, reduces it when asked to, and programs an array with it.
 * @throws ProblemError, HardwareError, LimitError
 */
export function compileProblem(
  problem: AnyProblem,
  profile: HardwareProfile,
  deviceSeed: number,
  choice: EncodingChoice = {},
  map: MapOptions = {},
): Compiled {
  return programArray(prepareProblem(problem, choice), profile, deviceSeed, map);
}

/** The state of the encoding's network that a state of the array's network stands for. */
export function liftState({ presolved }: Pick<Prepared, "presolved">, spins: Spins): Spins {
  return presolved === null ? spins : liftSpins(presolved, spins);
}

/** What presolve did, as --json and verdict.json hold it; null when it was not asked for. */
export interface PresolveReport {
  readonly spins: number;
  readonly left: number;
  readonly rules: Presolved["rules"];
  readonly skipped: readonly string[];
}

/** Sums presolve up. */
export function presolveReport(presolved: Presolved | null): PresolveReport | null {
  if (presolved === null) return null;
  const { n, network, rules, skipped } = presolved;
  return { spins: n, left: network.n, rules, skipped };
}
