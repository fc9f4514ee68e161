import { type Advice, type Blame, NO_LOSS } from "../campaign/index.ts";
import type { ReportLosses } from "../draw/index.ts";
import { formatTable } from "./table.ts";

/** A loss in three digits. */
export const show = (x: number): string => (Number.isInteger(x) ? String(x) : x.toPrecision(3));

/** The answer in words: which layer costs most, and whether the array still holds the optimum. */
export function blameSentence({
  budget,
  gap,
  kept,
  arrays,
}: Pick<Blame, "budget" | "gap" | "kept" | "arrays">): string {
  if (Math.abs(gap) <= NO_LOSS) return "nothing is lost";
  const worst = budget.reduce((most, part) => (part.objective > most.objective ? part : most));
  return `${worst.layer} costs most, ${show(worst.objective)} of ${show(gap)}; ${arraysSentence(kept, arrays.length)}`;
}

/** Whether the arrays alone lost the optimum, in words. */
function arraysSentence(kept: Blame["kept"], samples: number): string {
  const lost = Math.round((1 - kept.p) * samples);
  if (samples === 1) return `the array's own minimum is ${lost === 0 ? "still an" : "no"} optimum`;
  return lost === 0
    ? "every array still has its minimum at an optimum"
    : `the array's own minimum is no optimum in ${lost} of ${samples} device samples`;
}

/** The budget and gap of a campaign's own runs, for verdict.json and the report; layers that were not told apart left out. */
export function campaignLosses(blamed: Blame, withNeurons: boolean): ReportLosses {
  const { gap, budget, kept } = blamed;
  const parts = budget.filter(({ layer }) => layer !== "neuron" || !withNeurons);
  const real = withNeurons ? " Dynamics holds what real neurons add; ohmfield blame tells them apart." : "";
  if (Math.abs(gap) > NO_LOSS) {
    return { sentence: `A run loses ${show(gap)} on average: ${blameSentence(blamed)}.${real}`, gap, parts };
  }
  const array = kept.p === 1 ? "" : ", although the array's own minimum is no optimum: settling made up for it";
  return { sentence: `Nothing was lost: every run ended in an optimum${array}.`, gap, parts };
}

export function describeBlame(blamed: Blame, name: string): string[] {
  const { budget, gap, runs, arrays, interactions, infeasible, evaluations, proven } = blamed;
  const rows = budget.map(({ layer, objective, low, high }) => [
    layer,
    show(objective),
    low === high ? "" : `${show(low)} to ${show(high)}`,
  ]);
  const lines = [
    `${name}: ${runs.length} runs on ${arrays.length} device samples lose ${show(gap)} on average`,
    "",
    ...formatTable(["layer", "loss", "95 %"], [...rows, ["sum", show(gap), ""]]),
    "",
    blameSentence(blamed),
  ];
  for (const { layers, mean, low, high } of interactions) {
    if (Math.abs(mean) <= NO_LOSS) continue;
    lines.push(
      `together ${layers.join(" and ")} lose ${show(mean)} more than apart (95 %: ${show(low)} to ${show(high)})`,
    );
  }
  if (infeasible > 0)
    lines.push(`${infeasible} runs ended in no solution; they are charged the penalty of what they violate`);
  lines.push(
    `${evaluations} minima of programmed networks, ${proven ? "all proven" : "the best of two searches, not proven"}`,
  );
  return lines;
}

const value = (x: number | null): string => (x === null ? "–" : show(x));

/** What an instance asks of its hardware, and which single change wins its optimum back. */
export function describeAdvice({ requirements, remedies, kept }: Advice, devices: number): string[] {
  const rows = requirements.map(({ knob, now, worst, fails }) => [knob, value(now), value(worst), value(fails)]);
  const lines = [
    `what ${devices} arrays of this instance need, each part alone with the others ideal`,
    ...formatTable(["part", "now", "keeps the optimum in all to", "loses it in some at"], rows),
    "",
  ];
  if (kept.p === 1) return [...lines, "every array keeps its optimum as it is"];
  if (remedies.length === 0) return [...lines, "no single change gives every array its optimum back"];
  lines.push("single changes that give every array its optimum back, the cheapest first:");
  for (const { knob, from, to, factor } of remedies) {
    const times = factor === null ? "" : `, ${show(factor)} times better`;
    lines.push(`  ${knob} from ${value(from)} to ${to === 0 ? "ideal" : show(to)}${times}`);
  }
  return lines;
}
