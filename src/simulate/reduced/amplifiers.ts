import type { CircuitElement } from "../../circuit/index.ts";
import type { Drive, ModelAmplifier } from "./model.ts";
import { outOfScope } from "./scope.ts";

type Resistor = Extract<CircuitElement, { kind: "resistor" }>;
export type Vcvs = Extract<CircuitElement, { kind: "vcvs" }>;

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

  /** Takes a resistor that hangs on a control node; false for any other. @throws NetlistError */
  take({ name, ohms }: Resistor, a: string, b: string, driven: ReadonlySet<string>): boolean {
    const draft = this.#byInput.get(a) ?? this.#byInput.get(b);
    if (draft === undefined) return false;
    const other = this.#byInput.has(a) ? b : a;
    if (other === draft.node) draft.feedbackSiemens += 1 / ohms;
    else if (other === "0") draft.groundSiemens += 1 / ohms;
    else if (driven.has(other)) draft.inputs!.set(other, (draft.inputs!.get(other) ?? 0) + 1 / ohms);
    else {
      const expected = "a resistor from a rail, a source, ground or the amplifier's own output";
      throw outOfScope(name, "this resistor leads elsewhere into a control node", `${a} ${b}`, expected);
    }
    return true;
  }

  /** The amplifiers, their inputs as indices into `drives`. @throws NetlistError when a control node floats. */
  model(drives: readonly Drive[]): ModelAmplifier[] {
    const index = new Map(drives.map(({ node }, d) => [node, d]));
    return this.#drafts.map(({ name, node, gain, control, inputs, feedbackSiemens, groundSiemens }) => {
      const own = index.get(node)!;
      if (inputs === null) {
        const drive = Uint32Array.of(index.get(control)!);
        return { name, drive: own, gain, inputs: drive, weights: Float64Array.of(gain), input: null };
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
      return {
        name,
        drive: own,
        gain,
        inputs: Uint32Array.from(inputs.keys(), (text) => index.get(text)!),
        weights: siemens.map((g) => (gain * g) / total),
        input: { node: control, siemens, feedbackSiemens },
      };
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
    folded.fill(0, drive * n, (drive + 1) * n);
    for (const [k, d] of inputs.entries()) {
      for (let i = 0; i < n; i++) folded[d * n + i]! += weights[k]! * driveSiemens[drive * n + i]!;
    }
  }
  return folded;
}
