import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of published instances, kept beside the checkout and not part of it; undefined when it is absent. */
export const sharedData: string | undefined = ["../../shared/data/", "../../../shared/data/"]
  .map((relative) => fileURLToPath(new URL(relative, import.meta.url)))
  .find((folder) => existsSync(folder));

/** The folder of reference solutions beside the checkout, likewise. */
export const sharedOracles: string | undefined = ["../../shared/oracles/", "../../../shared/oracles/"]
  .map((relative) => fileURLToPath(new URL(relative, import.meta.url)))
  .find((folder) => existsSync(folder));

export const NO_SHARED_DATA = "skipped: no folder of published instances beside the checkout";
