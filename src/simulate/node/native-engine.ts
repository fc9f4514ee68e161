import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { requireInteger, SimulationError } from "../../core/index.ts";
import {
  checkedWaveforms,
  type Engine,
  type PreparedDeck,
  prepareDeck,
  type Simulatable,
  type SimulateOptions,
  type Waveforms,
} from "../index.ts";
import { requireTimeLimit, withLimits } from "../run-limits.ts";
import { includedLines } from "./includes.ts";
import { Slots } from "./slots.ts";

export interface NgspiceNativeOptions {
  /** Processes at a time; default one a core. */
  readonly threads?: number;
  /** Program to run; default `ngspice` on the PATH. */
  readonly path?: string;
}

const RAW_FILE = "ohmfield.raw";
const DECK_FILE = "deck.cir";

/** Kept of what the program prints. */
const MAX_OUTPUT = 2 ** 20;

let titles = 0;

/** What a program printed: standard output and errors apart. */
export interface ProcessOutput {
  readonly out: string;
  readonly errors: string;
}

/**
 * Runs a program to its end in `folder`; aborting `signal` kills it.
 *
 * @throws SimulationError when it cannot be started or was killed.
 */
export function runProcess(
  path: string,
  args: readonly string[],
  folder: string,
  signal: AbortSignal,
): Promise<ProcessOutput> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, { cwd: folder, signal, killSignal: "SIGKILL", stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let errors = "";
    let failure: unknown;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out = (out + text).slice(-MAX_OUTPUT);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors = (errors + text).slice(0, MAX_OUTPUT);
    });
    const failed = (cause: unknown, received: string) =>
      reject(
        new SimulationError("ngspice could not be run", {
          code: "simulate.process",
          received,
          expected: "a working ngspice",
          cause,
        }),
      );
    child.on("error", (error) => {
      failure = error;
      // A program that never started does not close.
      if (child.pid === undefined) failed(error, error.message);
    });
    child.on("close", (_code, killed) => {
      if (failure !== undefined || killed !== null) failed(failure, killed ?? "an error");
      else resolve({ out, errors });
    });
  });
}

/** ngspice as installed on the machine: one process a run, in a private temporary folder that is always removed. */
export class NgspiceNativeEngine implements Engine {
  readonly name = "ngspice";
  readonly #path: string;
  readonly #closed = new AbortController();
  readonly #slots: Slots<number>;
  readonly #running = new Set<Promise<unknown>>();

  /** @throws ArgumentError when an option is out of range. */
  constructor(options: NgspiceNativeOptions = {}) {
    const { threads = availableParallelism(), path = "ngspice" } = options;
    requireInteger("threads", threads, 1, 1024);
    this.#path = path;
    this.#slots = new Slots(Array.from({ length: threads }, (_, i) => i));
  }

  async simulate(what: Simulatable, options: SimulateOptions = {}): Promise<Waveforms> {
    requireTimeLimit(options);
    const deck = prepareDeck(
      what,
      { runTitle: `ohmfield run ${++titles}`, rawFile: RAW_FILE, afterwards: "quit", modelCards: [] },
      await includedLines(what, []),
    );
    const waiting =
      options.signal === undefined ? this.#closed.signal : AbortSignal.any([this.#closed.signal, options.signal]);
    const run = this.#slots.use(waiting, () =>
      withLimits(options, this.#closed.signal, (signal) => this.#run(deck, signal)),
    );
    this.#running.add(run);
    try {
      return await run;
    } finally {
      this.#running.delete(run);
    }
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await Promise.allSettled([...this.#running]);
  }

  async #run(deck: PreparedDeck, signal: AbortSignal): Promise<Waveforms> {
    const folder = await mkdtemp(join(tmpdir(), "ohmfield-"));
    try {
      await writeFile(join(folder, DECK_FILE), deck.text);
      const { errors } = await runProcess(this.#path, ["-n", "-b", DECK_FILE], folder, signal);
      const messages = errors.split(/\r?\n/).filter((line) => line.trim() !== "");
      const raw = await readFile(join(folder, RAW_FILE)).catch(() => undefined);
      return checkedWaveforms(raw, messages, deck);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
