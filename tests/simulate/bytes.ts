import { type Waveforms, writeRawFile } from "../../src/simulate/index.ts";

/** All of a result as one text: two results are byte-identical when these are equal. */
export function bytesOf({ title, plot, time, names, values, stoppedEarly }: Waveforms): string {
  const all = ["time", ...names];
  const raw = writeRawFile({ title, plot, names: all, types: all.map(() => "real"), values: [time, ...values] });
  return `${stoppedEarly}${Buffer.from(raw).toString("base64")}`;
}
