/** What the measurements of tours share: random maps, and their shortest tours with proof. */
import { createRandom } from "../dist/core/index.js";
import { createPlacedTsp } from "../dist/problem/index.js";
import { loadHighs, proveTourAsync } from "../dist/reference/index.js";

/** n cities evenly spread over the unit square. */
export function randomCities(n, seed) {
  const random = createRandom(seed, "cities", n);
  return Array.from({ length: n }, () => [random.uniform(), random.uniform()]);
}

/** A task of cities in the unit square: Euclidean distances times `unit`, rounded to integers. */
export function taskOf(name, cities, unit) {
  const coordinates = (axis) => cities.map((city) => city[axis] * unit);
  return createPlacedTsp(name, "EUC_2D", coordinates(0), coordinates(1));
}

/** Length of the shortest tour, proven. */
export async function provenLength(problem) {
  const { upper, proven } = await proveTourAsync(problem, { createProgram: await loadHighs() });
  if (!proven) throw new Error(`no proof for ${problem.name}`);
  return upper;
}
