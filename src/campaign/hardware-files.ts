import { readdir } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { HardwareError, quoteReceived } from "../core/index.ts";
import {
  type Board,
  DEVICE_SCHEMA,
  type Device,
  type HardwareProfile,
  type PeripheryFile,
  parseBoard,
  parseDevice,
  parsePeriphery,
  parseProfile,
  resolveProfile,
} from "../crossbar/index.ts";
import { readText } from "./files.ts";

const FOLDERS = { board: "boards", device: "devices", periphery: "periphery" } as const;

/** The board that a bare device is put on. */
const DEFAULT_BOARD = "ideal";

function shippedFile(kind: keyof typeof FOLDERS, name: string): string {
  return fileURLToPath(new URL(`../../hardware/${FOLDERS[kind]}/${name}.json`, import.meta.url));
}

async function shippedNames(kind: keyof typeof FOLDERS): Promise<string[]> {
  const names = await readdir(dirname(shippedFile(kind, "any")));
  return names
    .filter((name) => name.endsWith(".json"))
    .map((name) => basename(name, ".json"))
    .sort();
}

/** Names of the shipped boards, sorted. */
export const shippedBoards = () => shippedNames("board");

/** Names of the shipped devices, sorted. */
export const shippedDevices = () => shippedNames("device");

const isName = (text: string) => /^[a-z0-9-]+$/.test(text);

function unknownName(what: string, name: string, names: string): HardwareError {
  return new HardwareError(`no such ${what} is shipped`, {
    code: "cli.profile",
    received: quoteReceived(name),
    expected: `one of ${names}, or a JSON file`,
  });
}

/**
 * Loads a shipped device by name, or one from a file.
 * @throws HardwareError listing the shipped devices, or naming file and field; ArgumentError for an unreadable file.
 */
export async function loadDevice(nameOrFile: string): Promise<Device> {
  if (!isName(nameOrFile)) return parseDevice(await readText(nameOrFile), nameOrFile);
  const names = await shippedDevices();
  if (!names.includes(nameOrFile)) throw unknownName("device", nameOrFile, names.join(", "));
  return parseDevice(await readText(shippedFile("device", nameOrFile)), `${nameOrFile}.json`);
}

/** Loads a shipped periphery by name, or one from a file. @throws HardwareError as `loadDevice`; ArgumentError */
export async function loadPeriphery(nameOrFile: string): Promise<PeripheryFile> {
  if (!isName(nameOrFile)) return parsePeriphery(await readText(nameOrFile), nameOrFile);
  const names = await shippedNames("periphery");
  if (!names.includes(nameOrFile)) throw unknownName("periphery", nameOrFile, names.join(", "));
  return parsePeriphery(await readText(shippedFile("periphery", nameOrFile)), `${nameOrFile}.json`);
}

async function deviceOf(board: Board, file: string): Promise<Device> {
  const { device } = board;
  if (device.endsWith(".json")) return loadDevice(resolve(dirname(file), device));
  const names = await shippedDevices();
  if (names.includes(device)) return loadDevice(device);
  throw new HardwareError("no such device is shipped", {
    code: "hardware.device-name",
    file,
    field: "device",
    received: quoteReceived(device),
    expected: `one of ${names.join(", ")}, or a path ending in .json`,
  });
}

async function resolveBoard(text: string, file: string, shown: string): Promise<HardwareProfile> {
  const board = parseBoard(text, shown);
  return resolveProfile(board, await deviceOf(board, file), shown);
}

async function loadBoard(name: string): Promise<HardwareProfile> {
  const file = shippedFile("board", name);
  return resolveBoard(await readText(file), file, `${name}.json`);
}

/** A bare device with the neurons and wires of the default board. */
async function onDefaultBoard(device: Device, note: (line: string) => void): Promise<HardwareProfile> {
  note(`ohmfield: '${device.name}' is a device: it stands on the board '${DEFAULT_BOARD}', neurons and wires ideal`);
  const board = await loadBoard(DEFAULT_BOARD);
  const { $schema: _schema, ...fields } = device;
  return {
    ...board,
    name: device.name,
    description: `${device.description} On the board '${DEFAULT_BOARD}': neurons and wires are ideal.`,
    device: fields,
  };
}

/** What a file holds, by its schema and whether its device is in place. */
function contents(text: string): "device" | "profile" | "board" {
  try {
    const json = JSON.parse(text) as { schema?: unknown; device?: unknown } | null;
    if (json?.schema === DEVICE_SCHEMA) return "device";
    return typeof json?.device === "object" && json.device !== null ? "profile" : "board";
  } catch {
    return "board";
  }
}

/**
 * Loads a hardware profile: a shipped board by name, a board file, a run folder's profile.json, or a bare device, by
 * name or file, which is put on the default board.
 *
 * @param note told when a bare device was put on the default board
 * @throws HardwareError listing what is shipped, or naming file and field; ArgumentError for an unreadable file.
 */
export async function loadProfile(
  nameOrFile: string,
  note: (line: string) => void = () => {},
): Promise<HardwareProfile> {
  if (isName(nameOrFile)) {
    const boards = await shippedBoards();
    if (boards.includes(nameOrFile)) return loadBoard(nameOrFile);
    const devices = await shippedDevices();
    if (devices.includes(nameOrFile)) return onDefaultBoard(await loadDevice(nameOrFile), note);
    const bare = devices.filter((name) => !boards.includes(name));
    throw unknownName("board", nameOrFile, `${boards.join(", ")}, a device (${bare.join(", ")})`);
  }
  const text = await readText(nameOrFile);
  switch (contents(text)) {
    case "device":
      return onDefaultBoard(parseDevice(text, nameOrFile), note);
    case "profile":
      return parseProfile(text, nameOrFile);
    case "board":
      return resolveBoard(text, nameOrFile, nameOrFile);
  }
}
