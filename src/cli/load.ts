import { access, readdir, readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { ArgumentError, HardwareError, quoteReceived } from "../core/index.ts";
import { type HardwareProfile, parseProfile } from "../crossbar/index.ts";
import { type AnyProblem, parseProblem } from "../problem/index.ts";

/** Text files larger than this are no task, netlist or profile. */
const MAX_TEXT_BYTES = 512 * 2 ** 20;

/** Reads a text file. @throws ArgumentError naming the file when it cannot be read. */
export async function readTextFile(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > MAX_TEXT_BYTES) {
      throw new ArgumentError("the file is too large", {
        code: "cli.file-size",
        file,
        received: `${size} bytes`,
        expected: `at most ${MAX_TEXT_BYTES}`,
      });
    }
    return await readFile(file, "utf8");
  } catch (cause) {
    if (cause instanceof ArgumentError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code;
    const what =
      code === "ENOENT" ? "no such file" : code === "EISDIR" ? "this is a folder" : `cannot be read (${code})`;
    throw new ArgumentError(what, { code: "cli.read", file, expected: "a readable file", cause });
  }
}

/** Reads a task file with its text. */
export async function loadProblem(file: string): Promise<{ problem: AnyProblem; text: string }> {
  const text = await readTextFile(file);
  return { problem: parseProblem(text, file), text };
}

/** Loads a shipped profile by name, or one from a file. */
export async function loadProfile(nameOrFile: string): Promise<HardwareProfile> {
  if (/^[a-z0-9-]+$/.test(nameOrFile)) {
    const url = new URL(`../../hardware/${nameOrFile}.json`, import.meta.url);
    const shipped = await access(url).then(
      () => true,
      () => false,
    );
    if (shipped) return parseProfile(await readFile(url, "utf8"), `${nameOrFile}.json`);
    throw new HardwareError("no such profile is shipped", {
      code: "cli.profile",
      received: quoteReceived(nameOrFile),
      expected: `one of ${(await shippedProfiles()).join(", ")}, or a JSON file`,
    });
  }
  return parseProfile(await readTextFile(nameOrFile), nameOrFile);
}

/** Names of the shipped profiles, sorted. */
export async function shippedProfiles(): Promise<string[]> {
  const names = await readdir(new URL("../../hardware/", import.meta.url));
  return names
    .filter((name) => name.endsWith(".json"))
    .map((name) => basename(name, ".json"))
    .sort();
}
