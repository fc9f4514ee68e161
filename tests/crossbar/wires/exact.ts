import type { WiredArray } from "../../../src/crossbar/index.ts";
import { addToSkyline, createSkyline, skylineCholesky, solveSkylineInPlace } from "../../../src/linalg/index.ts";

/** Fixed point with 200 binary places: 60 digits below a volt, and 50 below a microampere. */
const PLACES = 200n;
const ONE = 1n << PLACES;

/** A double as a fixed-point number, every digit of it down to 2^-200. */
function fixed(x: number): bigint {
  const [exponent, low] = [Math.max(-1000, Math.floor(Math.log2(Math.abs(x) || 1))), 54];
  const scaled = BigInt(x * 2 ** (low - exponent));
  const shift = PLACES + BigInt(exponent - low);
  return shift >= 0n ? scaled << shift : scaled >> -shift;
}

const number = (x: bigint): number => {
  const size = x < 0n ? -x : x;
  const shift = BigInt(Math.max(0, size.toString(2).length - 60));
  return Number(x >> shift) * 2 ** Number(shift - PLACES);
};

export interface ExactSolution {
  readonly wordLineVolts: number[];
  readonly bitLineVolts: number[];
  readonly deviceAmps: number[];
  readonly outputAmps: number[];
}

/**
 * The steady state of an array to some 40 digits, then rounded: branches written down one by one, Kirchhoff's law in whole
 * numbers (units of 2^-200), steps by Cholesky in doubles until what is left of the law is below 1e-45 A. Shares nothing with the solver but Cholesky, and
 * a wrong factor could only keep it from ending. Nodes that no resistance parts are one node; no loop of them.
 */
export function exactSolution(
  array: WiredArray & { appliedVolts: ArrayLike<number>; senseVolts?: ArrayLike<number> },
): ExactSolution {
  const { rows, columns, wordLineOhms, bitLineOhms, driverOhms = 0, senseOhms = 0, siemens, appliedVolts } = array;
  const cells = rows * columns;
  const parent = Array.from({ length: 2 * cells + rows + columns }, (_, v) => v);
  const find = (v: number): number => (parent[v] === v ? v : find(parent[v]!));
  const branches: { u: number; v: number; g: bigint }[] = [];
  const join = (u: number, v: number) => {
    const [a, b] = [find(u), find(v)];
    parent[Math.min(a, b)] = Math.max(a, b);
  };
  const wire = (u: number, v: number, ohms: number) => {
    if (ohms === 0) join(u, v);
    else branches.push({ u, v, g: (ONE * ONE) / fixed(ohms) });
  };
  const order = (x: number, bit: boolean) => 2 * x + (bit ? 1 : 0);
  const [source, sense] = [(i: number) => 2 * cells + i, (j: number) => 2 * cells + rows + j];
  for (let x = 0; x < cells; x++) {
    const [i, j] = [Math.floor(x / columns), x % columns];
    if (siemens[x] === Number.POSITIVE_INFINITY) join(order(x, false), order(x, true));
    else branches.push({ u: order(x, false), v: order(x, true), g: fixed(siemens[x]!) });
    if (j === 0) wire(source(i), order(x, false), wordLineOhms + driverOhms);
    else wire(order(x - 1, false), order(x, false), wordLineOhms);
    if (j === columns - 1 && array.doubleSided && wordLineOhms + driverOhms > 0) {
      wire(source(i), order(x, false), wordLineOhms + driverOhms);
    }
    if (i === rows - 1) wire(order(x, true), sense(j), bitLineOhms + senseOhms);
    else wire(order(x, true), order(x + columns, true), bitLineOhms);
  }
  const volts = new Array<bigint>(parent.length).fill(0n);
  for (let i = 0; i < rows; i++) volts[source(i)] = fixed(appliedVolts[i]!);
  for (let j = 0; j < columns; j++) volts[sense(j)] = fixed(array.senseVolts?.[j] ?? 0);
  // Unknowns: the nodes that stand for themselves and hang on something.
  const used = new Set(branches.filter(({ g }) => g > 0n).flatMap(({ u, v }) => [find(u), find(v)]));
  const unknown = new Map(
    [...used]
      .filter((v) => v < 2 * cells)
      .sort((a, b) => a - b)
      .map((v, k) => [v, k]),
  );
  const first = Int32Array.from({ length: unknown.size }, (_, k) => k);
  const stamps = branches.map(({ u, v, g }) => {
    const [a, b] = [unknown.get(find(u)) ?? -1, unknown.get(find(v)) ?? -1];
    if (a >= 0 && b >= 0) first[Math.max(a, b)] = Math.min(first[Math.max(a, b)]!, a, b);
    return { a, b, g: number(g) };
  });
  const matrix = createSkyline(first);
  for (const { a, b, g } of stamps) {
    if (a === b) continue;
    if (a >= 0) addToSkyline(matrix, a, a, g);
    if (b >= 0) addToSkyline(matrix, b, b, g);
    if (a >= 0 && b >= 0) addToSkyline(matrix, a, b, -g);
  }
  if (!skylineCholesky(matrix)) throw new Error("the reference has no factor");
  const amps = () => branches.map(({ u, v, g }) => (g * (volts[find(u)]! - volts[find(v)]!)) >> PLACES);
  for (let step = 0; ; step++) {
    const net = new Array<bigint>(unknown.size).fill(0n);
    amps().forEach((i, b) => {
      const { a, b: c } = stamps[b]!;
      if (a >= 0) net[a]! -= i;
      if (c >= 0) net[c]! += i;
    });
    const right = Float64Array.from(net, number);
    if (right.every((r) => Math.abs(r) < 1e-45)) break;
    if (step > 40) throw new Error("the reference does not settle");
    solveSkylineInPlace(matrix, right);
    for (const [node, k] of unknown) volts[node]! += fixed(right[k]!);
  }
  // Currents of branches without resistance are left to those with: their sums.
  const through = new Map<number, bigint>();
  const deviceAmps = new Array<number>(cells).fill(Number.NaN);
  const sums = new Array<bigint>(columns).fill(0n);
  let x = 0;
  amps().forEach((i, b) => {
    const { u, v } = branches[b]!;
    if (u < 2 * cells && v === u + 1 && u % 2 === 0) {
      while (siemens[x] === Number.POSITIVE_INFINITY) x++;
      deviceAmps[x] = number(i);
      sums[x % columns]! += i;
      x++;
    }
    if (v >= 2 * cells + rows) through.set(v - 2 * cells - rows, i);
  });
  const at = (k: number, bit: boolean) => number(volts[find(order(k, bit))]!);
  const each = Array.from({ length: cells }, (_, k) => k);
  return {
    wordLineVolts: each.map((k) => at(k, false)),
    bitLineVolts: each.map((k) => at(k, true)),
    deviceAmps,
    outputAmps: sums.map((sum, j) => number(through.get(j) ?? sum)),
  };
}

/** Amperes and volts that are nothing: where no current can flow, roundings are left: 1e-24 of a volt and of an ampere. */
const NOTHING = 1e-24;

/** Largest difference against each expected value itself; NaN is passed over. */
export function elementwiseError(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  let worst = found.length === expected.length ? 0 : Number.POSITIVE_INFINITY;
  for (let x = 0; x < expected.length; x++) {
    const [a, b] = [found[x]!, expected[x]!];
    if (!Number.isNaN(b) && !(Math.abs(a - b) < NOTHING)) worst = Math.max(worst, Math.abs((a - b) / b));
  }
  return worst;
}
