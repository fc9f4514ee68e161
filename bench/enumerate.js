// Seconds and states a minute of the enumeration on random dense graphs: npm run build && node bench/enumerate.js [from] [to]
import { encodeProblem, generateMaxCut } from "../dist/problem/index.js";
import { enumerateMinimum } from "../dist/reference/index.js";

const from = Number(process.argv[2] ?? 24);
const to = Number(process.argv[3] ?? 32);

console.log("  n  weights    seconds   states/minute");
for (let n = from; n <= to; n++) {
  const cases = [
    ["unit", encodeProblem(generateMaxCut({ vertices: n, density: 0.5, seed: n })).network],
    [
      "integer",
      encodeProblem(generateMaxCut({ vertices: n, density: 1, seed: n, weights: { low: -10, high: 10 } })).network,
    ],
  ];
  const real = cases[1][1];
  cases.push(["real", { ...real, weights: real.weights.map((w) => w * 0.1) }]);
  for (const [name, network] of cases) {
    const start = process.hrtime.bigint();
    const { statesVisited } = enumerateMinimum(network);
    const seconds = Number(process.hrtime.bigint() - start) * 1e-9;
    const rate = ((60 * statesVisited) / seconds).toExponential(2);
    console.log(
      `${String(n).padStart(3)}  ${name.padEnd(7)}  ${seconds.toFixed(3).padStart(9)}   ${rate.padStart(13)}`,
    );
  }
}
