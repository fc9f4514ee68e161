import { encode } from "fast-png";
import { describe, expect, test } from "vitest";
import { createRandom, ProblemError, type Random } from "../../src/core/index.ts";
import { idxImage, readIdx, readPng, readPnm } from "../../src/problem/index.ts";
import { SLOWEST_SECONDS } from "./mutants.ts";

/** Mutants a format; `npm run fuzz` makes a million. */
const MUTANTS = Number(process.env.OHMFIELD_MUTANTS ?? 4000);
const TIMEOUT = 60_000 + MUTANTS * 5;

const bytes = (head: string, ...data: number[]) => Uint8Array.from([...new TextEncoder().encode(head), ...data]);

const formats: readonly (readonly [string, readonly Uint8Array[], (file: Uint8Array) => unknown])[] = [
  [
    "PBM, PGM and PPM",
    [
      bytes("P1 # by hand\n3 2\n101 0 0\n1"),
      bytes("P2\n3 2\n4\n0 4 0\n4 4 0\n"),
      bytes("P3\n1 1\n9\n1 2 3\n"),
      bytes("P4\n3 2\n", 0b10100000, 0b00100000),
      bytes("P5\n3 2\n255\n", 0, 255, 0, 255, 255, 0),
      bytes("P6\n1 2\n255\n", 1, 2, 3, 4, 5, 6),
    ],
    (file) => readPnm(file, "x"),
  ],
  [
    "IDX",
    [
      Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255, 51, 0),
      Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1),
    ],
    (file) => idxImage(readIdx(file, "x"), 0, "x"),
  ],
  [
    "PNG",
    [
      encode({ width: 4, height: 4, depth: 8, channels: 1, data: Uint8Array.from({ length: 16 }, (_, k) => 9 * k) }),
      encode({ width: 3, height: 2, depth: 8, channels: 4, data: new Uint8Array(24).fill(77) }),
      encode({ width: 10, height: 2, depth: 1, channels: 1, data: Uint8Array.of(0, 64, 128, 0) }),
    ],
    (file) => readPng(file, "x"),
  ],
];

/** One to three bytes changed, put in or taken out, or the end cut off. */
function mutate(file: Uint8Array, random: Random): Uint8Array {
  let out = [...file];
  for (let i = 1 + random.integer(3); i > 0; i--) {
    const at = random.integer(out.length + 1);
    const kind = random.integer(4);
    if (kind === 0) out.splice(at, 1 + random.integer(4));
    else if (kind === 1) out.splice(at, 0, random.integer(256));
    else if (kind === 2) out[Math.min(at, Math.max(0, out.length - 1))] = random.integer(256);
    else if (random.integer(4) === 0) out = out.slice(0, at);
  }
  return Uint8Array.from(out);
}

describe("the readers of images", () => {
  test.for(formats)(
    "read or refuse mutants of %s in time, and never fail in another way",
    { timeout: TIMEOUT },
    async ([, seeds, read]) => {
      const random = createRandom(7, "image-fuzz");
      let [readable, refused, slowest] = [0, 0, 0];
      for (let i = 0; i < MUTANTS; i++) {
        const file = mutate(seeds[i % seeds.length]!, random);
        const before = process.cpuUsage();
        try {
          await read(file);
          readable++;
        } catch (error) {
          if (!(error instanceof ProblemError)) throw new Error(JSON.stringify([...file]), { cause: error });
          refused++;
        }
        const { user, system } = process.cpuUsage(before);
        slowest = Math.max(slowest, (user + system) / 1e6);
      }
      expect(readable).toBeGreaterThan(0);
      expect(refused).toBeGreaterThan(MUTANTS / 20);
      expect(slowest).toBeLessThan(SLOWEST_SECONDS);
    },
  );
});
