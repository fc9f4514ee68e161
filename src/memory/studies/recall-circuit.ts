import type { Steps } from "../../core/index.ts";
import { hebbWeights, pseudoinverseWeights } from "../../network/index.ts";
import { programMemory, recallOnCrossbar } from "../crossbar-memory.ts";
import { overlapOf, patternAt } from "../patterns.ts";
import { requireBench } from "./circuit-bench.ts";
import { exactClaim, meanClaim, meanOf, shareOverDraws, within } from "./claims.ts";
import { publishedPatterns } from "./recall-64.ts";
import { byLoad, byLoadPublished, CUES, type Found, measureRecall, N, others, RULES } from "./recall-sweeps.ts";
import { recallInSpice, type SpiceRun, spiceClaims } from "./spice-recall.ts";
import type { CircuitBench, Claim, CurveSeries, Study, StudyData, StudyResult } from "./study.ts";

/** Letters of 6 x 6 cells. */
const LETTERS = [
  "##### " + "#    #" + "##### " + "# #   " + "#  #  " + "#   # ",
  "#    #" + "##  ##" + "# ## #" + "#    #" + "#    #" + "#    #",
  "######" + "     #" + "   ## " + " ##   " + "#     " + "######",
];
const LETTER_FLIPS = 7;

/** How much more often the circuit recalls than the digital network does, on the same cues; 0 when as often. */
function compared(words: string, found: Found, digital: readonly number[]): Claim {
  const { rule, p, board, analog } = found;
  const gains = analog.map((count, draw) => (count - digital[draw]!) / CUES);
  return meanClaim(
    `${board} board, ${rule}, p/n = ${(p / N).toFixed(2)}: share that the circuit recalls more than ${words}`,
    0,
    gains,
  );
}

function* finish(seed: number, bench: CircuitBench, letters: readonly SpiceRun[]): Steps<StudyResult> {
  const { patterns, random } = publishedPatterns();
  const first = patternAt(patterns, 0, 64);
  const cue = first.slice();
  for (const i of random.permutation(64).subarray(0, 16)) cue[i] = -cue[i]!;
  const published = yield* recallOnCrossbar(programMemory(hebbWeights(patterns, 3, 64), 64, bench.board, seed), cue);

  const found: Found[] = [];
  const settings = [...byLoad, ...byLoadPublished, ...others];
  for (const [k, setting] of settings.entries()) {
    yield { stage: "recall", done: k, total: settings.length };
    found.push(yield* measureRecall(setting, seed, bench));
  }
  const loads = found.slice(0, byLoad.length + byLoadPublished.length);
  const claims: Claim[] = [
    exactClaim("64 neurons, 3 patterns, 16 bits flipped, recalled: overlap 1", 1, overlapOf(published.spins, first)),
    ...loads.map((f) => compared("the digital network in random order", f, f.digital)),
    ...loads
      .filter(({ rule }) => rule === "pseudoinverse")
      .map((f) => compared("the digital network that sets the worst cell first", f, f.steepest)),
    exactClaim(
      "perfect devices: runs that did not settle",
      0,
      found
        .filter(({ board, sigma }) => board === "perfect" && sigma === 0)
        .reduce((sum, { unsettled }) => sum + unsettled, 0),
    ),
    ...spiceClaims("3 letters on 36 neurons, 7 cells flipped", letters),
  ];
  return {
    table: {
      header: [
        "board",
        "rule",
        "p/n",
        "flipped",
        "levels",
        "error",
        "circuit (95 %)",
        "digital (95 %)",
        "steepest (95 %)",
        "same state",
        "unsettled",
      ],
      rows: found.map(({ board, rule, p, flipped, levels, sigma, analog, digital, steepest, same, unsettled }) => {
        const shares = [analog, digital, steepest].map((counts) => within(shareOverDraws(counts, CUES)));
        const held = levels === 0 ? "any" : levels;
        const one = Number((meanOf(same) / CUES).toFixed(2));
        return [board, rule, p / N, flipped, held, sigma ?? "its own", ...shares, one, unsettled];
      }),
    },
    claims,
    figure: {
      kind: "curves",
      title: "100 neurons on a crossbar, a tenth of the cue flipped",
      x: { title: "patterns a neuron" },
      y: { title: "Share recalled (m > .95)", low: 0, high: 1 },
      series: RULES.flatMap((rule): CurveSeries[] => {
        const of = (board: Found["board"]) => loads.filter((f) => f.rule === rule && f.board === board);
        const circuit = (board: Found["board"]): CurveSeries => {
          const bounds = of(board).map(({ analog }) => shareOverDraws(analog, CUES));
          return {
            label: `${rule}, ${board} board`,
            x: of(board).map(({ p }) => p / N),
            y: bounds.map(({ value }) => value),
            low: bounds.map(({ low }) => low),
            high: bounds.map(({ high }) => high),
          };
        };
        const own = of("perfect");
        return [
          circuit("perfect"),
          circuit("published"),
          {
            label: `${rule}, digital`,
            x: own.map(({ p }) => p / N),
            y: own.map(({ digital }) => meanOf(digital) / CUES),
            style: "dash",
          },
        ];
      }),
    },
  };
}

async function run(seed: number, data: StudyData): Promise<Steps<StudyResult>> {
  const bench = requireBench(data);
  const cells = Int8Array.from(LETTERS.join(""), (c) => (c === "#" ? 1 : -1));
  const memory = programMemory(pseudoinverseWeights(cells, LETTERS.length, 36), 36, bench.board, seed);
  return finish(seed, bench, await recallInSpice(memory, cells, LETTERS.length, LETTER_FLIPS, seed, bench));
}

export const recallCircuit: Study = {
  name: "recall-circuit",
  title:
    "recall on a perfect and on a published board beside the digital network: load, faults of the cue, levels, error",
  needs: ["spice"],
  run,
};
