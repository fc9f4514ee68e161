import { runStepsAsync } from "../../core/index.ts";
import type { Engine, Simulatable, SimulateOptions } from "../engine.ts";
import { requireTimeLimit, withLimits } from "../run-limits.ts";
import type { Waveforms } from "../waveforms.ts";
import { createGridReducer } from "./reduce-grid.ts";
import { type ReducedTask, reducedTask, simulateReduced } from "./simulate.ts";
import type { MethodName } from "./step-method.ts";

/**
 * The built-in engine: reads a Hopfield network off the circuit, its wires reduced to their ends, and integrates the neurons' states
 * alone. It takes the
 * circuits that `buildHopfieldCircuit` makes and refuses every other with the element and the reason. Runs in the calling
 * thread and lets the event loop in every few tens of milliseconds.
 */
export class ReducedEngine implements Engine {
  readonly name = "reduced";
  readonly #closed = new AbortController();
  readonly #reduce = createGridReducer();
  readonly #method: MethodName;

  constructor(options: { readonly method?: MethodName } = {}) {
    this.#method = options.method ?? "auto";
  }

  async simulate(what: Simulatable, options: SimulateOptions = {}): Promise<Waveforms> {
    requireTimeLimit(options);
    const task = (): ReducedTask => ({ ...reducedTask(what, this.#reduce), method: this.#method });
    return withLimits(options, this.#closed.signal, async (signal) => {
      const { waveforms } = await runStepsAsync(simulateReduced(task()), { signal });
      return waveforms;
    });
  }

  async close(): Promise<void> {
    this.#closed.abort();
  }
}
