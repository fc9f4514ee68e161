import { availableParallelism } from "node:os";
import { Piscina } from "piscina";
import { requireInteger, SimulationError } from "../../core/index.ts";
import {
  BUILT_IN_MODEL_CARDS,
  type Engine,
  type PreparedDeck,
  prepareDeck,
  type Simulatable,
  type SimulateOptions,
  type Waveforms,
} from "../index.ts";
import { requireTimeLimit, withLimits } from "../run-limits.ts";
import { unpackError } from "./error-transfer.ts";
import { includedLines } from "./includes.ts";
import { Slots } from "./slots.ts";
import type { WorkerAnswer, WorkerTask } from "./worker.ts";
import { workerLocation } from "./worker-location.ts";

export interface NgspiceWasmOptions {
  /** Threads, each with an ngspice of its own (some 250 MB); default one a core, four at most. */
  readonly threads?: number;
  /** Runs after which a thread starts a fresh ngspice. */
  readonly recycleAfter?: number;
}

const MAX_DEFAULT_THREADS = 4;

/** A run of 60 neurons leaves some 0.1 MB behind and a start costs about two runs: rarely, but not never. */
const DEFAULT_RECYCLE_AFTER = 200;

/** Loading the simulator is not part of a run, but must end too. */
const OPEN_LIMIT_SECONDS = 120;

let titles = 0;

/** ngspice in WebAssembly in a pool of warm threads, started when first needed. */
export class NgspiceWasmEngine implements Engine {
  readonly name = "ngspice-wasm";
  readonly #closed = new AbortController();
  readonly #recycleAfter: number;
  readonly #threads: number;
  #slots: Slots<Piscina> | undefined;
  #pools: Piscina[] = [];

  /** @throws ArgumentError when an option is out of range. */
  constructor(options: NgspiceWasmOptions = {}) {
    const { threads = Math.min(MAX_DEFAULT_THREADS, availableParallelism()) } = options;
    const { recycleAfter = DEFAULT_RECYCLE_AFTER } = options;
    requireInteger("threads", threads, 1, 1024);
    requireInteger("recycleAfter", recycleAfter, 1);
    this.#threads = threads;
    this.#recycleAfter = recycleAfter;
  }

  async simulate(what: Simulatable, options: SimulateOptions = {}): Promise<Waveforms> {
    requireTimeLimit(options);
    const deck = prepareDeck(
      what,
      {
        runTitle: `ohmfield run ${++titles}`,
        rawFile: "ohmfield.raw",
        afterwards: "clean",
        modelCards: BUILT_IN_MODEL_CARDS,
      },
      await includedLines(what, BUILT_IN_MODEL_CARDS),
    );
    const waiting =
      options.signal === undefined ? this.#closed.signal : AbortSignal.any([this.#closed.signal, options.signal]);
    return this.#start().use(waiting, async (pool) => {
      const { signal } = options;
      const opening = { timeLimitSeconds: OPEN_LIMIT_SECONDS, ...(signal === undefined ? {} : { signal }) };
      // The clock of a run starts when its simulator is ready.
      await withLimits(opening, this.#closed.signal, (s) =>
        this.#ask(pool, { kind: "open", recycleAfter: this.#recycleAfter }, s),
      );
      return withLimits(options, this.#closed.signal, (s) => this.#run(pool, deck, s));
    });
  }

  async close(): Promise<void> {
    this.#closed.abort();
    const pools = this.#pools;
    this.#pools = [];
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  #start(): Slots<Piscina> {
    if (this.#slots !== undefined) return this.#slots;
    const filename = workerLocation();
    // A pool a thread: so it is known which thread is warm, and a run begins as soon as it is handed over.
    this.#pools = Array.from(
      { length: this.#threads },
      () => new Piscina({ filename, minThreads: 0, maxThreads: 1, idleTimeout: Infinity, atomics: "disabled" }),
    );
    this.#slots = new Slots(this.#pools);
    return this.#slots;
  }

  async #run(pool: Piscina, deck: PreparedDeck, signal: AbortSignal): Promise<Waveforms> {
    const answer = await this.#ask(pool, { kind: "run", deck }, signal);
    if (answer.kind === "waveforms") return answer.waveforms;
    throw new SimulationError("the worker gave another answer", { code: "simulate.worker", received: answer.kind });
  }

  /** Aborting `signal` kills the thread; the pool starts another one for the next task. */
  async #ask(pool: Piscina, task: WorkerTask, signal: AbortSignal): Promise<WorkerAnswer> {
    let answer: WorkerAnswer;
    try {
      answer = (await pool.run(task, { signal })) as WorkerAnswer;
    } catch (cause) {
      throw new SimulationError("the thread of the simulator ended", { code: "simulate.worker", cause });
    }
    if (answer.kind === "error") throw unpackError(answer.error);
    return answer;
  }
}
