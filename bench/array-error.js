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
 *
 *   node bench/array-error.js --draws 50,100,200 [--conventions all]
 *
 * asks how likely the published figures are if each stems from one random graph and as many random inputs: for each figure the share of
 * such draws that lie farther away on the scale of logarithms, two-sided by the normal law, and for all 16 together the share of
 * simulated papers whose sum of squared deviations is larger, raw and corrected error of one graph going together as they do.
 * --conventions all does so for other ways to count the error: inputs of 0 and 1, the mean error over neurons and inputs removed, gains
 * from the answer to all inputs at 1 V.
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
    draws: option(""),
    conventions: option(""),
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

/** Mean error and mean squared error over neurons of each input, raw and corrected: [mean, square] * 2 a column. */
function perInput({ found, whole, offset, weights, gains }, n, seed, { binary, ones }) {
  const random = createRandom(seed, "array-error-draws", n);
  const factors = ones
    ? gains.map((_, i) => {
        const row = (list) => list.subarray(i * n, (i + 1) * n).reduce((sum, w) => sum + w, 0);
        return (row(weights) + n * offset) / row(whole);
      })
    : gains;
  const count = Number(values.inputs);
  const out = Array.from({ length: 4 }, () => new Float64Array(count));
  const x = new Int8Array(n);
  for (let k = 0; k < count; k++) {
    for (let j = 0; j < n; j++) x[j] = random.integer(2) === 1 ? 1 : binary ? 0 : -1;
    for (let i = 0; i < n; i++) {
      let [a, b] = [0, 0];
      for (let j = 0; j < n; j++) {
        const w = weights[i * n + j];
        a += (found[i * n + j] - w) * x[j];
        b += (factors[i] * whole[i * n + j] - offset - w) * x[j];
      }
      out[0][k] += a / n;
      out[1][k] += (a * a) / n;
      out[2][k] += b / n;
      out[3][k] += (b * b) / n;
    }
  }
  return out;
}

/** Logarithms of [raw, corrected] error from `count` inputs drawn of those that were computed. */
function drawFigures(columns, count, random, centred) {
  const sums = [0, 0, 0, 0];
  for (let k = 0; k < count; k++) {
    const input = random.integer(columns[0].length);
    for (let c = 0; c < 4; c++) sums[c] += columns[c][input] / count;
  }
  return [0, 2].map((c) => Math.log(sums[c + 1] - (centred ? sums[c] ** 2 : 0)) / 2);
}

const tail = (z) => {
  // Two-sided tail of the normal law: Abramowitz and Stegun, 26.2.17.
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const sum = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (2 * sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
};
const DRAWS = 600;

/** Published figures against draws of one graph and `count` inputs each, under one convention. */
function likelihood(cases, count, centred) {
  const random = createRandom(1, "array-error-papers", count);
  const figures = cases.flatMap(({ name, n, graphs }) => {
    const drawn = Array.from({ length: DRAWS }, () =>
      drawFigures(graphs[random.integer(graphs.length)], count, random, centred),
    );
    return [0, 1].map((k) => {
      const { mean, sd } = moments(drawn.map((d) => d[k]));
      const published = PUBLISHED[name][n][k];
      const z = (Math.log(published) - mean) / sd;
      return { name, n, k, published, mean: Math.exp(mean), sd, z, drawn: drawn.map((d) => ((d[k] - mean) / sd) ** 2) };
    });
  });
  const joint = figures.reduce((sum, { z }) => sum + z * z, 0);
  const papers = Array.from({ length: DRAWS }, (_, d) => figures.reduce((sum, { drawn }) => sum + drawn[d], 0));
  return { figures, joint, p: papers.filter((sum) => sum >= joint).length / DRAWS };
}

function printLikelihoods() {
  const counts = values.draws.split(",").map(Number);
  const all = values.conventions === "all";
  const flags = all ? [false, true] : [false];
  for (const binary of flags) {
    for (const ones of flags) {
      const cases = Object.entries(DEVICES).flatMap(([name, [onOhms, offOhms]]) =>
        values.sizes.split(",").map((size) => {
          const n = Number(size);
          const graphs = Array.from({ length: Number(values.seeds) }, (_, s) => {
            const crossbar = graphCrossbar(n, s + 1, 1 / onOhms, 1 / offOhms, values.arrangement);
            return perInput(measured(crossbar, n, 1 / offOhms, values.arrangement), n, s + 1, { binary, ones });
          });
          return { name, n, graphs };
        }),
      );
      for (const centred of flags) {
        const words = [
          binary ? "inputs 0 and 1" : "inputs +-1",
          ones ? "gains from all ones" : "gains by least squares",
        ];
        console.log(`\n${[...words, ...(centred ? ["mean error removed"] : [])].join(", ")}`);
        for (const count of counts) {
          const { figures, joint, p } = likelihood(cases, count, centred);
          console.log(
            `  ${count} inputs: sum of squares ${joint.toFixed(1)} of ${figures.length}, p = ${p.toFixed(3)}`,
          );
          if (all) continue;
          for (const { name, n, k, published, mean, sd, z } of figures) {
            const what = `${name} ${n} ${k === 0 ? "raw" : "corrected"}`;
            console.log(
              `    ${what.padEnd(28)} ${digits(mean)} x/ ${Math.exp(sd).toFixed(3)}, published ${published}: ${z.toFixed(2)} sd, p = ${tail(z).toFixed(3)}`,
            );
          }
        }
      }
    }
  }
}

if (values.draws !== "") {
  printLikelihoods();
  process.exit(0);
}

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
