/** Proofs that were made before, in files named by the content of what was proven. */

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { energy, type HopfieldNetwork } from "../network/index.ts";
import type { NetworkProof } from "../reference/index.ts";
import { writeOutput } from "./files.ts";

/** Changes when proofs of another version must not be used. */
const FORMAT = "ohmfield-proof-1";

/** OHMFIELD_CACHE, or the user's cache folder; an empty OHMFIELD_CACHE turns the cache off. */
function cacheFolder(): string | null {
  const { OHMFIELD_CACHE: own, XDG_CACHE_HOME: shared } = process.env;
  if (own !== undefined) return own === "" ? null : own;
  return join(shared || join(homedir(), ".cache"), "ohmfield", "proofs");
}

/** The name of a network's proof: a hash of every number in it and of what steered the search. */
function fileOf(folder: string, { n, weights, bias, constant }: HopfieldNetwork, seed: number): string {
  const hash = createHash("sha256").update(`${FORMAT} ${n} ${constant} ${seed}\n`);
  for (const array of [weights, bias]) hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return join(folder, `${hash.digest("hex")}.json`);
}

/** The state of a line of "+" and "-", or null. */
function readSpins(text: unknown, n: number): Int8Array | null {
  if (typeof text !== "string" || text.length !== n || !/^[+-]*$/.test(text)) return null;
  return Int8Array.from(text, (sign) => (sign === "+" ? 1 : -1));
}

/** A proof from the cache; null when there is none, or it is not one of this network. */
async function readProof(file: string, network: HopfieldNetwork): Promise<NetworkProof | null> {
  try {
    const { lower, proven, spins: signs, method, nodes } = JSON.parse(await readFile(file, "utf8"));
    const spins = readSpins(signs, network.n);
    if (spins === null || !Number.isFinite(lower) || typeof proven !== "boolean" || typeof method !== "string")
      return null;
    const upper = energy(network, spins);
    return lower <= upper ? { lower, upper, proven, spins, method, nodes, tree: null, interrupted: false } : null;
  } catch {
    // Whatever is wrong with the file, the proof can be made again.
    return null;
  }
}

/**
 * The proof of a network: from the cache, or made and put there. A cache that cannot be written to is no fault.
 * @param prove makes the proof; one that was interrupted is not kept
 */
export async function cachedProof(
  network: HopfieldNetwork,
  seed: number,
  prove: () => Promise<NetworkProof>,
): Promise<NetworkProof> {
  const folder = cacheFolder();
  if (folder === null) return prove();
  const file = fileOf(folder, network, seed);
  const known = await readProof(file, network);
  if (known !== null) return known;
  const found = await prove();
  if (found.interrupted) return found;
  const { lower, proven, spins, method, nodes } = found;
  const signs = Array.from(spins, (s) => (s === 1 ? "+" : "-")).join("");
  await writeOutput(file, `${JSON.stringify({ lower, proven, spins: signs, method, nodes })}\n`).catch(() => undefined);
  return found;
}
