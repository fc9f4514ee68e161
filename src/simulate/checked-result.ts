import { SimulationError } from "../core/index.ts";
import type { PreparedDeck } from "./deck.ts";
import { isStopped, judgeMessages } from "./messages.ts";
import { readRawFile } from "./raw-file.ts";
import { canonicalVector } from "./vector-name.ts";
import type { Waveforms } from "./waveforms.ts";

/** Relative shortfall of the last time point that rounding explains. */
const END_TOLERANCE = 1e-6;

function wrong(what: string, code: string, received: string, expected: string): SimulationError {
  return new SimulationError(what, { code, received, expected });
}

function checkTime(time: Float64Array, deck: PreparedDeck, stopped: boolean): void {
  if (time.length < 2)
    throw wrong("the run gave no waveform", "simulate.points", `${time.length} points`, "two or more");
  for (let i = 0; i < time.length; i++) {
    if (!Number.isFinite(time[i]) || (i > 0 && time[i]! < time[i - 1]!)) {
      throw wrong(
        "time runs backwards or is not finite",
        "simulate.time",
        String(time[i]),
        "times that do not decrease",
      );
    }
  }
  const end = time[time.length - 1]!;
  if (!stopped && deck.stopSeconds !== undefined && end < deck.stopSeconds * (1 - END_TOLERANCE)) {
    throw wrong("the run ended too early", "simulate.early-end", `${end} s`, `${deck.stopSeconds} s`);
  }
}

/**
 * Makes waveforms of what one run left behind, or throws: the messages are judged first, then plot name, title, times
 * and the vectors asked for.
 *
 * @param raw the raw file; undefined when the run wrote none.
 * @param messages everything that ngspice printed as a warning or error, blank lines left out.
 */
export function checkedWaveforms(
  raw: Uint8Array | undefined,
  messages: readonly string[],
  deck: PreparedDeck,
): Waveforms {
  const complaint = judgeMessages(messages, deck);
  if (complaint !== undefined) throw complaint;
  if (raw === undefined) {
    const last = messages.at(-1) ?? "no message";
    throw wrong("the simulator gave no result", "simulate.no-result", last, "a raw file");
  }
  const plot = readRawFile(raw);
  if (plot.plot.toLowerCase() !== "transient analysis") {
    throw wrong("the simulator gave another plot", "simulate.plot", plot.plot, "Transient Analysis");
  }
  if (plot.title.toLowerCase() !== deck.runTitle) {
    throw wrong("the result is of another run", "simulate.stale", plot.title, deck.runTitle);
  }
  const index = new Map(plot.names.map((name, i) => [canonicalVector(name), i]));
  const timeIndex = index.get("time");
  if (timeIndex === undefined) throw wrong("the result has no time", "simulate.time", plot.names.join(" "), "time");
  const stopped = deck.hasStop && isStopped(messages);
  const time = plot.values[timeIndex]!;
  checkTime(time, deck, stopped);

  const names = deck.wanted ?? [...index.keys()].filter((name) => name !== "time");
  const values = names.map((name) => {
    const at = index.get(canonicalVector(name));
    if (at === undefined) {
      throw wrong("a vector that was asked for is missing", "simulate.missing-vector", plot.names.join(" "), name);
    }
    const array = plot.values[at]!;
    const bad = array.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw wrong(`${name} is not finite`, "simulate.finite", String(array[bad]), "finite values");
    return array;
  });
  return { title: deck.title, plot: plot.plot, time, names: [...names], values, stoppedEarly: stopped };
}
