/** Solutions that are a choice among n things (vertices, items, sets): bit x_i says that thing i is chosen. */

import { ProblemError } from "../core/index.ts";
import type { Spins } from "../network/index.ts";
import { dataLines, lineError, readCount } from "./formats/lines.ts";

/** The things chosen, counted from 0, in ascending order. */
export type Chosen = Uint32Array;

/** Reads the numbers of the things chosen, counted from 1. `item` names a thing. @throws ProblemError with file and line. */
export function parseChosen(text: string, file: string, n: number, item: string): Chosen {
  const seen = new Set<number>();
  for (const { line, words } of dataLines(text)) {
    for (const word of words) {
      const found = readCount(word);
      if (found === undefined || found < 1 || found > n || seen.has(found - 1)) {
        const expected = `each ${item} of 1..${n} at most once`;
        throw lineError(`the ${item} is not right`, `problem.solution-${item}`, file, line, word, expected);
      }
      seen.add(found - 1);
    }
  }
  return Uint32Array.from(seen).sort();
}

/** Writes a choice, one number a line, counted from 1. */
export const formatChosen = (chosen: Chosen): string => Array.from(chosen, (i) => `${i + 1}\n`).join("");

/** @throws ProblemError unless `chosen` holds each of n things at most once. */
export function requireChosen(chosen: Chosen, n: number, item: string): void {
  if (chosen.every((i) => i < n) && new Set(chosen).size === chosen.length) return;
  throw new ProblemError("the solution is no set of numbers in range", {
    code: `problem.solution-${item}`,
    received: `${chosen.length} numbers`,
    expected: `each ${item} of 1..${n} at most once`,
  });
}

/** The things among the first n whose spin is up. */
export function chosenOf(spins: Spins, n: number): Chosen {
  return Uint32Array.from({ length: n }, (_, i) => i).filter((i) => spins[i] === 1);
}

/** `length` spins: those of the things chosen up, all others, ancillas too, down. */
export function spinsOfChosen(chosen: Chosen, length: number): Spins {
  const spins = new Int8Array(length).fill(-1);
  for (const i of chosen) spins[i] = 1;
  return spins;
}
