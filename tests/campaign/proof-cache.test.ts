import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { cachedProof } from "../../src/campaign/proof-cache.ts";
import { energy } from "../../src/network/index.ts";
import { encodeProblem, generateTorusMaxCut } from "../../src/problem/index.ts";
import { type NetworkProof, proveNetworkAsync } from "../../src/reference/index.ts";

const { network } = encodeProblem(generateTorusMaxCut({ rows: 6, columns: 6, seed: 1 }));
let folder: string;
let before: string | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ohmfield-cache-"));
  before = process.env.OHMFIELD_CACHE;
  process.env.OHMFIELD_CACHE = folder;
});
afterEach(() => {
  if (before === undefined) delete process.env.OHMFIELD_CACHE;
  else process.env.OHMFIELD_CACHE = before;
  rmSync(folder, { recursive: true });
});

const proving = () => vi.fn(() => proveNetworkAsync(network));

describe("cachedProof", () => {
  test("makes a proof once for each network and seed", async () => {
    const prove = proving();
    const first = await cachedProof(network, 1, prove);
    const second = await cachedProof(network, 1, prove);
    expect(prove).toHaveBeenCalledTimes(1);
    expect(second).toEqual({ ...first, tree: null });
    await cachedProof(network, 2, prove);
    await cachedProof({ ...network, constant: 3 }, 1, prove);
    expect(prove).toHaveBeenCalledTimes(3);
  });

  test("makes a proof again when its file was changed to say what cannot be", async () => {
    const prove = proving();
    const { upper } = await cachedProof(network, 1, prove);
    const [name] = readdirSync(folder);
    const file = join(folder, name!);
    const stored = JSON.parse(readFileSync(file, "utf8"));
    for (const changed of [
      "",
      "{}",
      JSON.stringify({ ...stored, spins: "+" }),
      JSON.stringify({ ...stored, lower: upper + 1 }),
    ]) {
      writeFileSync(file, changed);
      expect((await cachedProof(network, 1, prove)).upper).toBe(upper);
    }
    expect(prove).toHaveBeenCalledTimes(5);
  });

  test("recomputes the energy of the state that it kept", async () => {
    const found = await cachedProof(network, 1, proving());
    const again = await cachedProof(network, 1, proving());
    expect(again.upper).toBe(energy(network, found.spins));
  });

  test("keeps nothing of a proof that was interrupted", async () => {
    const proof = await proveNetworkAsync(network);
    const prove = vi.fn(async (): Promise<NetworkProof> => ({ ...proof, interrupted: true }));
    await cachedProof(network, 1, prove);
    await cachedProof(network, 1, prove);
    expect(prove).toHaveBeenCalledTimes(2);
  });

  test("does without a folder that cannot be written to, and without any when it is turned off", async () => {
    writeFileSync(join(folder, "file"), "");
    process.env.OHMFIELD_CACHE = join(folder, "file", "inside");
    expect((await cachedProof(network, 1, proving())).proven).toBe(true);
    process.env.OHMFIELD_CACHE = "";
    const prove = proving();
    await cachedProof(network, 1, prove);
    await cachedProof(network, 1, prove);
    expect(prove).toHaveBeenCalledTimes(2);
  });
});
