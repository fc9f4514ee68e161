import type { Crossbar, HardwareProfile } from "../crossbar/index.ts";
import type { Circuit, CircuitOptions, Subcircuit } from "./circuit.ts";
import type { MappingText } from "./mapping-text.ts";
import type { AnnealSchedule } from "./schedule.ts";
import type { CircuitLine } from "./summing-lines.ts";

/** Names of the continuous topologies, one file each. */
export type TopologyName = "passive" | "virtual-ground";

/** What a topology turns into a circuit. */
export interface HopfieldCircuitSpec {
  readonly crossbar: Crossbar;
  readonly profile: HardwareProfile;
  readonly schedule: AnnealSchedule;
  /** Field scale Lambda of the network, the unit of the schedule. */
  readonly fieldScale: number;
  /** Spins that a schedule with a `startLevel` starts from, n entries of -1 or +1. */
  readonly start?: ArrayLike<number>;
  /** Seed of this run: initial voltages and noise come from it, each from its own stream. */
  readonly seed: number;
  /** Name of the task instance, for the header. */
  readonly instance: string;
  /** Couplings that lines hold beside the crossbar's devices. */
  readonly lines?: readonly CircuitLine[];
  /** Offsets at the neurons' inputs, n volts; none without. */
  readonly inputOffsetVolts?: Float64Array;
  /**
   * "numbers" keeps the devices of an array without wires as numbers, see `DeviceArray`: the way to arrays of millions of devices,
   * for the reduced engine alone. "elements", the default, makes a resistor of each.
   */
  readonly devices?: "elements" | "numbers";
}

/** Controls of the feedback, and the trailing output that feeds each neuron's momentum, n: "v(x_neuron_0.vlag)". */
export interface FeedbackLayout {
  readonly self: string;
  readonly push: string;
  readonly lags: readonly string[];
}

/** Where in the circuit the network is found. */
export interface HopfieldLayout {
  readonly n: number;
  /** Vector of each neuron's state, n: "v(u_0)". */
  readonly states: readonly string[];
  /** +1, or -1 where the state node carries the inverted state (an inverting integrator). */
  readonly stateSign: 1 | -1;
  /** Vector of each summing node, n; the same as `states` in the passive topology. */
  readonly sums: readonly string[];
  /** Vector of each neuron's output v_i, n: "v(p_0)". */
  readonly outputs: readonly string[];
  /** Branch currents of every source that the supplies feed: of each neuron, of the bias column, amplifiers and lines. */
  readonly supplyCurrents: readonly string[];
  readonly gain: string;
  /** Where the neurons' feedback is found; null when they have none. */
  readonly feedback: FeedbackLayout | null;
  readonly activity: string;
}

/** A circuit of the Hopfield network with what the readout must know about it. Plain data. */
export interface HopfieldCircuit {
  readonly topology: TopologyName;
  readonly circuit: Circuit;
  readonly layout: HopfieldLayout;
  /** Half of the output swing. */
  readonly supplyVolts: number;
  /** Time constant C / loadSiemens of every summing node. */
  readonly tauSeconds: number;
  /** Total conductance that each row sees, balanced to be the same for all. */
  readonly loadSiemens: number;
  /** Typical current into a summing node, unitSiemens * Lambda * supplyVolts: the scale of every tolerance. */
  readonly scaleAmps: number;
  /** Couplings that lines hold beside the crossbar's devices; none without. */
  readonly lines?: readonly CircuitLine[];
  /** Constant currents into the summing nodes that stand for the neurons' offsets, n amperes. */
  readonly offsetAmps: Float64Array;
  /** Gain and noise are constant from here on. */
  readonly annealSeconds: number;
}

/** A topology: its neuron as a subcircuit and how a row of the array connects to it. */
export interface Topology {
  readonly name: TopologyName;
  /** The equation of a row for the header; `currents` names what flows into a summing node beside the array's own. */
  describe(array: Pick<MappingText, "loaded" | "grounded">, currents: readonly string[]): readonly string[];
  /** The topology's own nodes for the header, one line each. */
  readonly nodes: readonly string[];
  /** Node that collects row i's currents. */
  sumNode(row: number): string;
  /** Nodes at the ports of neuron i, in the order of the subcircuit; `feedback` when it takes the controls of it. */
  ports(row: number, feedback: boolean): readonly string[];
  /** Whether row i needs a resistor to ground that brings its load to the common total. */
  readonly balanced: boolean;
  readonly stateSign: 1 | -1;
  readonly solver: CircuitOptions["solver"];
  /** Sources of a neuron that the supplies feed, with the letter of their kind: "b.b_out". */
  readonly supplied: readonly string[];
  neuron(spec: HopfieldCircuitSpec, loadSiemens: number, scaleVolts: number): Subcircuit;
  /** Initial voltages that put neuron i into state `volts`. */
  initial(row: number, volts: number): readonly { readonly node: string; readonly volts: number }[];
}
