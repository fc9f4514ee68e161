/**
 * A typed circuit: what a topology builds, the printer writes as a SPICE netlist and the reduced engine reads directly.
 * Plain data. Node "0" is ground; SI base units throughout; current is positive into the first terminal.
 */

/** Constant source value. */
export interface DcWaveform {
  readonly kind: "dc";
  readonly value: number;
}

/** Piecewise-linear waveform: value held before the first and after the last point. Times strictly increase. */
export interface PwlWaveform {
  readonly kind: "pwl";
  /** Seconds. */
  readonly times: readonly number[];
  /** Volts or amperes. */
  readonly values: readonly number[];
}

export type Waveform = DcWaveform | PwlWaveform;

/** Element names are written with their SPICE letter: "R_w_0_1" is a resistor. Letters: R C V I E G B Q X. */
export type CircuitElement =
  | {
      readonly kind: "resistor";
      readonly name: string;
      readonly nodes: readonly [string, string];
      readonly ohms: number;
    }
  | {
      readonly kind: "capacitor";
      readonly name: string;
      readonly nodes: readonly [string, string];
      readonly farads: number;
    }
  | {
      readonly kind: "voltage-source";
      readonly name: string;
      readonly nodes: readonly [string, string];
      readonly waveform: Waveform;
    }
  | {
      /** The current flows from the first node through the source into the second, as in SPICE. */
      readonly kind: "current-source";
      readonly name: string;
      readonly nodes: readonly [string, string];
      readonly waveform: Waveform;
    }
  | {
      /** Voltage-controlled voltage source: v(nodes) = gain * v(control). */
      readonly kind: "vcvs";
      readonly name: string;
      readonly nodes: readonly [string, string];
      readonly control: readonly [string, string];
      readonly gain: number;
    }
  | {
      /** Voltage-controlled current source: siemens * v(control) flows from the first node into the second. */
      readonly kind: "vccs";
      readonly name: string;
      readonly nodes: readonly [string, string];
      readonly control: readonly [string, string];
      readonly siemens: number;
    }
  | {
      /** Behavioural source: the expression in ngspice's syntax gives volts or amperes. */
      readonly kind: "behavioural";
      readonly name: string;
      readonly nodes: readonly [string, string];
      readonly quantity: "voltage" | "current";
      readonly expression: string;
    }
  | {
      /** Bipolar transistor; its nodes are collector, base and emitter. */
      readonly kind: "bjt";
      readonly name: string;
      readonly nodes: readonly [string, string, string];
      /** Name of a `BjtModel` of the circuit. */
      readonly model: string;
    }
  | {
      readonly kind: "instance";
      readonly name: string;
      readonly nodes: readonly string[];
      readonly subcircuit: string;
      /** Parameters that differ from the subcircuit's defaults. */
      readonly parameters?: Readonly<Record<string, number>>;
    };

/** A subcircuit: `.subckt name ports`, with parameters that its expressions use and instances may replace. */
export interface Subcircuit {
  readonly name: string;
  readonly ports: readonly string[];
  /** Parameters and their defaults; none when left out. */
  readonly parameters?: Readonly<Record<string, number>>;
  /** Lines of explanation printed above it. */
  readonly comments: readonly string[];
  readonly elements: readonly CircuitElement[];
}

/**
 * Parameters of bipolar transistors by SPICE's names: `is`, saturation current at 27 degrees, amperes; `bf`, current gain;
 * `vaf`, Early voltage, and others. What is not named has the simulator's default.
 */
export interface BjtModel {
  readonly name: string;
  readonly polarity: "npn" | "pnp";
  readonly parameters: Readonly<Record<string, number>>;
}

/** Elements under a comment of single-spaced words, so that the netlist explains itself. */
export interface CircuitSection {
  readonly comment: string;
  readonly elements: readonly CircuitElement[];
}

/** A transient analysis that starts from the initial voltages (`uic`). */
export interface TransientAnalysis {
  readonly stepSeconds: number;
  readonly stopSeconds: number;
  readonly maxStepSeconds: number;
}

/** The run may end before `stopSeconds`, as soon as v(node) falls below `volts`. */
export interface StopCondition {
  readonly node: string;
  readonly volts: number;
}

/** Simulator options that a circuit asks for. */
export interface CircuitOptions {
  /**
   * ngspice's linear solver. KLU is the faster one, but keeps the pivots of its first factorisation: on circuits whose
   * gains change by orders of magnitude along a run its answers drift, or the run stops with "timestep too small".
   */
  readonly solver: "klu" | "sparse";
  /** Integration method: "trap" (SPICE's default) or "gear", which damps poles far faster than the step. */
  readonly method: "trap" | "gear";
  readonly reltol: number;
  readonly abstol: number;
  readonly vntol: number;
  /** Temperature of the circuit, degrees Celsius; 27 when left out. */
  readonly temp?: number;
}

/**
 * Devices of an array without wires that are kept as numbers, for a circuit of millions of them: device of word line l and summing line
 * i lies between `drives[l]` and `ends[i]`. A conductance of 0 is no device.
 */
export interface DeviceArray {
  readonly drives: readonly string[];
  readonly ends: readonly string[];
  /** Row-major, lines of `stride` numbers, a word line each; of them the first `ends.length` count. Not rounded as printed. */
  readonly siemens: Float64Array;
  readonly stride: number;
}

export interface Circuit {
  /** First line of the netlist; one line. */
  readonly title: string;
  /** Header: what this circuit is, one line each. */
  readonly comments: readonly string[];
  readonly subcircuits: readonly Subcircuit[];
  /** Compact models that instances of this circuit use: their texts are printed with it. */
  readonly libraries?: readonly string[];
  /** Models of the circuit's transistors. */
  readonly models?: readonly BjtModel[];
  readonly sections: readonly CircuitSection[];
  /** Devices beside those of the sections. The reduced engine alone takes them; no netlist holds them. */
  readonly array?: DeviceArray;
  /** Node voltages at t = 0; nodes not named start at 0 V. */
  readonly initial: readonly { readonly node: string; readonly volts: number }[];
  /** Vectors to keep, in ngspice's words: "v(u_0)", "i(v_bias)". */
  readonly save: readonly string[];
  /** Vectors that a batch run of a desktop ngspice prints as a table; engines ignore them. */
  readonly table?: readonly string[];
  readonly analysis: TransientAnalysis;
  readonly stop?: StopCondition;
  readonly options: CircuitOptions;
}
