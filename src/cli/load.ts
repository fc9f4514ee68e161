import { readText } from "../campaign/index.ts";
import { type AnyProblem, readProblem } from "../problem/index.ts";

export { loadPeriphery, loadProfile } from "../campaign/index.ts";

/** Reads a task file with its text. */
export async function loadProblem(file: string): Promise<{ problem: AnyProblem; text: string }> {
  const text = await readText(file);
  return { problem: await readProblem(text, file), text };
}
