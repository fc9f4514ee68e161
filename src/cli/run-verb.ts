import type { Context } from "./context.ts";

/** Runs a verb with what the process gives it, and keeps its exit code. */
export type RunVerb = (verb: (context: Context) => Promise<number>) => Promise<void>;
