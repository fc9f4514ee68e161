import { loadDevice, loadProfile, readText, shippedBoards, shippedDevices, writeOutput } from "../../campaign/index.ts";
import { ArgumentError, HardwareError, quoteReceived } from "../../core/index.ts";
import {
  assumptions,
  conductionLaw,
  DEVICE_SCHEMA,
  type Device,
  errorCurves,
  type HardwareProfile,
  hardwareNumbers,
  lawVolts,
  levelSiemens,
  publishedSeconds,
  quantityText,
  wireOhms,
} from "../../crossbar/index.ts";
import { drawDeviceError, drawHysteresis } from "../../draw/index.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { formatTable } from "../table.ts";

export interface DevicesOptions {
  readonly svg?: string;
  /** File for the current against voltage. */
  readonly currentSvg?: string;
  readonly json?: boolean;
}

/** A device, and the board of that name if there is one. */
interface Found {
  readonly device: Device;
  readonly board: HardwareProfile | null;
}

/** What a device can do beside being programmed, in a word each. */
function effectsOf(device: Device): string[] {
  return [
    ...(device.drift ? ["drift"] : []),
    ...(device.readNoise ? ["read noise"] : []),
    ...(device.temperature ? ["temperature"] : []),
    ...(device.faults ? ["stuck devices"] : []),
    ...(device.conduction?.kind === "sinh" ? ["nonlinear"] : []),
    ...(device.selector ? ["selector"] : []),
  ];
}

/** One line of the list of devices. */
function summaryOf(device: Device) {
  return {
    name: device.name,
    description: device.description,
    offSiemens: device.offSiemens.value,
    onSiemens: device.onSiemens.value,
    levels: device.levels.value,
    publishedSeconds: publishedSeconds(device),
    /** Over the measured range, for the first published time. */
    largestSigmaSiemens: Math.max(...errorCurves(device)[0]!.sigmaSiemens),
    effects: effectsOf(device),
    assumptions: assumptions({ device }).length,
  };
}

function boardSummary(board: HardwareProfile) {
  const { rows, columns } = board.array;
  return {
    name: board.name,
    description: board.description,
    device: board.device.name,
    rows: rows.value,
    columns: columns.value,
    ...wireOhms(board),
    assumptions: assumptions(board).length,
  };
}

async function listAll(options: DevicesOptions, context: Context): Promise<void> {
  const devices = await Promise.all((await shippedDevices()).map(async (name) => summaryOf(await loadDevice(name))));
  const boards = await Promise.all((await shippedBoards()).map(async (name) => boardSummary(await loadProfile(name))));
  if (options.json === true) {
    context.print(JSON.stringify({ devices, boards }));
    return;
  }
  const deviceRows = devices.map((d) => [
    d.name,
    quantityText(d.offSiemens, "S"),
    quantityText(d.onSiemens, "S"),
    d.levels === 0 ? "any" : String(d.levels),
    quantityText(d.largestSigmaSiemens, "S"),
    d.publishedSeconds.map((s) => quantityText(s, "s")).join(", ") || "–",
    d.effects.join(", ") || "–",
    String(d.assumptions),
  ]);
  const deviceHeader = ["device", "off", "on", "levels", "sigma up to", "published after", "also", "assumed"];
  for (const line of formatTable(deviceHeader, deviceRows)) context.print(line);
  context.print("");
  const boardRows = boards.map((b) => [
    b.name,
    b.device,
    `${b.rows} x ${b.columns}`,
    quantityText(b.wordLineOhms, "ohm"),
    quantityText(b.bitLineOhms, "ohm"),
    String(b.assumptions),
  ]);
  const boardHeader = ["board", "device", "array", "word line", "bit line", "assumed"];
  for (const line of formatTable(boardHeader, boardRows)) context.print(line);
}

/** Every number under a heading: value, measured range, source; an assumption says so. */
function printNumbers(title: string, part: object, context: Context): void {
  context.print("");
  context.print(title);
  for (const { field, text, range, source, assumed } of hardwareNumbers(part)) {
    context.print(`  ${field} = ${text}`);
    if (range !== null) context.print(`      ${assumed ? "for" : "measured"}: ${range}`);
    context.print(`      ${assumed ? "assumed" : "source"}: ${source}`);
  }
}

/** The conduction law in words; nothing for an ohmic device. */
function lawLines(device: Device): string[] {
  const law = conductionLaw(device);
  if (law === null) return [];
  const { sinh, selector } = law;
  const w = selector === null ? "V" : "w";
  const current =
    sinh === null ? `I = G ${w}` : `I = G Vr sinh(${w} / V0) / sinh(Vr / V0), Vr = readVolts, V0 = scaleVolts`;
  const left = ", w = s ln((1 + e^((V - Vt) / s)) / (1 + e^((-V - Vt) / s))), Vt = thresholdVolts, s = softnessVolts";
  const at = [0.25, 0.5, 0.75, 1].map((share) => {
    const volts =
      share * ((sinh?.highestVolts ?? 2 * (selector?.thresholdVolts ?? 0)) + (selector?.thresholdVolts ?? 0));
    return `${quantityText(Number((lawVolts(law, volts) / volts).toPrecision(3)), "1")} at ${quantityText(volts, "V")}`;
  });
  return [`  law: ${current}${selector === null ? "" : left}`, `  current over G V: ${at.join(", ")}`];
}

function printOne({ device, board }: Found, context: Context): void {
  context.print(`${board?.name ?? device.name}: ${board?.description ?? device.description}`);
  if (board !== null && board.description !== device.description) context.print(device.description);
  printNumbers(`device ${device.name}`, device, context);
  for (const line of lawLines(device)) context.print(line);
  if (board === null) return;
  printNumbers("array", board.array, context);
  const { wordLineOhms, bitLineOhms } = wireOhms(board);
  const ohms = `word line ${quantityText(wordLineOhms, "ohm")}, bit line ${quantityText(bitLineOhms, "ohm")}`;
  context.print(`  from one device to the next: ${ohms}; ${board.array.drive}-sided drive`);
  printNumbers("neuron", board.neuron, context);
  if (board.periphery !== undefined) printNumbers("periphery", board.periphery, context);
}

/** Samples of a device's current against voltage, over the range of its law; of a selector with a linear device, three thresholds. */
function currentCurve(device: Device): { readonly volts: number[]; readonly amps: number[]; ohmic: number[] } | null {
  const law = conductionLaw(device);
  if (law === null) return null;
  const threshold = law.selector?.thresholdVolts ?? 0;
  const end = law.sinh === null ? 3 * threshold : law.sinh.highestVolts + threshold;
  const volts = Array.from({ length: 201 }, (_, k) => ((k - 100) / 100) * end);
  const siemens = device.onSiemens.value;
  return { volts, amps: volts.map((v) => siemens * lawVolts(law, v)), ohmic: volts.map((v) => siemens * v) };
}

/** Programming error, or with `isCurrent` the current against voltage of a device at its highest conductance. */
async function pictureOf(device: Device, isCurrent: boolean): Promise<string> {
  if (isCurrent) {
    const curve = currentCurve(device);
    if (curve === null) {
      throw new ArgumentError("an ohmic device has no curve to draw", {
        code: "cli.device-current",
        field: "--current-svg",
        received: device.name,
        expected: "a device or board with a conduction law or a selector",
      });
    }
    return drawHysteresis({
      title: `${device.name}: current when on`,
      label: "device",
      volts: curve.volts,
      amps: curve.amps,
      reference: { label: "ohmic", volts: curve.volts, amps: curve.ohmic },
    });
  }
  return drawDeviceError({
    title: `${device.name}: programming error`,
    stretches: errorCurves(device),
    offSiemens: device.offSiemens.value,
    onSiemens: device.onSiemens.value,
    levelSiemens: levelSiemens(device) ?? null,
  });
}

async function find(name: string): Promise<Found> {
  if (/^[a-z0-9-]+$/.test(name)) {
    const [boards, devices] = [await shippedBoards(), await shippedDevices()];
    if (boards.includes(name)) {
      const board = await loadProfile(name);
      return { device: board.device, board };
    }
    if (devices.includes(name)) return { device: await loadDevice(name), board: null };
    throw new HardwareError("no such device or board is shipped", {
      code: "cli.device",
      received: quoteReceived(name),
      expected: `a device (${devices.join(", ")}), a board (${boards.join(", ")}) or a JSON file`,
    });
  }
  // A device on its own is shown without the board that a simulation would put it on.
  if ((await readText(name)).includes(`"${DEVICE_SCHEMA}"`)) {
    const device = await loadDevice(name).catch(() => null);
    if (device !== null) return { device, board: null };
  }
  const board = await loadProfile(name);
  return { device: board.device, board };
}

/** Lists the shipped devices and boards, or shows one: every number with unit, source, range and assumption. */
export async function devicesVerb(
  name: string | undefined,
  options: DevicesOptions,
  context: Context,
): Promise<number> {
  if (name === undefined) {
    const picture = options.svg ?? options.currentSvg;
    if (picture !== undefined) {
      throw new ArgumentError("a picture shows one device", {
        code: "cli.device-picture",
        field: options.svg === undefined ? "--current-svg" : "--svg",
        received: picture,
        expected: "the name of a device before it",
      });
    }
    await listAll(options, context);
    return EXIT.done;
  }
  const found = await find(name);
  if (options.svg !== undefined) await writeOutput(options.svg, await pictureOf(found.device, false));
  if (options.currentSvg !== undefined) await writeOutput(options.currentSvg, await pictureOf(found.device, true));
  if (options.json === true) {
    const { device, board } = found;
    context.print(
      JSON.stringify({
        name: board?.name ?? device.name,
        device,
        board: board === null ? null : { ...board, device: device.name, wireOhms: wireOhms(board) },
        errorCurves: errorCurves(device),
        levelSiemens: levelSiemens(device) ?? null,
        conduction: conductionLaw(device),
        current: currentCurve(device),
        assumptions: assumptions(board ?? { device }),
      }),
    );
  } else printOne(found, context);
  return EXIT.done;
}
