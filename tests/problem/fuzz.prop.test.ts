import { describe, expect, test } from "vitest";
import { createRandom, LimitError, ProblemError, type Random } from "../../src/core/index.ts";
import { formatMaxCut, generateMaxCut, parseProblem, parseSpins, problemKind } from "../../src/problem/index.ts";

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

/** Number of mutants accepted and refused; any error of another class is thrown on. */
function outcomes(
  read: (text: string) => void,
  seeds: readonly string[],
  mutants: number,
): { read: number; refused: number } {
  const random = createRandom(20_000, "fuzz");
  const counts = { read: 0, refused: 0 };
  for (let i = 0; i < mutants; i++) {
    const text = mutate(seeds[i % seeds.length]!, random);
    try {
      read(text);
      counts.read++;
    } catch (error) {
      if (!(error instanceof ProblemError || error instanceof LimitError))
        throw new Error(JSON.stringify(text), { cause: error });
      counts.refused++;
    }
  }
  return counts;
}

describe("parseProblem", () => {
  test("reads or refuses 20000 mutated files, and never fails in another way", () => {
    const seeds = [
      formatMaxCut(generateMaxCut({ vertices: 6, density: 0.5, seed: 1 })),
      formatMaxCut(generateMaxCut({ vertices: 5, density: 0.8, seed: 2, weights: { low: -9, high: 9 } })),
      "3 3\r\n1 2\r\n2 3 -1.5e0\r\n1 3 .5\r\n",
      "1 0\n",
    ];
    const read = (text: string) => {
      const problem = parseProblem(text, "fuzz.mc");
      const kind = problemKind(problem.kind);
      if (problem.n < 50) kind.encode(problem);
      expect(kind.parse(kind.format(problem), "again.mc")).toEqual(problem);
    };
    const counts = outcomes(read, seeds, 20_000);
    expect(counts.read).toBeGreaterThan(1000);
    expect(counts.refused).toBeGreaterThan(1000);
  });
});

describe("parseSpins", () => {
  test("reads or refuses 5000 mutated files, and never fails in another way", () => {
    const counts = outcomes((text) => void parseSpins(text, "fuzz.spins", 4), ["+1\n-1\n-1\n+1\n", "0 1 1 0"], 5000);
    expect(counts.read).toBeGreaterThan(100);
    expect(counts.refused).toBeGreaterThan(100);
  });
});
