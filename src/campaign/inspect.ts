import { LimitError, type ProgressSink, runStepsAsync, type Steps } from "../core/index.ts";
import {
  type HardwareProfile,
  type MapOptions,
  type MappingName,
  planArray,
  planTiles,
  programmingSigmaSiemens,
  type TilesReport,
  tilesReport,
} from "../crossbar/index.ts";
import { type HopfieldNetwork, presolve } from "../network/index.ts";
import { type AnyProblem, type Encoding, encodeProblem, encodingMethod, problemKind } from "../problem/index.ts";
import {
  type Hardness,
  hardnessSteps,
  type LevelsNeeded,
  levelsNeededSteps,
  type MeasuredGap,
  measurePenaltySteps,
  type NetworkFacts,
  networkFacts,
} from "../verify/index.ts";
import { type EncodingChoice, type PresolveReport, prepareProblem, presolveReport } from "./compile.ts";

/** What one encoding of a task would cost; `error` says why it cannot be had. */
export interface EncodingCost {
  readonly name: string;
  readonly description: string;
  readonly error: string | null;
  readonly spins: number | null;
  readonly couplings: number | null;
  readonly dynamicRange: number | null;
  /** null where every state is feasible. */
  readonly penaltyWeight: number | null;
  readonly gap: number | null;
  readonly measured: MeasuredGap | null;
  /** Spins that presolve leaves. */
  readonly left: number | null;
}

/** The array that a network takes. */
export interface ArraySize {
  readonly profile: string;
  readonly mapping: MappingName;
  readonly rows: number;
  /** rows, and one more for a bias. */
  readonly columns: number;
  readonly wordLines: number;
  readonly bitLines: number;
  /** Devices, with all tiles built. */
  readonly devices: number;
  /** Tiles of the size asked for, else of usual ones. */
  readonly tiles: readonly TilesReport[];
  /** Siemens a unit of weight. */
  readonly unitSiemens: number;
}

/** How precise the devices must be, and how precise those of the profile are; levels needed are those of pairs. */
export interface Precision {
  /** null when the network is too large to say. */
  readonly needed: LevelsNeeded | null;
  /** Levels that hold every coupling without rounding; null when they are no multiples of a number large enough. */
  readonly exactLevels: number | null;
  /** Levels of the profile's devices; 0 when continuous. */
  readonly profileLevels: number;
  /** Whether they are enough; null when that is not known. */
  readonly enough: boolean | null;
  /** Smallest coupling as a conductance, siemens. */
  readonly smallestSiemens: number;
  /** That over the standard deviation of programming it; null when it is 0. */
  readonly smallestOverSigma: number | null;
}

/** All that `ohmfield inspect` says of a task. Plain data. */
export interface Inspection {
  readonly task: { readonly kind: string; readonly name: string; readonly n: number; readonly sense: string };
  readonly encoding: Omit<Encoding, "network"> & {
    readonly description: string;
    /** null where there is nothing to measure. */
    readonly measured: MeasuredGap | null;
  };
  /** The encoding's network. */
  readonly network: NetworkFacts;
  /** What presolve does to it, and the network that is left; null when it was not asked for. */
  readonly presolve: (PresolveReport & { readonly network: NetworkFacts }) | null;
  /** These three are of the network that the array carries; null when nothing is left. */
  readonly array: ArraySize | null;
  readonly precision: Precision | null;
  readonly hardness: Hardness | null;
  readonly encodings: readonly EncodingCost[];
}

const TILES = [128, 256];
/** Largest network whose penalty is measured: a search takes O(n) flips of O(n) each, four times. */
const MAX_MEASURED_SPINS = 2000;
/** Couplings are as good as empty lists to a level count beyond this. */
const MAX_EXACT_LEVELS = 1 << 16;

function* measure(problem: AnyProblem, encoding: Encoding, seed: number): Steps<MeasuredGap | null> {
  if (encoding.penalty === null || encoding.network.n > MAX_MEASURED_SPINS) return null;
  return yield* measurePenaltySteps(problem, encoding, { seed });
}

/** @param known the same measured already, if so */
function* costOf(
  problem: AnyProblem,
  name: string,
  choice: EncodingChoice,
  seed: number,
  known: MeasuredGap | null,
): Steps<EncodingCost> {
  const { description } = encodingMethod(problem, name);
  const none = { spins: null, couplings: null, dynamicRange: null, penaltyWeight: null, gap: null };
  let encoding: Encoding;
  try {
    encoding = encodeProblem(problem, { encoding: name });
  } catch (error) {
    if (!(error instanceof LimitError)) throw error;
    return { name, description, error: error.message, ...none, measured: null, left: null };
  }
  const { spins, couplings, dynamicRange } = networkFacts(encoding.network);
  return {
    name,
    description,
    error: null,
    spins,
    couplings,
    dynamicRange,
    penaltyWeight: encoding.penalty?.weight ?? null,
    gap: encoding.penalty?.gap ?? null,
    measured: known ?? (yield* measure(problem, encoding, seed)),
    left: choice.presolve === true ? presolve(encoding.network).network.n : null,
  };
}

function arrayOf(network: HopfieldNetwork, facts: NetworkFacts, profile: HardwareProfile, map: MapOptions): ArraySize {
  const plan = planArray(network, profile, map);
  const { wordLines, bitLines, unitSiemens } = plan;
  const whole = planTiles(network, plan, { rows: 2 * wordLines.length, columns: bitLines });
  const limits = map.tiles === undefined ? TILES.map((size) => ({ rows: size, columns: size })) : [map.tiles];
  return {
    profile: profile.name,
    mapping: map.mapping ?? "differential-pair",
    rows: facts.spins,
    columns: facts.biasedSpins > 0 ? facts.spins + 1 : facts.spins,
    wordLines: wordLines.length,
    bitLines,
    devices: whole.tiles.reduce((sum, tile) => sum + tile.devices, 0),
    tiles: limits.map((limit) => tilesReport(planTiles(network, plan, limit))!),
    unitSiemens,
  };
}

function* precisionOf(
  network: HopfieldNetwork,
  facts: NetworkFacts,
  profile: HardwareProfile,
  array: ArraySize,
  options: { readonly seed: number; readonly gap?: number },
): Steps<Precision> {
  const { levels, offSiemens } = profile.device;
  const pairs = array.mapping === "differential-pair";
  const needed = yield* levelsNeededSteps(network, options);
  const exact = facts.divisor === null ? Number.POSITIVE_INFINITY : facts.largest / facts.divisor + 1;
  const smallestSiemens = facts.smallest * array.unitSiemens;
  const sigma = programmingSigmaSiemens(profile.device, offSiemens.value + smallestSiemens);
  const isKnown = pairs && needed !== null && (needed.levels !== null || levels.value === 0);
  return {
    needed,
    exactLevels: pairs && exact <= MAX_EXACT_LEVELS ? Math.max(2, exact) : null,
    profileLevels: levels.value,
    enough: levels.value === 0 ? true : isKnown ? levels.value >= needed.levels! : null,
    smallestSiemens,
    smallestOverSigma: sigma === 0 ? null : smallestSiemens / sigma,
  };
}

export interface InspectOptions {
  /** Seed of the searches that the estimates rest on. */
  readonly seed: number;
  /** Walks the landscape up to 28 spins, with basins, however long it takes; false by default. */
  readonly landscape?: boolean;
  /** How the network would be mapped; differential pairs in one piece by default. */
  readonly map?: MapOptions;
}

/** The inspection in slices; see `inspectTask`. */
export function* inspectSteps(
  problem: AnyProblem,
  profile: HardwareProfile,
  choice: EncodingChoice,
  { seed, landscape = false, map = {} }: InspectOptions,
): Steps<Inspection> {
  const { encoding, presolved, network } = prepareProblem(problem, choice);
  const { name, scale, shift, penalty } = encoding;
  const facts = networkFacts(encoding.network);
  const left = presolved === null || presolved.steps.length === 0 ? facts : networkFacts(network);
  const report = presolveReport(presolved);
  const isEmpty = left.largest === 0;
  const measured = yield* measure(problem, encoding, seed);
  const { kind, n, sense } = problem;
  const encodings: EncodingCost[] = [];
  for (const method of problemKind(kind).encodings) {
    const known = method.name === name && choice.penaltyWeight === undefined ? measured : null;
    encodings.push(yield* costOf(problem, method.name, choice, seed, known));
  }
  const hardness = isEmpty ? null : yield* hardnessSteps(network, { seed, landscape });
  // The landscape was walked already.
  const array = isEmpty ? null : arrayOf(network, left, profile, map);
  const gap = hardness?.landscape ? { gap: hardness.landscape.gap ?? Number.POSITIVE_INFINITY } : {};
  return {
    task: { kind, name: problem.name, n, sense },
    encoding: {
      name,
      description: encodingMethod(problem, name).description,
      scale,
      shift,
      penalty,
      measured,
    },
    network: facts,
    presolve: report === null ? null : { ...report, network: left },
    array,
    precision: array === null ? null : yield* precisionOf(network, left, profile, array, { seed, ...gap }),
    hardness,
    encodings,
  };
}

/**
 * Looks at a task before it is built: what the encoding's network is like, what presolve leaves of it, which array and
 * precision that takes, what the other encodings would cost and how hard the search looks.
 *
 * @throws ProblemError, LimitError, CancelledError
 */
export function inspectTask(
  problem: AnyProblem,
  profile: HardwareProfile,
  choice: EncodingChoice,
  options: InspectOptions & { readonly signal?: AbortSignal; readonly progress?: ProgressSink },
): Promise<Inspection> {
  return runStepsAsync(inspectSteps(problem, profile, choice, options), options);
}
