import { ANALOG, type Comparison, type LengthChoice, type SetReport } from "../campaign/index.ts";
import { type AnnealLengthPoint, drawAnnealLength, drawPerformanceProfile, drawSizes } from "../draw/index.ts";
import { tts99, wilson } from "../verify/index.ts";

/** A length's point; where no draw of the bootstrap solved anything, Wilson's interval bounds the time from below. */
function pointOf({ length, summary }: LengthChoice["points"][number]): AnnealLengthPoint {
  const { p, tts99Seconds, hits, runs, seconds } = summary;
  const low = tts99Seconds.low ?? tts99(wilson(hits, runs).high, seconds ?? length);
  return {
    length,
    success: { value: p.value ?? 0, low: p.low ?? 0, high: p.high ?? 1 },
    tts: { ...tts99Seconds, low },
  };
}

const seriesOf = ({ name, n, points, chosen }: LengthChoice) => ({
  name: n === null ? name : `${name}, n = ${n}`,
  points: points.map(pointOf),
  chosen,
});

/** The pictures of a comparison: file name and SVG text. */
export async function comparePictures(
  { training, tasks }: Comparison,
  set: SetReport | null,
): Promise<(readonly [string, string])[]> {
  const pictures: (readonly [string, string])[] = [];
  const analog = training?.choices.filter(({ name }) => name === ANALOG) ?? [];
  // One curve a solver: a curve for each size too would hide them all.
  const software = training?.choices.filter(({ name, n }) => name !== ANALOG && n === null) ?? [];
  const on = `${training?.tasks.length ?? 0} training tasks`;
  if (analog.length > 0) {
    const data = { title: `Success by length of the anneal, ${on}`, quantity: "Time constants", lengthUnit: "" };
    pictures.push(["anneal-lengths.svg", await drawAnnealLength({ ...data, series: analog.map(seriesOf) })]);
  }
  if (software.length > 0) {
    const data = {
      title: `Success by sweeps of a start, ${on}`,
      quantity: "Sweeps",
      lengthUnit: "",
      effort: "sweeps" as const,
    };
    pictures.push(["sweeps.svg", await drawAnnealLength({ ...data, series: software.map(seriesOf) })]);
  }
  if (set?.profile != null) {
    const title = `TTS99 over ${tasks.length} tasks; analog: circuit time, software: processor time`;
    pictures.push(["profile.svg", await drawPerformanceProfile({ title, solvers: set.profile })]);
  }
  const isSolved = set?.sizes.some(({ points }) => points.some(({ time }) => time !== null)) === true;
  if (set !== null && isSolved) {
    const title = "TTS99 by size; analog: circuit time, software: processor time";
    pictures.push(["sizes.svg", await drawSizes({ title, quantity: "Size n", unit: "seconds", series: set.sizes })]);
  }
  return pictures;
}
