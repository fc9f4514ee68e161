import { readText } from "../campaign/index.ts";
import { ArgumentError } from "../core/index.ts";
import {
  DEVICE_EFFECTS,
  type HardwareProfile,
  type MapOptions,
  type MappingName,
  parseFaultMap,
  wireOhms,
} from "../crossbar/index.ts";

/** What the command line says about an array beside its profile. */
export interface ArrayOptions {
  readonly mapping: MappingName;
  readonly slices?: number;
  readonly tileRows?: number;
  readonly tileColumns?: number;
  /** False for perfect wires, whatever the board has. */
  readonly wires?: boolean;
  readonly wireOhms?: number;
  readonly driverOhms?: number;
  readonly senseOhms?: number;
  readonly doubleSided?: boolean;
  readonly gainCorrection?: boolean;
  /** Seconds after programming, kelvin, read noise. */
  readonly after?: number;
  readonly kelvin?: number;
  readonly readNoise?: boolean;
  /** False for ohmic devices, whatever law the profile states. */
  readonly conduction?: boolean;
  /** File of a fault map. */
  readonly faultMap?: string;
}

/** How an array is mapped, programmed and wired. @throws HardwareError, ArgumentError */
export async function mapOptions(options: ArrayOptions, profile: HardwareProfile): Promise<MapOptions> {
  const { mapping, slices, gainCorrection, after, kelvin, readNoise } = options;
  const faults =
    options.faultMap === undefined ? undefined : parseFaultMap(await readText(options.faultMap), options.faultMap);
  const ohmic = options.conduction === false;
  const effects = DEVICE_EFFECTS.filter(
    (effect) => (readNoise === true || effect !== "read-noise") && !(ohmic && effect === "conduction"),
  );
  const devices = {
    ...(after === undefined ? {} : { afterSeconds: after }),
    ...(kelvin === undefined ? {} : { kelvin }),
    ...(readNoise === true || ohmic ? { effects } : {}),
    ...(faults === undefined ? {} : { faults }),
  };
  const wires = wiresOf(options, profile);
  const tiles = tilesOf(options, profile);
  return {
    mapping,
    ...(slices === undefined ? {} : { slices }),
    ...(tiles === undefined ? {} : { tiles }),
    ...(Object.keys(devices).length === 0 ? {} : { devices }),
    ...(wires === undefined ? {} : { wires }),
    ...(gainCorrection === true ? { gainCorrection } : {}),
  };
}

/** Largest array in one piece: as the options say, else the board's. @throws ArgumentError for half of a tile's size */
function tilesOf({ tileRows, tileColumns }: ArrayOptions, { array }: HardwareProfile): MapOptions["tiles"] {
  if ((tileRows === undefined) !== (tileColumns === undefined)) {
    throw new ArgumentError("a tile has two sides", {
      code: "cli.tiles",
      received: tileRows === undefined ? "--tile-columns alone" : "--tile-rows alone",
      expected: "--tile-rows and --tile-columns",
    });
  }
  return { rows: tileRows ?? array.rows.value, columns: tileColumns ?? array.columns.value };
}

/** Wires of the board, with what the options change; undefined for perfect ones. */
function wiresOf(options: ArrayOptions, profile: HardwareProfile): MapOptions["wires"] {
  if (options.wires !== true) return undefined;
  const { array } = profile;
  const at = options.kelvin === undefined ? array : { ...array, kelvin: { ...array.kelvin, value: options.kelvin } };
  const board = wireOhms({ array: at });
  const wires = {
    wordLineOhms: options.wireOhms ?? board.wordLineOhms,
    bitLineOhms: options.wireOhms ?? board.bitLineOhms,
    driverOhms: options.driverOhms ?? board.driverOhms,
    senseOhms: options.senseOhms ?? board.senseOhms,
    doubleSided: options.doubleSided ?? array.drive === "double",
  };
  return wires.wordLineOhms + wires.bitLineOhms + wires.driverOhms + wires.senseOhms === 0 ? undefined : wires;
}

/** The options as a command line repeats them. */
export function arrayWords(options: ArrayOptions): string[] {
  const words: string[] = [];
  const add = (flag: string, value: string | number | undefined) => {
    if (value !== undefined) words.push(`${flag} ${value}`);
  };
  if (options.mapping !== "differential-pair") add("--mapping", options.mapping);
  add("--slices", options.slices);
  add("--tile-rows", options.tileRows);
  add("--tile-columns", options.tileColumns);
  if (options.wires === false) words.push("--no-wires");
  add("--wire-ohms", options.wireOhms);
  add("--driver-ohms", options.driverOhms);
  add("--sense-ohms", options.senseOhms);
  if (options.doubleSided === true) words.push("--double-sided");
  if (options.gainCorrection === true) words.push("--gain-correction");
  add("--after", options.after);
  add("--kelvin", options.kelvin);
  if (options.conduction === false) words.push("--no-conduction");
  if (options.readNoise === true) words.push("--read-noise");
  add("--fault-map", options.faultMap);
  return words;
}
