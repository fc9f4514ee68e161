import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.ts";
import { createMeshFront, type MeshFront, scalarMeshFront } from "../../src/linalg/index.ts";

/** Lower triangle of the front's first `count` rows. */
function triangleOf({ stride, values }: ReturnType<MeshFront["open"]>, count: number): number[] {
  const out: number[] = [];
  for (let a = 0; a < count; a++) for (let b = 0; b < a; b++) out.push(values[a * stride + b]!);
  return out;
}

/** Puts a random network of n unknowns on the front, of which some conductances are 0. */
function fill(front: MeshFront, n: number, seed: number): ReturnType<MeshFront["open"]> {
  const random = createRandom(seed, "front");
  const open = front.open(n);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < a; b++) open.values[a * open.stride + b] = random.uniform() < 0.3 ? 0 : random.uniform();
  }
  return open;
}

describe("createMeshFront", () => {
  test.each([
    [6, 0],
    [17, 3],
    [40, 7],
    [103, 21],
  ])("gives the bits of its twin without SIMD, %i unknowns down to %i", (n, kept) => {
    const [fast, plain] = [createMeshFront(n, 0), scalarMeshFront(n, 0)].map((front) => {
      const open = fill(front, n, n);
      front.eliminate(kept);
      return triangleOf(open, kept);
    });
    expect(fast).toEqual(plain);
    expect(fast!.every((g) => g > 0)).toBe(true);
  });

  test("adds networks from the pile where the map says, the last one first", () => {
    const [fast, plain] = [createMeshFront(11, 40), scalarMeshFront(11, 40)].map((front) => {
      fill(front, 7, 1);
      front.keep(6);
      fill(front, 5, 2);
      front.keep(5);
      const open = front.open(11);
      front.add(Int32Array.of(0, 2, 5, 7, 10), 5);
      front.add(Int32Array.of(1, 2, 3, 4, 5, 9), 6);
      return triangleOf(open, 11);
    });
    expect(fast).toEqual(plain);
    const at = (a: number, b: number) => fast![(a * (a - 1)) / 2 + b];
    const first = scalarMeshFront(7, 0);
    const second = scalarMeshFront(5, 0);
    const [six, five] = [fill(first, 7, 1), fill(second, 5, 2)];
    expect(at(9, 1)).toBe(six.values[5 * six.stride]);
    expect(at(10, 0)).toBe(five.values[4 * five.stride]);
    // Both networks hold unknowns 2 and 5.
    expect(at(5, 2)).toBe(five.values[2 * five.stride + 1]! + six.values[4 * six.stride + 1]!);
    expect(at(10, 9)).toBe(0);
  });

  test("leaves a network from which an unknown without conductances goes as it was", () => {
    for (const front of [createMeshFront(3, 0), scalarMeshFront(3, 0)]) {
      const { stride, values } = front.open(3);
      values[stride] = 0.5;
      front.eliminate(2);
      expect(values[stride]).toBe(0.5);
    }
  });
});
