import { throwIfCancelled } from "./errors.ts";
import type { Progress, ProgressSink } from "./progress.ts";

/**
 * Long work in slices: a generator that yields its progress between slices of some tens of milliseconds and returns
 * the result. The caller drives it: all at once, or with the event loop let in between, so that an interrupt arrives.
 */
export type Steps<T> = Generator<Progress, T, void>;

export interface StepOptions {
  /** Checked between slices. */
  readonly signal?: AbortSignal;
  /** Called between slices. */
  readonly progress?: ProgressSink;
}

/** Runs the work to its end without a pause. @throws CancelledError when the signal is aborted between two slices. */
export function runSteps<T>(steps: Steps<T>, options: StepOptions = {}): T {
  for (;;) {
    throwIfCancelled(options.signal);
    const step = steps.next();
    if (step.done) return step.value;
    options.progress?.(step.value);
  }
}

/**
 * Runs the work to its end and lets timers, messages and signals in after each slice.
 * @throws CancelledError when the signal is aborted.
 */
export async function runStepsAsync<T>(steps: Steps<T>, options: StepOptions = {}): Promise<T> {
  for (;;) {
    throwIfCancelled(options.signal);
    const step = steps.next();
    if (step.done) return step.value;
    options.progress?.(step.value);
    await new Promise<void>((resume) => setTimeout(resume, 0));
  }
}
