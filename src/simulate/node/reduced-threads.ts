import { availableParallelism } from "node:os";
import { Piscina } from "piscina";
import { requireInteger, SimulationError } from "../../core/index.ts";
import {
  createGridReducer,
  type Engine,
  type MethodName,
  type ReducedTask,
  reducedTask,
  type Simulatable,
  type SimulateOptions,
  type Waveforms,
} from "../index.ts";
import { requireTimeLimit, withLimits } from "../run-limits.ts";
import { unpackError } from "./error-transfer.ts";
import { Slots } from "./slots.ts";
import type { WorkerAnswer, WorkerTask } from "./worker.ts";
import { workerLocation } from "./worker-location.ts";

/** The reduced engine in threads, started when first needed: the circuit is read here, the states are integrated there. */
export class ReducedThreads implements Engine {
  readonly name = "reduced";
  readonly #closed = new AbortController();
  readonly #threads: number;
  readonly #slots: Slots<number>;
  readonly #reduce = createGridReducer();
  readonly #method: MethodName;
  #pool: Piscina | undefined;

  /** @throws ArgumentError when the number of threads is out of range. */
  constructor(options: { readonly threads?: number; readonly method?: MethodName } = {}) {
    const { threads = availableParallelism(), method = "auto" } = options;
    this.#method = method;
    requireInteger("threads", threads, 1, 1024);
    this.#threads = threads;
    this.#slots = new Slots(Array.from({ length: threads }, (_, i) => i));
  }

  async simulate(what: Simulatable, options: SimulateOptions = {}): Promise<Waveforms> {
    requireTimeLimit(options);
    const task = { ...reducedTask(what, this.#reduce), method: this.#method };
    const waiting =
      options.signal === undefined ? this.#closed.signal : AbortSignal.any([this.#closed.signal, options.signal]);
    return this.#slots.use(waiting, () => withLimits(options, this.#closed.signal, (s) => this.#run(task, s)));
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await this.#pool?.destroy();
  }

  /** Aborting `signal` kills the thread; the pool starts another one for the next run. */
  async #run(task: ReducedTask, signal: AbortSignal): Promise<Waveforms> {
    this.#pool ??= new Piscina({
      filename: workerLocation(),
      minThreads: 0,
      maxThreads: this.#threads,
      idleTimeout: Infinity,
      atomics: "disabled",
    });
    const request: WorkerTask = { kind: "reduced", task };
    let answer: WorkerAnswer;
    try {
      answer = (await this.#pool.run(request, { signal })) as WorkerAnswer;
    } catch (cause) {
      throw new SimulationError("the thread of the simulator ended", { code: "simulate.worker", cause });
    }
    if (answer.kind === "waveforms") return answer.waveforms;
    if (answer.kind === "error") throw unpackError(answer.error);
    throw new SimulationError("the worker gave another answer", { code: "simulate.worker", received: answer.kind });
  }
}
