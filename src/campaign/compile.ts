import { type Crossbar, type HardwareProfile, mapToCrossbar } from "../crossbar/index.ts";
import { fieldScale } from "../network/index.ts";
import { type AnyProblem, type Encoding, problemKind } from "../problem/index.ts";

/** A task compiled down to a programmed array: everything before a netlist. Plain data. */
export interface Compiled {
  readonly problem: AnyProblem;
  readonly encoding: Encoding;
  readonly profile: HardwareProfile;
  readonly crossbar: Crossbar;
  /** Seed of the devices' programming errors. */
  readonly deviceSeed: number;
  /** Field scale of the network, the unit of the schedule. */
  readonly fieldScale: number;
}

/**
 * Encodes a task as a network and programs an array with it.
 * @throws ProblemError, HardwareError, LimitError
 */
export function compileProblem(problem: AnyProblem, profile: HardwareProfile, deviceSeed: number): Compiled {
  const encoding = problemKind(problem.kind).encode(problem);
  const crossbar = mapToCrossbar(encoding.network, profile, deviceSeed);
  return { problem, encoding, profile, crossbar, deviceSeed, fieldScale: fieldScale(encoding.network) };
}
