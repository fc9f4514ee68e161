import type { EncodingCost, Inspection } from "../campaign/index.ts";
import { formatSi } from "../core/index.ts";
import type { Hardness, HistogramBar, MeasuredGap } from "../verify/index.ts";
import { formatTable } from "./table.ts";
import { presolveText } from "./verdict-text.ts";

const DASH = "–";
const BAR_WIDTH = 40;
const LABEL = 11;

const number = (value: number | null): string => (value === null ? DASH : String(Number(value.toPrecision(4))));
const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;
const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** Lines under a heading in the left margin. */
function section(heading: string, lines: readonly string[]): string[] {
  return lines.map((line, k) => `${(k === 0 ? heading : "").padEnd(LABEL)}${line}`.trimEnd());
}

function bars(histogram: readonly HistogramBar[]): string[] {
  const labels = histogram.map(({ low, high }) => (low === high ? number(low) : `${number(low)} to ${number(high)}`));
  const width = Math.max(0, ...labels.map((label) => label.length));
  const most = Math.max(1, ...histogram.map((bar) => bar.count));
  return histogram.map(({ count }, k) => {
    const length = count === 0 ? 0 : Math.max(1, Math.round((BAR_WIDTH * count) / most));
    return `${labels[k]!.padStart(width)}  ${"#".repeat(length)}${length > 0 ? " " : ""}${count}`;
  });
}

function networkLines({ network: f }: Inspection): string[] {
  const { least, mean, most } = f.degrees;
  const shape = `${plural(f.spins, "spin")}, ${plural(f.couplings, "coupling")} (${percent(f.density)} of all pairs)`;
  const degrees =
    least === most ? `each spin has ${most}` : `a spin has ${least} to ${most}, ${number(mean)} on average`;
  const bias =
    f.biasedSpins === 0
      ? "no bias: a state and its mirror image have the same energy"
      : `${plural(f.biasedSpins, "spin")} with a bias, ${percent(f.biasShare)} of all magnitudes`;
  return f.couplings === 0 ? [shape, bias] : [shape, degrees, bias];
}

function weightLines({ network: f }: Inspection): string[] {
  if (f.largest === 0) return ["none"];
  const biases = f.biasedSpins === 0 ? "" : ", biases included";
  if (f.smallest === f.largest) return [`every magnitude is ${number(f.largest)}${biases}`, ...bars(f.histogram)];
  const range = `magnitudes ${number(f.smallest)} to ${number(f.largest)}${biases}: dynamic range ${number(f.dynamicRange)}`;
  const grid =
    f.divisor === null
      ? "on no grid that 53 bits could hold"
      : `whole multiples of ${number(f.divisor)}, up to ${number(f.largest / f.divisor)} of them`;
  return [range, grid, ...bars(f.histogram)];
}

/** A measured gap in words; it proves something only where every state was looked at. */
function measuredText(measured: MeasuredGap): string {
  const how = measured.method === "all states" ? "measured over all states" : "measured by search, not proven";
  if (measured.gap === null) return `no state to measure a gap with was met (${how})`;
  const found = number(Math.abs(measured.gap));
  if (measured.gap < 0) return `an infeasible state lies ${found} BELOW the best feasible one (${how})`;
  if (measured.gap === 0) return `an infeasible state is as good as the best feasible one (${how})`;
  return `the lowest infeasible state lies ${found} above the best feasible one (${how})`;
}

function encodingLines({ encoding }: Inspection): string[] {
  const { name, description, penalty, measured } = encoding;
  const lines = [`${name}: ${description}`];
  if (penalty === null) return [...lines, "every state is feasible: no penalty"];
  const proven = penalty.gap === null ? "no bound proven" : `at least ${number(penalty.gap)} proven`;
  lines.push(`penalty weight ${number(penalty.weight)}; gap of the infeasible states: ${proven}`);
  return measured === null ? lines : [...lines, measuredText(measured)];
}

function arrayLines({ array }: Inspection): string[] {
  if (array === null) return ["none: nothing is left to settle"];
  const tiles = array.tiles.map((t) => {
    const order = t.savedByOrder === 0 ? "" : `, ${t.savedByOrder} saved by reordering`;
    return `tiles of ${t.rows} x ${t.columns}: ${t.used} used, ${t.empty} empty, ${percent(t.utilisation)} of their positions${order}`;
  });
  return [
    `${array.rows} rows x ${array.columns} columns of weights, ${array.mapping}: ${array.devices} devices on '${array.profile}'`,
    `${array.wordLines} word lines x ${array.bitLines} bit lines`,
    ...tiles,
    `one unit of weight is ${formatSi(array.unitSiemens, "S")}`,
  ];
}

function precisionLines({ precision }: Inspection): string[] {
  if (precision === null) return ["nothing to hold"];
  const { needed, exactLevels, profileLevels, enough, smallestSiemens, smallestOverSigma } = precision;
  const lines: string[] = [];
  if (needed === null) lines.push("levels needed: not estimated for so large a network");
  else if (needed.levels === null) lines.push(`levels needed: none tried was enough (${needed.certainty})`);
  else {
    const { levels, bits, certainty, searched, enumerated } = needed;
    const how = {
      proven: "any larger number does too (proven)",
      tried: `so does any larger number tried (${searched} searched, ${enumerated} enumerated)`,
      estimated: `so does any larger number tried (estimate: ${searched} searched from the best state known)`,
    }[certainty];
    lines.push(`${levels} levels (${plural(bits!, "bit")}) a device keep the ground state; ${how}`);
  }
  if (needed !== null && needed.certainty !== "proven" && needed.provenFrom !== null)
    lines.push(`${needed.provenFrom} levels and more keep it for certain`);
  if (exactLevels !== null) lines.push(`${exactLevels} levels hold every weight without rounding`);
  if (profileLevels === 0) lines.push("the profile's devices are continuous");
  else {
    const verdict = enough === null ? "not known whether enough" : enough ? "enough" : "NOT enough";
    lines.push(`the profile's devices have ${profileLevels} levels: ${verdict}`);
  }
  const sigmas =
    smallestOverSigma === null
      ? "programmed without error"
      : `${number(smallestOverSigma)} standard deviations of programming`;
  lines.push(`the smallest weight is ${formatSi(smallestSiemens, "S")}: ${sigmas}`);
  return lines;
}

/** The landscape in lines: minima, lowest levels, what ends in the ground states. All exact. */
function landscapeLines(landscape: NonNullable<Hardness["landscape"]>): string[] {
  const { groundStates, truncated, localMinima, symmetric, gap, levels, basins } = landscape;
  const ground = truncated ? `more than ${groundStates} ground states` : plural(groundStates, "ground state");
  const upTo = symmetric ? " up to a flip of all spins" : "";
  const next = gap === null ? "" : `, next energy ${number(gap)} above`;
  const shown = levels.map(({ energy, degeneracy }) => `${number(energy)} (${degeneracy})`).join(", ");
  const lines = [
    `${ground} among ${plural(localMinima, "local minimum", "local minima")}${upTo}${next} (exact)`,
    `lowest energies, with the number of states: ${shown}`,
  ];
  if (basins === null) return lines;
  const { asynchronous, steepest } = basins.ground;
  lines.push(
    `${percent(asynchronous)} of all starts end in a ground state when unstable spins flip in random order, ${percent(steepest)} by steepest descent (exact)`,
    `the lowest minima${symmetric ? ", each with its mirror image" : ""}, and what ends there: ${basins.minima
      .map((m) => `${number(m.energy)} (${percent(m.asynchronous)} and ${percent(m.steepest)})`)
      .join(", ")}`,
  );
  return lines;
}

function hardnessLines({ hardness: h }: Inspection): string[] {
  if (h === null) return ["none: nothing is left to settle"];
  const lines: string[] = [];
  if (h.landscape !== null) lines.push(...landscapeLines(h.landscape));
  const { runs, hits, meanAbove, worstAbove } = h.descents;
  lines.push(
    `${hits} of ${runs} descents from random states end at the lowest energy met (estimate);`,
    `they end ${number(meanAbove)} above it on average, ${number(worstAbove)} at worst`,
    `${h.tabu.hits} of ${h.tabu.runs} short tabu searches meet it (estimate)`,
    `the best state met leaves ${percent(h.frustration)} of all magnitudes unsatisfied (estimate, from above)`,
  );
  const width = h.treeWidth === null ? "not estimated" : `at most ${h.treeWidth.width} (${h.treeWidth.method})`;
  const planar = h.planar === null ? "planar or not: undecided" : h.planar ? "planar" : "not planar";
  lines.push(`tree width ${width}; ${planar}`);
  return lines;
}

const gapText = ({ penaltyWeight, gap, measured }: EncodingCost): readonly [string, string] => {
  if (penaltyWeight === null) return [DASH, DASH];
  return [number(gap), measured === null ? DASH : number(measured.gap)];
};

function encodingTable({ encodings }: Inspection): string[] {
  const rows = encodings
    .filter((e) => e.error === null)
    .map((e) => [
      e.name,
      number(e.spins),
      number(e.couplings),
      number(e.dynamicRange),
      number(e.penaltyWeight),
      ...gapText(e),
      number(e.left),
    ]);
  const failed = encodings.filter((e) => e.error !== null).map((e) => `  ${e.name}: ${e.error}`);
  const header = ["encoding", "spins", "couplings", "range", "penalty", "gap proven", "gap measured", "after presolve"];
  return rows.length === 0 ? failed : [...formatTable(header, rows), ...failed];
}

/** The inspection as a page of text. */
export function inspectText(inspection: Inspection): string[] {
  const { task, presolve } = inspection;
  const isReduced = presolve !== null && presolve.left < presolve.spins;
  const left = presolve?.network;
  const ofLeft =
    isReduced && left !== undefined && left.spins > 0
      ? [
          "",
          `of the network that presolve leaves, ${plural(left.spins, "spin")} and ${plural(left.couplings, "coupling")} of dynamic range ${number(left.dynamicRange)}:`,
        ]
      : [""];
  return [
    `${task.name}: ${task.kind} with n = ${task.n}, to be ${task.sense === "max" ? "maximised" : "minimised"}`,
    "",
    ...section("encoding", encodingLines(inspection)),
    ...section("network", networkLines(inspection)),
    ...section("couplings", weightLines(inspection)),
    ...presolveText(presolve),
    ...ofLeft,
    ...section("array", arrayLines(inspection)),
    ...section("precision", precisionLines(inspection)),
    ...section("hardness", hardnessLines(inspection)),
    "",
    ...encodingTable(inspection),
  ];
}
