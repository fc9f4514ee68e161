import { createRandom, runSteps, type Steps } from "../../core/index.ts";
import { hebbWeights, pseudoinverseWeights } from "../../network/index.ts";
import { wilson } from "../../verify/index.ts";
import {
  type CrossbarMemory,
  programMemory,
  recallCircuitOf,
  recalledState,
  recallOnCrossbar,
} from "../crossbar-memory.ts";
import { overlapOf, patternAt, withFlips } from "../patterns.ts";
import { requireBench } from "./circuit-bench.ts";
import { exactClaim, shareClaim } from "./claims.ts";
import { firstDigits } from "./digit-trap.ts";
import { DIGIT_CELLS, DIGIT_SIDE, type MnistSet } from "./mnist.ts";
import { publishedPatterns } from "./recall-64.ts";
import { byLoad, type Found, measureRecall, N, others, RULES, TRIALS } from "./recall-sweeps.ts";
import type { CircuitBench, Claim, CurveSeries, Study, StudyData, StudyResult } from "./study.ts";

/** Letters of 6 x 6 cells. */
const LETTERS = [
  "##### " + "#    #" + "##### " + "# #   " + "#  #  " + "#   # ",
  "#    #" + "##  ##" + "# ## #" + "#    #" + "#    #" + "#    #",
  "######" + "     #" + "   ## " + " ##   " + "#     " + "######",
];
const LETTER_FLIPS = 7;

interface SpiceRun {
  readonly pattern: Int8Array;
  readonly cue: Int8Array;
  readonly spice: Int8Array;
  readonly reduced: Int8Array;
  readonly settled: boolean;
}

/** Patterns recalled in SPICE and through the built-in simulator. */
async function inSpice(
  patterns: Int8Array,
  n: number,
  cues: number,
  flips: number,
  seed: number,
  bench: CircuitBench,
): Promise<SpiceRun[]> {
  const p = patterns.length / n;
  const memory = programMemory(pseudoinverseWeights(patterns, p, n), n, bench.board, seed);
  const random = createRandom(seed, "recall-circuit", "spice", n);
  const runs: SpiceRun[] = [];
  for (let m = 0; m < cues; m++) {
    bench.progress?.({ stage: `SPICE, ${n} neurons`, done: m, total: cues });
    const pattern = patternAt(patterns, m, n);
    const cue = withFlips(pattern, flips, random);
    runs.push(await spiceRun(memory, pattern, cue, bench));
  }
  return runs;
}

async function spiceRun(
  memory: CrossbarMemory,
  pattern: Int8Array,
  cue: Int8Array,
  { spice, signal }: CircuitBench,
): Promise<SpiceRun> {
  const hopfield = recallCircuitOf(memory, cue);
  const waveforms = await spice.simulate({ circuit: hopfield.circuit }, signal === undefined ? {} : { signal });
  const { spins, settled } = recalledState(memory, hopfield, waveforms);
  const reduced = runSteps(recallOnCrossbar(memory, cue));
  return { pattern, cue, spice: Int8Array.from(spins), reduced: Int8Array.from(reduced.spins), settled };
}

const DIGIT_CUES = 3;
const SMALL_SIDE = 10;
const SMALL_DIGITS = 5;

/** Digits on a grid of 10 x 10: a cell is ink when any of its 3 x 3 pixels is, the picture's edge left blank. */
function smallDigits(digits: Int8Array, count: number): Int8Array {
  const out = new Int8Array(count * SMALL_SIDE ** 2).fill(-1);
  for (let m = 0; m < count; m++) {
    for (let k = 0; k < DIGIT_CELLS; k++) {
      if (digits[m * DIGIT_CELLS + k]! < 0) continue;
      const row = Math.floor((Math.floor(k / DIGIT_SIDE) + 1) / 3);
      const column = Math.floor(((k % DIGIT_SIDE) + 1) / 3);
      out[m * SMALL_SIDE ** 2 + row * SMALL_SIDE + column] = 1;
    }
  }
  return out;
}

/** The first digits of each class on 784 neurons: cells recalled right. */
function* digitCells(mnist: MnistSet, seed: number, { board }: CircuitBench): Steps<number> {
  const digits = firstDigits(mnist);
  const memory = programMemory(pseudoinverseWeights(digits, 10, DIGIT_CELLS), DIGIT_CELLS, board, seed);
  const random = createRandom(seed, "recall-circuit", "digits");
  let right = 0;
  for (let m = 0; m < DIGIT_CUES; m++) {
    yield { stage: "784 neurons", done: m, total: DIGIT_CUES };
    const pattern = patternAt(digits, m, DIGIT_CELLS);
    const { spins } = yield* recallOnCrossbar(memory, withFlips(pattern, 78, random));
    right += (DIGIT_CELLS * (1 + overlapOf(spins, pattern))) / 2;
  }
  return right;
}

/** Cells that `runs` recalled right in SPICE, cells in all, and cells that the simulators read differently. */
function cellsOf(runs: readonly SpiceRun[]) {
  let [right, all, different] = [0, 0, 0];
  for (const { pattern, spice, reduced, settled } of runs) {
    all += pattern.length;
    pattern.forEach((x, i) => {
      if (settled && spice[i] === x) right++;
      if (spice[i] !== reduced[i]) different++;
    });
  }
  return { right, all, different };
}

function spiceClaims(words: string, runs: readonly SpiceRun[]): Claim[] {
  const { right, all, different } = cellsOf(runs);
  return [
    exactClaim(`${words}: cells recalled in ngspice`, all, right),
    exactClaim(`${words}: cells that ngspice and the built-in simulator read differently`, 0, different),
  ];
}

function* finish(
  seed: number,
  bench: CircuitBench,
  letters: readonly SpiceRun[],
  small: readonly SpiceRun[] | null,
  mnist: MnistSet | undefined,
): Steps<StudyResult> {
  const { patterns, random } = publishedPatterns();
  const first = patternAt(patterns, 0, 64);
  const cue = first.slice();
  for (const i of random.permutation(64).subarray(0, 16)) cue[i] = -cue[i]!;
  const published = yield* recallOnCrossbar(programMemory(hebbWeights(patterns, 3, 64), 64, bench.board, seed), cue);

  const found: Found[] = [];
  const settings = [...byLoad, ...others];
  for (const [k, setting] of settings.entries()) {
    yield { stage: "recall", done: k, total: settings.length };
    found.push(yield* measureRecall(setting, seed, bench));
  }
  const loads = found.slice(0, byLoad.length);
  const claims: Claim[] = [
    exactClaim("64 neurons, 3 patterns, 16 bits flipped, recalled: overlap 1", 1, overlapOf(published.spins, first)),
    ...loads.map(({ rule, p, analog, digital }) =>
      shareClaim(
        `${rule}, p/n = ${(p / N).toFixed(2)}: the circuit recalls as often as the digital network`,
        digital / TRIALS,
        analog,
        TRIALS,
        TRIALS,
      ),
    ),
    ...loads
      .filter(({ rule }) => rule === "pseudoinverse")
      .map(({ rule, p, analog, steepest }) =>
        shareClaim(
          `${rule}, p/n = ${(p / N).toFixed(2)}: as often as the digital network that sets the worst cell first`,
          steepest / TRIALS,
          analog,
          TRIALS,
          TRIALS,
        ),
      ),
    exactClaim(
      "perfect devices: runs that did not settle",
      0,
      found.filter(({ sigma }) => sigma === 0).reduce((sum, { unsettled }) => sum + unsettled, 0),
    ),
    ...spiceClaims("3 letters on 36 neurons, 7 cells flipped", letters),
    ...(small === null ? [] : spiceClaims("5 digits of MNIST on 10 x 10, 10 cells flipped", small)),
  ];
  if (mnist !== undefined) {
    const cells = DIGIT_CUES * DIGIT_CELLS;
    const words = `10 digits of MNIST on 784 neurons, 78 cells flipped: cells recalled, ${DIGIT_CUES} cues`;
    claims.push(exactClaim(words, cells, yield* digitCells(mnist, seed, bench)));
  }
  return {
    table: {
      header: [
        "rule",
        "p/n",
        "flipped",
        "levels",
        "error",
        "circuit",
        "95 %",
        "digital",
        "steepest",
        "same state",
        "unsettled",
      ],
      rows: found.map(({ rule, p, flipped, levels, sigma, analog, digital, steepest, same, unsettled }) => {
        const { p: share, low, high } = wilson(analog, TRIALS);
        const interval = `${low.toFixed(2)} to ${high.toFixed(2)}`;
        const held = levels === 0 ? "any" : levels;
        const shares = [digital, steepest, same].map((count) => count / TRIALS);
        return [rule, p / N, flipped, held, sigma, share, interval, ...shares, unsettled];
      }),
    },
    claims,
    figure: {
      kind: "curves",
      title: "100 neurons on a crossbar, a tenth of the cue flipped",
      x: { title: "patterns a neuron" },
      y: { title: "Share recalled (m > .95)", low: 0, high: 1 },
      series: RULES.flatMap((rule): CurveSeries[] => {
        const own = loads.filter((f) => f.rule === rule);
        const x = own.map(({ p }) => p / N);
        const bounds = own.map(({ analog }) => wilson(analog, TRIALS));
        return [
          {
            label: `${rule}, circuit`,
            x,
            y: bounds.map(({ p }) => p),
            low: bounds.map(({ low }) => low),
            high: bounds.map(({ high }) => high),
          },
          { label: `${rule}, digital`, x, y: own.map(({ digital }) => digital / TRIALS), style: "dash" },
        ];
      }),
    },
  };
}

async function run(seed: number, data: StudyData): Promise<Steps<StudyResult>> {
  const bench = requireBench(data);
  const { mnist } = data;
  const cells = Int8Array.from(LETTERS.join(""), (c) => (c === "#" ? 1 : -1));
  const letters = await inSpice(cells, 36, LETTERS.length, LETTER_FLIPS, seed, bench);
  const small =
    mnist === undefined
      ? null
      : await inSpice(smallDigits(firstDigits(mnist), SMALL_DIGITS), SMALL_SIDE ** 2, 2, 10, seed, bench);
  return finish(seed, bench, letters, small, mnist);
}

export const recallCircuit: Study = {
  name: "recall-circuit",
  title: "recall on a crossbar beside the digital network: load, faults of the cue, levels, programming error, SPICE",
  needs: "spice",
  wants: "mnist",
  run,
};
