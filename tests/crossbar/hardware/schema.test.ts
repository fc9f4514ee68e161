import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { HardwareError } from "../../../src/core/index.ts";
import {
  assumptions,
  boardJsonSchema,
  createDeviceSampler,
  deviceJsonSchema,
  parseBoard,
  parseDevice,
  parseProfile,
  resolveProfile,
  wireOhms,
} from "../../../src/crossbar/index.ts";
import { caught } from "../../helpers/caught.ts";
import { hardwareNames, shippedDevice } from "../../helpers/hardware.ts";
import { hardwareText, shippedProfile } from "../../helpers/hopfield.ts";

const boards = hardwareNames("boards");
const devices = hardwareNames("devices");

describe("the JSON Schemas", () => {
  test.each([
    ["device", deviceJsonSchema],
    ["board", boardJsonSchema],
  ] as const)("of a %s is the file in hardware/ (else: node hardware/update-schemas.js)", (name, schema) => {
    const file = readFileSync(new URL(`../../../hardware/${name}.schema.json`, import.meta.url), "utf8");
    expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(schema())));
  });

  test("are named by every profile, so that editors complete it", () => {
    for (const name of devices) expect(JSON.parse(hardwareText("devices", name)).$schema).toBe("../device.schema.json");
    for (const name of boards) expect(JSON.parse(hardwareText("boards", name)).$schema).toBe("../board.schema.json");
  });
});

describe("parseDevice", () => {
  test.each(devices)("accepts the shipped %s under its own name, and its curves cover its range", (name) => {
    const device = shippedDevice(name);
    expect(device.name).toBe(name);
    expect(() => createDeviceSampler(device, {}, 1)).not.toThrow();
  });
});

describe("resolveProfile", () => {
  test.each(boards)("puts the device of the shipped %s in its place, and its wires can be had", (name) => {
    const profile = shippedProfile(name);
    expect(profile.name).toBe(name);
    expect(() => createDeviceSampler(profile.device, {}, 1)).not.toThrow();
    for (const ohms of Object.values(wireOhms(profile))) expect(ohms).toBeGreaterThanOrEqual(0);
  });

  test("replaces the fields that a board overrides, and those only", () => {
    const profile = shippedProfile("cai-sub-standard");
    expect(profile.device.onSiemens.value).toBe(5e-4);
    expect(profile.device.offSiemens.value).toBe(1e-5);
    expect(profile.device.levels).toEqual(shippedDevice("taox-cai-2020").levels);
  });

  test("refuses an override that contradicts the device, naming the board", () => {
    const board = parseBoard(hardwareText("boards", "cai-standard"), "mine.json");
    const overrides = { ...board.overrides, onSiemens: { value: 1e-7, unit: "S" as const, source: "wrong" } };
    expect(() => resolveProfile({ ...board, overrides }, shippedDevice("taox-cai-2020"), "mine.json")).toThrow(
      /mine\.json: device\.onSiemens\.value: .*more than offSiemens/,
    );
  });
});

describe("parseProfile", () => {
  test.each(boards)("reads back what a run folder keeps of %s", (name) => {
    const profile = shippedProfile(name);
    expect(parseProfile(JSON.stringify(profile), "profile.json")).toEqual(profile);
  });

  test("says what became of the schema of an earlier version", () => {
    const old = '{"schema":"ohmfield-hardware-1","name":"mine","device":{},"neuron":{}}';
    for (const parse of [parseProfile, parseBoard, parseDevice]) {
      expect(() => parse(old, "mine.json")).toThrow(/mine\.json: schema: .*earlier.*boards.*devices/);
    }
  });

  test("refuses a board whose device lies apart", () => {
    expect(() => parseProfile(hardwareText("boards", "ideal"), "ideal.json")).toThrow(/ideal\.json: device: /);
  });

  test("refuses text that is not JSON and names the file", () => {
    expect(() => parseProfile("{", "mine.json")).toThrow(/mine\.json: not JSON/);
  });
});

describe("assumptions", () => {
  test("lists exactly what is marked as assumed: numbers, curves and extrapolated ranges of all parts", () => {
    for (const name of boards) {
      const profile = shippedProfile(name);
      const marks = JSON.stringify(profile).match(/"assumed":true/g) ?? [];
      expect(assumptions(profile)).toHaveLength(marks.length);
    }
    const fields = assumptions(shippedProfile("hfo2-1t1r-65nm")).map((a) => a.field);
    expect(fields).toContain("device.programming.errors.0.sigma.extrapolated");
    expect(fields).toContain("array.wires.bitLine.pitchMeters");
    expect(fields).toContain("neuron.staticWatts");
    expect(fields).not.toContain("device.onSiemens");
  });

  test("puts numbers, curves and ranges into words", () => {
    const words = (board: string, field: string) =>
      assumptions(shippedProfile(board)).find((a) => a.field === field)?.text;
    expect(words("taox-cai-2020", "device.offSiemens")).toBe("1 uS");
    expect(words("taox-cai-2020", "device.programming.errors.0.sigma")).toBe("2.8 uS, constant");
    expect(words("hfo2-1t1r-65nm", "device.programming.errors.0.sigma.extrapolated")).toBe("used from 50 uS to 225 uS");
  });
});

type Json = Record<string, unknown>;
type Path = readonly (string | number)[];

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;

/** Fields that may be left out. */
const OPTIONAL = new Set([
  "$schema",
  "assumed",
  "measured",
  "extrapolated",
  "floor",
  "ceiling",
  "afterSeconds",
  "verifyWindowSiemens",
  "readVolts",
  "drift",
  "readNoise",
  "temperature",
  "faults",
  "conduction",
  "selector",
  "overrides",
  "periphery",
]);

/** Numbers that may be negative: parameters of a curve and a temperature coefficient. */
const ANY_SIGN = /(^|\.)(value|coefficients\.\d+|slope|intercept|amplitude|exponent|floor|ceiling|measured\.\w+)$/;

function at(json: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Json)[key], json);
}

/** The text with one field changed by `change`, which gets its parent and key. */
function changed(text: string, path: Path, change: (parent: Json, key: string | number) => void): string {
  const json = JSON.parse(text);
  change(at(json, path.slice(0, -1)) as Json, path.at(-1)!);
  return JSON.stringify(json);
}

/** Every field of a JSON value, parents before their children. */
function* fields(value: unknown, path: Path = []): Generator<Path> {
  if (!isObject(value)) return;
  for (const [key, child] of Object.entries(value)) {
    const next = [...path, Array.isArray(value) ? Number(key) : key];
    yield next;
    yield* fields(child, next);
  }
}

interface Mistake {
  readonly what: string;
  readonly text: string;
  /** What the error must name. */
  readonly field: string;
  readonly received: string;
  readonly also?: string;
}

const set = (value: unknown) => (parent: Json, key: string | number) => {
  (parent as Record<string | number, unknown>)[key] = value;
};

/** Every way in which a person gets one field of a profile wrong. */
function* mistakes(text: string): Generator<Mistake> {
  const json = JSON.parse(text);
  for (const path of fields(json)) {
    const key = path.at(-1)!;
    const value = at(json, path);
    const field = path.join(".");
    const parent = at(json, path.slice(0, -1)) as Json;
    const isQuantity = isObject(parent) && typeof parent.unit === "string" && key === "value" && !("kind" in parent);

    yield { what: `${field} null`, text: changed(text, path, set(null)), field, received: "null" };
    // What a board may override or leave out as unknown: quantities of the periphery beside the loop's two.
    const required = ["cycles", "batchColumns"].includes(String(key));
    const isLeftToBoard = path.at(-2) === "overrides" || (path[0] === "periphery" && isObject(value) && !required);
    if (typeof key === "string" && !OPTIONAL.has(key) && !isLeftToBoard) {
      const drop = (p: Json) => delete p[key];
      yield { what: `${field} missing`, text: changed(text, path, drop), field, received: "nothing" };
    }
    if (typeof key === "string") {
      const misspell = (p: Json) => {
        p[`${key}s`] = p[key];
        delete p[key];
      };
      // What says the kind of a file or an object is asked for first; the misspelt name stands among those there.
      const isChoice = key === "kind" || key === "of" || key === "schema";
      const named = isChoice ? field : `${field}s`;
      yield {
        what: `${field} misspelt`,
        text: changed(text, path, misspell),
        field: named,
        received: isChoice ? "nothing among" : "",
        ...(isChoice ? { also: `${key}s` } : {}),
      };
    }
    if (isObject(value)) {
      yield { what: `${field} a number`, text: changed(text, path, set(3)), field, received: "3" };
      yield { what: `${field} a text`, text: changed(text, path, set("3")), field, received: "3" };
    } else if (typeof value === "number") {
      const word = `${value}`;
      yield { what: `${field} a text`, text: changed(text, path, set(word)), field, received: word };
      const mayBeNegative = isQuantity ? path.includes("coefficientPerKelvin") : ANY_SIGN.test(field);
      if (!mayBeNegative && value > 0) {
        yield { what: `${field} negative`, text: changed(text, path, set(-value)), field, received: `${-value}` };
      }
    } else if (typeof value === "string") {
      yield { what: `${field} a number`, text: changed(text, path, set(7)), field, received: "7" };
      if (key === "unit") {
        yield {
          what: `${field} with a prefix`,
          text: changed(text, path, set(`u${value}`)),
          field,
          received: `u${value}`,
        };
      }
      if (key === "source" || key === "description") {
        yield { what: `${field} empty`, text: changed(text, path, set("  ")), field, received: "" };
      }
      if (key === "kind" || key === "of" || key === "drive" || key === "metal" || key === "schema" || key === "name") {
        yield { what: `${field} unknown`, text: changed(text, path, set("No Such")), field, received: "No Such" };
      }
    } else if (typeof value === "boolean") {
      yield { what: `${field} a text`, text: changed(text, path, set("true")), field, received: "true" };
    }
    if (isObject(value) && "low" in value && "high" in value && value.low !== value.high) {
      const swap = (p: Json) => {
        (p as Record<string | number, unknown>)[key] = { ...value, low: value.high, high: value.low };
      };
      yield { what: `${field} runs backwards`, text: changed(text, path, swap), field, received: "" };
    }
    if (isObject(value) && isObject(value.offSiemens) && isObject(value.onSiemens)) {
      yield* swapped(text, path, value);
    }
  }
  if (isObject(json.offSiemens)) yield* swapped(text, [], json);
}

function* swapped(text: string, path: Path, value: Json): Generator<Mistake> {
  // A board's overrides are judged with the device: resolveProfile has its own test.
  if (path.at(-1) === "overrides") return;
  const json = JSON.parse(text);
  const place = at(json, path) as Json;
  place.offSiemens = value.onSiemens;
  place.onSiemens = value.offSiemens;
  const received = String((value.offSiemens as Json).value);
  yield { what: "on and off swapped", text: JSON.stringify(json), field: "onSiemens.value", received };
}

/** The complaint about one mistake; undefined when the error names everything. */
function complaint(parse: (text: string, file: string) => unknown, mistake: Mistake): string | undefined {
  let error: unknown;
  try {
    error = caught(() => parse(mistake.text, "mine.json"));
  } catch (other) {
    return `${mistake.what}: ${(other as Error).message}`;
  }
  const { message } = error as Error;
  const isNamed =
    error instanceof HardwareError &&
    message.startsWith("mine.json: ") &&
    message.includes(mistake.field) &&
    message.includes(`received: ${mistake.received}`) &&
    message.includes(mistake.also ?? "") &&
    /expected \S/.test(message);
  return isNamed ? undefined : `${mistake.what}: ${message}`;
}

/** Files that between them hold every field that any shipped file holds. */
const WITH_EVERY_FIELD = {
  devices: [
    "hfo2-milo-2021",
    "rram-wan-2022",
    "flash-fahimi-2021",
    "pcm-nandakumar-2019",
    "sonos-agrawal-2022",
    "reram-gong-2022-om",
    "reram-sky130",
  ],
  boards: ["cai-sub-standard", "neurosim", "taox-cai-2020", "hfox-selector"],
} as const;

const fieldNames = (text: string) =>
  [...fields(JSON.parse(text))].map((path) => path.filter((key) => typeof key === "string").join("."));

describe("a profile with one mistake", () => {
  test.each(["devices", "boards"] as const)("is made of %s that hold every field there is", (kind) => {
    const held = new Set(WITH_EVERY_FIELD[kind].flatMap((name) => fieldNames(hardwareText(kind, name))));
    const all = hardwareNames(kind).flatMap((name) => fieldNames(hardwareText(kind, name)));
    expect(all.filter((name) => !held.has(name) && !name.endsWith(".assumed"))).toEqual([]);
  });

  test.each(
    WITH_EVERY_FIELD.devices,
  )("is refused with file, field, received and expected: each of device %s", (name) => {
    const found = [...mistakes(hardwareText("devices", name))];
    expect(found.length).toBeGreaterThan(100);
    expect(found.flatMap((m) => complaint(parseDevice, m) ?? [])).toEqual([]);
  });

  test.each(WITH_EVERY_FIELD.boards)("is refused with file, field, received and expected: each of board %s", (name) => {
    const found = [...mistakes(hardwareText("boards", name))];
    expect(found.length).toBeGreaterThan(200);
    expect(found.flatMap((m) => complaint(parseBoard, m) ?? [])).toEqual([]);
  });

  test("says which field a misspelt one leaves missing", () => {
    const text = hardwareText("devices", "ideal").replace('"onSiemens"', '"onSiemns"');
    expect(() => parseDevice(text, "mine.json")).toThrow(/mine\.json: onSiemns: unknown field .*expected.*onSiemens/);
  });
});
