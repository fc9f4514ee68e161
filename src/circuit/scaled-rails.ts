import type { Crossbar } from "../crossbar/index.ts";
import type { CircuitElement, CircuitSection } from "./circuit.ts";
import { formatSpiceNumber } from "./spice-number.ts";
import { sharesOf, wordLineRails } from "./word-line-rails.ts";

/** Rails that carry a share of a swing, each once: the node, its share, and the rail that it follows. */
function scaledRails(crossbar: Crossbar): { node: string; share: number; follows: string }[] {
  const rails = wordLineRails(crossbar);
  return crossbar.wordLines.flatMap(({ sign, share }, line) => {
    const { node, source } = rails[line]!;
    return share === 1 ? [] : [{ node, share, follows: `${sign > 0 ? "p" : "m"}_${source}` }];
  });
}

/**
 * Drivers of the slices whose word lines carry less than the whole swing: an ideal buffer each, so that a slice counts as
 * much as its digit. The first slice hangs on the neuron's own rails.
 */
export function scaledRailSections(crossbar: Crossbar): CircuitSection[] {
  const rails = scaledRails(crossbar);
  return sharesOf(crossbar)
    .slice(1)
    .map((share, k): CircuitSection => {
      const elements = rails
        .filter((rail) => rail.share === share)
        .map(({ node, follows }): CircuitElement => {
          return { kind: "vcvs", name: `E_${node}`, nodes: [node, "0"], control: [follows, "0"], gain: share };
        });
      const rail = `p${k + 1}`;
      return {
        comment: `Slice ${k + 1}: E_${rail}_j drives rail ${rail}_j with ${formatSpiceNumber(share)} of the swing of p_j, and so for m_j`,
        elements,
      };
    });
}

/** Branch currents of these drivers. */
export function scaledRailCurrents(crossbar: Crossbar): string[] {
  return scaledRails(crossbar).map(({ node }) => `i(e_${node})`);
}
