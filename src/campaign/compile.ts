import { type Crossbar, type HardwareProfile, mapToCrossbar } from "../crossbar/index.ts";
import { rmsRowNorm } from "../network/index.ts";
import { type AnyProblem, type Encoding, problemKind } from "../problem/index.ts";

/** A task compiled down to a programmed array: everything before a netlist. Plain data. */
export interface Compiled {
  readonly problem: AnyProblem;
  readonly encoding: Encoding;
  readonly profile: HardwareProfile;
  readonly crossbar: Crossbar;
  /** Seed of the devices' programming errors. */
  readonly deviceSeed: number;
  /** Root mean square row norm of W, the unit of the schedule's gain and noise. */
  readonly rms: number;
}

/**
 * Encodes a task as a network and programs an array with it.
 * @throws ProblemError, HardwareError, LimitError
 */
export function compileProblem(problem: AnyProblem, profile: HardwareProfile, deviceSeed: number): Compiled {
  const encoding = problemKind(problem.kind).encode(problem);
  const crossbar = mapToCrossbar(encoding.network, profile, deviceSeed);
  return { problem, encoding, profile, crossbar, deviceSeed, rms: rmsRowNorm(encoding.network) };
}
