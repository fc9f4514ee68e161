import { ArgumentError, ConvergenceError } from "../../core/index.ts";
import { createDirectSolver } from "./direct.ts";
import { createLineSolver } from "./iterative.ts";
import { checkNetwork, checkVolts, type WiredArray, type WireNetwork } from "./network.ts";
import { type NonlinearDevices, solveNonlinearArray } from "./nonlinear-devices.ts";

/** Relative Kirchhoff residual that a solution must reach. */
const RESIDUAL = 1e-12;

export type ArrayMethod = "direct" | "iterative";

/** Voltages and currents of one set of source voltages. */
export interface ArraySolution {
  /** One a column, amperes into the sense point. */
  readonly outputAmps: Float64Array;
  /** rows*columns, row-major, positive from the word line into the bit line. */
  readonly deviceAmps: Float64Array;
  /** rows*columns, row-major: the word line's node of each cell. */
  readonly wordLineVolts: Float64Array;
  /** rows*columns, row-major: the bit line's node of each cell. */
  readonly bitLineVolts: Float64Array;
  /** Largest net current into a node, against the largest current of a branch, before voltages are rounded to doubles. */
  readonly residual: number;
  readonly method: ArrayMethod;
  /** Conjugate gradient steps; 0 for a direct solve. */
  readonly iterations: number;
  /** Residuals before each Newton step and at the end; absent for ohmic devices. */
  readonly newtonResiduals?: readonly number[];
}

export interface ArrayOptions {
  /** Default: iterative. Shorts on perfect wires are solved directly, whatever is asked. */
  readonly method?: ArrayMethod;
  /** Relative Kirchhoff residual that is enough, where doubles can hold it; default 1e-12. */
  readonly tolerance?: number;
}

/** A factored array, ready for any number of source voltages (one a row). */
export interface ArraySolver {
  readonly method: ArrayMethod;
  /** @param senseVolts voltages of the sense points, one a column; ground when absent */
  solve(appliedVolts: ArrayLike<number>, senseVolts?: ArrayLike<number>): ArraySolution;
}

/**
 * Broken wires leave nothing to solve: no current flows, and each node takes the voltage it is tied to, or 0.
 * @throws ArgumentError for sense points that are not at ground: currents between them may still flow
 */
function brokenSolution(
  network: WireNetwork,
  volts: Float64Array,
  senseVolts: Float64Array,
  method: ArrayMethod,
): ArraySolution {
  const { rows, columns, siemens } = network;
  if (senseVolts.some((v) => v !== 0)) {
    throw new ArgumentError("sense voltages need whole wires", {
      code: "wires.broken",
      received: "a broken wire or driver",
      expected: "finite resistances of wires and drivers, or sense points at ground",
    });
  }
  const cells = rows * columns;
  const wordLineVolts = new Float64Array(cells);
  const bitLineVolts = new Float64Array(cells);
  if (network.wordLineOhms + network.driverOhms < Infinity) {
    for (let x = 0; x < cells; x++) {
      wordLineVolts[x] = volts[Math.floor(x / columns)]!;
      if (siemens[x]! > 0) bitLineVolts[x] = wordLineVolts[x]!;
    }
  }
  const outputAmps = new Float64Array(columns);
  const deviceAmps = new Float64Array(cells);
  return { outputAmps, deviceAmps, wordLineVolts, bitLineVolts, residual: 0, method, iterations: 0 };
}

/**
 * Factors a crossbar with its wires for many source voltages. The iterative method takes 18 doubles a cell, the results
 * included; the direct one about twice the square of the shorter side times the longer.
 *
 * @throws ArgumentError, LimitError for wrong input, see `checkNetwork` and `createDirectSolver`
 */
export function createArraySolver(array: WiredArray, options: ArrayOptions = {}): ArraySolver {
  const network = checkNetwork(array);
  const { rows, columns, wordLineOhms, bitLineOhms, driverOhms } = network;
  const cells = rows * columns;
  const tolerance = options.tolerance ?? RESIDUAL;
  // A short on a perfect wire ties whole lines to each other: no chain is left to eliminate.
  const tangled = network.shorts.length > 0 && (wordLineOhms === 0 || bitLineOhms === 0);
  const method = tangled ? "direct" : (options.method ?? "iterative");
  // Sense points that take no current leave the bit lines floating on their devices.
  const broken = wordLineOhms + driverOhms === Infinity || bitLineOhms === Infinity;
  const checked = (appliedVolts: ArrayLike<number>, senseVolts: ArrayLike<number> = new Float64Array(columns)) =>
    [
      checkVolts(appliedVolts, rows, "appliedVolts", "row"),
      checkVolts(senseVolts, columns, "senseVolts", "column"),
    ] as const;
  if (broken) return { method, solve: (...volts) => brokenSolution(network, ...checked(...volts), method) };
  if (method === "direct") {
    const solve = createDirectSolver(network);
    return {
      method,
      solve: (...given) => {
        const { wordVolts, bitVolts, ...rest } = solve(...checked(...given));
        return { ...rest, wordLineVolts: wordVolts, bitLineVolts: bitVolts, method, iterations: 0 };
      },
    };
  }
  const lines = createLineSolver(network);
  return {
    method,
    solve: (...given) => {
      const [volts, senseVolts] = checked(...given);
      const vector = () => new Float64Array(cells);
      const [wordLineVolts, bitLineVolts, deviceAmps] = [vector(), vector(), vector()];
      const outputAmps = new Float64Array(columns);
      const found = { p: wordLineVolts, q: bitLineVolts, deviceAmps, outputAmps };
      const { iterations, residual, converged } = lines.solve(found, volts, senseVolts, tolerance);
      if (!converged) {
        throw new ConvergenceError("the voltages of the array do not converge", {
          code: "wires.convergence",
          received: `a relative Kirchhoff residual of ${residual.toExponential(1)} after ${iterations} iterations`,
          expected: `at most ${tolerance}; a direct solve may do it`,
        });
      }
      return { outputAmps, deviceAmps, wordLineVolts, bitLineVolts, residual, method, iterations };
    },
  };
}

/**
 * The exact steady state of a crossbar with its wires: every node voltage and every current, each to 1e-12 of itself and not
 * of the largest alone (voltages below 1e-12 of the sources' to that of them).
 * `createArraySolver` is the same for many source voltages. With `sinhVolts` V0, one for all devices or one a device, the
 * current through a device is siemens V0 sinh(v / V0), with `conduction` siemens times `lawVolts`; see `solveNonlinearArray`.
 *
 * @throws ArgumentError, LimitError for wrong input; ConvergenceError where the residual stays above the tolerance
 */
export function solveArray(
  array: WiredArray &
    NonlinearDevices & { readonly appliedVolts: ArrayLike<number>; readonly senseVolts?: ArrayLike<number> },
  options: ArrayOptions = {},
): ArraySolution {
  if (array.sinhVolts !== undefined || array.conduction !== undefined) return solveNonlinearArray(array, options);
  return createArraySolver(array, options).solve(array.appliedVolts, array.senseVolts);
}
