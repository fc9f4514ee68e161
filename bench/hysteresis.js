/**
 * Check values and pinched hysteresis of every compact model: the law as published, ngspice in WASM, ngspice on the machine.
 *
 *   npm run build && node bench/hysteresis.js [--pictures docs/pictures]
 *
 * Prints the table of docs/compact-models.md; with --pictures it draws NAME.svg of each model's sweep.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compactModel, modelParameters } from "../dist/circuit/index.js";
import { formatSi } from "../dist/core/index.js";
import { drawHysteresis } from "../dist/draw/index.js";
import {
  DEVICE_CHECKS,
  DEVICE_SWEEPS,
  deviceDisagreement,
  deviceNetlist,
  deviceWaveforms,
  integrateDevice,
} from "../dist/simulate/index.js";
import { createEngine, listEngines } from "../dist/simulate/node/index.js";

const { values } = parseArgs({ options: { pictures: { type: "string" } } });
const statuses = (await listEngines()).filter((e) => e.available && e.name !== "reduced");
const engines = statuses.map((e) => createEngine(e.name, { threads: 1 }));

function law({ model: name, parameters, source, run }) {
  const model = compactModel(name);
  return integrateDevice(model.equations(modelParameters(model, parameters)), source, run);
}

async function spice(engine, { model, parameters, source, run }) {
  const netlist = deviceNetlist(compactModel(model), parameters, source, run);
  return deviceWaveforms(await engine.simulate({ netlist }));
}

const names = ["law", ...statuses.map((e) => e.version)];
console.log(`| model | run | quantity | expected | origin | ${names.join(" | ")} |`);
console.log(`|${"---|".repeat(5 + names.length)}`);
for (const check of DEVICE_CHECKS) {
  const runs = [law(check)];
  for (const engine of engines) runs.push(await spice(engine, check));
  for (const { quantity, unit, expected, origin, measure } of check.values) {
    const show = (x) => formatSi(x, unit === "1" ? "" : unit, 5).trim();
    const cells = runs.map((w) => {
      const x = measure(w);
      return `${show(x)} (${(100 * (x / expected - 1)).toFixed(2)} %)`;
    });
    const row = [check.model, check.drive, quantity, show(expected), origin, ...cells];
    console.log(`| ${row.join(" | ")} |`);
  }
}
console.log("");
console.log(`| model | sweep | ${statuses.map((e) => `${e.version}: state, current`).join(" | ")} |`);
console.log(`|---|---|${"---|".repeat(engines.length)}`);
for (const sweep of DEVICE_SWEEPS) {
  const reference = law(sweep);
  const runs = [];
  for (const engine of engines) runs.push(await spice(engine, sweep));
  const cells = runs.map((w) => {
    const { state, amps } = deviceDisagreement(w, reference, 5e-3);
    return `${(100 * state).toFixed(3)} %, ${(100 * amps).toFixed(3)} %`;
  });
  console.log(`| ${[sweep.model, sweep.drive, ...cells].join(" | ")} |`);
  if (values.pictures === undefined) continue;
  mkdirSync(values.pictures, { recursive: true });
  const picture = await drawHysteresis({
    title: `${sweep.model}: ${sweep.drive}`,
    label: statuses[0].version,
    volts: runs[0].volts,
    amps: runs[0].amps,
    reference: { label: "published law", volts: reference.volts, amps: reference.amps },
  });
  writeFileSync(join(values.pictures, `${sweep.model}.svg`), `${picture}\n`);
}
for (const engine of engines) await engine.close();
