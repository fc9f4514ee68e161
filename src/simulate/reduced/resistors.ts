import type { CircuitElement } from "../../circuit/index.ts";
import { outOfScope } from "./scope.ts";

export type Resistor = Extract<CircuitElement, { kind: "resistor" }>;

/** Numbers of a circuit's nodes by name, whatever its case: those that are known, then others as they come. */
export class NodeNumbers {
  /** Numbers given so far. */
  count: number;
  readonly #known: Map<string, number>;

  /** @param known by names in lower case, all below `count` */
  constructor(known: Map<string, number>, count: number) {
    this.#known = known;
    this.count = count;
  }

  of(name: string): number {
    const found = this.#known.get(name);
    if (found !== undefined) return found;
    const lower = name.toLowerCase();
    if (lower !== name) return this.of(lower);
    this.#known.set(name, this.count);
    return this.count++;
  }
}

/** Resistors outside the neurons by what they are. Nodes: n summing nodes, then driven nodes, ground, the detector's, the wires' own. */
export interface SortedResistors {
  /** Ends of the wires' segments, the lower number first, conductances, and which of the resistors they are. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly siemens: Float64Array;
  readonly place: Int32Array;
  /** Between the detector's node and ground, siemens. */
  readonly activitySiemens: number;
}

export function requireResistance({ name, ohms }: Resistor): void {
  if (ohms > 0 && ohms < Number.POSITIVE_INFINITY) return;
  throw outOfScope(name, "a resistance is out of range", String(ohms), "a resistance above 0");
}

/**
 * Adds devices to `driveSiemens`, drives * n, and to `loadSiemens`, n, and lists wires. Written for the first run of a process,
 * in which the loop is interpreted.
 *
 * @param ground number of that node: n + drives
 * @throws NetlistError naming a resistor that is neither, nor the detector's.
 */
export function sortResistors(
  resistors: readonly Resistor[],
  numbers: NodeNumbers,
  n: number,
  ground: number,
  driveSiemens: Float64Array,
  loadSiemens: Float64Array,
): SortedResistors {
  const detector = ground + 1;
  const length = resistors.length;
  const from = new Int32Array(length);
  const to = new Int32Array(length);
  const place = new Int32Array(length);
  const siemens = new Float64Array(length);
  let wires = 0;
  let activitySiemens = 0;
  for (let k = 0; k < length; k++) {
    const resistor = resistors[k]!;
    const { nodes, ohms } = resistor;
    if (!(ohms > 0 && ohms < Number.POSITIVE_INFINITY)) requireResistance(resistor);
    const first = numbers.of(nodes[0]);
    const second = numbers.of(nodes[1]);
    const a = first < second ? first : second;
    const b = first < second ? second : first;
    if (a >= 0 && b > detector && a !== detector) {
      from[wires] = a;
      to[wires] = b;
      siemens[wires] = 1 / ohms;
      place[wires++] = k;
    } else if (a >= 0 && a < n && b >= n && b <= ground) {
      if (b < ground) driveSiemens[(b - n) * n + a]! += 1 / ohms;
      loadSiemens[a]! += 1 / ohms;
    } else if (a === ground && b === detector) activitySiemens += 1 / ohms;
    else {
      const expected =
        "a device between a driven node (rail, voltage source or amplifier) and a summing node, or a wire's segment";
      throw outOfScope(resistor.name, "this resistor is no device of an array", nodes.join(" "), expected);
    }
  }
  return {
    from: from.slice(0, wires),
    to: to.slice(0, wires),
    siemens: siemens.slice(0, wires),
    place,
    activitySiemens,
  };
}
