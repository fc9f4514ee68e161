import { requireInteger } from "../core/index.ts";
import type { HopfieldNetwork } from "./hopfield.ts";

/**
 * A part of the couplings that holds one number: every two members of a line are coupled by -weight, and each has a bias
 * of -weight * offset. Up to a constant its energy is weight / 2 (sum of the members' spins + offset)^2. Plain data.
 */
export interface SummingLine {
  /** Neurons on the line, each once. */
  readonly members: Uint32Array;
  readonly weight: number;
  /** Minus the sum of spins that the line asks for. */
  readonly offset: number;
}

/**
 * The network that is left when lines take their part: with the lines it has the energies of the network it came from.
 * @throws ArgumentError for a member out of range.
 */
export function withoutLines(network: HopfieldNetwork, lines: readonly SummingLine[]): HopfieldNetwork {
  const { n, constant } = network;
  const weights = network.weights.slice();
  const bias = network.bias.slice();
  for (const { members, weight, offset } of lines) {
    for (const i of members) {
      requireInteger("member of a line", i, 0, n - 1);
      bias[i]! += weight * offset;
      for (const j of members) if (j !== i) weights[i * n + j]! += weight;
    }
  }
  return { n, weights, bias, constant };
}
