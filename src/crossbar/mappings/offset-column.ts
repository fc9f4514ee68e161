import { OFFSET_SOURCE, type WordLine } from "../crossbar.ts";
import { type Mapping, sourceCount, weightOf } from "./mapping.ts";
import { singleEndedScale } from "./single-ended.ts";

/**
 * One device a weight around a base conductance, and an offset line that takes the base away again: one amplifier drives
 * it with the inverted mean of all sources, through as many devices at the base in parallel as there are sources, each on
 * a word line of its own: I_i = sum_j (G_ij - mean_k G_off,ik) v_j. The diagonal holds a device at the base too; its
 * error is a self-coupling. Scale: see `singleEndedScale`.
 */
export const offsetColumn: Mapping = {
  name: "offset-column",
  description: "one device a weight, and an offset line driven with the inverted mean of all outputs",
  plan(network, device) {
    const { baseSiemens, unitSiemens } = singleEndedScale(network, device);
    const sources = sourceCount(network);
    const wordLines = Array.from({ length: 2 * sources }, (_, line): WordLine => {
      return { source: line < sources ? line : OFFSET_SOURCE, sign: 1, share: 1 };
    });
    return {
      wordLines,
      bitLines: network.n,
      unitSiemens,
      slices: 1,
      idleSiemens: null,
      target(line, i) {
        const { source } = wordLines[line]!;
        if (source === OFFSET_SOURCE || source === i) return baseSiemens;
        return baseSiemens + weightOf(network, i, source) * unitSiemens;
      },
    };
  },
};
