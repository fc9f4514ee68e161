/** Reading IDX files, as the MNIST set comes in. Source: LeCun, Cortes and Burges, "The MNIST database", file formats. */

import { ProblemError, quoteReceived } from "../../core/index.ts";
import type { GreyImage } from "./grey-image.ts";

const UNSIGNED_BYTE = 8;

/** An IDX file of bytes: the sizes of its dimensions and its entries, the last dimension running fastest. */
export interface IdxFile {
  readonly sizes: readonly number[];
  readonly bytes: Uint8Array;
}

/** Whether a file begins as IDX files do: two zeros, a type and the number of dimensions. */
export function isIdx(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && bytes[0] === 0 && bytes[1] === 0 && bytes[2]! >= 8 && bytes[2]! <= 14;
}

/** Reads an IDX file of unsigned bytes. @throws ProblemError naming the file. */
export function readIdx(bytes: Uint8Array, file: string): IdxFile {
  const fail = (what: string, received: string, expected: string) =>
    new ProblemError(what, { code: "problem.idx", file, received: quoteReceived(received), expected });
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw fail("the file is compressed", "gzip data", "an IDX file: unpack it with gunzip");
  }
  if (!isIdx(bytes)) throw fail("this is no IDX file", "another beginning", "two zeros, a type and the dimensions");
  if (bytes[2] !== UNSIGNED_BYTE) throw fail("the entries are no bytes", `type ${bytes[2]}`, `type ${UNSIGNED_BYTE}`);
  const dimensions = bytes[3]!;
  const start = 4 + 4 * dimensions;
  if (dimensions < 1 || dimensions > 4 || bytes.length < start) {
    throw fail("the header is wrong", `${dimensions} dimensions, ${bytes.length} bytes`, "1 to 4 dimensions");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sizes = Array.from({ length: dimensions }, (_, d) => view.getUint32(4 + 4 * d));
  const entries = sizes.reduce((product, size) => product * size, 1);
  if (bytes.length - start !== entries) {
    throw fail("the file has the wrong length", `${bytes.length - start} entries`, `${sizes.join(" x ")} = ${entries}`);
  }
  return { sizes, bytes: bytes.subarray(start) };
}

/** Image `index` of a file of images. @throws ProblemError for other files, or an index beyond the last. */
export function idxImage({ sizes, bytes }: IdxFile, index: number, file: string): GreyImage {
  const [count = 0, height = 0, width = 0] = sizes;
  if (sizes.length !== 3 || width * height === 0 || !(Number.isInteger(index) && index >= 0 && index < count)) {
    throw new ProblemError("there is no such image", {
      code: "problem.idx-image",
      file,
      received: `image ${index} of a file of ${sizes.join(" x ")}`,
      expected: sizes.length === 3 ? `an image of 0..${count - 1}` : "a file of images, count x height x width",
    });
  }
  const size = width * height;
  return {
    width,
    height,
    brightness: Float64Array.from(bytes.subarray(index * size, (index + 1) * size), (b) => b / 255),
  };
}
