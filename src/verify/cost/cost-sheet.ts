import type { Quantity } from "../../crossbar/index.ts";

/**
 * Where a figure of the cost model comes from: `simulated` from waveforms alone, `derived` by a formula from sourced numbers
 * and simulated ones, `assumed` when any number in the formula is an assumption.
 */
export type CostLabel = "simulated" | "derived" | "assumed";

/** One figure of the cost model. Plain data. */
export interface CostLine {
  readonly part: string;
  readonly value: number;
  /** SI unit; "1" for a plain number. */
  readonly unit: string;
  readonly label: CostLabel;
  readonly formula: string;
}

/** A quantity by the name that it has in the profile; undefined where the profile does not give it. */
export type Inputs = Readonly<Record<string, Quantity | undefined>>;

/** Lines of one kind of cost, in order, and what they would need beyond what is known. */
export class CostSheet {
  readonly #lines: CostLine[] = [];
  readonly #missing = new Set<string>();

  /** A figure that waveforms give. */
  simulated(part: string, unit: string, value: number, formula: string): CostLine {
    const line: CostLine = { part, value, unit, label: "simulated", formula };
    this.#lines.push(line);
    return line;
  }

  /**
   * A figure from quantities of the profile; where one is not known the line is left out and the quantity is noted.
   * @param of quantities by name; `value` gets their numbers in the same order.
   * @returns the line, if there is one.
   */
  derived(
    part: string,
    unit: string,
    of: Inputs,
    formula: string,
    value: (...numbers: number[]) => number,
  ): CostLine | undefined {
    const quantities = Object.values(of);
    const missing = Object.keys(of).filter((name) => of[name] === undefined);
    for (const name of missing) this.#missing.add(name);
    if (missing.length > 0) return undefined;
    const label = quantities.some((q) => q!.assumed === true) ? "assumed" : "derived";
    const line: CostLine = { part, value: value(...quantities.map((q) => q!.value)), unit, label, formula };
    this.#lines.push(line);
    return line;
  }

  /** The sum of lines that are known; none of none. An assumption in one makes it one. */
  total(part: string, lines: readonly (CostLine | undefined)[]): CostLine | undefined {
    const known = lines.filter((line) => line !== undefined);
    if (known.length === 0) return undefined;
    const line: CostLine = {
      part,
      value: known.reduce((sum, { value }) => sum + value, 0),
      unit: known[0]!.unit,
      label: known.some(({ label }) => label === "assumed") ? "assumed" : "derived",
      formula: `sum of ${known.map((k) => k.part).join(", ")}`,
    };
    this.#lines.push(line);
    return line;
  }

  get lines(): readonly CostLine[] {
    return this.#lines;
  }

  /** Quantities that lines were left out for. */
  get missing(): readonly string[] {
    return [...this.#missing];
  }
}
