/** Violated odd-cycle inequalities by shortest paths. */

/** A weighted graph by its edges; edge e joins from[e] and to[e]. */
export interface EdgeGraph {
  readonly size: number;
  /** m. */
  readonly from: Int32Array;
  /** m. */
  readonly to: Int32Array;
}

/** A cycle as its vertices in order; edge p joins the p-th and the next, and `odd[p]` says whether it is in F. */
export interface OddCycle {
  readonly vertices: readonly number[];
  readonly edges: readonly number[];
  readonly odd: readonly boolean[];
}

/** Lists of neighbours: those of v are entries start[v] to start[v + 1]. */
interface Adjacency {
  readonly start: Int32Array;
  readonly other: Int32Array;
  readonly edge: Int32Array;
}

function adjacencyOf({ size, from, to }: EdgeGraph): Adjacency {
  const start = new Int32Array(size + 1);
  for (let e = 0; e < from.length; e++) {
    start[from[e]! + 1]!++;
    start[to[e]! + 1]!++;
  }
  for (let v = 0; v < size; v++) start[v + 1]! += start[v]!;
  const next = start.slice();
  const other = new Int32Array(2 * from.length);
  const edge = new Int32Array(2 * from.length);
  for (let e = 0; e < from.length; e++) {
    for (const [a, b] of [
      [from[e]!, to[e]!],
      [to[e]!, from[e]!],
    ] as const) {
      other[next[a]!] = b;
      edge[next[a]!++] = e;
    }
  }
  return { start, other, edge };
}

/** A binary heap of nodes by distance; a node may be in it several times, the nearest counting. */
class Heap {
  readonly #node: number[] = [];
  readonly #key: number[] = [];

  get size(): number {
    return this.#node.length;
  }

  push(node: number, key: number): void {
    let at = this.#node.length;
    this.#node.push(node);
    this.#key.push(key);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (this.#key[up]! <= key) break;
      this.#node[at] = this.#node[up]!;
      this.#key[at] = this.#key[up]!;
      at = up;
    }
    this.#node[at] = node;
    this.#key[at] = key;
  }

  pop(): readonly [number, number] {
    const top = [this.#node[0]!, this.#key[0]!] as const;
    const node = this.#node.pop()!;
    const key = this.#key.pop()!;
    const n = this.#node.length;
    if (n === 0) return top;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= n) break;
      if (down + 1 < n && this.#key[down + 1]! < this.#key[down]!) down++;
      if (this.#key[down]! >= key) break;
      this.#node[at] = this.#node[down]!;
      this.#key[at] = this.#key[down]!;
      at = down;
    }
    this.#node[at] = node;
    this.#key[at] = key;
    return top;
  }
}

/**
 * Cuts a closed walk with an odd number of marked edges down to a cycle with an odd number: where a vertex comes twice, one
 * of the two closed parts has an odd number, and it is no longer than the whole.
 */
function simplified(vertices: number[], edges: number[], odd: boolean[]): OddCycle {
  const seen = new Map<number, number>();
  for (let p = 0; p < vertices.length; p++) {
    const first = seen.get(vertices[p]!);
    if (first === undefined) {
      seen.set(vertices[p]!, p);
      continue;
    }
    const marked = odd.slice(first, p).filter((mark) => mark).length;
    if (marked % 2 === 1) return simplified(vertices.slice(first, p), edges.slice(first, p), odd.slice(first, p));
    vertices.splice(first, p - first);
    edges.splice(first, p - first);
    odd.splice(first, p - first);
    return simplified(vertices, edges, odd);
  }
  return { vertices, edges, odd };
}

/**
 * For each vertex the most violated odd cycle through it, if it is violated by more than `violation`; cycles of two edges
 * do not occur in a simple graph. A cycle is violated when the length of the walk, z_e for unmarked and 1 - z_e for
 * marked edges, is below 1: a shortest path between the two copies of a vertex in the doubled graph.
 *
 * Source: Barahona and Mahjoub, Math. Programming 36, 1986, section 3.
 */
export function separateCycles(graph: EdgeGraph, z: ArrayLike<number>, violation: number): OddCycle[] {
  const { size } = graph;
  const { start, other, edge } = adjacencyOf(graph);
  const found: OddCycle[] = [];
  const known = new Set<string>();
  const distance = new Float64Array(2 * size);
  const previous = new Int32Array(2 * size);
  const via = new Int32Array(2 * size);
  for (let source = 0; source < size; source++) {
    distance.fill(Number.POSITIVE_INFINITY);
    const heap = new Heap();
    distance[source] = 0;
    heap.push(source, 0);
    const target = source + size;
    while (heap.size > 0) {
      const [node, key] = heap.pop();
      if (key > distance[node]! || key >= 1 - violation) continue;
      if (node === target) break;
      const isUpper = node >= size;
      const v = isUpper ? node - size : node;
      for (let k = start[v]!; k < start[v + 1]!; k++) {
        const e = edge[k]!;
        const value = Math.min(1, Math.max(0, z[e]!));
        // Formed first: (key + 1) - value may be below key by rounding, and the walk back would never end.
        const complement = 1 - value;
        const same = isUpper ? other[k]! + size : other[k]!;
        const crossing = isUpper ? other[k]! : other[k]! + size;
        if (key + value < distance[same]!) {
          distance[same] = key + value;
          previous[same] = node;
          via[same] = e;
          heap.push(same, key + value);
        }
        if (key + complement < distance[crossing]!) {
          distance[crossing] = key + complement;
          previous[crossing] = node;
          via[crossing] = e;
          heap.push(crossing, key + complement);
        }
      }
    }
    if (!(distance[target]! < 1 - violation)) continue;
    const vertices: number[] = [];
    const edges: number[] = [];
    const odd: boolean[] = [];
    for (let node = target; node !== source; node = previous[node]!) {
      vertices.push(node % size);
      edges.push(via[node]!);
      odd.push(node < size !== previous[node]! < size);
    }
    const cycle = simplified(vertices, edges, odd);
    const name = cycle.edges
      .map((e, p) => (cycle.odd[p] ? ~e : e))
      .sort((a, b) => a - b)
      .join(" ");
    if (cycle.vertices.length < 3 || known.has(name)) continue;
    known.add(name);
    found.push(cycle);
  }
  return found;
}
