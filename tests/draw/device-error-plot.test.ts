import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../src/core/index.ts";
import { errorCurves, levelSiemens } from "../../src/crossbar/index.ts";
import { type DeviceErrorPlotData, drawDeviceError } from "../../src/draw/index.ts";
import { hardwareNames, shippedDevice } from "../helpers/hardware.ts";
import { checkPicture } from "./well-formed.ts";

function dataOf(name: string): DeviceErrorPlotData {
  const device = shippedDevice(name);
  return {
    title: "programming error",
    stretches: errorCurves(device),
    offSiemens: device.offSiemens.value,
    onSiemens: device.onSiemens.value,
    levelSiemens: levelSiemens(device) ?? null,
  };
}

describe("drawDeviceError", () => {
  test.each(hardwareNames("devices"))("draws %s well-formed and the same twice", async (name) => {
    const svg = await drawDeviceError(dataOf(name));
    checkPicture(svg);
    expect(await drawDeviceError(dataOf(name))).toBe(svg);
  });

  test("names every published time and dashes nothing that was measured", async () => {
    const svg = await drawDeviceError(dataOf("rram-wan-2022"));
    for (const label of ["after 1 s", "after 1 d", "after 2 d"]) expect(svg).toContain(label);
    expect(svg).not.toContain("stroke-dasharray");
  });

  test("dashes what is assumed or extrapolated and says which", async () => {
    expect(await drawDeviceError(dataOf("taox-cai-2020"))).toMatch(/assumed/);
    const svg = await drawDeviceError(dataOf("hfo2-milo-2021"));
    expect(svg).toContain("extrapolated");
    expect(svg).not.toContain("assumed");
  });

  test("puts a stroke at each level", async () => {
    expect(await drawDeviceError(dataOf("reram-isaac"))).toContain("4 levels");
    expect(await drawDeviceError(dataOf("ideal"))).toContain("continuous");
  });

  test("refuses curves whose arrays do not fit", async () => {
    const data = dataOf("ideal");
    const stretches = [{ ...data.stretches[0]!, sigmaSiemens: [1] }];
    await expect(drawDeviceError({ ...data, stretches })).rejects.toThrow(ArgumentError);
  });
});

describe("errorCurves", () => {
  test("parts what was measured from what is extrapolated, at the ends of the measured range", () => {
    const curves = errorCurves(shippedDevice("hfo2-milo-2021"));
    const ends = curves.map((c) => [c.basis, c.siemens[0], c.siemens.at(-1)]);
    expect(ends).toEqual([
      ["measured", 6.25e-5, 1.1e-4],
      ["extrapolated", 5e-5, 6.25e-5],
      ["extrapolated", 1.1e-4, 2.25e-4],
    ]);
  });

  test("turns a curve of read currents into conductances", () => {
    const [first] = errorCurves(shippedDevice("sonos-agrawal-2022"));
    expect(first!.siemens.at(-1)).toBeCloseTo(3.2e-5, 18);
    // A / Vr = 19.88665 nA / 0.1 V, long after the exponential has died away.
    expect(first!.sigmaSiemens.at(-1)! / 1.988665e-7).toBeCloseTo(1, 6);
  });
});
