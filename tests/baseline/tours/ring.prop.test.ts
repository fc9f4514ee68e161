import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRing, exchange, flip, next, previous, type Ring, setRing } from "../../../src/baseline/tours/ring.ts";

const SIZE = 9;

/** The tour from city 0 on, by the ring's own `next`. */
function read(ring: Ring): number[] {
  const tour = [0];
  for (let city = next(ring, 0); city !== 0; city = next(ring, city)) tour.push(city);
  return tour;
}

/** The same tour begun at city 0. */
const fromZero = (tour: readonly number[]) => [...tour.slice(tour.indexOf(0)), ...tour.slice(0, tour.indexOf(0))];

/** The same tour run the other way. */
const turned = (tour: readonly number[]) => fromZero([...tour].reverse());

const orders = fc.shuffledSubarray(
  Array.from({ length: SIZE }, (_, city) => city),
  { minLength: SIZE },
);
const place = fc.integer({ min: 0, max: SIZE - 1 });

/** A ring of this tour that runs through its array backwards, when asked to. */
function ringOf(order: readonly number[], isBackwards: boolean): Ring {
  const ring = createRing(SIZE);
  setRing(ring, isBackwards ? [...order].reverse() : order);
  ring.backwards = isBackwards;
  return ring;
}

describe("flip", () => {
  test("turns a path around, whichever side it rewrites, and turns it back", () => {
    fc.assert(
      fc.property(orders, fc.boolean(), place, fc.integer({ min: 1, max: SIZE - 1 }), (order, backwards, at, size) => {
        const ring = ringOf(order, backwards);
        const rotated = [...order.slice(at), ...order.slice(0, at)];
        flip(ring, rotated[0]!, rotated[size - 1]!);
        const wanted = fromZero([...rotated.slice(0, size).reverse(), ...rotated.slice(size)]);
        expect(read(ring)).toEqual(wanted);
        for (let city = 0; city < SIZE; city++) expect(previous(ring, next(ring, city))).toBe(city);
        flip(ring, rotated[size - 1]!, rotated[0]!);
        expect(read(ring)).toEqual(fromZero(order));
      }),
    );
  });
});

describe("exchange", () => {
  test("exchanges two paths that follow each other, whichever stretch it leaves in place", () => {
    fc.assert(
      fc.property(orders, fc.boolean(), place, place, place, (order, backwards, at, one, two) => {
        const [first, both] = [Math.min(one, two) + 1, Math.max(one, two) + 1];
        fc.pre(first < both && both < SIZE);
        const ring = ringOf(order, backwards);
        const t = [...order.slice(at), ...order.slice(0, at)];
        exchange(ring, t[0]!, t[first - 1]!, t[first]!, t[both - 1]!);
        const wanted = fromZero([...t.slice(first, both), ...t.slice(0, first), ...t.slice(both)]);
        expect(read(ring)).toEqual(wanted);
        expect(read({ ...ring, backwards: !ring.backwards })).toEqual(turned(wanted));
        for (let p = 0; p < SIZE; p++) expect(ring.position[ring.order[p]!]).toBe(p);
      }),
    );
  });
});
