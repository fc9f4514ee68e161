import type { Waveform } from "../../circuit/index.ts";
import type { ConductionLaw } from "../../crossbar/index.ts";

/** A source and the terminal that is not ground. */
export interface ModelSource {
  /** Lower case, as in vector names. */
  readonly name: string;
  readonly node: string;
  readonly waveform: Waveform;
}

/** A current that flows into summing node `row`: `sign` times the waveform, amperes. */
export interface ModelCurrent {
  readonly row: number;
  readonly sign: 1 | -1;
  readonly waveform: Waveform;
}

/** Names of a neuron's parts in lower case: with them its vectors are asked for. */
export interface NeuronNames {
  readonly instance: string;
  /** Voltage sources of the neuron by what they drive: element names as the subcircuit gives them. */
  readonly outputSource: string;
  readonly inverterSource: string;
  readonly bufferSource: string | null;
  readonly stateNode: string;
  readonly sumNode: string;
  readonly positiveNode: string;
  readonly negativeNode: string;
}

/**
 * What drives a node of the array: output rail of a neuron (`neuron` >= 0, voltage `sign` * p), a voltage source, or an
 * amplifier of `ReducedModel.amplifiers`, with neither.
 */
export interface Drive {
  readonly node: string;
  readonly neuron: number;
  readonly sign: 1 | -1;
  /** Index into `ReducedModel.sources`, -1 for a rail or an amplifier. */
  readonly source: number;
}

/**
 * An ideal amplifier outside the neurons: its voltage is a fixed combination of driven nodes. So is that of its control node, which
 * is a drive of its own, without a name, where wires lead into it.
 */
export interface ModelAmplifier {
  /** Element in lower case, as in vector names; null for a control node. */
  readonly name: string | null;
  /** Its output among `ReducedModel.drives`. */
  readonly drive: number;
  readonly gain: number;
  /** Rails and sources among the drives that its output follows, and by how many volts a volt. */
  readonly inputs: Uint32Array;
  readonly weights: Float64Array;
  /** By how many volts a volt of each summing node its voltage follows, n; null where no wire leads to one. */
  readonly sumWeights: Float64Array | null;
  /** Node where resistors from the inputs, as many siemens, and from its output meet; null where its control is a drive. */
  readonly input: { readonly node: string; readonly siemens: Float64Array; readonly feedbackSiemens: number } | null;
}

/** Devices that are not ohmic: i = siemens F(v), one law for all. */
export interface NonlinearDevices {
  readonly law: ConductionLaw;
  /** drives * n, row-major. */
  readonly siemens: Float64Array;
}

/**
 * A Hopfield circuit reduced to its neurons' states: everything that the integrator needs, per neuron i of n.
 *
 * With p_i the output on the positive rail, s_i the summing node, u_i the state:
 *   follower  v_i = V_i tanh(g u_i / V_i), p_i = outputSign * v_i
 *   current   J_i = sum_d G_di V_d - load_i s_i + sum_k sneak_ik s_k + I_i(t) + F_i (self p_i + push (p_i - w_i))
 *             + sum_d N_di F(V_d - s_i) of devices that are not ohmic
 *   passive   s_i = u_i, C_i du_i/dt = J_i
 *   op-amp    C_i d(u_i - s_i)/dt = -(u_i - s_i) G_f,i - J_i, du_i/dt = -omega_i s_i - leak_i u_i
 *   momentum  dw_i/dt = trailRate_i (p_i - w_i); slope detector dl_i/dt = lagRate_i (u_i - l_i)
 *   activity  v(act) = R (I_act(t) + sum_i ((u_i - l_i) / scale_i)^2)
 * SI units throughout. Plain data.
 */
export interface ReducedModel {
  readonly title: string;
  readonly n: number;
  readonly outputSign: 1 | -1;
  readonly neurons: readonly NeuronNames[];
  readonly farads: Float64Array;
  readonly supplyVolts: Float64Array;
  readonly lagRate: Float64Array;
  readonly scaleVolts: Float64Array;
  readonly feedback: {
    readonly siemens: Float64Array;
    /** Conductance that the momentum's RC loads the positive rail with. */
    readonly trailSiemens: Float64Array;
    readonly trailRate: Float64Array;
  } | null;
  readonly opAmp: {
    readonly feedbackSiemens: Float64Array;
    /** Gain-bandwidth product, radians per second, and decay rate of the pole. */
    readonly omega: Float64Array;
    readonly leakRate: Float64Array;
  } | null;
  /** Voltage sources to ground. */
  readonly sources: readonly ModelSource[];
  /** Indices into `sources`; -1 where the neurons have no such control. */
  readonly gain: number;
  readonly self: number;
  readonly push: number;
  readonly drives: readonly Drive[];
  /** drives * n, row-major: conductance between driven node d and summing node i. */
  readonly driveSiemens: Float64Array;
  /** Devices that are not ohmic, beside those of driveSiemens; null without. */
  readonly nonlinear: NonlinearDevices | null;
  readonly amplifiers: readonly ModelAmplifier[];
  /** Total conductance of everything ohmic that hangs on summing node i but the op-amp's feedback. */
  readonly loadSiemens: Float64Array;
  /**
   * n * n, zero diagonal: what couples summing nodes through wires, added to J_i as sneak_ik s_k; null without wires. Amplifiers that
   * wires lead into add what they take from summing nodes, here and in the load.
   */
  readonly sneakSiemens: Float64Array | null;
  /** drives * drives, symmetric, zero diagonal: what couples driven nodes through wires; null without wires. */
  readonly crossSiemens: Float64Array | null;
  readonly currents: readonly ModelCurrent[];
  readonly activity: {
    readonly node: string;
    readonly ohms: number;
    readonly currents: readonly { readonly sign: 1 | -1; readonly waveform: Waveform }[];
  };
  /** States at t = 0, n each: of the op-amp's pole (or the passive node), across C, momentum's and detector's follower. */
  readonly initial: {
    readonly state: Float64Array;
    readonly across: Float64Array;
    readonly trail: Float64Array;
    readonly lag: Float64Array;
  };
  readonly stopSeconds: number;
  readonly maxStepSeconds: number;
  readonly reltol: number;
  readonly vntol: number;
  readonly stopVolts: number | null;
}
