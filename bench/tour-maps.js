/** What the measurements of tours share: random maps, distances, and lengths to compare with. */
import { createRandom } from "../dist/core/index.js";

/** n cities evenly spread over the unit square. */
export function randomCities(n, seed) {
  const random = createRandom(seed, "cities", n);
  return Array.from({ length: n }, () => [random.uniform(), random.uniform()]);
}

/** Euclidean distances: n*n, row-major. */
export function distancesOf(cities) {
  return Float64Array.from(cities.flatMap(([x, y]) => cities.map(([a, b]) => Math.hypot(x - a, y - b))));
}

/** Length of the shortest tour over all subsets of cities (Held and Karp). Memory 2^n n: up to 16 cities. */
function heldKarp(d, n) {
  const m = n - 1;
  const best = new Float64Array(2 ** m * m).fill(Number.POSITIVE_INFINITY);
  for (let j = 0; j < m; j++) best[2 ** j * m + j] = d[j + 1];
  for (let set = 1; set < 2 ** m; set++) {
    for (let j = 0; j < m; j++) {
      const length = best[set * m + j];
      if (length === Number.POSITIVE_INFINITY) continue;
      for (let k = 0; k < m; k++) {
        if ((set >> k) & 1) continue;
        const next = (set | (1 << k)) * m + k;
        best[next] = Math.min(best[next], length + d[(j + 1) * n + k + 1]);
      }
    }
  }
  let shortest = Number.POSITIVE_INFINITY;
  for (let j = 0; j < m; j++) shortest = Math.min(shortest, best[(2 ** m - 1) * m + j] + d[(j + 1) * n]);
  return shortest;
}

/** Turns pieces of the order round, and moves pieces of up to three cities, while that makes a symmetric tour shorter. */
function improve(order, d, n) {
  const at = (k) => order[(k + n) % n];
  for (let better = true; better; ) {
    better = false;
    for (let i = 0; i < n - 1; i++) {
      for (let j = i + 1; j < n; j++) {
        const [a, b, c, e] = [at(i - 1), at(i), at(j), at(j + 1)];
        if (a === c || d[a * n + c] + d[b * n + e] >= d[a * n + b] + d[c * n + e] - 1e-12) continue;
        order.splice(i, j - i + 1, ...order.slice(i, j + 1).reverse());
        better = true;
      }
    }
    for (let size = 1; size <= 3; size++) {
      for (let i = 0; i + size <= n; i++) {
        const piece = order.slice(i, i + size);
        const rest = [...order.slice(0, i), ...order.slice(i + size)];
        const [first, last] = [piece[0], piece[size - 1]];
        const gain = d[at(i - 1) * n + first] + d[last * n + at(i + size)] - d[at(i - 1) * n + at(i + size)];
        for (let p = 0; p < rest.length; p++) {
          const [a, b] = [rest[p], rest[(p + 1) % rest.length]];
          const straight = d[a * n + first] + d[last * n + b] - d[a * n + b];
          const turned = d[a * n + last] + d[first * n + b] - d[a * n + b];
          if (Math.min(straight, turned) >= gain - 1e-12) continue;
          rest.splice(p + 1, 0, ...(straight <= turned ? piece : piece.reverse()));
          order.splice(0, n, ...rest);
          better = true;
          break;
        }
      }
    }
  }
  let length = 0;
  for (let k = 0; k < n; k++) length += d[at(k) * n + at(k + 1)];
  return length;
}

const PROVEN_CITIES = 16;

/** The shortest length, proven up to 16 cities; beyond, the best of 200 local searches of a symmetric task. */
export function bestTourLength(distances, n, seed = 1) {
  if (n <= PROVEN_CITIES) return heldKarp(distances, n);
  let best = Number.POSITIVE_INFINITY;
  for (let start = 0; start < 200; start++) {
    const random = createRandom(seed, "orders", start);
    const order = Array.from({ length: n }, (_, k) => k);
    for (let k = n - 1; k > 0; k--) {
      const other = random.integer(k + 1);
      [order[k], order[other]] = [order[other], order[k]];
    }
    best = Math.min(best, improve(order, distances, n));
  }
  return best;
}
