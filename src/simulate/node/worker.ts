import { move, transferableSymbol, valueSymbol } from "piscina";
import { runSteps } from "../../core/index.ts";
import { NgspiceSession, type PreparedDeck, type ReducedTask, simulateReduced, type Waveforms } from "../index.ts";
import { packError, type TransferredError } from "./error-transfer.ts";

/** The thread of a simulator. For ngspice it keeps a warm session and replaces it when it has crashed or grown old. */

export type WorkerTask =
  | { readonly kind: "open"; readonly recycleAfter: number }
  | { readonly kind: "run"; readonly deck: PreparedDeck }
  | { readonly kind: "reduced"; readonly task: ReducedTask };

export type WorkerAnswer =
  | { readonly kind: "opened" }
  | { readonly kind: "waveforms"; readonly waveforms: Waveforms }
  | { readonly kind: "error"; readonly error: TransferredError };

let session: NgspiceSession | undefined;

async function answer(task: WorkerTask): Promise<WorkerAnswer> {
  try {
    if (task.kind === "reduced")
      return { kind: "waveforms", waveforms: runSteps(simulateReduced(task.task)).waveforms };
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
  if (value.kind !== "waveforms") return value;
  const { time, values } = value.waveforms;
  const buffers = new Set([time, ...values].map((array) => array.buffer));
  return move({
    get [transferableSymbol]() {
      return [...buffers];
    },
    get [valueSymbol]() {
      return value;
    },
  });
}
