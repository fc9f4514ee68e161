import { ProblemError, quoteReceived } from "../../core/index.ts";
import { type GreyImage, MAX_PIXELS } from "./grey-image.ts";

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10] as const;
/** Shares of red, green and blue in brightness. Source: ITU-R BT.601. */
const LUMA = [0.299, 0.587, 0.114] as const;

/** Largest file: compressed data can hold a thousand times its size. */
const MAX_BYTES = 2 ** 20;

/** The samples of a grey image with 1, 2 or 4 bits a sample, each row beginning with a byte: width*height. */
function unpack(packed: ArrayLike<number>, width: number, height: number, depth: number): Uint8Array {
  const out = new Uint8Array(width * height);
  const rowBytes = Math.ceil((width * depth) / 8);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      out[y * width + x] = (packed[y * rowBytes + (bit >> 3)]! >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
    }
  }
  return out;
}

/** Whether a file begins as PNG images do. */
export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads a PNG image of any kind; colours become grey, and transparent pixels lie on white.
 * @throws ProblemError naming the file.
 */
export async function readPng(bytes: Uint8Array, file: string): Promise<GreyImage> {
  const fail = (what: string, received: string, expected: string, cause?: unknown) =>
    new ProblemError(what, { code: "problem.image", file, received: quoteReceived(received), expected, cause });
  if (!isPng(bytes)) throw fail("this is no PNG image", "another signature", "a PNG file");
  if (bytes.length > MAX_BYTES)
    throw fail("the image file is too large", `${bytes.length} bytes`, `at most ${MAX_BYTES}`);
  if (bytes.length < 33) throw fail("the image is cut short", `${bytes.length} bytes`, "a header and pixels");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Before anything is unpacked: a header may announce more pixels than there is memory.
  const pixels = view.getUint32(16) * view.getUint32(20);
  if (!(pixels >= 1 && pixels <= MAX_PIXELS)) {
    throw fail("the image's size is out of range", `${pixels} pixels`, `1 to ${MAX_PIXELS}`);
  }
  const { convertIndexedToRgb, decode } = await import("fast-png");
  try {
    const png = decode(bytes, { checkCrc: true });
    const { width, height, palette } = png;
    const isPacked = palette === undefined && png.depth < 8;
    const grey = isPacked ? unpack(png.data, width, height, png.depth) : png.data;
    const data = palette === undefined ? grey : convertIndexedToRgb(png);
    const channels = data.length / (width * height);
    const largest = palette === undefined ? 2 ** png.depth - 1 : 255;
    const colours = channels >= 3 ? 3 : 1;
    const brightness = new Float64Array(width * height);
    for (let k = 0; k < brightness.length; k++) {
      let light = 0;
      for (let c = 0; c < colours; c++) light += (colours === 3 ? LUMA[c]! : 1) * data[k * channels + c]!;
      const alpha = channels % 2 === 0 ? data[k * channels + channels - 1]! / largest : 1;
      brightness[k] = Math.min(1, alpha * (light / largest) + 1 - alpha);
    }
    return { width, height, brightness };
  } catch (cause) {
    throw fail("the image cannot be read", (cause as Error).message, "a PNG image without faults", cause);
  }
}
