/**
 * Output error of a crossbar by its size: how far the currents of an array with wires are from the weighted sums that they
 * stand for, in units of one weight, before and after every bit line's gain is corrected; beside published figures.
 *
 *   npm run build && node bench/array-error.js [--sizes 32,60,100,128] [--seeds 10] [--inputs 1000] [--arrangement single]
 *
 * A seed is a random graph, each pair of vertices joined with probability 1/2, and random inputs of +1 and -1 volts. Each cell
 * holds one device, on for an edge and off for none; what the off conductance adds to every sum alike is taken away.
 * Word lines are driven from the left, bit lines end at ground, a segment is 1 ohm, sources and sense points are perfect.
 * Arrangement "double" drives word lines from both ends; "pairs" puts a bit line of off devices, whose current is subtracted,
 * beside each bit line; "rails" drives two word lines with each input and its inverse, interleaved.
 * Gains are fitted by least squares, a factor a bit line. The figures are means and standard deviations over the seeds.
 */

import { parseArgs } from "node:util";
import { createRandom } from "../dist/core/index.js";
import { arrayResponse, perfectWires, summingGains, withWires } from "../dist/crossbar/index.js";

const option = (value) => ({ type: "string", default: value });
const { values } = parseArgs({
  options: {
    sizes: option("32,60,100,128"),
    seeds: option("10"),
    inputs: option("1000"),
    arrangement: option("single"),
  },
});
const DEVICES = { standard: [10e3, 1e6], "sub-standard": [2e3, 100e3] };
/** Published: raw error, then error after correction. */
const PUBLISHED = {
  standard: { 32: [0.143, 0.029], 60: [0.698, 0.15], 100: [1.87, 0.497], 128: [3.05, 0.872] },
  "sub-standard": { 32: [0.713, 0.171], 60: [2.22, 0.738], 100: [4.57, 1.77], 128: [6.06, 2.78] },
};

/** A random graph as a crossbar; bit line i sums the inputs of i's neighbours. */
function graphCrossbar(n, seed, onSiemens, offSiemens, arrangement) {
  const random = createRandom(seed, "array-error", n);
  const edge = new Uint8Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) edge[i * n + j] = edge[j * n + i] = random.integer(2);
  const rails = arrangement === "rails" ? [1, -1] : [1];
  const wordLines = Array.from({ length: n }, (_, source) => rails.map((sign) => ({ source, sign, share: 1 }))).flat();
  const perCell = arrangement === "pairs" ? 2 : 1;
  const rows = n * perCell;
  const siemens = new Float64Array(wordLines.length * rows).fill(offSiemens);
  for (const [line, { source, sign }] of wordLines.entries()) {
    for (let i = 0; i < n; i++) if (sign > 0 && edge[i * n + source]) siemens[line * rows + perCell * i] = onSiemens;
  }
  const head = { profile: "", mapping: "differential-pair", devices: siemens.length, tiles: null };
  const crossbar = { ...head, rows, bitLines: rows, columns: n, unitSiemens: onSiemens - offSiemens, wordLines };
  return { ...crossbar, siemens, targetSiemens: siemens, wires: null };
}

/** Transfer in units of one weight, n*n, without what the off conductance adds; gains of the bit lines. */
function measured(crossbar, n, offSiemens, arrangement) {
  const wires = { ...perfectWires, wordLineOhms: 1, bitLineOhms: 1, doubleSided: arrangement === "double" };
  const wired = withWires(crossbar, wires);
  const unit = crossbar.unitSiemens;
  const fold = (response) => {
    const t = response.transferSiemens;
    if (arrangement !== "pairs") return t;
    return Float64Array.from({ length: n * n }, (_, x) => {
      const [i, j] = [Math.floor(x / n), x % n];
      return t[2 * i * n + j] - t[(2 * i + 1) * n + j];
    });
  };
  const found = fold(arrayResponse(wired));
  const ideal = fold(arrayResponse(crossbar));
  const offset = arrangement === "single" || arrangement === "double" ? offSiemens : 0;
  const weights = ideal.map((g) => Math.round((g - offset) / unit));
  let gains;
  if (arrangement === "pairs") {
    gains = Float64Array.from({ length: n }, (_, i) => {
      const dot = (a, b) => a.subarray(i * n, (i + 1) * n).reduce((sum, x, j) => sum + x * b[i * n + j], 0);
      return dot(found, ideal) / dot(found, found);
    });
  } else gains = summingGains(wired);
  return {
    found: found.map((g) => (g - offset) / unit),
    whole: found.map((g) => g / unit),
    offset: offset / unit,
    weights,
    gains,
  };
}

function errors({ found, whole, offset, weights, gains }, n, seed) {
  const random = createRandom(seed, "array-error-inputs", n);
  let [raw, corrected] = [0, 0];
  const x = new Int8Array(n);
  const count = Number(values.inputs);
  for (let k = 0; k < count; k++) {
    for (let j = 0; j < n; j++) x[j] = random.integer(2) === 1 ? 1 : -1;
    for (let i = 0; i < n; i++) {
      let [a, b] = [0, 0];
      for (let j = 0; j < n; j++) {
        const w = weights[i * n + j];
        a += (found[i * n + j] - w) * x[j];
        b += (gains[i] * whole[i * n + j] - offset - w) * x[j];
      }
      raw += a * a;
      corrected += b * b;
    }
  }
  return [Math.sqrt(raw / (count * n)), Math.sqrt(corrected / (count * n))];
}

const moments = (list) => {
  const mean = list.reduce((a, b) => a + b, 0) / list.length;
  return { mean, sd: Math.sqrt(list.reduce((a, b) => a + (b - mean) ** 2, 0) / Math.max(1, list.length - 1)) };
};
const digits = (x) => x.toPrecision(3);

console.log(
  `arrangement ${values.arrangement}, ${values.seeds} seeds, ${values.inputs} inputs each; errors in weights\n`,
);
console.log("| devices | N | raw | published | after gain correction | published | below 0.5 |");
console.log("|---|---|---|---|---|---|---|");
for (const [name, [onOhms, offOhms]] of Object.entries(DEVICES)) {
  for (const n of values.sizes.split(",").map(Number)) {
    const found = [[], []];
    for (let seed = 1; seed <= Number(values.seeds); seed++) {
      const crossbar = graphCrossbar(n, seed, 1 / onOhms, 1 / offOhms, values.arrangement);
      const [raw, corrected] = errors(measured(crossbar, n, 1 / offOhms, values.arrangement), n, seed);
      found[0].push(raw);
      found[1].push(corrected);
    }
    const [raw, corrected] = found.map(moments);
    const cells = [raw, corrected].map(({ mean, sd }, k) => {
      const published = PUBLISHED[name][n]?.[k];
      const away = published === undefined ? "–" : `${published} (${((published - mean) / sd).toFixed(1)} sd)`;
      return `${digits(mean)} ± ${digits(sd)} | ${away}`;
    });
    console.log(`| ${name} | ${n} | ${cells.join(" | ")} | ${corrected.mean < 0.5 ? "yes" : "no"} |`);
  }
}
