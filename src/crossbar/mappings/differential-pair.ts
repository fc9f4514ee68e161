import type { WordLine } from "../crossbar.ts";
import { type Mapping, sourceCount, weightOf } from "./mapping.ts";

/**
 * Two devices a weight, on the rail of the output and on its inverse: G+ - G- = w * unitSiemens. The largest magnitude takes
 * the whole range from off to on; the device that is not used stays off. The diagonal holds no device.
 */
export const differentialPair: Mapping = {
  name: "differential-pair",
  description: "two devices a weight, one on each rail of the output",
  plan(network, { offSiemens, onSiemens }, largest) {
    const unitSiemens = (onSiemens - offSiemens) / largest;
    const wordLines: WordLine[] = [];
    const sources = sourceCount(network);
    for (let source = 0; source < sources; source++) {
      for (const sign of [1, -1] as const) wordLines.push({ source, sign, share: 1 });
    }
    return {
      wordLines,
      bitLines: network.n,
      unitSiemens,
      slices: 1,
      idleSiemens: offSiemens,
      target(line, i) {
        const { source, sign } = wordLines[line]!;
        if (source === i) return undefined;
        const w = sign * weightOf(network, i, source);
        return w > 0 ? offSiemens + w * unitSiemens : offSiemens;
      },
    };
  },
};
