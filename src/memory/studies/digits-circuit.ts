import { createRandom, type Steps } from "../../core/index.ts";
import { pseudoinverseWeights } from "../../network/index.ts";
import { programMemory, recallAllOnCrossbar } from "../crossbar-memory.ts";
import { overlapOf, patternAt, withFlips } from "../patterns.ts";
import { boardMap, requireBench } from "./circuit-bench.ts";
import { atLeastClaim, atMostClaim, shareOverDraws, within } from "./claims.ts";
import { CLASSES, firstDigits, NOISE, requireMnist } from "./digit-trap.ts";
import { DIGIT_CELLS, DIGIT_SIDE } from "./mnist.ts";
import { recallInSpice, type SpiceRun, spiceClaims } from "./spice-recall.ts";
import type { CircuitBench, Study, StudyData, StudyResult } from "./study.ts";

/** Cells a side of the grid that is settled in SPICE: 196 neurons, 76 440 devices. */
const SIDE = 14;
const SPICE_CUES = 3;
/** Arrays programmed anew for the shares. */
const ARRAYS = 4;
/** Gap of settled summing voltages, over the largest, that counts as one end state. */
const SAME = 1e-3;

/** Digits on a grid of side * side: a cell is ink when at least half of its pixels are. `side` divides 28. */
export function coarseDigits(digits: Int8Array, side: number): Int8Array {
  const block = DIGIT_SIDE / side;
  const n = side * side;
  const sums = new Int32Array((digits.length / DIGIT_CELLS) * n);
  digits.forEach((x, k) => {
    const pixel = k % DIGIT_CELLS;
    const row = Math.floor(pixel / DIGIT_SIDE / block);
    const column = Math.floor((pixel % DIGIT_SIDE) / block);
    sums[Math.floor(k / DIGIT_CELLS) * n + row * side + column]! += x;
  });
  return Int8Array.from(sums, (sum) => (sum >= 0 ? 1 : -1));
}

interface Share {
  readonly neurons: number;
  readonly wires: string;
  /** Digits of each array that came back whole, cells of a digit that did not, and runs that did not settle. */
  readonly whole: readonly number[];
  readonly wrong: number;
  readonly unsettled: number;
}

/** All digits through the built-in simulator, on ARRAYS arrays of the published board. */
function* shareOf(digits: Int8Array, n: number, isWired: boolean, seed: number, bench: CircuitBench): Steps<Share> {
  const whole: number[] = [];
  let [wrong, unsettled] = [0, 0];
  const weights = pseudoinverseWeights(digits, CLASSES, n);
  for (let array = 0; array < ARRAYS; array++) {
    yield { stage: `${n} neurons`, done: array, total: ARRAYS };
    const random = createRandom(seed, "digits-circuit", n, array);
    const memory = programMemory(weights, n, bench.published, seed + array, boardMap(bench.published, isWired));
    const cues = Array.from({ length: CLASSES }, (_, m) =>
      withFlips(patternAt(digits, m, n), Math.round(NOISE * n), random),
    );
    let count = 0;
    for (const [m, { spins, settled }] of (yield* recallAllOnCrossbar(memory, cues)).entries()) {
      const overlap = overlapOf(spins, patternAt(digits, m, n));
      if (!settled) unsettled++;
      else if (overlap === 1) count++;
      wrong += (n * (1 - overlap)) / 2;
    }
    whole.push(count);
  }
  return { neurons: n, wires: isWired ? "the board's" : "perfect", whole, wrong, unsettled };
}

function* finish(
  digits: Int8Array,
  small: Int8Array,
  runs: readonly SpiceRun[],
  seed: number,
  bench: CircuitBench,
): Steps<StudyResult> {
  const shares = [
    yield* shareOf(small, SIDE * SIDE, false, seed, bench),
    yield* shareOf(small, SIDE * SIDE, true, seed, bench),
    yield* shareOf(digits, DIGIT_CELLS, false, seed, bench),
  ];
  const words = `${CLASSES} digits of MNIST on ${SIDE} x ${SIDE}, ${bench.published.name}, a tenth of the cells flipped, ${runs.length} cues`;
  const row = (images: (run: SpiceRun) => ArrayLike<number>) => runs.map((run) => ({ cells: images(run) }));
  return {
    table: {
      header: ["neurons", "wires", "arrays", "digits recalled whole", "cells wrong", "unsettled"],
      rows: shares.map(({ neurons, wires, whole, wrong, unsettled }) => {
        const share = within(shareOverDraws(whole, CLASSES));
        return [neurons, wires, ARRAYS, share, `${wrong} of ${ARRAYS * CLASSES * neurons}`, unsettled];
      }),
    },
    claims: [
      ...spiceClaims(words, runs),
      atMostClaim(
        "the simulators end in one state: largest difference of a settled summing voltage over the largest voltage",
        SAME,
        Math.max(...runs.map(({ difference }) => difference)),
      ),
      ...shares.map(({ neurons, wires, whole }) => {
        const { value, low, high } = shareOverDraws(whole, CLASSES);
        // Wilson's lower end for four arrays of four.
        const bound = 0.5;
        return atLeastClaim(
          `${neurons} neurons, ${wires} wires, built-in simulator, ${ARRAYS} arrays: digits recalled whole, at least ${bound}`,
          bound,
          value,
          low,
          high,
        );
      }),
    ],
    figure: {
      kind: "images",
      title: `Digits settled by ${SIDE * SIDE} neurons in ngspice`,
      columns: SIDE,
      rows: [
        { label: "cue", images: row(({ cue }) => cue) },
        { label: "summing nodes", images: row(({ sums }) => sums) },
        { label: "outputs", images: row(({ volts }) => volts) },
        { label: "stored", images: row(({ pattern }) => pattern) },
      ],
    },
  };
}

async function run(seed: number, data: StudyData): Promise<Steps<StudyResult>> {
  const bench = requireBench(data);
  const digits = firstDigits(requireMnist(data));
  const small = coarseDigits(digits, SIDE);
  const n = SIDE * SIDE;
  const weights = pseudoinverseWeights(small, CLASSES, n);
  // ngspice takes half a minute for a run without wires; with them the array has 150 000 nodes.
  const memory = programMemory(weights, n, bench.published, seed, boardMap(bench.published, false));
  const runs = await recallInSpice(memory, small, SPICE_CUES, Math.round(NOISE * n), seed, bench);
  return finish(digits, small, runs, seed, bench);
}

export const digitsCircuit: Study = {
  name: "digits-circuit",
  title:
    "MNIST digits in the circuit of a published board: 14 x 14 cells settled in SPICE, 784 neurons by the built-in simulator",
  needs: ["mnist", "spice"],
  run,
};
