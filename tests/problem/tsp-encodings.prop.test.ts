import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { energy, localFieldsInto } from "../../src/network/index.ts";
import {
  createTsp,
  decodeSpins,
  type Encoding,
  type EncodingMethod,
  encodeBrandt,
  encodeHopfieldTank,
  encodeTalavanYanez,
  encodeValidSubspace,
  scoreSpins,
  type Tour,
  type Tsp,
  tspKind,
} from "../../src/problem/index.ts";
import { allStates, tsps } from "./arbitraries.ts";

const methods = tspKind.encodings;
const distances = fc.integer({ min: 1, max: 60 });

/** Names of the encodings whose penalty has a bound for these distances. */
const bounded = methods.map(({ name }) => name).filter((name) => !/hopfield|talavan/.test(name));

const lengthOf = ({ network, scale, shift }: Encoding, spins: Int8Array): number =>
  scale * energy(network, spins) + shift;

interface Survey {
  tours: number;
  /** Tours whose scaled energy is not their length. */
  wrong: number;
  shortest: number;
  lowestInfeasible: number;
}

/** Walks all states; numbers are exact, for all values are multiples of 1/4. */
function survey(problem: Tsp, method: EncodingMethod<Tsp, Tour>): Survey & { encoding: Encoding } {
  const encoding = method.encode(problem);
  const found = { tours: 0, wrong: 0, shortest: Infinity, lowestInfeasible: Infinity };
  for (const spins of allStates(encoding.network.n)) {
    const value = lengthOf(encoding, spins);
    const { feasible, objective } = scoreSpins(problem, spins, method.name);
    if (feasible) {
      found.tours++;
      if (objective !== value) found.wrong++;
      found.shortest = Math.min(found.shortest, objective);
    } else found.lowestInfeasible = Math.min(found.lowestInfeasible, value);
  }
  return { ...found, encoding };
}

/** The optimum by trying all orders. */
function shortestTour({ n, distances: d }: Tsp): number {
  const shortest = (at: number, left: readonly number[]): number =>
    left.length === 0
      ? d[at * n]!
      : Math.min(
          ...left.map(
            (city) =>
              d[at * n + city]! +
              shortest(
                city,
                left.filter((c) => c !== city),
              ),
          ),
        );
  return shortest(
    0,
    Array.from({ length: n - 1 }, (_, k) => k + 1),
  );
}

/** A tour of a random task with 5 to 7 cities, symmetric or not. */
const tours = tsps(5, 7, distances).chain((problem) =>
  fc.tuple(fc.constant(problem), fc.shuffledSubarray([...Array(problem.n).keys()], { minLength: problem.n })),
);

describe.each(methods)("encoding $name of tours", (method) => {
  const free = method.name.endsWith("-free");

  test.for([
    [3, free ? 6 : 2, 20],
    [4, free ? 24 : 6, free ? 1 : 20],
  ] as const)("of %i cities has the length of all %i tours as scale E + shift, exactly, and the rest above by the gap", ([
    n,
    tours,
    numRuns,
  ]) => {
    fc.assert(
      fc.property(tsps(n, n, distances), (problem) => {
        const { encoding, ...found } = survey(problem, method);
        expect(found).toMatchObject({ tours, wrong: 0 });
        const { gap } = encoding.penalty!;
        if (gap !== null) expect(found.lowestInfeasible).toBeGreaterThanOrEqual(found.shortest + gap);
      }),
      { numRuns },
    );
  });

  test("has the length of random tours as scale E + shift, and their neighbours by one flip above the best tour by the gap", () => {
    fc.assert(
      fc.property(tours, ([problem, order]) => {
        const encoding = method.encode(problem);
        const { network, scale, penalty } = encoding;
        const tour = Uint32Array.from(order);
        const spins = method.spinsOf(problem, tour);
        const { objective } = tspKind.solution.score(problem, tour);
        expect(lengthOf(encoding, spins)).toBe(objective);
        expect(scoreSpins(problem, spins, method.name)).toEqual({ objective, feasible: true, violations: [] });
        if (penalty!.gap === null) return;
        const least = shortestTour(problem) + penalty!.gap;
        const fields = new Float64Array(network.n);
        localFieldsInto(fields, network, spins);
        for (let k = 0; k < network.n; k++) {
          expect(objective + scale * 2 * spins[k]! * fields[k]!).toBeGreaterThanOrEqual(least);
        }
      }),
      { numRuns: 20 },
    );
  });

  test("repairs a state to a tour, and leaves a tour as it is", () => {
    fc.assert(
      fc.property(tours, fc.infiniteStream(fc.boolean()), ([problem, order], bits) => {
        const tour = Uint32Array.from(order);
        const spins = method.spinsOf(problem, tour);
        const decoded = decodeSpins(problem, spins, method.name);
        expect(decoded).toEqual({ feasible: true, solution: method.repair!(problem, spins) });
        const any = Int8Array.from(spins, () => (bits.next().value === true ? 1 : -1));
        expect(tspKind.solution.score(problem, method.repair!(problem, any)).feasible).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test("recommends an anneal in units of the couplings of two bits that exclude each other", () => {
    const problem = createTsp("flat", 5, new Float64Array(25).fill(7));
    const { anneal, network } = method.encode(problem);
    expect(anneal?.schedule).toBe("tour");
    // Bits 0 and 2 share a row, bits 0 and 2 * side a column, and neither pair neighbours in a tour.
    const side = Math.sqrt(network.n);
    const pairs = (network.weights[2]! + network.weights[2 * side]! - network.weights[2 * side + 2]!) / -2;
    expect(anneal?.fieldScale).toBe(pairs);
  });
});

describe("repair of a state that is no tour", () => {
  test("keeps as many bits as any tour does", () => {
    fc.assert(
      fc.property(tsps(4, 4, distances), fc.integer({ min: 0, max: 2 ** 16 - 1 }), (problem, bits) => {
        const method = methods.find(({ name }) => name === "one-hot-free")!;
        const state = Int8Array.from({ length: 16 }, (_, k) => ((bits >> k) & 1 ? 1 : -1));
        const distance = (tour: Int8Array) => tour.reduce((sum, s, k) => sum + (s === state[k] ? 0 : 1), 0);
        let nearest = Infinity;
        for (const spins of allStates(16)) {
          if (scoreSpins(problem, spins).feasible) nearest = Math.min(nearest, distance(spins));
        }
        expect(distance(method.spinsOf(problem, method.repair!(problem, state)))).toBe(nearest);
      }),
      { numRuns: 5 },
    );
  });
});

describe("penalty of the encodings of tours", () => {
  const problem = createTsp("far", 4, [0, 9, 1, 1, 9, 0, 9, 9, 1, 9, 0, 1, 1, 9, 1, 0]);

  test("has a bound where the argument gives one, and says that it must be measured elsewhere", () => {
    for (const { name, encode } of methods) {
      const { penalty } = encode(
        createTsp(
          "even",
          5,
          Float64Array.from({ length: 25 }, (_, k) => (k === 1 || k === 5 ? 20 : 10)),
        ),
      );
      if (bounded.includes(name)) expect(penalty!.gap, name).toBeGreaterThan(0);
      else expect(penalty, name).toMatchObject({ gap: null, argument: expect.stringContaining("measured") });
    }
  });

  test.each(methods)("of $name is the one that is asked for, under which tours keep their lengths", (method) => {
    const encoding = method.encode(problem, { penaltyWeight: 40 });
    expect(encoding.penalty?.weight).toBe(40);
    for (const order of [
      [0, 1, 2, 3],
      [0, 2, 1, 3],
    ]) {
      const tour = Uint32Array.from(order);
      const value = lengthOf(encoding, method.spinsOf(problem, tour));
      // A weight of 40 makes C and the plane's shares no binary fractions.
      expect(value).toBeCloseTo(tspKind.solution.score(problem, tour).objective, 9);
    }
  });

  test("of Brandt gives no bound when a distance is negative", () => {
    const d = Float64Array.from({ length: 16 }, (_, k) => (k === 1 ? -1 : 5));
    expect(encodeBrandt(createTsp("negative", 4, d)).penalty?.gap).toBeNull();
  });
});

describe("published parameters", () => {
  // Five cities at five positions: bits 0 and 1 share a row, 0 and 5 a column; 0 and 6 are neighbours in a tour, 0 and 12
  // are not.
  const problem = createTsp("unit", 5, new Float64Array(25).fill(10));
  const cost = ({ network }: Encoding, a: number, b: number) => -network.weights[a * network.n + b]!;
  /** What a bit costs: half of what its bias holds beside its pairs, the bias being -(2 each + sum of pairs). */
  const each = ({ network: { n, weights, bias } }: Encoding) =>
    -(bias[0]! - weights.slice(0, n).reduce((sum, w) => sum + w, 0)) / 2;

  test("of Hopfield and Tank: A = B = D = 5 C / 2, n' = 1.5 n", () => {
    const encoding = encodeHopfieldTank(problem, { fixFirst: false });
    expect(cost(encoding, 0, 1)).toBe(10 + 4);
    expect(cost(encoding, 0, 5)).toBe(10 + 4);
    expect(cost(encoding, 0, 12)).toBe(4);
    expect(cost(encoding, 0, 6)).toBe(4 + 10);
    expect(each(encoding)).toBe(4 * (1 / 2 - 7.5));
  });

  test("of Talavan and Yanez: B = 3 + C, A = B - rho, n' = n + 3 / C with C = 1", () => {
    const far = createTsp(
      "far",
      5,
      Float64Array.from({ length: 25 }, (_, k) => (k === 1 || k === 5 ? 5 : 10)),
    );
    const encoding = encodeTalavanYanez(far, { fixFirst: false });
    expect(cost(encoding, 0, 1)).toBe(10 * (4 - 0.5 + 1));
    expect(cost(encoding, 0, 5)).toBe(10 * (4 + 1));
    expect(cost(encoding, 0, 12)).toBe(10);
    expect(each(encoding)).toBe(10 * (1 / 2 - (5 + 3)));
  });

  test("of the valid subspace: the squared distance from the plane of valid sums, times one weight", () => {
    const flat = createTsp("flat", 4, new Float64Array(16).fill(7));
    const encoding = encodeValidSubspace(flat, { fixFirst: false });
    const side = 4;
    // One bit missing is (2 side - 1) / side^2 from the plane.
    const weight = (encoding.penalty!.weight * side ** 2) / (2 * side - 1);
    for (let code = 0; code < 2 ** 16; code += 7) {
      const spins = Int8Array.from({ length: 16 }, (_, k) => ((code >> k) & 1 ? 1 : -1));
      const rows = [0, 0, 0, 0];
      const columns = [0, 0, 0, 0];
      spins.forEach((s, k) => {
        rows[Math.floor(k / 4)]! += (1 + s) / 2;
        columns[k % 4]! += (1 + s) / 2;
      });
      const excess = rows.reduce((a, b) => a + b) - side;
      // The projection onto rows and columns, entry by entry.
      let distance = 0;
      for (const r of rows)
        for (const c of columns) distance += ((r - 1) / side + (c - 1) / side - excess / side ** 2) ** 2;
      expect(lengthOf(encoding, spins) - 4 * 7).toBeCloseTo(weight * distance, 9);
    }
  });
});
