/**
 * TSPLIB's TOUR files: "TYPE : TOUR", DIMENSION and a TOUR_SECTION of cities counted from 1, ended by -1. A file may
 * say nothing of its dimension; what follows the first -1 is ignored.
 *
 * Source: Reinelt, TSPLIB 95, section 1.
 */

import { lineError, readCount } from "./lines.ts";
import { readTsplib } from "./tsplib-keys.ts";

/**
 * Reads the order of n cities, counted from 0.
 * @throws ProblemError naming file and line: another dimension, a city out of range, missing or visited twice.
 */
export function parseTour(text: string, file: string, n: number): Uint32Array {
  const { keys, sections, lastLine } = readTsplib(text, file);
  const type = keys.get("TYPE");
  if (type !== undefined && type.text.toUpperCase() !== "TOUR") {
    throw lineError("the file holds no tour", "problem.tour", file, type.line, type.text, "TYPE : TOUR");
  }
  const dimension = keys.get("DIMENSION");
  if (dimension !== undefined && readCount(dimension.text) !== n) {
    const { line, text: received } = dimension;
    throw lineError("the tour is of another task", "problem.tour", file, line, received, `DIMENSION : ${n}`);
  }
  const words = sections.get("TOUR_SECTION");
  if (words === undefined) {
    throw lineError("the file has no tour", "problem.tour", file, lastLine, "no section", "TOUR_SECTION");
  }
  const order: number[] = [];
  const seen = new Uint8Array(n);
  for (const { line, text: word } of words) {
    if (word === "-1") break;
    const city = readCount(word);
    if (city === undefined || city < 1 || city > n) {
      throw lineError("a city is out of range", "problem.tour-city", file, line, word, `a city in 1..${n}`);
    }
    if (seen[city - 1] === 1) {
      throw lineError("a city is visited twice", "problem.tour-city", file, line, word, "each city once");
    }
    seen[city - 1] = 1;
    order.push(city - 1);
  }
  if (order.length < n) {
    const received = `${order.length} cities, without ${seen.indexOf(0) + 1}`;
    throw lineError("the tour is too short", "problem.tour", file, lastLine, received, `${n} cities`);
  }
  return Uint32Array.from(order);
}

/** Writes a tour, one city a line; reads back as the same. */
export function formatTour(name: string, order: Uint32Array): string {
  const head = [`NAME : ${name}`, "TYPE : TOUR", `DIMENSION : ${order.length}`, "TOUR_SECTION"];
  return `${[...head, ...Array.from(order, (city) => city + 1), -1, "EOF"].join("\n")}\n`;
}
