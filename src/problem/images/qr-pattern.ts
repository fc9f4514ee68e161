import { ProblemError, quoteReceived } from "../../core/index.ts";

/** A QR code as a pattern: side*side, +1 for a dark module, without the quiet zone around it. */
export interface QrPattern {
  readonly side: number;
  readonly pattern: Int8Array;
}

/**
 * The QR code of a text at error correction level L, or of `minimumVersion` (1 to 40) when that is larger than needed,
 * so that several codes have one size.
 * @throws ProblemError for a text that no code holds.
 */
export async function qrPattern(text: string, minimumVersion = 1): Promise<QrPattern> {
  const { encode } = await import("uqr");
  try {
    const { data, size } = encode(text, { ecc: "L", border: 0, minVersion: minimumVersion });
    return { side: size, pattern: Int8Array.from(data.flat(), (dark) => (dark ? 1 : -1)) };
  } catch (cause) {
    throw new ProblemError("the text cannot be written as a QR code", {
      code: "problem.qr",
      received: quoteReceived(text),
      expected: "at most 2953 bytes and a version of 1 to 40",
      cause,
    });
  }
}
