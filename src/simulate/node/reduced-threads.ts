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
  sharingArray,
  sideBySide,
  type Waveforms,
} from "../index.ts";
import { DEFAULT_TIME_LIMIT_SECONDS, requireTimeLimit, withLimits } from "../run-limits.ts";
import { unpackError } from "./error-transfer.ts";
import { Slots } from "./slots.ts";
import type { RunAnswer, WorkerAnswer, WorkerTask } from "./worker.ts";
import { workerLocation } from "./worker-location.ts";

/** A run that was asked for. */
interface Job {
  readonly task: ReducedTask;
  readonly options: SimulateOptions;
  readonly resolve: (waveforms: Waveforms) => void;
  readonly reject: (reason: unknown) => void;
}

const waveformsIn = (answer: RunAnswer): Waveforms => {
  if (answer.kind === "error") throw unpackError(answer.error);
  return answer.waveforms;
};

/**
 * The reduced engine in threads, started when first needed: the circuit is read here, the states are integrated there. Where a network
 * is so large that its matrix is better read for several runs at a time, a thread takes those that wait for the same array
 * together; they give the same bytes.
 */
export class ReducedThreads implements Engine {
  readonly name = "reduced";
  readonly #closed = new AbortController();
  readonly #threads: number;
  readonly #slots: Slots<number>;
  readonly #reduce = createGridReducer();
  readonly #method: MethodName;
  readonly #sideBySide: (neurons: number) => number;
  /** Runs that no thread has taken yet, in the order of asking. */
  readonly #waiting: Job[] = [];
  #last: ReducedTask["model"] | undefined;
  #pool: Piscina | undefined;

  /**
   * @param options `sideBySide` says how many runs of one array of n neurons a thread takes at a time
   * @throws ArgumentError when the number of threads is out of range.
   */
  constructor(
    options: {
      readonly threads?: number;
      readonly method?: MethodName;
      readonly sideBySide?: (neurons: number) => number;
    } = {},
  ) {
    const { threads = availableParallelism(), method = "auto" } = options;
    this.#method = method;
    this.#sideBySide = options.sideBySide ?? sideBySide;
    requireInteger("threads", threads, 1, 1024);
    this.#threads = threads;
    this.#slots = new Slots(Array.from({ length: threads }, (_, i) => i));
  }

  sideBySide(neurons: number): number {
    return this.#sideBySide(neurons);
  }

  async simulate(what: Simulatable, options: SimulateOptions = {}): Promise<Waveforms> {
    requireTimeLimit(options);
    const task = this.#sharing({ ...reducedTask(what, this.#reduce), method: this.#method });
    const signal =
      options.signal === undefined ? this.#closed.signal : AbortSignal.any([this.#closed.signal, options.signal]);
    return new Promise((resolve, reject) => {
      const job: Job = { task, options, resolve, reject };
      this.#waiting.push(job);
      this.#slots
        .use(signal, () => this.#runAll(this.#taken(job)))
        .catch((error: unknown) => {
          // A run that another one's thread has taken along is settled there.
          if (this.#taken(job, 1).length > 0) reject(error);
        });
    });
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await this.#pool?.destroy();
  }

  /** The task with the matrices of the one before where they are the same: those that wait then hold them once. */
  #sharing(task: ReducedTask): ReducedTask {
    const model = (this.#last && sharingArray(task.model, this.#last)) ?? task.model;
    this.#last = model;
    return { ...task, model };
  }

  /** Takes a run that waits, and with it as many of the same array as are due to one thread; none when it was taken before. */
  #taken(job: Job, most = this.#sideBySide(job.task.model.n)): Job[] {
    if (!this.#waiting.includes(job)) return [];
    const { driveSiemens } = job.task.model;
    const alike = this.#waiting.filter((other) => other !== job && other.task.model.driveSiemens === driveSiemens);
    // Runs that are left are shared out evenly.
    const due = Math.min(most, Math.ceil((alike.length + 1) / this.#threads));
    const jobs = [job, ...alike.slice(0, due - 1)];
    for (const taken of jobs) this.#waiting.splice(this.#waiting.indexOf(taken), 1);
    return jobs;
  }

  /** Settles the runs, all together; where one of them is cancelled or they take longer than their limits allow, one after the other. */
  async #runAll(jobs: readonly Job[]): Promise<void> {
    if (jobs.length > 1 && (await this.#runTogether(jobs))) return;
    for (const { task, options, resolve, reject } of jobs) {
      const run = async (signal: AbortSignal) => waveformsIn((await this.#run([task], signal))[0]!);
      await withLimits(options, this.#closed.signal, run).then(resolve, reject);
    }
  }

  /** Whether all runs have been settled. */
  async #runTogether(jobs: readonly Job[]): Promise<boolean> {
    const signals = jobs.flatMap(({ options: { signal } }) => (signal === undefined ? [] : [signal]));
    const limits = jobs.map(({ options }) => options.timeLimitSeconds ?? DEFAULT_TIME_LIMIT_SECONDS);
    const options = { timeLimitSeconds: Math.min(...limits), signal: AbortSignal.any(signals) };
    let answers: readonly RunAnswer[];
    try {
      const tasks = jobs.map(({ task }) => task);
      answers = await withLimits(options, this.#closed.signal, (signal) => this.#run(tasks, signal));
    } catch {
      return false;
    }
    for (const [k, { resolve, reject }] of jobs.entries()) {
      try {
        resolve(waveformsIn(answers[k]!));
      } catch (error) {
        reject(error);
      }
    }
    return true;
  }

  /** Aborting `signal` kills the thread; the pool starts another one for the next run. */
  async #run(tasks: readonly ReducedTask[], signal: AbortSignal): Promise<readonly RunAnswer[]> {
    this.#pool ??= new Piscina({
      filename: workerLocation(),
      minThreads: 0,
      maxThreads: this.#threads,
      idleTimeout: Infinity,
      atomics: "disabled",
    });
    const request: WorkerTask = { kind: "reduced", tasks };
    let answer: WorkerAnswer;
    try {
      answer = (await this.#pool.run(request, { signal })) as WorkerAnswer;
    } catch (cause) {
      throw new SimulationError("the thread of the simulator ended", { code: "simulate.worker", cause });
    }
    if (answer.kind === "runs") return answer.runs;
    if (answer.kind === "error") throw unpackError(answer.error);
    throw new SimulationError("the worker gave another answer", { code: "simulate.worker", received: answer.kind });
  }
}
