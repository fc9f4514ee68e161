import { CancelledError, throwIfCancelled } from "../../core/index.ts";

/** A fixed number of places, handed out in the order of asking. */
export class Slots<T> {
  readonly #free: T[];
  readonly #waiting: ((slot: T) => void)[] = [];

  constructor(slots: readonly T[]) {
    // The last one freed is the next one taken: the warmest.
    this.#free = [...slots].reverse();
  }

  /** Waits for a place, runs `work` with it and frees it. @throws CancelledError when aborted while waiting. */
  async use<R>(signal: AbortSignal | undefined, work: (slot: T) => Promise<R>): Promise<R> {
    const slot = await this.#take(signal);
    try {
      return await work(slot);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free.push(slot);
      else next(slot);
    }
  }

  async #take(signal: AbortSignal | undefined): Promise<T> {
    throwIfCancelled(signal);
    const free = this.#free.pop();
    if (free !== undefined) return free;
    return new Promise((resolve, reject) => {
      const taken = (slot: T) => {
        signal?.removeEventListener("abort", aborted);
        resolve(slot);
      };
      const aborted = () => {
        this.#waiting.splice(this.#waiting.indexOf(taken), 1);
        reject(new CancelledError());
      };
      this.#waiting.push(taken);
      signal?.addEventListener("abort", aborted, { once: true });
    });
  }
}
