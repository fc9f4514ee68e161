import { ArgumentError, CancelledError, EngineTimeoutError, throwIfCancelled } from "../core/index.ts";
import type { SimulateOptions } from "./engine.ts";

/** Time limit of a run that asks for none, seconds. */
export const DEFAULT_TIME_LIMIT_SECONDS = 600;

/** Longest delay that a timer takes. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Throws ArgumentError unless the time limit is positive. */
export function requireTimeLimit({ timeLimitSeconds: limit = DEFAULT_TIME_LIMIT_SECONDS }: SimulateOptions): void {
  if (!(limit > 0)) {
    throw new ArgumentError("a time limit is not positive", { code: "argument.time-limit", received: String(limit) });
  }
}

/**
 * Runs `work` under a time limit and cancellation: `work` gets a signal that is aborted by either, and whatever it
 * throws then becomes EngineTimeoutError or CancelledError.
 */
export async function withLimits<R>(
  options: SimulateOptions,
  closed: AbortSignal,
  work: (signal: AbortSignal) => Promise<R>,
): Promise<R> {
  const { timeLimitSeconds: limit = DEFAULT_TIME_LIMIT_SECONDS } = options;
  const outer = options.signal === undefined ? closed : AbortSignal.any([closed, options.signal]);
  throwIfCancelled(outer);
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(), Math.min(limit * 1000, MAX_TIMER_MS));
  try {
    return await work(AbortSignal.any([outer, clock.signal]));
  } catch (error) {
    if (outer.aborted) throw new CancelledError();
    if (clock.signal.aborted) {
      throw new EngineTimeoutError("the simulation took too long and was stopped", {
        code: "simulate.timeout",
        expected: `an end within ${limit} s`,
        cause: error,
      });
    }
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
