import { readFileSync } from "node:fs";
import { createEngine, listEngines } from "../../src/simulate/node/index.ts";

/** RC charge from 0 V: 1 V through 1 kohm onto 1 nF, tau 1 us. */
export const RC = `RC Charge
V1 in 0 1
R1 in out 1k
C1 out 0 1n
.options reltol=1e-6
.tran 10n 5u 0 10n uic
.end
`;

/** Text of a netlist in traps/. */
export function trap(name: string): string {
  return readFileSync(new URL(`./traps/${name}.cir`, import.meta.url), "utf8");
}

const statuses = await listEngines();

/** Engines of this machine: the built-in ones must be there, the native one may be missing. All take Hopfield circuits. */
export const ENGINES = statuses.map((status) => ({
  ...status,
  /** A built-in engine that is not built fails its tests; only a native one may be skipped. */
  missing: status.name === "ngspice" && !status.available,
  create: (options: { threads?: number; recycleAfter?: number } = {}) => createEngine(status.name, options),
}));

/** The engines that take any SPICE deck. */
export const SPICE_ENGINES = ENGINES.filter((engine) => engine.name !== "reduced");
