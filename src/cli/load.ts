import { access, readdir } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { readText } from "../campaign/index.ts";
import { HardwareError, quoteReceived } from "../core/index.ts";
import { type HardwareProfile, type PeripheryFile, parsePeriphery, parseProfile } from "../crossbar/index.ts";
import { type AnyProblem, readProblem } from "../problem/index.ts";

/** Reads a task file with its text. */
export async function loadProblem(file: string): Promise<{ problem: AnyProblem; text: string }> {
  const text = await readText(file);
  return { problem: await readProblem(text, file), text };
}

/** Loads a shipped profile by name, or one from a file. */
export async function loadProfile(nameOrFile: string): Promise<HardwareProfile> {
  if (/^[a-z0-9-]+$/.test(nameOrFile)) {
    const url = new URL(`../../hardware/${nameOrFile}.json`, import.meta.url);
    const shipped = await access(url).then(
      () => true,
      () => false,
    );
    if (shipped) return parseProfile(await readText(fileURLToPath(url)), `${nameOrFile}.json`);
    throw new HardwareError("no such profile is shipped", {
      code: "cli.profile",
      received: quoteReceived(nameOrFile),
      expected: `one of ${(await shippedProfiles()).join(", ")}, or a JSON file`,
    });
  }
  return parseProfile(await readText(nameOrFile), nameOrFile);
}

/** Loads a shipped periphery by name, or one from a file. */
export async function loadPeriphery(nameOrFile: string): Promise<PeripheryFile> {
  if (!/^[a-z0-9-]+$/.test(nameOrFile)) return parsePeriphery(await readText(nameOrFile), nameOrFile);
  const names = await shippedNames("../../hardware/periphery/");
  if (!names.includes(nameOrFile)) {
    throw new HardwareError("no such periphery is shipped", {
      code: "cli.periphery",
      received: quoteReceived(nameOrFile),
      expected: `one of ${names.join(", ")}, or a JSON file`,
    });
  }
  const url = new URL(`../../hardware/periphery/${nameOrFile}.json`, import.meta.url);
  return parsePeriphery(await readText(fileURLToPath(url)), `${nameOrFile}.json`);
}

/** Names of the shipped profiles, sorted. */
export function shippedProfiles(): Promise<string[]> {
  return shippedNames("../../hardware/");
}

async function shippedNames(folder: string): Promise<string[]> {
  const names = await readdir(new URL(folder, import.meta.url));
  return names
    .filter((name) => name.endsWith(".json"))
    .map((name) => basename(name, ".json"))
    .sort();
}
