import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { SimulationError } from "../../core/index.ts";

/**
 * URL of the compiled worker: beside this file in dist/; from the sources, which a worker of Node 20 cannot load, the
 * one in dist/ too.
 *
 * @throws SimulationError when it has not been built.
 */
export function workerLocation(): string {
  const fromSources = import.meta.url.endsWith(".ts");
  const path = fromSources ? "../../../dist/simulate/node/worker.js" : "./worker.js";
  const url = new URL(path, import.meta.url);
  if (!existsSync(fileURLToPath(url))) {
    throw new SimulationError("the worker of the simulator is not built", {
      code: "simulate.worker",
      received: "no file dist/simulate/node/worker.js",
      expected: "npm run build",
    });
  }
  return url.href;
}
