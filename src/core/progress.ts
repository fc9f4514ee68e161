/** Progress of long work: plain data handed to a sink, so that no stage prints by itself. */

export interface Progress {
  /** What is being done, e.g. "settle" or "prove". */
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  /** One short line for a person. */
  readonly note?: string;
}

export type ProgressSink = (progress: Progress) => void;
