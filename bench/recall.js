// One recall on 784 neurons with 300 patterns stored, from a tenth of the bits flipped, by each memory: processor time, ten seeds of 20
// recalls each, and the first recall of a fresh process, in which the code is still to be compiled (that takes other threads' time as well).
//
//     npm run build && node bench/recall.js
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import {
  createDenseMemory,
  createModernMemory,
  createRandom,
  hebbIntegers,
  hebbWeights,
  modernStep,
  overlapOf,
  patternAt,
  randomPatterns,
  recallAsynchronous,
  recallDense,
  ridgeWeights,
  signsOf,
  withFlips,
} from "../dist/index.js";

const N = 784;
const P = 300;
const SEEDS = 10;
const RECALLS = 20;

/** Each memory: programmed with patterns, it gives what recalls from a probe. */
const MEMORIES = {
  Hebb: (patterns, random) => {
    const integers = hebbIntegers(patterns, P, N);
    return (probe) => recallAsynchronous(integers, probe, random).state;
  },
  pseudoinverse: (patterns, random) => {
    const projector = ridgeWeights(patterns, P, N);
    return (probe) => recallAsynchronous(projector, probe, random).state;
  },
  "dense x^3": (patterns, random) => {
    const dense = createDenseMemory(patterns, N, { kind: "rectified", degree: 3 });
    return (probe) => recallDense(dense, probe, random).state;
  },
  "modern, one step": (patterns) => {
    const modern = createModernMemory(Float64Array.from(patterns), N, 1 / Math.sqrt(N));
    return (probe) => signsOf(modernStep(modern, probe));
  },
};
const COUPLINGS = { "Hebb, bits": hebbIntegers, "Hebb, sums": hebbWeights, pseudoinverse: ridgeWeights };

const cpuMilliseconds = (work) => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

function drawn(seed) {
  const random = createRandom(seed, "recall");
  const patterns = randomPatterns(P, N, random);
  const probes = Array.from({ length: RECALLS }, (_, k) =>
    withFlips(patternAt(patterns, k, N), Math.round(N / 10), random),
  );
  return { random, patterns, probes };
}

const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;

function firstCall(name) {
  const { random, patterns, probes } = drawn(1);
  const recall = MEMORIES[name](patterns, random);
  return cpuMilliseconds(() => recall(probes[0]));
}

function table() {
  console.log("couplings                 ms (mean)  ms (worst seed)");
  for (const [name, couple] of Object.entries(COUPLINGS)) {
    const times = Array.from({ length: SEEDS }, (_, k) => {
      const { patterns } = drawn(k + 1);
      return cpuMilliseconds(() => couple(patterns, P, N));
    });
    const [average, worst] = [mean(times), Math.max(...times)].map((ms) => ms.toFixed(2));
    console.log(`${name.padEnd(26)}${average.padStart(9)}${worst.padStart(17)}`);
  }
  console.log(
    "\nrecall                    ms (mean)  ms (worst seed)  ms (worst recall)  ms (first call)  recalled whole",
  );
  for (const [name, memory] of Object.entries(MEMORIES)) {
    const all = [];
    const seeds = [];
    let whole = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { random, patterns, probes } = drawn(seed);
      const recall = memory(patterns, random);
      // Compiled before it is measured.
      if (seed === 1) for (const probe of drawn(SEEDS + 1).probes.concat(probes)) recall(probe);
      const times = probes.map((probe, k) => {
        let state;
        const ms = cpuMilliseconds(() => (state = recall(probe)));
        if (overlapOf(state, patternAt(patterns, k, N)) === 1) whole++;
        return ms;
      });
      seeds.push(mean(times));
      all.push(...times);
    }
    const first = Number(
      execFileSync(process.execPath, [fileURLToPath(import.meta.url), "--first", name], { encoding: "utf8" }),
    );
    const columns = [mean(seeds), Math.max(...seeds), Math.max(...all), first].map((ms) => ms.toFixed(2));
    const share = (whole / all.length).toFixed(2);
    console.log(
      `${name.padEnd(26)}${columns[0].padStart(9)}${columns[1].padStart(17)}${columns[2].padStart(19)}${columns[3].padStart(17)}${share.padStart(16)}`,
    );
  }
}

if (process.argv[2] === "--first") console.log(firstCall(process.argv[3]));
else table();
