import type { CircuitElement } from "../../circuit/index.ts";
import type { Drive, ModelAmplifier } from "./model.ts";
import { outOfScope } from "./scope.ts";

type Resistor = Extract<CircuitElement, { kind: "resistor" }>;
export type Vcvs = Extract<CircuitElement, { kind: "vcvs" }>;

/** What wires bring to a node: siemens to each drive, to each summing node and to ground. */
export interface WiredNode {
  readonly bySource: Float64Array;
  readonly bySum: Float64Array;
  readonly ground: number;
}

/** An amplifier while its resistors are being read. */
interface Draft {
  readonly name: string;
  readonly node: string;
  readonly gain: number;
  readonly control: string;
  /** Siemens from each driven node into the control node; null where the control is a driven node itself. */
  readonly inputs: Map<string, number> | null;
  feedbackSiemens: number;
  groundSiemens: number;
}

/**
 * Ideal amplifiers outside the neurons: scaled rails, averaging drivers of lines and offsets, reference amplifiers. Each is a
 * voltage-controlled source from ground whose control is a driven node, or a node where resistors from driven nodes, from
 * ground and from its own output meet. Its output is then a fixed combination of driven nodes, exactly.
 */
export class Amplifiers {
  readonly #drafts: readonly Draft[];
  readonly #byInput: ReadonlyMap<string, Draft>;

  /** @param driven nodes that rails and voltage sources hold. @throws NetlistError for an amplifier of another kind. */
  constructor(elements: readonly Vcvs[], driven: ReadonlySet<string>) {
    this.#drafts = elements.map(({ name, nodes, control, gain }): Draft => {
      const [node, low, input, inputLow] = [...nodes, ...control].map((text) => text.toLowerCase()) as string[];
      if (low !== "0" || inputLow !== "0" || !(Math.abs(gain) > 0)) {
        const expected = "an amplifier from ground to ground whose gain is not 0";
        throw outOfScope(name, "this source is no driver", [...nodes, ...control].join(" "), expected);
      }
      return {
        name: name.toLowerCase(),
        node: node!,
        gain,
        control: input!,
        inputs: driven.has(input!) ? null : new Map(),
        feedbackSiemens: 0,
        groundSiemens: 0,
      };
    });
    const byInput = new Map<string, Draft>();
    for (const draft of this.#drafts) {
      if (draft.inputs === null) continue;
      if (byInput.has(draft.control)) {
        throw outOfScope(
          draft.name,
          "two amplifiers share a control node",
          draft.control,
          "a node of its own for each",
        );
      }
      byInput.set(draft.control, draft);
    }
    this.#byInput = byInput;
  }

  /** Output nodes, in order. */
  get nodes(): string[] {
    return this.#drafts.map(({ node }) => node);
  }

  /** Control nodes that resistors meet at. */
  get inputNodes(): string[] {
    return [...this.#byInput.keys()];
  }

  /** Control nodes that wires lead into: the far end of some resistor is held by nothing. They are drives of their own. */
  wiredNodes(resistors: readonly Resistor[], isHeld: (node: string) => boolean): string[] {
    const wired = new Set<string>();
    if (this.#byInput.size === 0) return [];
    for (const { nodes } of resistors) {
      const [a, b] = [nodes[0].toLowerCase(), nodes[1].toLowerCase()];
      for (const [node, other] of [
        [a, b],
        [b, a],
      ] as const) {
        if (this.#byInput.has(node) && !this.#byInput.has(other) && !isHeld(other)) wired.add(node);
      }
    }
    return [...wired];
  }

  /** Takes a resistor that hangs on a control node, but for wires; false for any other. @throws NetlistError */
  take({ name, ohms }: Resistor, a: string, b: string, driven: ReadonlySet<string>, isHeld: (node: string) => boolean) {
    const draft = this.#byInput.get(a) ?? this.#byInput.get(b);
    if (draft === undefined) return false;
    const other = this.#byInput.has(a) ? b : a;
    if (!this.#byInput.has(other) && !isHeld(other)) return false;
    if (other === draft.node) draft.feedbackSiemens += 1 / ohms;
    else if (other === "0") draft.groundSiemens += 1 / ohms;
    else if (driven.has(other)) draft.inputs!.set(other, (draft.inputs!.get(other) ?? 0) + 1 / ohms);
    else {
      const expected = "a resistor from a rail, a source, ground or the amplifier's own output";
      throw outOfScope(name, "this resistor leads elsewhere into a control node", `${a} ${b}`, expected);
    }
    return true;
  }

  /**
   * The amplifiers, their inputs as indices into `drives`; each before its control node where that is a drive.
   * @param wired what wires bring to drive d: conductances to all drives, to summing nodes and to ground; null without wires
   * @throws NetlistError when a control node floats.
   */
  model(drives: readonly Drive[], wired: ((d: number) => WiredNode) | null): ModelAmplifier[] {
    const index = new Map(drives.map(({ node }, d) => [node, d]));
    return this.#drafts.flatMap(({ name, node, gain, control, inputs, feedbackSiemens, groundSiemens }) => {
      const own = index.get(node)!;
      const held = index.get(control);
      if (inputs === null) {
        const drive = Uint32Array.of(held!);
        const weights = Float64Array.of(gain);
        return [{ name, drive: own, gain, inputs: drive, weights, sumWeights: null, input: null }];
      }
      if (held !== undefined && wired !== null) {
        const { bySource, bySum, ground } = wired(held);
        const direct = new Float64Array(drives.length);
        for (const [text, g] of inputs) direct[index.get(text)!] = g;
        const sources = drives.flatMap((_, d) => (d !== held && d !== own && direct[d]! + bySource[d]! > 0 ? [d] : []));
        const back = feedbackSiemens + bySource[own]!;
        let total = groundSiemens + ground + back * (1 - gain);
        for (const d of sources) total += direct[d]! + bySource[d]!;
        for (const g of bySum) total += g;
        const follower: ModelAmplifier = {
          name,
          drive: own,
          gain,
          inputs: Uint32Array.of(held),
          weights: Float64Array.of(gain),
          sumWeights: null,
          input: { node: control, siemens: Float64Array.of(0), feedbackSiemens },
        };
        const node: ModelAmplifier = {
          name: null,
          drive: held,
          gain: 1,
          inputs: Uint32Array.from(sources),
          weights: Float64Array.from(sources, (d) => (direct[d]! + bySource[d]!) / total),
          sumWeights: bySum.map((g) => g / total),
          input: { node: control, siemens: Float64Array.from(sources, (d) => direct[d]!), feedbackSiemens: 0 },
        };
        return [follower, node];
      }
      const siemens = Float64Array.from(inputs.values());
      // Currents into the control node c balance: sum g (v - c) - g_0 c + g_f (gain c - c) = 0.
      const total = siemens.reduce((sum, g) => sum + g, groundSiemens) + feedbackSiemens * (1 - gain);
      if (!(total > 0)) {
        throw outOfScope(
          name,
          "its control node has no voltage of its own",
          control,
          "resistors, and negative feedback",
        );
      }
      return [
        {
          name,
          drive: own,
          gain,
          inputs: Uint32Array.from(inputs.keys(), (text) => index.get(text)!),
          weights: siemens.map((g) => (gain * g) / total),
          sumWeights: null,
          input: { node: control, siemens, feedbackSiemens },
        },
      ];
    });
  }
}

/**
 * Conductances between driven nodes and summing nodes as they act on the rails and sources alone: the outputs of amplifiers
 * are put down to what drives them. drives * n, row-major, siemens; rows of amplifiers are 0.
 */
export function foldedSiemens(
  n: number,
  driveSiemens: Float64Array,
  amplifiers: readonly ModelAmplifier[],
): Float64Array {
  if (amplifiers.length === 0) return driveSiemens;
  const folded = driveSiemens.slice();
  for (const { drive, inputs, weights } of amplifiers) {
    const row = folded.slice(drive * n, (drive + 1) * n);
    folded.fill(0, drive * n, (drive + 1) * n);
    for (const [k, d] of inputs.entries()) {
      for (let i = 0; i < n; i++) folded[d * n + i]! += weights[k]! * row[i]!;
    }
  }
  return folded;
}

/** What amplifiers take from summing nodes and send into them: n * n, row-major, siemens, added to J_i as times s_k; null for none. */
export function foldedSums(
  n: number,
  driveSiemens: Float64Array,
  amplifiers: readonly ModelAmplifier[],
): Float64Array | null {
  const followers = amplifiers.filter(({ sumWeights }) => sumWeights !== null);
  if (followers.length === 0) return null;
  const out = new Float64Array(n * n);
  for (const { drive, sumWeights } of followers) {
    for (let i = 0; i < n; i++) {
      // The node itself, and what amplifiers make of its voltage.
      let siemens = driveSiemens[drive * n + i]!;
      for (const { drive: own, inputs, gain } of amplifiers) {
        if (inputs.length === 1 && inputs[0] === drive) siemens += gain * driveSiemens[own * n + i]!;
      }
      for (let k = 0; k < n; k++) out[i * n + k]! += siemens * sumWeights![k]!;
    }
  }
  return out;
}
