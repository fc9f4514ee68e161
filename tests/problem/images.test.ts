import fc from "fast-check";
import { encode } from "fast-png";
import { describe, expect, test } from "vitest";
import { ProblemError } from "../../src/core/index.ts";
import {
  type GreyImage,
  idxImage,
  imagePattern,
  qrPattern,
  readIdx,
  readPng,
  readPnm,
  resizeImage,
} from "../../src/problem/index.ts";

const ascii = (text: string) => new TextEncoder().encode(text);
const bytes = (head: string, ...data: number[]) => Uint8Array.from([...ascii(head), ...data]);
const pixels = (image: GreyImage) => [...image.brightness];

describe("readPnm", () => {
  // Three by two: black, white, black, white, white, black.
  const checked = [0, 1, 0, 1, 1, 0];
  test.for([
    ["P1", ascii("P1 # by hand\n3 2\n101 0 0\n1")],
    ["P2", ascii("P2\n3 2\n4\n0 4 0\n4 4 0\n")],
    ["P3", ascii(`P3\n3 2\n9\n${checked.map((b) => `${9 * b} ${9 * b} ${9 * b}`).join("\n")}\n`)],
    ["P4", bytes("P4\n3 2\n", 0b10100000, 0b00100000)],
    ["P5", bytes("P5\n3 2\n255\n", 0, 255, 0, 255, 255, 0)],
    ["P5 of two bytes", bytes("P5 3 2 300 ", 0, 0, 1, 44, 0, 0, 1, 44, 1, 44, 0, 0)],
    ["P6", bytes("P6\n3 2\n255\n", ...checked.flatMap((b) => [255 * b, 255 * b, 255 * b]))],
  ] as const)("reads %s", ([, file]) => {
    const image = readPnm(file, "x.pnm");
    expect([image.width, image.height]).toEqual([3, 2]);
    image.brightness.forEach((b, k) => {
      expect(b).toBeCloseTo(checked[k]!, 12);
    });
  });

  test.for([
    [ascii("P7\n"), /no PBM/],
    [ascii("P2\n3"), /height cannot be read .*end of the file/],
    [ascii("P2\n3 2\n9\n1 2 3 4 5"), /sample cannot be read/],
    [ascii("P2\n1 1\n9\n10"), /sample cannot be read .*10.*0\.\.9/],
    [ascii("P5\n99999999 99999999\n255\n"), /width cannot be read/],
    [bytes("P5\n3 2\n255\n", 1, 2), /cut short .*2 bytes.*6 bytes/],
  ] as const)("refuses %#, saying why", ([file, message]) => {
    expect(() => readPnm(file, "x.pnm")).toThrow(message);
  });
});

describe("readPng", () => {
  test.for([
    ["grey", { depth: 8, channels: 1, data: Uint8Array.of(0, 255, 51, 255) }, [0, 1, 0.2, 1]],
    ["grey of 16 bits", { depth: 16, channels: 1, data: Uint16Array.of(0, 65535, 13107, 65535) }, [0, 1, 0.2, 1]],
    ["grey with alpha", { depth: 8, channels: 2, data: Uint8Array.of(0, 255, 0, 0, 0, 51, 255, 255) }, [0, 1, 0.8, 1]],
    [
      "colour",
      { depth: 8, channels: 3, data: Uint8Array.of(0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 255, 0) },
      [0, 1, 0.299, 0.587],
    ],
  ] as const)("reads %s", async ([, { depth, channels, data }, expected]) => {
    const image = await readPng(encode({ width: 2, height: 2, depth, channels, data: data.slice() }), "x.png");
    expect([image.width, image.height]).toEqual([2, 2]);
    pixels(image).forEach((b, k) => {
      expect(b).toBeCloseTo(expected[k]!, 12);
    });
  });

  test("reads one bit a pixel, each row beginning with a byte", async () => {
    // 10 columns x 2 rows; only the last column of row 0 and the first of row 1 are white.
    const file = encode({
      width: 10,
      height: 2,
      depth: 1,
      channels: 1,
      data: Uint8Array.of(0, 0b01000000, 0b10000000, 0),
    });
    const image = await readPng(file, "x.png");
    expect(pixels(image).flatMap((b, k) => (b === 1 ? [k] : []))).toEqual([9, 10]);
  });

  test("refuses damaged files by a ProblemError", async () => {
    const good = encode({ width: 4, height: 4, depth: 8, channels: 1, data: new Uint8Array(16).fill(9) });
    for (let at = 0; at < good.length; at++) {
      for (const flip of [1, 128, 255]) {
        const bad = good.slice();
        bad[at]! ^= flip;
        await readPng(bad, "x.png").catch((error) => expect(error).toBeInstanceOf(ProblemError));
      }
    }
    await expect(readPng(good.slice(0, 20), "x.png")).rejects.toThrow(/cut short/);
    await expect(readPng(ascii("GIF89a"), "x.png")).rejects.toThrow(/no PNG/);
  });
});

describe("readIdx", () => {
  const file = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255, 51, 0);

  test("reads images", () => {
    const idx = readIdx(file, "x");
    expect(idx.sizes).toEqual([2, 1, 2]);
    expect(pixels(idxImage(idx, 1, "x"))).toEqual([0.2, 0]);
    expect(() => idxImage(idx, 2, "x")).toThrow(/no such image .*image 2.*0\.\.1/);
  });

  test("refuses other files, saying why", () => {
    expect(() => readIdx(Uint8Array.of(0x1f, 0x8b, 0, 0), "x")).toThrow(/gunzip/);
    expect(() => readIdx(file.slice(0, -1), "x")).toThrow(/3 entries.*2 x 1 x 2 = 4/);
    expect(() => readIdx(Uint8Array.of(0, 0, 13, 1, 0, 0, 0, 0), "x")).toThrow(/type 13/);
    expect(() => readIdx(Uint8Array.of(0, 0, 8, 200), "x")).toThrow(/header is wrong/);
  });
});

describe("resizeImage", () => {
  test("keeps the mean brightness", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 36, maxLength: 36 }),
        (width, height, columns, rows, values) => {
          const image = { width, height, brightness: Float64Array.from(values.slice(0, width * height)) };
          const mean = (all: Float64Array) => all.reduce((a, b) => a + b, 0) / all.length;
          const { brightness } = resizeImage(image, columns, rows);
          expect(brightness.length).toBe(columns * rows);
          expect(mean(brightness)).toBeCloseTo(mean(image.brightness), 10);
        },
      ),
    );
  });
});

describe("imagePattern", () => {
  test("makes dark pixels +1, or bright ones", () => {
    const image = { width: 3, height: 1, brightness: Float64Array.of(0, 0.4, 1) };
    expect(imagePattern(image, "dark")).toEqual(Int8Array.of(1, 1, -1));
    expect(imagePattern(image, "bright", 0.3)).toEqual(Int8Array.of(-1, 1, 1));
    expect(() => imagePattern(image, "dark", 2)).toThrow(/threshold/);
  });
});

describe("qrPattern", () => {
  test("has the finder patterns in three corners and the size of its version", async () => {
    const { side, pattern } = await qrPattern("OHMFIELD");
    expect(side).toBe(21);
    for (const [row, column] of [
      [0, 0],
      [0, 14],
      [14, 0],
    ] as const) {
      let dark = 0;
      for (let r = 0; r < 7; r++) for (let c = 0; c < 7; c++) if (pattern[(row + r) * side + column + c] === 1) dark++;
      expect(dark).toBe(24 + 9);
    }
    expect((await qrPattern("OHMFIELD", 3)).side).toBe(29);
  });

  test("refuses a text that is too long", async () => {
    await expect(qrPattern("x".repeat(5000))).rejects.toThrow(ProblemError);
  });
});
