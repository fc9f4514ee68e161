import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const program = join(root, "bin/ohmfield.js");

export const petersen = join(root, "problems/max-cut/petersen.mc");

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts the built command line, without a cache of proofs unless there is one; `ended` resolves when it is over. */
export function start(args: readonly string[], cwd: string, cache = "") {
  const env = { ...process.env, OHMFIELD_CACHE: cache };
  const child = spawn(process.execPath, [program, ...args], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  const ended = new Promise<Outcome>((resolve) => child.on("close", (code) => resolve({ code, out, err })));
  return { child, ended };
}

/** Runs the built command line to its end. */
export function ohmfield(args: readonly string[], cwd: string, cache = ""): Promise<Outcome> {
  return start(args, cwd, cache).ended;
}

/** A private folder and its removal. */
export function scratch(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "ohmfield-test-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The one JSON object that --json leaves on stdout. */
export function oneObject<T = Record<string, unknown>>(outcome: Outcome): T {
  if (!/^\{.*\}\n$/.test(outcome.out))
    throw new Error(`not one line of JSON: ${outcome.out.slice(0, 200)}${outcome.err}`);
  return JSON.parse(outcome.out) as T;
}

export const readJson = (file: string) => JSON.parse(readFileSync(file, "utf8"));
