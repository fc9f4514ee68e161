// One recall on 784 neurons with 300 patterns stored, from a tenth of the bits flipped, by each memory: processor time, ten seeds.
//
//     npm run build && node bench/recall.js
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

const cpuMilliseconds = (work) => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

const rows = new Map();
const record = (name, milliseconds, share) => {
  const row = rows.get(name) ?? { milliseconds: [], shares: [] };
  row.milliseconds.push(milliseconds);
  row.shares.push(share);
  rows.set(name, row);
};

for (let seed = 1; seed <= SEEDS; seed++) {
  const random = createRandom(seed, "recall");
  const patterns = randomPatterns(P, N, random);
  const probes = Array.from({ length: RECALLS }, (_, k) =>
    withFlips(patternAt(patterns, k, N), Math.round(N / 10), random),
  );
  const recall = (name, of) => {
    let whole = 0;
    const milliseconds = cpuMilliseconds(() => {
      probes.forEach((probe, k) => {
        if (overlapOf(of(probe), patternAt(patterns, k, N)) === 1) whole++;
      });
    });
    record(name, milliseconds / RECALLS, whole / RECALLS);
  };
  let integers;
  let projector;
  record(
    "couplings, Hebb, bits",
    cpuMilliseconds(() => (integers = hebbIntegers(patterns, P, N))),
    null,
  );
  record(
    "couplings, Hebb, sums",
    cpuMilliseconds(() => hebbWeights(patterns, P, N)),
    null,
  );
  record(
    "couplings, pseudoinverse",
    cpuMilliseconds(() => (projector = ridgeWeights(patterns, P, N))),
    null,
  );
  const dense = createDenseMemory(patterns, N, { kind: "rectified", degree: 3 });
  const modern = createModernMemory(Float64Array.from(patterns), N, 1 / Math.sqrt(N));
  recall("recall, Hebb", (probe) => recallAsynchronous(integers, probe, random).state);
  recall("recall, pseudoinverse", (probe) => recallAsynchronous(projector, probe, random).state);
  recall("recall, dense x^3", (probe) => recallDense(dense, probe, random).state);
  recall("recall, modern, one step", (probe) => signsOf(modernStep(modern, probe)));
}

const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
console.log("what                      ms (mean)  ms (worst seed)  recalled whole");
for (const [name, { milliseconds, shares }] of rows) {
  const worst = Math.max(...milliseconds);
  const share = shares[0] === null ? "" : mean(shares).toFixed(2);
  console.log(
    `${name.padEnd(26)}${mean(milliseconds).toFixed(2).padStart(9)}${worst.toFixed(2).padStart(17)}${share.padStart(16)}`,
  );
}
