import { NetlistError } from "../../core/index.ts";

/** One parameter of a compact model, as a netlist names it. */
export interface ModelParameter {
  readonly name: string;
  /** SI unit; "1" for a pure number. */
  readonly unit: string;
  readonly default: number;
  /** Values allowed, ends included. */
  readonly low: number;
  readonly high: number;
  readonly meaning: string;
  /** Where the default comes from. */
  readonly source: string;
  /** Whether the default is a choice of ours and not a published value. */
  readonly assumed?: boolean;
}

/** Values of all parameters of a model, by name. */
export type ParameterValues = Readonly<Record<string, number>>;

/**
 * The published law of a model for one set of parameters: hard thresholds and hard ends, where the subcircuit has soft
 * ones. The states: y[0] is what node x of the subcircuit shows, in its unit.
 */
export interface DeviceEquations {
  /** States at the start. */
  readonly initial: readonly number[];
  /** Ends of y[0]; its rate is zero where it would leave them. */
  readonly low: number;
  readonly high: number;
  /** Current into plus, amperes, at v(plus, minus). */
  amps(volts: number, y: ArrayLike<number>): number;
  /** out = dy/dt per second, within the ends. */
  rateInto(out: Float64Array, volts: number, y: ArrayLike<number>): void;
}

/** A compact model of a memristor: a subcircuit of netlists/models and its published law. Ports: plus, minus, x. */
export interface CompactModel {
  /** Name of the subcircuit, and of its file without ".lib". */
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly parameters: readonly ModelParameter[];
  /** What node x shows. */
  readonly state: { readonly meaning: string; readonly unit: string };
  /** Sign of a voltage that raises the conductance. */
  readonly setSign: 1 | -1;
  /** @param values all parameters, as `modelParameters` gives them. */
  equations(values: ParameterValues): DeviceEquations;
  /** What must hold between parameters: a text that says what is wrong, or undefined. */
  readonly conflict?: (values: ParameterValues) => string | undefined;
}

/** A row of a table of parameters: name, unit, default, lowest, highest, meaning. */
export type ParameterRow = readonly [string, string, number, number, number, string];

/** Parameters of one source. */
export function parametersOf(source: string, rows: readonly ParameterRow[], assumed = false): ModelParameter[] {
  return rows.map(([name, unit, value, low, high, meaning]) => ({
    name,
    unit,
    default: value,
    low,
    high,
    meaning,
    source,
    ...(assumed ? { assumed } : {}),
  }));
}

/** Source of parameters that only the subcircuit's numerics need. */
export const SMOOTHING = "smoothing of the subcircuit, not in the paper; the published law is the limit";

/**
 * All parameters of a model: the defaults, and over them `given`.
 *
 * @throws NetlistError for a name that the model does not have, a value outside its range or values that contradict.
 */
export function modelParameters(model: CompactModel, given: ParameterValues = {}): ParameterValues {
  const values: Record<string, number> = {};
  for (const parameter of model.parameters) values[parameter.name] = parameter.default;
  for (const [name, value] of Object.entries(given)) {
    const parameter = model.parameters.find((p) => p.name === name);
    if (parameter === undefined) {
      throw new NetlistError(`the model ${model.name} has no such parameter`, {
        code: "netlist.model-parameter",
        received: name,
        expected: model.parameters.map((p) => p.name).join(" "),
      });
    }
    if (!(value >= parameter.low && value <= parameter.high)) {
      throw new NetlistError("a parameter is out of its range", {
        code: "netlist.model-parameter",
        field: `${model.name}.${name}`,
        received: String(value),
        expected: `${parameter.low} to ${parameter.high}${parameter.unit === "1" ? "" : ` ${parameter.unit}`}`,
      });
    }
    values[name] = value;
  }
  const conflict = model.conflict?.(values);
  if (conflict !== undefined) {
    throw new NetlistError("parameters contradict each other", {
      code: "netlist.model-parameter",
      field: model.name,
      expected: conflict,
    });
  }
  return values;
}
