import { HardwareError } from "../core/index.ts";
import { type Board, boardSchema, type HardwareProfile, profileSchema } from "./hardware/board-schema.ts";
import { type Device, deviceSchema } from "./hardware/device-schema.ts";
import { checkHardware, parseHardwareJson } from "./hardware/parse.ts";
import { type PeripheryFile, peripheryFileSchema } from "./hardware/periphery-schema.ts";

/**
 * Parses a device file.
 * @param file names the source in errors.
 * @throws HardwareError naming file, field, what was received and what was expected.
 */
export function parseDevice(text: string, file: string): Device {
  return checkHardware(deviceSchema, parseHardwareJson(text, file), file);
}

/** Parses a board file, whose device lies in another. @throws HardwareError as `parseDevice`. */
export function parseBoard(text: string, file: string): Board {
  return checkHardware(boardSchema, parseHardwareJson(text, file), file);
}

/**
 * Parses a board that holds its device, as a run folder keeps it.
 * @throws HardwareError as `parseDevice`; for a board that only names its device too.
 */
export function parseProfile(text: string, file: string): HardwareProfile {
  const json = parseHardwareJson(text, file);
  const device = (json as { device?: unknown } | null)?.device;
  if (typeof device === "string") {
    throw new HardwareError("the device lies in another file", {
      code: "hardware.device-apart",
      file,
      field: "device",
      received: device,
      expected: "a device in its place, as resolveProfile and a run folder's profile.json have it",
    });
  }
  return checkHardware(profileSchema, json, file);
}

/**
 * A board with its device in place.
 * @param file names the board in errors.
 * @throws HardwareError when what the board overrides does not fit the rest of the device.
 */
export function resolveProfile(board: Board, device: Device, file: string): HardwareProfile {
  const { device: _reference, overrides = {}, $schema: _boardSchema, ...rest } = board;
  const { $schema: _deviceSchema, ...fields } = device;
  return checkHardware(profileSchema, { ...rest, device: { ...fields, ...overrides } }, file);
}

/** Parses a periphery file. @throws HardwareError as `parseDevice`. */
export function parsePeriphery(text: string, file: string): PeripheryFile {
  return checkHardware(peripheryFileSchema, parseHardwareJson(text, file), file);
}
