import { createRandom, LimitError, ProblemError, type Random } from "../../src/core/index.ts";

// biome-ignore format: a table of pieces reads better in rows
const PIECES = [
  "0", "1", "9", "-", "+", ".", "e", "E", " ", "\t", "\n", "\r", "\r\n", "#", "c ", "\0", "\uFEFF", "é", "💥",
  "NaN", "inf", "1e308", "1e-400", "-0", "99999999999999999999", "1 2 3\n", "% ", ",", "0x1", "\u2028",
];

function mutate(text: string, random: Random): string {
  let out = text;
  for (let i = 1 + random.integer(4); i > 0; i--) {
    const at = random.integer(out.length + 1);
    const to = Math.min(out.length, at + random.integer(6));
    switch (random.integer(4)) {
      case 0:
        out = out.slice(0, at) + out.slice(to);
        break;
      case 1:
        out = out.slice(0, at) + PIECES[random.integer(PIECES.length)]! + out.slice(at);
        break;
      case 2:
        out = out.slice(0, at) + PIECES[random.integer(PIECES.length)]! + out.slice(to);
        break;
      default:
        out = out.slice(0, at) + out.slice(random.integer(out.length + 1));
    }
  }
  return out;
}

/** Processor time of one mutant at most. */
export const SLOWEST_SECONDS = 1;

/** Number of mutants accepted and refused, and the longest time of one; any error of another class is thrown on. */
export function outcomes(
  read: (text: string) => void,
  seeds: readonly string[],
  mutants: number,
): { read: number; refused: number; slowestSeconds: number } {
  const random = createRandom(20_000, "fuzz");
  const counts = { read: 0, refused: 0, slowestSeconds: 0 };
  for (let i = 0; i < mutants; i++) {
    const text = mutate(seeds[i % seeds.length]!, random);
    const before = process.cpuUsage();
    try {
      read(text);
      counts.read++;
    } catch (error) {
      if (!(error instanceof ProblemError || error instanceof LimitError))
        throw new Error(JSON.stringify(text), { cause: error });
      counts.refused++;
    }
    const { user, system } = process.cpuUsage(before);
    counts.slowestSeconds = Math.max(counts.slowestSeconds, (user + system) / 1e6);
  }
  return counts;
}
