import { ArgumentError, LimitError, quoteReceived } from "../../core/index.ts";

/**
 * A crossbar with its wires. Row i's source drives the left end of word line i through `driverOhms` and one segment;
 * one segment lies between neighbouring nodes. Bit line j has one segment between neighbouring rows and, below the last
 * row, one segment and `senseOhms` to its sense point, at ground or at a given voltage. With double-sided drive each source
 * drives the right end of its word line too, through `driverOhms` and one segment. Resistances may be 0 (a perfect wire)
 * or Infinity (a broken one), conductances 0 (no device) or Infinity (a device stuck short).
 */
export interface WiredArray {
  readonly rows: number;
  readonly columns: number;
  /** One segment of a word line. */
  readonly wordLineOhms: number;
  /** One segment of a bit line. */
  readonly bitLineOhms: number;
  /** rows*columns, row-major. */
  readonly siemens: ArrayLike<number>;
  /** Of each source, at each end that it drives; 0 when absent. */
  readonly driverOhms?: number;
  /** Of each sense point; 0 when absent. */
  readonly senseOhms?: number;
  /** Whether word lines are driven from both ends; false when absent. */
  readonly doubleSided?: boolean;
}

/** A checked array: flat, with every field. */
export interface WireNetwork extends Required<WiredArray> {
  readonly siemens: Float64Array;
  /** Cells whose device is a short, ascending. */
  readonly shorts: Int32Array;
}

/** 4096 x 4096: 2.4 GB at 18 doubles a cell. */
const MOST_CELLS = 2 ** 24;

function wrong(field: string, received: unknown, expected: string): never {
  // JSON has no Infinity and no NaN: say them by name.
  const shown = typeof received === "number" ? String(received) : quoteReceived(received);
  throw new ArgumentError("wrong value", { code: "wires.value", field, received: shown, expected });
}

/**
 * Checks shape and ranges, and copies the conductances.
 * @throws ArgumentError naming the field; LimitError above 2^24 cells
 */
export function checkNetwork(array: WiredArray): WireNetwork {
  const { rows, columns, wordLineOhms, bitLineOhms, driverOhms = 0, senseOhms = 0, doubleSided = false } = array;
  for (const [field, size] of Object.entries({ rows, columns })) {
    if (!(Number.isInteger(size) && size >= 1)) wrong(field, size, "a whole number, at least 1");
  }
  const cells = rows * columns;
  if (cells > MOST_CELLS) {
    throw new LimitError("the array is too large", {
      code: "wires.cells",
      received: `${rows} x ${columns}`,
      expected: `at most ${MOST_CELLS} cells`,
    });
  }
  for (const [field, ohms] of Object.entries({ wordLineOhms, bitLineOhms, driverOhms, senseOhms })) {
    if (!(typeof ohms === "number" && ohms >= 0)) wrong(field, ohms, "a resistance of at least 0");
  }
  if (array.siemens.length !== cells) wrong("siemens", `${array.siemens.length} numbers`, `${cells} numbers`);
  const siemens = new Float64Array(array.siemens);
  const shorts: number[] = [];
  for (let x = 0; x < cells; x++) {
    if (!(siemens[x]! >= 0)) wrong(`siemens[${x}]`, siemens[x], "a conductance of at least 0");
    if (siemens[x] === Number.POSITIVE_INFINITY) shorts.push(x);
  }
  const ohms = { wordLineOhms, bitLineOhms, driverOhms, senseOhms };
  return { rows, columns, siemens, ...ohms, doubleSided, shorts: Int32Array.from(shorts) };
}

/** Conductance from the right end of a word line to its source; 0 when that end is open, or is the source's own node. */
export function farSiemens({ doubleSided, wordLineOhms, driverOhms }: WireNetwork): number {
  return doubleSided && wordLineOhms + driverOhms > 0 ? 1 / (wordLineOhms + driverOhms) : 0;
}

/** Checks one set of voltages, `count` of them, one a `line`. */
export function checkVolts(given: ArrayLike<number>, count: number, field: string, line: string): Float64Array {
  if (given.length !== count) wrong(field, `${given.length} numbers`, `${count} numbers, one a ${line}`);
  const volts = Float64Array.from(given);
  const bad = volts.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) wrong(`${field}[${bad}]`, volts[bad], "a finite voltage");
  return volts;
}
