/**
 * Encodings of balanced partitions. Two parts: a vertex's part is its spin. Any number of parts: bit x_vp says that vertex
 * v is in part p. Slack bits fill the parts up to their capacity where they need not be full.
 *
 * Source: Lucas, Front. Phys. 2:5, 2014, section 2.2, for the spins; the penalties by the arguments below.
 */

import type { Spins } from "../network/index.ts";
import { addPair, addSquare, bitQuadratic, quadraticEncoding } from "./bit-quadratic.ts";
import { denseCouplings } from "./dense-couplings.ts";
import type { WeightedGraph } from "./formats/metis.ts";
import { penaltyOf } from "./penalty.ts";
import type { Decoded, EncodeOptions, Encoding, Penalty } from "./problem.ts";
import { requireSpins } from "./require-spins.ts";
import { logSlack, setSlack } from "./slack.ts";

/** A graph to be cut into parts that weigh at most `capacity` each. */
export interface PartitionTask extends WeightedGraph {
  /** k, at least 2. */
  readonly parts: number;
  readonly capacity: number;
}

/** The part of each vertex: n, each in [0, k). */
export type Parts = Uint32Array;

/** What all vertices weigh together. */
export const totalWeight = (vertexWeights: Float64Array): number => vertexWeights.reduce((a, b) => a + b, 0);

/**
 * A capacity within which any vertex fits into the lightest part, whatever the others hold: that part weighs at most
 * (W - w) / k before, so (W + (k-1) w) / k after. For unit weights it is n / k rounded up: exact balance.
 *
 * Source: Graham, SIAM J. Appl. Math. 17, 1969.
 */
export function roomyCapacity(vertexWeights: Float64Array, parts: number): number {
  const heaviest = vertexWeights.reduce((a, b) => Math.max(a, b), 0);
  return Math.floor((totalWeight(vertexWeights) + (parts - 1) * heaviest) / parts);
}

/** Edge weights at each vertex. */
function incidentWeights({ n, from, to, weights }: WeightedGraph): number[][] {
  const lists: number[][] = Array.from({ length: n }, () => []);
  weights.forEach((weight, e) => {
    lists[from[e]!]!.push(weight);
    lists[to[e]!]!.push(weight);
  });
  return lists;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/**
 * D, the most that the cheapest move out of a part above its capacity C raises the cut. Moving v costs at most the edges
 * to the rest of its part, all edges at v; for unit weights the C heaviest, when the part is one vertex too large. (When
 * it is e too large, the C + e - 1 heaviest, at most (C + e - 1) / C as much, while the penalty falls by e times as
 * much or more.) The part weighs more than C, so that its cheapest vertex costs no more than the vertices, dearest first,
 * whose weights first sum to more than C.
 */
function cheapestMove(task: PartitionTask): number {
  const { vertexWeights, capacity } = task;
  const isUnit = vertexWeights.every((weight) => weight === 1);
  const costs = incidentWeights(task).map((list, v) => {
    const heaviest = isUnit ? list.sort((a, b) => b - a).slice(0, capacity) : list;
    return { cost: sum(heaviest), weight: vertexWeights[v]! };
  });
  let weighed = 0;
  for (const { cost, weight } of costs.sort((a, b) => b.cost - a.cost)) {
    weighed += weight;
    if (weighed > capacity) return cost;
  }
  return 0;
}

interface PartitionPenalty extends Penalty {
  /** What a vertex without exactly one part costs, times the square of what it has too much or too little. */
  readonly vertexWeight: number;
}

/**
 * The penalty weight A of a part's weight above its capacity, squared, as small as this argument allows.
 *
 * When every vertex fits into the lightest part (`roomyCapacity`), any infeasible state leads to a partition so: bits
 * too many are taken away, vertices without a part go to the lightest, and while a part is too heavy, its cheapest vertex
 * goes to the lightest. Only the last makes a cut larger by more than half a degree a flip, by at most D, and no step
 * makes a part too heavy: there are at most as many moves as weight above capacity. So the energy falls by at least A - D
 * for every unit of weight, and by at least the vertex penalty less half the largest degree for every bit. A = D + 1, and
 * for vertices half the largest degree + A - D, make each at least 1, the smallest difference of two cuts.
 *
 * Otherwise an infeasible state costs A at least and a partition, if there is one, all edges at most: A = their sum + 1.
 */
function partitionPenalty(task: PartitionTask, chosen?: number): PartitionPenalty {
  if (task.capacity < roomyCapacity(task.vertexWeights, task.parts)) {
    const all = task.weights.reduce((a, b) => a + b, 0);
    const weight = chosen ?? all + 1;
    const argument = "a broken constraint costs more than all edges together";
    return { ...penaltyOf(weight, weight - all, argument), vertexWeight: weight };
  }
  const move = cheapestMove(task);
  const degree = incidentWeights(task).reduce((most, list) => Math.max(most, sum(list)), 0);
  const weight = chosen ?? move + 1;
  const argument =
    "giving every vertex one part and moving the cheapest vertex of a part that is too heavy to the lightest part leads from any infeasible state down to a partition, by the gap at least";
  return { ...penaltyOf(weight, weight - move, argument), vertexWeight: Math.max(weight - move, 0) + degree / 2 };
}

/** Range of a part's slack: the others hold at most their capacities. */
function slackRange({ vertexWeights, parts, capacity }: PartitionTask): number {
  return Math.min(capacity, parts * capacity - totalWeight(vertexWeights));
}

/** Slack weights of the encoding in spins; none where the parts' difference is 0 or 1 by parity. */
function spinSlack(task: PartitionTask): number[] {
  const range = 2 * task.capacity - totalWeight(task.vertexWeights);
  return range <= 1 ? [] : logSlack(range);
}

/**
 * Encodes two parts: with d = sum w_v s_v, a part is e above capacity when |d| = 2 C - W + 2 e. Where 2 C - W is 0 or 1
 * the penalty is A d^2 / 4 or A (d^2 - 1) / 8; else slack t joins, A (d + sum c_b t_b)^2 / 4, whose weights sum to
 * 2 C - W. Spins n and above are the slack.
 * @throws LimitError above MAX_ENCODED_SPINS.
 */
export function encodeTwoParts(task: PartitionTask, options: EncodeOptions = {}): Encoding {
  const { from, to, weights: edges, vertexWeights, capacity } = task;
  const items = [...vertexWeights, ...spinSlack(task)];
  const n = items.length;
  const weights = denseCouplings(n, `${n} spins for ${task.n} vertices`);
  const { vertexWeight: _, ...penalty } = partitionPenalty(task, options.penaltyWeight);
  const isOdd = 2 * capacity - totalWeight(vertexWeights) === 1;
  const factor = penalty.weight * (isOdd ? 1 / 2 : 1);
  let squares = 0;
  for (let i = 0; i < n; i++) {
    squares += items[i]! ** 2;
    for (let j = 0; j < n; j++) if (j !== i) weights[i * n + j] = 0 - factor * items[i]! * items[j]!;
  }
  let shift = (factor / 4) * (squares - (isOdd ? 1 : 0));
  edges.forEach((weight, e) => {
    weights[from[e]! * n + to[e]!]! += weight;
    weights[to[e]! * n + from[e]!]! += weight;
    shift += weight / 2;
  });
  return {
    name: "parts",
    network: { n, weights, bias: new Float64Array(n), constant: 0 },
    scale: 1 / 2,
    shift,
    penalty,
  };
}

/**
 * Encodes any number of parts with spin v * k + p for vertex v in part p, then each part's slack. An edge costs half its
 * weight for every part that holds one of its ends and not the other: its weight when the parts of its ends differ, and
 * never less than 0.
 * @throws LimitError above MAX_ENCODED_SPINS.
 */
export function encodeOneHotParts(task: PartitionTask, options: EncodeOptions = {}): Encoding {
  const { n, from, to, weights, vertexWeights, parts: k, capacity } = task;
  const slack = logSlack(slackRange(task));
  const cost = bitQuadratic(k * (n + slack.length), `${k * (n + slack.length)} spins for ${n} vertices and ${k} parts`);
  const { vertexWeight, ...penalty } = partitionPenalty(task, options.penaltyWeight);
  const ones = new Array<number>(k).fill(1);
  for (let v = 0; v < n; v++) {
    const own = Array.from({ length: k }, (_, p) => v * k + p);
    addSquare(cost, { bits: own, coefficients: ones, constant: -1 }, vertexWeight, 0, 0);
  }
  const factors = [...vertexWeights, ...slack];
  for (let p = 0; p < k; p++) {
    const held = factors.map((_, i) => (i < n ? i * k + p : n * k + p * slack.length + i - n));
    addSquare(cost, { bits: held, coefficients: factors, constant: -capacity }, penalty.weight, 0, 0);
    weights.forEach((weight, e) => {
      const [u, v] = [from[e]! * k + p, to[e]! * k + p];
      cost.linear[u]! += weight / 2;
      cost.linear[v]! += weight / 2;
      addPair(cost, u, v, -weight);
    });
  }
  return quadraticEncoding(cost, "one-hot", "min", penalty);
}

/** The parts that are too heavy, one line each; empty when none is. */
export function overweight({ vertexWeights, parts: k, capacity }: PartitionTask, parts: Parts): string[] {
  const held = new Float64Array(k);
  parts.forEach((part, v) => {
    held[part]! += vertexWeights[v]!;
  });
  return Array.from(held).flatMap((weight, p) =>
    weight > capacity ? [`part ${p} weighs ${weight} of at most ${capacity}`] : [],
  );
}

/** The parts of the vertices where each has exactly one, and which have not; spins beyond the vertices are slack. */
function readOneHot({ n, parts: k }: PartitionTask, spins: Spins): { parts: Parts; counts: Uint32Array } {
  const parts = new Uint32Array(n);
  const counts = new Uint32Array(n);
  for (let v = 0; v < n; v++) {
    for (let p = k - 1; p >= 0; p--) {
      if (spins[v * k + p] !== 1) continue;
      parts[v] = p;
      counts[v]!++;
    }
  }
  return { parts, counts };
}

/** Vertices and slack of the encoding with one spin a vertex, or with k. */
function requireLength(task: PartitionTask, spins: Spins, isOneHot: boolean): void {
  const { n, parts: k } = task;
  const length = isOneHot ? k * (n + logSlack(slackRange(task)).length) : n + spinSlack(task).length;
  requireSpins(spins, length, isOneHot ? "vertex and part, and slack" : "vertex, and slack");
}

/** Reads parts from spins: first the part of each vertex, the first of several; `counts` says how many it has. */
export function readParts(task: PartitionTask, spins: Spins, isOneHot: boolean): { parts: Parts; counts: Uint32Array } {
  requireLength(task, spins, isOneHot);
  if (isOneHot) return readOneHot(task, spins);
  const { n } = task;
  return {
    parts: Uint32Array.from({ length: n }, (_, v) => (spins[v] === 1 ? 1 : 0)),
    counts: new Uint32Array(n).fill(1),
  };
}

/** Decodes a state, or says which vertices and parts are not right; slack does not matter. */
export function decodeParts(task: PartitionTask, spins: Spins, isOneHot: boolean): Decoded<Parts> {
  const { parts, counts } = readParts(task, spins, isOneHot);
  const violations = Array.from(counts).flatMap((count, v) =>
    count === 1 ? [] : [`vertex ${v + 1} is in ${count} parts`],
  );
  if (violations.length === 0) violations.push(...overweight(task, parts));
  return violations.length === 0 ? { feasible: true, solution: parts } : { feasible: false, violations };
}

/** The spins of a partition, with the slack that fills its parts. */
export function spinsOfParts(task: PartitionTask, parts: Parts, isOneHot: boolean): Spins {
  const { n, vertexWeights, parts: k, capacity } = task;
  const free = new Float64Array(k).fill(capacity);
  parts.forEach((part, v) => {
    free[part]! -= vertexWeights[v]!;
  });
  const up = (bit: number): number => (bit === 1 ? 1 : -1);
  if (!isOneHot) {
    const slack = spinSlack(task);
    const spins = Int8Array.from([...Array.from(parts, up), ...slack]);
    setSlack(spins, n, slack, slack.length > 0 ? free[1]! : 0);
    return spins;
  }
  const slack = logSlack(slackRange(task));
  const spins = new Int8Array(k * (n + slack.length)).fill(-1);
  parts.forEach((part, v) => {
    spins[v * k + part] = 1;
  });
  for (let p = 0; p < k; p++) {
    setSlack(spins, n * k + p * slack.length, slack, free[p]!);
  }
  return spins;
}
