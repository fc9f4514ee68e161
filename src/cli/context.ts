import { readFile } from "node:fs/promises";
import type { ProgressSink } from "../core/index.ts";

/** What the process offers a verb. */
export interface Context {
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** One line on stdout. */
  print(line: string): void;
  /** One line on stderr. */
  note(line: string): void;
  readonly progress: ProgressSink;
  /** Takes progress off the screen before output. */
  endProgress(): void;
  /** Milliseconds. */
  now(): number;
  readonly version: string;
}

/** Version of the package. */
export async function packageVersion(): Promise<string> {
  const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
