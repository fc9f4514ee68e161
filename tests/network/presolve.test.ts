import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/core/index.ts";
import { createNetwork, energy, type HopfieldNetwork, liftSpins, presolve } from "../../src/network/index.ts";
import { encodeProblem, generateMaxCut } from "../../src/problem/index.ts";

/** A network from couplings [i, j, w] and biases. */
function networkOf(n: number, couplings: readonly (readonly [number, number, number])[], bias?: readonly number[]) {
  const weights = new Float64Array(n * n);
  for (const [i, j, w] of couplings) {
    weights[i * n + j] = w;
    weights[j * n + i] = w;
  }
  return createNetwork(n, weights, bias === undefined ? undefined : Float64Array.from(bias));
}

/** All pairs of a complete antiferromagnet on the spins of a list: frustrated, and nothing for a rule to take hold of. */
const complete = (spins: readonly number[]) =>
  spins.flatMap((i, k) => spins.slice(0, k).map((j): [number, number, number] => [i, j, -1]));

const rulesOf = (network: HopfieldNetwork) =>
  Object.fromEntries(presolve(network).rules.map(({ rule, spins }) => [rule, spins]));
const five = [0, 1, 2, 3, 4];

describe("presolve", () => {
  test("leaves a frustrated complete graph alone, and gives the very network back", () => {
    const network = networkOf(5, complete(five));
    expect(presolve(network)).toEqual({ n: 5, network, kept: five, steps: [], rules: [], skipped: [] });
    expect(presolve(network).network).toBe(network);
  });

  test("gives a spin without coupling its bias's sign, +1 without a bias", () => {
    const network = networkOf(7, complete(five), [0, 0, 0, 0, 0, 0, -2]);
    expect(rulesOf(network)).toEqual({ free: 1, bias: 1 });
    expect([...liftSpins(presolve(network), new Int8Array(5).fill(1))]).toEqual([1, 1, 1, 1, 1, 1, -1]);
  });

  test("fixes a spin whose bias outweighs its couplings", () => {
    const network = networkOf(5, complete(five), [4, 0, 0, 0, 0]);
    expect(presolve(network).steps[0]).toEqual({ spin: 0, rule: "bias", value: 1 });
  });

  test("takes off leaves, one after another down a path", () => {
    const network = networkOf(7, [...complete(five), [4, 5, 2], [5, 6, -3]]);
    const presolved = presolve(network);
    expect(presolved.kept).toEqual(five);
    expect(presolved.network.constant).toBe(-5);
    const lifted = liftSpins(presolved, Int8Array.of(1, 1, -1, 1, -1));
    expect([...lifted]).toEqual([1, 1, -1, 1, -1, -1, 1]);
  });

  test("puts a coupling of the smaller magnitude in the place of a spin between two", () => {
    const network = networkOf(6, [...complete(five), [0, 5, 1], [5, 1, -3]]);
    const presolved = presolve(network);
    expect(presolved.rules).toEqual([{ rule: "chain", spins: 1 }]);
    expect(presolved.network.weights[1]).toBe(-1 - 1);
  });

  test("eliminates a spin between two whose bias leaves the choice open", () => {
    const network = networkOf(6, [...complete(five), [0, 5, 2], [5, 1, 3]], [0, 0, 0, 0, 0, 2]);
    const presolved = presolve(network);
    expect(presolved.steps).toEqual([{ spin: 5, rule: "chain", neighbours: [0, 1], weights: [2, 3], bias: 2 }]);
    for (const [a, b] of [
      [1, 1],
      [1, -1],
      [-1, 1],
      [-1, -1],
    ] as const) {
      const state = Int8Array.of(a, b, 1, -1, 1);
      const lifted = liftSpins(presolved, state);
      expect(lifted[5]).toBe(2 + 2 * a + 3 * b >= 0 ? 1 : -1);
      expect(energy(presolved.network, state)).toBe(energy(network, lifted));
    }
  });

  test("lets a spin follow the neighbour whose coupling outweighs the others", () => {
    const network = networkOf(
      5,
      complete(five).map(([i, j, w]) => [i, j, i === 4 && j === 0 ? -3 : w]),
    );
    expect(presolve(network).steps[0]).toEqual({ spin: 0, rule: "coupling", to: 4, sign: -1 });
  });

  test("settles by roof duality what single spins do not show, a ferromagnet in a weak field among it", () => {
    const ferromagnet = networkOf(
      5,
      complete(five).map(([i, j]) => [i, j, 1]),
      [1, 0, 0, 0, 0],
    );
    expect(rulesOf(ferromagnet)).toEqual({ "roof duality, strong": 5 });
    const without = { ...ferromagnet, bias: new Float64Array(5) };
    expect(rulesOf(without)).toEqual({ "roof duality, weak": 5 });
  });

  test("solves small parts beside the largest", () => {
    const network = networkOf(9, [...complete(five), ...complete([5, 6, 7, 8])]);
    const presolved = presolve(network);
    expect(presolved.rules).toEqual([{ rule: "small part", spins: 4 }]);
    // Two against two: -6 couplings, 2 of them frustrated.
    expect(presolved.network.constant).toBe(-2);
  });

  test("keeps a small part that is larger than the limit, and one that is alone", () => {
    const large = Array.from({ length: 21 }, (_, i) => i);
    const network = networkOf(42, [...complete(large), ...complete(large.map((i) => i + 21))]);
    expect(presolve(network).steps).toEqual([]);
  });

  test("solves a large tree and a bipartite graph whole, in a moment", () => {
    const n = 2000;
    const random = createRandom(1, "tree");
    const tree = networkOf(
      n,
      Array.from({ length: n - 1 }, (_, k) => [k + 1, random.integer(k + 1), random.integer(9) - 4]),
      Array.from({ length: n }, () => random.integer(7) - 3),
    );
    const presolved = presolve(tree);
    expect(presolved.network.n).toBe(0);
    expect(energy(tree, liftSpins(presolved, new Int8Array(0)))).toBe(presolved.network.constant);
    // A torus of even sides with unit weights: every edge can be cut.
    const side = 40;
    const at = (x: number, y: number) => (x % side) * side + (y % side);
    const torus = networkOf(
      side * side,
      Array.from({ length: side * side }, (_, k) => [Math.floor(k / side), k % side]).flatMap(
        ([x, y]): [number, number, number][] => [
          [at(x!, y!), at(x! + 1, y!), -1],
          [at(x!, y!), at(x!, y! + 1), -1],
        ],
      ),
    );
    expect(presolve(torus).network).toMatchObject({ n: 0, constant: -2 * side * side });
  });

  test("says so when the flow takes too long, and leaves roof duality out", () => {
    const ferromagnet = networkOf(
      5,
      complete(five).map(([i, j]) => [i, j, 1]),
      [1, 0, 0, 0, 0],
    );
    const { steps, skipped } = presolve(ferromagnet, { flowBudget: 3 });
    expect(steps).toEqual([]);
    expect(skipped).toEqual(["roof duality: the flow takes too long"]);
  });

  test("finds nothing in a dense random graph and much in a sparse one", () => {
    const networkFor = (density: number, vertices: number) =>
      encodeProblem(generateMaxCut({ vertices, density, seed: 1 })).network;
    expect(presolve(networkFor(0.5, 60)).steps).toEqual([]);
    const { network } = presolve(networkFor(0.001, 2000));
    expect(network.n).toBeGreaterThan(0);
    // Two couplings a spin on average: half of the spins have fewer than two, and more follow.
    expect(network.n).toBeLessThan(1000);
  });
});

describe("liftSpins", () => {
  test("refuses a state of another length", () => {
    expect(() => liftSpins(presolve(networkOf(5, complete(five))), new Int8Array(4))).toThrow(/expected 5 spins/);
  });
});
