import { ArgumentError } from "../core/index.ts";
import type { Crossbar } from "./crossbar.ts";
import { arrayResponse, nominalResponse } from "./response.ts";

/** Rounds of scaling: each brings the gains some eight times closer together where wires take a few per cent. */
const ROUNDS = 4;

/**
 * The factor on each summing line's current that brings it nearest to what perfect wires would give, in the mean square
 * over random inputs of +1 and -1: sum_j T_ij I_ij / sum_j T_ij^2 with T the response and I the ideal one. rows.
 *
 * Source: Cai et al., Nature Electronics 3, 409 (2020), who fit it to measured outputs; over all inputs it has this closed form.
 */
export function summingGains(crossbar: Crossbar, ideal: Crossbar = { ...crossbar, wires: null }): Float64Array {
  const { rows, columns } = crossbar;
  const { transferSiemens: found } = arrayResponse(crossbar);
  const { transferSiemens: wanted } = nominalResponse(ideal);
  return Float64Array.from({ length: rows }, (_, i) => {
    let [product, square] = [0, 0];
    for (let x = i * columns; x < (i + 1) * columns; x++) {
      product += found[x]! * wanted[x]!;
      square += found[x]! ** 2;
    }
    return square === 0 ? 1 : product / square;
  });
}

/**
 * The targets of a crossbar with wires changed so that every summing line has the same gain: what lies above the off
 * conductance is scaled down on the lines that the wires attenuate least. Neurons stay equal and the range is kept, at the
 * price of a smaller unit of weight; a feedback resistor of its own for each neuron would do it for virtual grounds alone.
 * The unit of weight becomes what the summing lines see of it. Few levels take part of the correction away.
 *
 * @returns the crossbar with the new targets and unit, its `siemens` those targets: not programmed yet
 * @throws ArgumentError for mappings whose weights do not begin at the off conductance
 */
export function withGainCorrection(crossbar: Crossbar, offSiemens: number): Crossbar {
  const { rows, bitLines, wordLines, mapping, targetSiemens: uncorrected } = crossbar;
  if (mapping !== "differential-pair" && mapping !== "bit-slicing") {
    throw new ArgumentError("gains are corrected on pairs of devices only", {
      code: "argument.gain-correction",
      received: mapping,
      expected: "differential-pair or bit-slicing",
    });
  }
  const start: Crossbar = { ...crossbar, siemens: uncorrected };
  if (crossbar.wires === null) return start;
  const ideal: Crossbar = { ...start, wires: null };
  const shares = new Float64Array(rows).fill(1);
  const targetSiemens = Float64Array.from(uncorrected);
  let gains = summingGains(start, ideal);
  for (let round = 0; round < ROUNDS; round++) {
    let largest = 0;
    for (let i = 0; i < rows; i++) {
      shares[i]! *= gains[i]!;
      largest = Math.max(largest, shares[i]!);
    }
    for (let i = 0; i < rows; i++) {
      shares[i]! /= largest;
      for (let k = i; k < wordLines.length * bitLines; k += bitLines) {
        if (uncorrected[k]! > offSiemens) targetSiemens[k] = offSiemens + shares[i]! * (uncorrected[k]! - offSiemens);
      }
    }
    gains = summingGains({ ...crossbar, siemens: Float64Array.from(targetSiemens) }, ideal);
  }
  const mean = gains.reduce((a, b) => a + b, 0) / rows;
  return { ...crossbar, unitSiemens: crossbar.unitSiemens / mean, targetSiemens, siemens: targetSiemens };
}
