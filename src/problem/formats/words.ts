/** Reading text files of numbers whose line ends say nothing: a word at a time, with the line that each stands on. */

import { dataLines, lineError, readCount } from "./lines.ts";

export interface Word {
  readonly line: number;
  readonly text: string;
}

/** The words of the lines that are neither blank nor comments. */
export function* dataWords(text: string): Generator<Word> {
  for (const { line, words } of dataLines(text)) for (const word of words) yield { line, text: word };
}

/** What a number in a file is, for errors. */
export interface Field {
  /** After "the", e.g. "weight of item 3". */
  readonly what: string;
  readonly code: string;
  readonly low: number;
  readonly high?: number;
}

/** Reads integers one after another. */
export class NumberReader {
  readonly #file: string;
  readonly #words: Iterator<Word>;
  /** Line of the last word read. */
  line = 1;

  constructor(text: string, file: string) {
    this.#file = file;
    this.#words = dataWords(text);
  }

  /** The next integer. @throws ProblemError when the file ends or the word is not what `field` says. */
  next({ what, code, low, high = 10 ** 15 - 1 }: Field): number {
    const word = this.#words.next().value as Word | undefined;
    const expected = `an integer in ${low}..${high}`;
    if (word === undefined) throw lineError(`the ${what} is missing`, code, this.#file, this.line, "no more", expected);
    this.line = word.line;
    const value = readCount(word.text);
    if (value !== undefined && value >= low && value <= high) return value;
    throw lineError(`the ${what} is not right`, code, this.#file, word.line, word.text, expected);
  }

  /** @throws ProblemError unless all has been read. */
  end(code: string): void {
    const word = this.#words.next().value as Word | undefined;
    if (word === undefined) return;
    throw lineError("the file holds more than it announces", code, this.#file, word.line, word.text, "no more numbers");
  }
}
