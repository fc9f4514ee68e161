import type { WordLine } from "../crossbar.ts";
import { type Mapping, sourceCount, weightOf } from "./mapping.ts";
import { singleEndedScale } from "./single-ended.ts";

/**
 * One device a weight around a base conductance, and one bit line more, of devices at the base, whose current is taken from
 * every summing line: I_i = sum_j (G_ij - G_ref,j) v_j. The diagonal holds a device at the base too, for the reference takes
 * its current away; its error is a self-coupling. Scale: see `singleEndedScale`.
 */
export const referenceColumn: Mapping = {
  name: "reference-column",
  description: "one device a weight, and a reference column whose current is taken from every summing line",
  plan(network, device) {
    const { baseSiemens, unitSiemens } = singleEndedScale(network, device);
    const { n } = network;
    const wordLines = Array.from({ length: sourceCount(network) }, (_, source): WordLine => {
      return { source, sign: 1, share: 1 };
    });
    return {
      wordLines,
      bitLines: n + 1,
      unitSiemens,
      slices: 1,
      idleSiemens: null,
      target(line, i) {
        const { source } = wordLines[line]!;
        if (i === n || source === i) return baseSiemens;
        return baseSiemens + weightOf(network, i, source) * unitSiemens;
      },
    };
  },
};
