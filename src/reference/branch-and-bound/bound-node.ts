import type { Progress, Random } from "../../core/index.ts";
import { addCuts, dropCuts } from "./active-cuts.ts";
import { cutAt, cutKey } from "./cut-list.ts";
import { createRelaxation, dualValue, interiorPointStep, primalValue, type Relaxation } from "./interior-point.ts";
import { type VerifiedLeaf, verifiedLeaf } from "./leaf.ts";
import { roundSolution } from "./round-solution.ts";
import { separateHypermetric } from "./separate-hypermetric.ts";
import { type FoundCut, separateTriangles } from "./separate-triangles.ts";
import type { Contraction } from "./ties.ts";

/** A cut over spins of the network, as children inherit it. */
export interface InheritedCut {
  readonly spins: readonly number[];
  readonly signs: readonly number[];
  readonly multiplier: number;
}

/** What bounding a node needs from the search. */
export interface NodeContext {
  readonly random: Random;
  /** Energy that closes the node, the constant of the network aside; falls when `offer` improves the incumbent. */
  needed(): number;
  /** A state of the representatives found by rounding. */
  offer(contraction: Contraction, spins: Int8Array): void;
  progress(): Progress;
}

export interface NodeBound {
  /** Undefined only when no multipliers could be verified. */
  readonly verified: VerifiedLeaf | undefined;
  readonly relaxation: Relaxation;
  /** Active cuts for the children. */
  readonly cuts: readonly InheritedCut[];
}

const MOST_ROUNDS = 40;
/** Steps between two separations at most. */
const MOST_STEPS = 30;
/** A step costs the cube of their number. */
const MOST_CUTS = 1600;
/** New cuts in a round, for each spin. */
const BATCH = 2;
/** Separation starts when the duality gap is this part of what is missing, and of the value. */
const LOOSE_GAP = 0.5;
const LARGEST_GAP = 0.02;
/** Where rounding stops the steps. */
const TIGHT_GAP = 1e-9;
const LOOSE_INFEASIBILITY = 0.1;
const TIGHT_INFEASIBILITY = 1e-6;
/** A node is left to its children when this many improvements like the last would not close it, but not before MIN_ROUNDS. */
const PATIENCE = 4;
const MIN_ROUNDS = 3;
/** First round of the root that looks for pentagons and heptagons; its children always do. */
const LONG_ROUND = 3;
/** Centre of the multipliers of inherited cuts, as a part of the mean y. */
const INHERIT_CENTRE = 0.02;
/** A cut with more slack is dropped; should it be violated again, separation finds it. */
const DROP_SLACK = 0.1;
const HYPERPLANES = 12;
/** Least violation of g'Xg >= 1 that is worth a triangle, and a longer cut, which costs more to carry. */
const VIOLATION = 0.02;
const LONG_VIOLATION = 0.06;
/** A cut whose multiplier is below this part of its slack times the mean y is not worth a child's time. */
const IDLE = 1e-4;

function activeCuts(r: Relaxation, { representatives }: Contraction): InheritedCut[] {
  const list: InheritedCut[] = [];
  const idle = (IDLE * dualValue(r)) / r.size;
  for (let c = 0; c < r.cuts.count; c++) {
    if (r.multipliers[c]! < idle * r.slacks[c]!) continue;
    const { spins, signs } = cutAt(r.cuts, c);
    list.push({ spins: spins.map((i) => representatives[i]!), signs, multiplier: r.multipliers[c]! });
  }
  return list;
}

/** New violated cuts, worst first. */
function separate(r: Relaxation, most: number, long: boolean, random: Random): FoundCut[] {
  const { size, cuts, x } = r;
  const known = new Set<string>();
  const starts: { spins: number[]; signs: number[] }[] = [];
  for (let c = 0; c < cuts.count; c++) {
    const cut = cutAt(cuts, c);
    known.add(cutKey(cut.spins, cut.signs));
    starts.push(cut);
  }
  let found = separateTriangles(x, size, VIOLATION, most);
  if (long) {
    for (const length of [5, 7]) {
      const from = starts.filter(({ spins }) => spins.length < length);
      found = found.concat(separateHypermetric(x, size, length, LONG_VIOLATION, from, random).slice(0, most));
    }
    found.sort((a, b) => a.value - b.value);
  }
  return found.filter(({ spins, signs }) => !known.has(cutKey(spins, signs))).slice(0, most);
}

/**
 * Bounds one node: interior-point steps alternate with separation until the bound closes the node, or closing it here would
 * cost more than two children would. Yields after each step.
 */
export function* boundNode(
  contraction: Contraction,
  inherited: readonly FoundCut[],
  context: NodeContext,
): Generator<Progress, NodeBound, void> {
  const { size, a, constant } = contraction;
  const r = createRelaxation(a, size);
  if (inherited.length > 0) addCuts(r, inherited, (dualValue(r) / size) * INHERIT_CENTRE);
  // Values of <A,X>: E = constant - value / 2, so the node closes when the dual value is below this.
  const limit = () => 2 * (constant - context.needed());
  const most = BATCH * size + 20;
  let previous = Number.POSITIVE_INFINITY;
  let stalled = false;
  for (let round = 0; round < MOST_ROUNDS && !stalled; round++) {
    let dual = dualValue(r);
    let primal = Number.NEGATIVE_INFINITY;
    for (let step = 0; step < MOST_STEPS; step++) {
      stalled = !interiorPointStep(r);
      yield context.progress();
      dual = dualValue(r);
      if (dual < limit()) {
        const verified = verifiedLeaf(r, contraction, context.needed());
        if (verified !== undefined && verified.energy >= context.needed()) {
          return { verified, relaxation: r, cuts: [] };
        }
      }
      if (stalled) break;
      primal = primalValue(r);
      const gap = dual - primal;
      if (r.infeasibility > LOOSE_INFEASIBILITY) continue;
      if (gap < TIGHT_GAP * Math.abs(dual)) break;
      if (primal < limit() && r.infeasibility < TIGHT_INFEASIBILITY) continue;
      const missing = Math.max(primal - limit(), 0);
      if (gap < Math.min(LOOSE_GAP * missing, LARGEST_GAP * Math.abs(dual))) break;
    }
    const rounded = roundSolution(r.x, a, size, HYPERPLANES, context.random);
    context.offer(contraction, rounded.spins);
    if (stalled) break;
    const missing = (primal + dual) / 2 - limit();
    const improvement = previous - (primal + dual) / 2;
    previous = (primal + dual) / 2;
    if (round >= MIN_ROUNDS && missing > PATIENCE * improvement) break;
    if (round === MOST_ROUNDS - 1) break;
    const mu = Math.max((dual - primal) / (size + r.cuts.count), (1e-7 * Math.abs(dual)) / size);
    dropCuts(r, (c) => r.slacks[c]! > DROP_SLACK);
    const room = Math.min(most, MOST_CUTS - r.cuts.count);
    const found = room > 0 ? separate(r, room, round >= LONG_ROUND || inherited.length > 0, context.random) : [];
    if (found.length === 0) break;
    addCuts(r, found, mu);
  }
  return { verified: verifiedLeaf(r, contraction, undefined), relaxation: r, cuts: activeCuts(r, contraction) };
}
