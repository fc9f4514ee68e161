import { inverseError, productError, sumError } from "../../linalg/index.ts";
import type { LineMemory } from "./line-memory.ts";
import { farSiemens, type WireNetwork } from "./network.ts";

/** Where arrays begin in a solver's memory, in doubles; rows*columns each. Voltages are sums of two doubles: the first holds the leading digits. */
export interface NetPlaces {
  /** Word line nodes. */
  readonly p: number;
  readonly pLow: number;
  /** Bit line nodes, above the sense point of their line. */
  readonly q: number;
  readonly qLow: number;
  /** Of the devices; where there are strong ones it is not read. */
  readonly siemens: number;
  /** Net currents into word line nodes and bit line nodes, and the devices' currents: written. */
  readonly wordNet: number;
  readonly bitNet: number;
  readonly deviceAmps: number;
}

/** Doubles of memory that `createNetCurrents` takes for itself, in so many arrays. */
export function netDoubles(columns: number): readonly [number, number] {
  return [5 * columns + 14, 6];
}

export interface NetCurrents {
  /** Largest net current into a node; a perfect wire is one node, and so are both ends of a short. */
  readonly worst: number;
  /** Largest current of a branch. */
  readonly largest: number;
}

/** A conductance as the sum of two doubles; 0 for no resistance at all, whose current no voltage tells. */
function inverse(ohms: number): readonly [number, number] {
  return ohms > 0 && ohms < Infinity ? [1 / ohms, inverseError(ohms, 1 / ohms)] : [0, 0];
}

/**
 * Net currents into all nodes in doubled arithmetic, so that they mean something where the voltages themselves are exact to
 * the last digit of a double: what a correction of the voltages is computed from.
 *
 * @param siemens of the devices, 0 for shorts
 * @param strong cells whose device conducts more than its wire, shorts among them: their current is what the word line brings
 * @returns the function that writes, from the voltages of sources and sense points: the net current into word line nodes and into bit line
 *   nodes (a short's two nodes apart, a perfect wire's at its last cell), the current of each device, and one number a
 *   column, amperes into the sense point
 */
export function createNetCurrents(
  network: WireNetwork,
  siemens: Float64Array,
  strong: readonly number[],
  { values, take, netRow }: LineMemory,
  places: NetPlaces,
) {
  const { rows, columns, wordLineOhms, bitLineOhms, driverOhms, senseOhms, shorts } = network;
  const cells = rows * columns;
  const [word, wordLow] = inverse(wordLineOhms);
  const [bit, bitLow] = inverse(bitLineOhms);
  const [end, endLow] = inverse(wordLineOhms + driverOhms);
  const [sensed, sensedLow] = inverse(bitLineOhms + senseOhms);
  const hasFar = farSiemens(network) > 0;
  const isStrong = new Uint8Array(strong.length > 0 ? cells : 0);
  for (const x of strong) isStrong[x] = 1;
  const isShort = new Uint8Array(shorts.length > 0 ? cells : 0);
  for (const x of shorts) isShort[x] = 1;
  const array = (place: number): Float64Array => values.subarray(place, place + cells);
  const [p, pLow, q, qLow] = [array(places.p), array(places.pLow), array(places.q), array(places.qLow)];
  const [wordNet, bitNet] = [array(places.wordNet), array(places.bitNet)];
  const deviceAmps = array(places.deviceAmps);
  // Current from above into the bit line node of each column.
  const [aboveAt, aboveLowAt, senseAt, zerosAt] = [take(columns), take(columns), take(columns), take(columns)];
  const above = values.subarray(aboveAt, aboveAt + columns);
  const aboveLow = values.subarray(aboveLowAt, aboveLowAt + columns);
  const [mostAt, listAt] = [take(2), take(12)];
  values.set([places.p, places.pLow, places.q, places.qLow, places.siemens, places.wordNet, places.bitNet], listAt);
  values.set([places.deviceAmps, senseAt, aboveAt, aboveLowAt, mostAt], listAt + 7);
  const kernel = word > 0 && bit > 0 && strong.length === 0 ? netRow : undefined;
  /** From the last node of a word line into its source. */
  const farAmps = (x: number, source: number): [number, number] => {
    const d = p[x]! - source;
    const low = sumError(p[x]!, -source, d) + pLow[x]!;
    const amps = end * d;
    return [amps, productError(end, d, amps) + end * low + endLow * d];
  };

  return (volts: Float64Array, senseVolts: Float64Array, outputAmps: Float64Array): NetCurrents => {
    values.set(senseVolts, senseAt);
    values.fill(0, mostAt, mostAt + 2);
    let largest = 0;
    let worst = 0;
    above.fill(0);
    aboveLow.fill(0);
    for (let i = 0, x = 0; i < rows; i++) {
      const source = volts[i]!;
      let d = source - p[x]!;
      let low = sumError(source, -p[x]!, d) - pLow[x]!;
      // Current from the left into the word line node.
      let left = end * d;
      let leftLow = productError(end, d, left) + end * low + endLow * d;
      if (kernel !== undefined) {
        const [right, rightLow] = hasFar ? farAmps(x + columns - 1, source) : [0, 0];
        const [below, belowLow] =
          i < rows - 1 ? [places.q + x + columns, places.qLow + x + columns] : [zerosAt, zerosAt];
        const [down, downLow] = i < rows - 1 ? [bit, bitLow] : [sensed, sensedLow];
        const [l, lLow] = [left, leftLow];
        kernel(listAt, x, columns, below, belowLow, word, wordLow, down, downLow, l, lLow, right, rightLow);
        x += columns;
        continue;
      }
      let lineNet = 0;
      let lineNetLow = 0;
      for (let j = 0; j < columns; j++, x++) {
        largest = Math.max(largest, Math.abs(left));
        let right = 0;
        let rightLow = 0;
        if (j < columns - 1) {
          d = p[x]! - p[x + 1]!;
          low = sumError(p[x]!, -p[x + 1]!, d) + (pLow[x]! - pLow[x + 1]!);
          right = word * d;
          rightLow = productError(word, d, right) + word * low + wordLow * d;
        } else if (hasFar) {
          [right, rightLow] = farAmps(x, source);
        }
        let net = left - right;
        let netLow = sumError(left, -right, net) + (leftLow - rightLow);
        const across = p[x]! - q[x]!;
        const sense = senseVolts[j]!;
        d = across - sense;
        low = sumError(p[x]!, -q[x]!, across) + sumError(across, -sense, d) + (pLow[x]! - qLow[x]!);
        const g = siemens[x]!;
        const device = g * d;
        const deviceLow = productError(g, d, device) + g * low;
        deviceAmps[x] = isStrong.length > 0 && isStrong[x] === 1 ? net + netLow : device + deviceLow;
        largest = Math.max(largest, Math.abs(deviceAmps[x]!));
        const rest = net - device;
        netLow += sumError(net, -device, rest) - deviceLow;
        net = rest;
        wordNet[x] = net + netLow;
        const line = lineNet + net;
        lineNetLow += sumError(lineNet, net, line) + netLow;
        lineNet = line;

        let below = 0;
        let belowLow = 0;
        if (i < rows - 1) {
          const y = x + columns;
          d = q[x]! - q[y]!;
          low = sumError(q[x]!, -q[y]!, d) + (qLow[x]! - qLow[y]!);
          below = bit * d;
          belowLow = productError(bit, d, below) + bit * low + bitLow * d;
        } else {
          below = sensed * q[x]!;
          belowLow = productError(sensed, q[x]!, below) + sensed * qLow[x]! + sensedLow * q[x]!;
        }
        largest = Math.max(largest, Math.abs(below));
        const into = above[j]! + device;
        const intoLow = sumError(above[j]!, device, into) + aboveLow[j]! + deviceLow;
        net = into - below;
        netLow = sumError(into, -below, net) + (intoLow - belowLow);
        bitNet[x] = net + netLow;
        if (isShort.length > 0 && isShort[x] === 1) worst = Math.max(worst, Math.abs(wordNet[x]! + bitNet[x]!));
        else {
          if (word > 0) worst = Math.max(worst, Math.abs(wordNet[x]!));
          if (bit > 0) worst = Math.max(worst, Math.abs(bitNet[x]!));
        }
        // A perfect wire is one node: what has come in so far is carried to its last cell.
        above[j] = bit > 0 ? below : net;
        aboveLow[j] = bit > 0 ? belowLow : netLow;
        if (bit === 0 && i < rows - 1) bitNet[x] = 0;
        left = right;
        leftLow = rightLow;
      }
      if (word > 0) continue;
      for (let y = x - columns; y < x; y++) wordNet[y] = 0;
      wordNet[x - 1] = lineNet + lineNetLow;
      if (end > 0) worst = Math.max(worst, Math.abs(lineNet + lineNetLow));
    }
    for (let j = 0, x = cells - columns; j < columns; j++, x++) {
      if (bitLineOhms + senseOhms === 0) outputAmps[j] = above[j]! + aboveLow[j]!;
      else {
        outputAmps[j] = (q[x]! + qLow[x]!) / (bitLineOhms + senseOhms);
        if (bit === 0) worst = Math.max(worst, Math.abs(bitNet[x]!));
      }
    }
    return { worst: Math.max(worst, values[mostAt]!), largest: Math.max(largest, values[mostAt + 1]!) };
  };
}
