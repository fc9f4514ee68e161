/**
 * Reading PBM, PGM and PPM images, as text (P1, P2, P3) and as bytes (P4, P5, P6); colours become grey.
 * Source: the netpbm manual pages pbm(5), pgm(5), ppm(5).
 */

import { ProblemError, quoteReceived } from "../../core/index.ts";
import { type GreyImage, MAX_PIXELS } from "./grey-image.ts";

const MAX_SAMPLE = 65_535;
/** Shares of red, green and blue in brightness. Source: ITU-R BT.601. */
const LUMA = [0.299, 0.587, 0.114] as const;

const isSpace = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13);

function fail(what: string, file: string, received: string, expected: string): ProblemError {
  return new ProblemError(what, { code: "problem.image", file, received: quoteReceived(received), expected });
}

/** Reads the words of a header, or of a text image, past white space and comments. */
class Words {
  #at = 2;
  readonly #bytes: Uint8Array;
  readonly #file: string;

  constructor(bytes: Uint8Array, file: string) {
    this.#bytes = bytes;
    this.#file = file;
  }

  #skip(): void {
    for (; this.#at < this.#bytes.length; this.#at++) {
      const byte = this.#bytes[this.#at]!;
      if (byte === 35) while (this.#at < this.#bytes.length && this.#bytes[this.#at] !== 10) this.#at++;
      else if (!isSpace(byte)) return;
    }
  }

  /** A decimal number in low..high; `single` reads one digit, for P1's may touch. */
  number(what: string, low: number, high: number, single = false): number {
    this.#skip();
    let value = -1;
    for (let digits = 0; digits < (single ? 1 : 9) && this.#at < this.#bytes.length; digits++) {
      const digit = this.#bytes[this.#at]! - 48;
      if (digit < 0 || digit > 9) break;
      value = Math.max(0, value) * 10 + digit;
      this.#at++;
    }
    if (value >= low && value <= high) return value;
    const received = value < 0 ? (this.#at >= this.#bytes.length ? "the end of the file" : "no number") : String(value);
    throw fail(`the image's ${what} cannot be read`, this.#file, received, `a number in ${low}..${high}`);
  }

  /** Where the samples of a binary image begin: one white space after the header. */
  get dataStart(): number {
    return this.#at + 1;
  }
}

/** Reads an image. @throws ProblemError naming the file. */
export function readPnm(bytes: Uint8Array, file: string): GreyImage {
  const kind = bytes[0] === 80 ? bytes[1]! - 48 : 0;
  if (!(kind >= 1 && kind <= 6)) {
    throw fail("this is no PBM, PGM or PPM image", file, "another first line", "P1 to P6");
  }
  const words = new Words(bytes, file);
  const width = words.number("width", 1, MAX_PIXELS);
  const height = words.number("height", 1, Math.floor(MAX_PIXELS / width));
  const isBitmap = kind === 1 || kind === 4;
  const largest = isBitmap ? 1 : words.number("largest sample", 1, MAX_SAMPLE);
  const channels = kind === 3 || kind === 6 ? 3 : 1;
  const perRow = width * channels;
  let sample: (row: number, k: number) => number;
  if (kind <= 3) {
    sample = () => words.number("sample", 0, largest, isBitmap);
  } else {
    const start = words.dataStart;
    const size = largest > 255 ? 2 : 1;
    const rowBytes = isBitmap ? Math.ceil(width / 8) : perRow * size;
    if (start + rowBytes * height > bytes.length) {
      const received = `${Math.max(0, bytes.length - start)} bytes`;
      throw fail("the image is cut short", file, received, `${rowBytes * height} bytes of samples`);
    }
    sample = (row, k) => {
      const at = start + row * rowBytes;
      if (isBitmap) return (bytes[at + (k >> 3)]! >> (7 - (k & 7))) & 1;
      return size === 1 ? bytes[at + k]! : bytes[at + 2 * k]! * 256 + bytes[at + 2 * k + 1]!;
    };
  }
  const brightness = new Float64Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let grey = 0;
      if (channels === 3) for (let c = 0; c < 3; c++) grey += LUMA[c]! * sample(y, 3 * x + c);
      else grey = sample(y, x);
      // In a bitmap 1 is black.
      brightness[y * width + x] = isBitmap ? 1 - grey : Math.min(1, grey / largest);
    }
  }
  return { width, height, brightness };
}
