import { readdirSync } from "node:fs";
import { type Device, parseDevice } from "../../src/crossbar/index.ts";
import { hardwareText } from "./hopfield.ts";

/** Names of the shipped boards, devices or peripheries. */
export function hardwareNames(kind: "boards" | "devices" | "periphery"): string[] {
  return readdirSync(new URL(`../../hardware/${kind}/`, import.meta.url)).map((file) => file.replace(/\.json$/, ""));
}

/** A shipped device. */
export function shippedDevice(name: string): Device {
  return parseDevice(hardwareText("devices", name), `${name}.json`);
}
