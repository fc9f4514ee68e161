import { move, transferableSymbol, valueSymbol } from "piscina";
import { OhmfieldError, runSteps } from "../../core/index.ts";
import { NgspiceSession, type PreparedDeck, type ReducedTask, simulateSideBySide, type Waveforms } from "../index.ts";
import { packError, type TransferredError } from "./error-transfer.ts";

/** The thread of a simulator. For ngspice it keeps a warm session and replaces it when it has crashed or grown old. */

export type WorkerTask =
  | { readonly kind: "open"; readonly recycleAfter: number }
  | { readonly kind: "run"; readonly deck: PreparedDeck }
  | { readonly kind: "reduced"; readonly tasks: readonly ReducedTask[] };

/** What became of one run. */
export type RunAnswer =
  | { readonly kind: "waveforms"; readonly waveforms: Waveforms }
  | { readonly kind: "error"; readonly error: TransferredError };

export type WorkerAnswer =
  | { readonly kind: "opened" }
  | { readonly kind: "runs"; readonly runs: readonly RunAnswer[] }
  | RunAnswer;

let session: NgspiceSession | undefined;

async function answer(task: WorkerTask): Promise<WorkerAnswer> {
  try {
    if (task.kind === "reduced") {
      const runs = runSteps(simulateSideBySide(task.tasks)).map(
        (run): RunAnswer =>
          run instanceof OhmfieldError
            ? { kind: "error", error: packError(run) }
            : { kind: "waveforms", waveforms: run },
      );
      return { kind: "runs", runs };
    }
    if (task.kind === "open") {
      if (session === undefined || !session.usable || session.runs >= task.recycleAfter) {
        session = undefined;
        session = await NgspiceSession.open();
      }
      return { kind: "opened" };
    }
    session ??= await NgspiceSession.open();
    return { kind: "waveforms", waveforms: await session.run(task.deck) };
  } catch (error) {
    return { kind: "error", error: packError(error) };
  }
}

/** Handles one task; the arrays of the waveforms are moved, not copied. */
export default async function handle(task: WorkerTask): Promise<unknown> {
  const value = await answer(task);
  const runs = value.kind === "runs" ? value.runs : [value];
  const arrays = runs.flatMap((run) => (run.kind === "waveforms" ? [run.waveforms.time, ...run.waveforms.values] : []));
  if (arrays.length === 0) return value;
  const buffers = new Set(arrays.map((array) => array.buffer));
  return move({
    get [transferableSymbol]() {
      return [...buffers];
    },
    get [valueSymbol]() {
      return value;
    },
  });
}
