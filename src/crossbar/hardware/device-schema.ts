import { z } from "zod";
import { deviationCurve, plainNumberCurve } from "./curve.ts";
import { quantity } from "./quantity.ts";

/** The schema's name, written in every device's `schema` field. */
export const DEVICE_SCHEMA = "ohmfield-device-1";

export const profileName = () =>
  z.string().regex(/^[a-z0-9][a-z0-9-]*$/, { error: "expected lower-case letters, digits and hyphens" });

const programming = z
  .strictObject({
    errors: z
      .array(
        z.strictObject({
          afterSeconds: quantity(
            "s",
            "notNegative",
            "Time after programming that the curve was measured at.",
          ).optional(),
          sigma: deviationCurve("Standard deviation of the conductance around its target."),
        }),
      )
      .min(1, { error: "expected at least one curve" })
      .describe("Programming error, one curve for each published time; the first is the default."),
    verifyWindowSiemens: quantity(
      "S",
      "positive",
      "Write and verify repeats until the conductance is this close to its target.",
    ).optional(),
  })
  .describe("How far a programmed conductance lies from its target.");

const drift = z
  .strictObject({
    startSeconds: quantity("s", "positive", "Time t0 of the first read: G(t) = G(t0) (t / t0)^-nu."),
    longestSeconds: quantity("s", "positive", "Longest time that the law is used for."),
    exponentMean: plainNumberCurve("Mean of the exponent nu over devices, by target conductance."),
    exponentSigma: plainNumberCurve("Standard deviation of the exponent nu over devices, by target conductance."),
  })
  .refine((d) => d.longestSeconds.value >= d.startSeconds.value, {
    error: "expected a time not before startSeconds",
    path: ["longestSeconds", "value"],
  })
  .describe("Power-law drift with an exponent of its own for each device.");

const correlationSeconds = quantity(
  "s",
  "positive",
  "Time after which the noise of a device is another; the noise step of the anneal when left out.",
).optional();

const readNoise = z
  .discriminatedUnion(
    "kind",
    [
      z.strictObject({
        kind: z.literal("relative"),
        sigma: quantity("1", "notNegative", "Standard deviation of a read over the conductance."),
        correlationSeconds,
      }),
      z.strictObject({
        kind: z.literal("curve"),
        sigma: deviationCurve("Standard deviation of a read, by conductance."),
        correlationSeconds,
      }),
      z.strictObject({
        kind: z.literal("flicker"),
        strength: plainNumberCurve("Q of sigma = G Q sqrt(ln((t + tr) / 2 tr)), by programmed conductance."),
        readSeconds: quantity("s", "positive", "tr, the duration of a read."),
        correlationSeconds,
      }),
    ],
    { error: "expected one of relative, curve, flicker" },
  )
  .describe("Noise of one read.");

const temperature = z
  .strictObject({
    coefficientPerKelvin: quantity("1/K", "any", "Relative change of the conductance a kelvin."),
    referenceKelvin: quantity("K", "positive", "Temperature that the conductances are stated at."),
    lowestKelvin: quantity("K", "positive", "Lowest temperature that was measured."),
    highestKelvin: quantity("K", "positive", "Highest temperature that was measured."),
  })
  .refine((t) => t.lowestKelvin.value <= t.referenceKelvin.value, {
    error: "expected at most referenceKelvin",
    path: ["lowestKelvin", "value"],
  })
  .refine((t) => t.highestKelvin.value >= t.referenceKelvin.value, {
    error: "expected at least referenceKelvin",
    path: ["highestKelvin", "value"],
  })
  .describe("Temperature coefficient of the conductance.");

const stuck = (what: string) =>
  z.strictObject({
    rate: quantity("1", "share", `Share of the devices that are ${what}.`),
    siemens: quantity("S", "notNegative", `Conductance of a device that is ${what}.`),
  });

const faults = z
  .strictObject({ stuckOn: stuck("stuck on"), stuckOff: stuck("stuck off") })
  .refine((f) => f.stuckOn.rate.value + f.stuckOff.rate.value <= 1, {
    error: "expected both rates together to be at most 1",
    path: ["stuckOff", "rate", "value"],
  })
  .refine((f) => f.stuckOn.siemens.value >= f.stuckOff.siemens.value, {
    error: "expected at least the conductance of stuckOff",
    path: ["stuckOn", "siemens", "value"],
  })
  .describe("Devices that cannot be programmed.");

const conduction = z
  .discriminatedUnion(
    "kind",
    [
      z.strictObject({ kind: z.literal("linear") }).describe("I = G V; the same as no block."),
      z
        .strictObject({
          kind: z.literal("sinh"),
          scaleVolts: quantity("V", "positive", "V0 of I = G Vr sinh(V / V0) / sinh(Vr / V0), Vr being readVolts."),
          highestVolts: quantity("V", "positive", "Largest voltage, of either sign, that the law is used for."),
        })
        .describe("Current that grows faster than the voltage; a conductance is I / V at readVolts."),
    ],
    { error: "expected one of linear, sinh" },
  )
  .describe("Current against voltage; linear when left out.");

/** A sinh of more than this overflows in somebody's hands. */
const MOST_SCALES = 50;

/** Fields of a device that a board may override. */
export const deviceFields = {
  offSiemens: quantity("S", "notNegative", "Lowest programmable conductance."),
  onSiemens: quantity("S", "positive", "Highest programmable conductance."),
  levels: quantity("1", "countOrZero", "Conductance levels from off to on, ends included; 0 when continuous."),
  readVolts: quantity("V", "positive", "Voltage that conductances are read at.").optional(),
  programming,
  drift: drift.optional(),
  readNoise: readNoise.optional(),
  temperature: temperature.optional(),
  faults: faults.optional(),
  conduction: conduction.optional(),
  selector: z
    .strictObject({
      thresholdVolts: quantity("V", "notNegative", "Voltage Vt that the selector keeps for itself."),
      softnessVolts: quantity(
        "V",
        "positive",
        "Width s of the corner at the threshold: w = s ln((1 + e^((v - Vt) / s)) / (1 + e^((-v - Vt) / s))) is left of v.",
      ),
    })
    .describe("Selector in series with the device; below its threshold the current falls by a decade every s ln 10.")
    .optional(),
};

/** What holds between the fields of a device; undefined when all does, else the field and what is expected. */
function contradiction(
  device: z.infer<typeof deviceObject>,
): { path: (string | number)[]; expected: string } | undefined {
  if (device.onSiemens.value <= device.offSiemens.value) {
    return { path: ["onSiemens", "value"], expected: `more than offSiemens, ${device.offSiemens.value} S` };
  }
  if (device.levels.value === 1) return { path: ["levels", "value"], expected: "0 or at least 2 levels" };
  const { errors } = device.programming;
  const times = errors.map((e) => e.afterSeconds?.value);
  if (errors.length > 1) {
    for (const [k, seconds] of times.entries()) {
      const path = ["programming", "errors", k, "afterSeconds"];
      if (seconds === undefined) return { path, expected: "the time of each curve, as there are several" };
      if (k > 0 && seconds <= times[k - 1]!) return { path: [...path, "value"], expected: "times that rise" };
    }
    if (device.drift !== undefined)
      return { path: ["programming", "errors"], expected: "one curve, as drift does the rest" };
  }
  const { conduction: law } = device;
  if (law?.kind === "sinh" && law.highestVolts.value > MOST_SCALES * law.scaleVolts.value) {
    const expected = `at most ${MOST_SCALES} times scaleVolts: beyond that no device conducts as a sinh`;
    return { path: ["conduction", "highestVolts", "value"], expected };
  }
  if (law?.kind === "sinh" && device.readVolts !== undefined && device.readVolts.value > law.highestVolts.value) {
    return {
      path: ["conduction", "highestVolts", "value"],
      expected: `at least readVolts, ${device.readVolts.value} V`,
    };
  }
  if (device.readVolts === undefined) {
    const path = ["readVolts"];
    const needs = (c: { argument: { of: string } }) => c.argument.of === "read-current";
    if (errors.some((e) => needs(e.sigma))) return { path, expected: "the read voltage that the error's curve needs" };
    const noise = device.readNoise;
    if (noise?.kind === "curve" && needs(noise.sigma))
      return { path, expected: "the read voltage that the noise needs" };
    if (law?.kind === "sinh") return { path, expected: "the read voltage that conduction needs" };
  }
  if (device.readNoise?.kind === "flicker" && device.drift === undefined) {
    return { path: ["drift"], expected: "drift, whose start flicker noise counts its time from" };
  }
  return undefined;
}

const deviceObject = z.strictObject({
  $schema: z.string().describe("The JSON Schema that an editor completes and checks with.").optional(),
  schema: z.literal(DEVICE_SCHEMA, { error: `expected "${DEVICE_SCHEMA}"` }),
  name: profileName().describe("Name of the file, without .json."),
  description: z.string().regex(/\S/, { error: "expected a sentence" }).describe("What the device is, in a sentence."),
  ...deviceFields,
});

/** A memory device: what it can be programmed to, and how it departs from that. */
export const deviceSchema = deviceObject
  .superRefine((device, context) => {
    const found = contradiction(device);
    if (found) context.addIssue({ code: "custom", path: found.path, message: `expected ${found.expected}` });
  })
  .describe("A memory device, each number with its unit and source.");

/** A memory device; SI units, a source for each number. */
export type Device = z.infer<typeof deviceSchema>;
