import { SimulationError } from "../core/index.ts";
import { checkedWaveforms } from "./checked-result.ts";
import { type DeckOptions, type PreparedDeck, prepareDeck } from "./deck.ts";
import { BUILT_IN_MODEL_CARDS } from "./deck-rules.ts";
import type { Simulatable } from "./engine.ts";
import { isFatal, judgeMessages } from "./messages.ts";
import type { Waveforms } from "./waveforms.ts";

/** Version of the simulator in eecircuit-engine 1.8.0. */
export const WASM_VERSION = "ngspice 45.2 (WASM)";

const RAW_FILE = "ohmfield.raw";

/** A run asks for five commands; a simulator that asks for more is repeating a yes-or-no question. */
const MAX_COMMANDS = 20;

/** How often a pending run is looked at, milliseconds. The simulator blocks the thread while it computes. */
const POLL_MS = 20;

/** Polls after a fatal message before the run is given up. */
const FATAL_POLLS = 2;

/** Polls without a result: the simulator is idle, as polls only happen then, and will not answer any more. */
const IDLE_POLLS = 50;

/** The part of eecircuit-engine that is used; the last two are private there. */
interface EecircuitSimulation {
  start(): Promise<void>;
  setNetList(text: string): void;
  runSim(): Promise<unknown>;
  getError(): string[];
  getInput?: () => string;
  __getSpiceModuleForTests(): { FS: { readFile(path: string): Uint8Array; unlink(path: string): void } } | null;
}

/** eecircuit-engine copies each message of ngspice to console.error; they are read from `getError` instead. */
async function withMutedConsole<T>(work: () => Promise<T>): Promise<T> {
  const host = globalThis.console;
  const kept = host.error;
  host.error = () => {};
  try {
    return await work();
  } finally {
    host.error = kept;
  }
}

let sessionCount = 0;

/** The deck of `what` for a session; `run` is any number that differs between the runs of one process. */
export function sessionDeckOptions(run: number | string): DeckOptions {
  return {
    runTitle: `ohmfield run ${run}`,
    rawFile: RAW_FILE,
    afterwards: "clean",
    modelCards: BUILT_IN_MODEL_CARDS,
  };
}

/**
 * One ngspice in WebAssembly in the current thread; runs in a browser. It computes synchronously: a time limit and
 * cancellation need a thread around it that can be killed. It puts a `window.prompt` of its own on the global object,
 * so there can be only one open session a thread, and mutes `console.error` while it runs.
 */
export class NgspiceSession {
  readonly #simulation: EecircuitSimulation;
  readonly #id = ++sessionCount;
  #commands = 0;
  #runs = 0;
  #usable = true;
  #busy = false;

  private constructor(simulation: EecircuitSimulation) {
    this.#simulation = simulation;
    const getInput = simulation.getInput;
    if (getInput === undefined) return;
    simulation.getInput = () => (++this.#commands > MAX_COMMANDS ? "n" : getInput());
  }

  /** Loads the simulator, some 20 MB, and starts it. */
  static async open(): Promise<NgspiceSession> {
    const { Simulation } = await import("eecircuit-engine");
    const session = new NgspiceSession(new Simulation() as unknown as EecircuitSimulation);
    await withMutedConsole(() => session.#simulation.start());
    return session;
  }

  /** Runs begun so far. */
  get runs(): number {
    return this.#runs;
  }

  /** False once the simulator has crashed: open another session. */
  get usable(): boolean {
    return this.#usable;
  }

  /** Prepares and runs `what`. @throws as `Engine.simulate`, but knows no time limit. */
  simulate(what: Simulatable): Promise<Waveforms> {
    return this.run(prepareDeck(what, sessionDeckOptions(`${this.#id}.${this.#runs + 1}`)));
  }

  /** Runs a prepared deck. @throws as `Engine.simulate`. */
  async run(deck: PreparedDeck): Promise<Waveforms> {
    if (!this.#usable || this.#busy) {
      throw new SimulationError("the session cannot run", {
        code: "simulate.session",
        received: this.#usable ? "a run is under way" : "it has crashed",
        expected: "an idle session",
      });
    }
    this.#busy = true;
    this.#runs++;
    this.#commands = 0;
    try {
      return await withMutedConsole(() => this.#runMuted(deck));
    } finally {
      this.#busy = false;
    }
  }

  async #runMuted(deck: PreparedDeck): Promise<Waveforms> {
    const files = this.#simulation.__getSpiceModuleForTests()?.FS;
    if (files === undefined) throw new SimulationError("no file system", { code: "simulate.session" });
    for (const path of ["out.raw", deck.rawFile]) {
      try {
        files.unlink(`/${path}`);
      } catch {
        // It was not there.
      }
    }
    this.#simulation.setNetList(deck.text);
    const answered = await this.#answer();
    const messages = this.#messages();
    if (!answered) {
      this.#usable = false;
      throw (
        judgeMessages(messages, deck) ??
        new SimulationError("the simulator does not answer", {
          code: "simulate.no-answer",
          received: messages.at(-1) ?? "no message",
        })
      );
    }
    let raw: Uint8Array | undefined;
    try {
      raw = files.readFile(`/${deck.rawFile}`);
    } catch {
      raw = undefined;
    }
    return checkedWaveforms(raw, messages, deck);
  }

  /** Whether the run came to its end; false when it will never do so. */
  async #answer(): Promise<boolean> {
    let timer: ReturnType<typeof setInterval> | undefined;
    let fatal = 0;
    let idle = 0;
    const silence = new Promise<false>((resolve) => {
      timer = setInterval(() => {
        if (this.#simulation.getError().some(isFatal)) fatal++;
        if (fatal > FATAL_POLLS || ++idle > IDLE_POLLS) resolve(false);
      }, POLL_MS);
    });
    try {
      const run = this.#simulation.runSim().then(
        () => true,
        () => false,
      );
      return await Promise.race([run, silence]);
    } finally {
      clearInterval(timer);
    }
  }

  /** Messages of this run. The engine runs once more after the deck's own commands, when the circuit is gone. */
  #messages(): string[] {
    return this.#simulation
      .getError()
      .flatMap((message) => message.split("\n"))
      .filter((message) => message.trim() !== "" && !/^Error: there aren't any circuits loaded/.test(message));
  }
}
