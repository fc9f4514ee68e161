import { describe, expect, test } from "vitest";
import { CertificateError, createRandom } from "../../../src/core/index.ts";
import { createNetwork, energy } from "../../../src/network/index.ts";
import {
  type AnyProblem,
  createIsing,
  createMaxCut,
  createQubo,
  encodeProblem,
  formatSpins,
} from "../../../src/problem/index.ts";
import { integerNetwork } from "../../../src/reference/check/integer-network.ts";
import { type Certificate, checkCertificate, type SpinNode } from "../../../src/reference/index.ts";
import { allStates } from "../brute-force.ts";
import { mutations } from "./mutations.ts";
import { proofTree, untied } from "./spin-builder.ts";

/** Rounding in objectives of a dozen real numbers of magnitude 1. */
const REAL_TOLERANCE = 1e-12;

interface Case {
  readonly problem: AnyProblem;
  readonly certificate: Certificate;
  /** By enumeration. */
  readonly optimum: number;
  readonly worst: number;
  /** Objectives of all states, best first, each once. */
  readonly objectives: readonly number[];
  readonly states: ReturnType<typeof allStates>;
}

/** A random task of n spins with its optimum, and a certificate built with nothing but eigenvalues. */
function buildCase(kind: "max-cut" | "ising" | "qubo", n: number, seed: number, value?: () => number): Case {
  const random = createRandom(seed, "certificate", kind);
  const draw = value ?? (() => random.integer(9) - 4);
  const from: number[] = [];
  const to: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      if (random.integer(5) === 0) continue;
      from.push(i);
      to.push(j);
    }
  }
  const weights = from.map(draw);
  const fields = Array.from({ length: n }, draw);
  const problem =
    kind === "max-cut"
      ? createMaxCut("random", n, from, to, weights)
      : kind === "ising"
        ? createIsing("random", n, from, to, weights, fields, 3)
        : createQubo("random", seed % 2 === 0 ? "min" : "max", n, from, to, weights, fields, -2);
  const { network, scale, shift } = encodeProblem(problem);
  const states = allStates(network).sort((a, b) => a.energy - b.energy);
  const objectives = [...new Set(states.map((s) => scale * s.energy + shift))];
  const [optimum, second] = objectives;
  // Bounds of integer tasks round up to the next energy; those of real ones must reach the target themselves.
  const grid = value === undefined ? Math.min(2, Math.abs((second! - optimum!) / scale)) : -1e-5;
  const target = states[0]!.energy;
  const certificate: Certificate = {
    format: "ohmfield-certificate-1",
    task: { kind, name: "random" },
    encoding: "spins",
    objective: optimum!,
    bound: optimum!,
    proven: true,
    solution: formatSpins(states[0]!.spins),
    proof: { kind: "spins", tree: proofTree(network, target, grid, random, untied(n)) },
  };
  return { problem, certificate, optimum: optimum!, worst: objectives.at(-1)!, objectives, states };
}

/** Whether a claim is no better than what enumeration finds. */
function isTrue(
  { problem, optimum, objectives }: Case,
  verdict: ReturnType<typeof checkCertificate>,
  claimed: Certificate,
) {
  const sign = problem.sense === "min" ? 1 : -1;
  return (
    sign * claimed.bound <= sign * optimum &&
    sign * verdict.bound! <= sign * optimum &&
    objectives.includes(claimed.objective) &&
    claimed.proven === (claimed.bound === claimed.objective)
  );
}

const KINDS = ["max-cut", "ising", "qubo"] as const;

describe("checkCertificate", () => {
  test.each(KINDS)("accepts proofs of %s that are built from eigenvalues, and says what they prove", (kind) => {
    for (let seed = 0; seed < 12; seed++) {
      const { problem, certificate, optimum } = buildCase(kind, 4 + (seed % 4), seed);
      const verdict = checkCertificate(problem, certificate);
      expect(verdict).toMatchObject({ accepted: true, proven: true, objective: optimum, tolerance: 0, reasons: [] });
      expect(verdict.bound).toBe(optimum);
    }
  });

  test.each(KINDS)("rejects a planted optimum of %s that is not one", (kind) => {
    for (let seed = 0; seed < 6; seed++) {
      const made = buildCase(kind, 5, seed);
      const { certificate, problem, objectives, states } = made;
      // The bound one step too strong, with and without claiming that it is met.
      const sign = problem.sense === "min" ? 1 : -1;
      for (const claim of [
        { bound: made.optimum + sign },
        { bound: made.optimum + sign, proven: false },
        { bound: made.optimum + sign * 1e-9, proven: false },
      ]) {
        const verdict = checkCertificate(problem, { ...certificate, ...claim });
        expect(verdict.accepted).toBe(false);
        expect(verdict.reasons.map((r) => r.path)).toContain("bound");
      }
      const second = states.find((s) => s.energy > states[0]!.energy)!;
      const planted = { objective: objectives[1]!, bound: objectives[1]!, solution: formatSpins(second.spins) };
      const verdict = checkCertificate(problem, { ...certificate, ...planted });
      expect(verdict).toMatchObject({ accepted: false, objective: objectives[1], bound: made.optimum });
    }
  });

  test("accepts a weaker bound that does not claim to be met", () => {
    const { problem, certificate, optimum } = buildCase("ising", 5, 3);
    const weaker = checkCertificate(problem, { ...certificate, bound: optimum - 0.5, proven: false });
    expect(weaker).toMatchObject({ accepted: true, proven: true, bound: optimum });
  });

  test.each(KINDS)("never accepts a mutation of a %s certificate that says something false", (kind) => {
    let accepted = 0;
    let rejected = 0;
    let unreadable = 0;
    for (let seed = 0; seed < 3; seed++) {
      const made = buildCase(kind, 4 + seed, 40 + seed);
      const leaves = [
        { leaf: "elimination", order: [] },
        { leaf: "elimination", order: [0, 1, 2, 3] },
        { leaf: "cycles", cycles: [] },
        { leaf: "semidefinite", multipliers: [0, 0, 0], cuts: [] },
        { leaf: "semidefinite", multipliers: [9, 9, 9, 9], cuts: [] },
      ];
      for (const { path, what, value } of mutations(made.certificate, leaves)) {
        const mutant = value as Certificate;
        const where = `${kind} ${seed} ${path} ${what}`;
        let verdict: ReturnType<typeof checkCertificate>;
        try {
          verdict = checkCertificate(made.problem, mutant);
        } catch (error) {
          expect(error, where).toBeInstanceOf(CertificateError);
          unreadable++;
          continue;
        }
        if (!verdict.accepted) {
          expect(verdict.reasons.length, where).toBeGreaterThan(0);
          rejected++;
          continue;
        }
        expect(isTrue(made, verdict, mutant), where).toBe(true);
        expect(path, where).not.toMatch(/^(format|task\.kind|encoding|objective|proven)$/);
        accepted++;
      }
    }
    expect({ accepted: accepted > 20, rejected: rejected > 100, unreadable: unreadable > 100 }).toEqual({
      accepted: true,
      rejected: true,
      unreadable: true,
    });
  });

  test("bounds tasks of real numbers to within its tolerance, and never beyond the minimum", () => {
    const random = createRandom(5, "reals");
    for (let seed = 0; seed < 6; seed++) {
      const { problem, certificate, optimum } = buildCase("ising", 5, seed, () => random.gaussian());
      const verdict = checkCertificate(problem, certificate);
      expect(verdict).toMatchObject({ accepted: true, proven: true });
      expect(verdict.tolerance).toBeGreaterThan(0);
      expect(verdict.tolerance).toBeLessThan(1e-9);
      expect(verdict.bound!).toBeLessThan(optimum + REAL_TOLERANCE);
      const better = checkCertificate(problem, { ...certificate, bound: optimum + 1e-6, proven: false });
      expect(better.accepted).toBe(false);
    }
  });

  test.each([
    ["a pair tied through others", { pair: [0, 2] }, "tied already", "proof.tree.same.same"],
    ["a pair of one spin", { pair: [3, 3] }, "paired with itself", "proof.tree.same.same"],
    ["a spin beyond the last", { pair: [0, 5] }, "beyond spin 4", "proof.tree.same.same"],
  ])("rejects a branch on %s", (_, branch, message, path) => {
    const { problem, certificate } = buildCase("max-cut", 4, 1);
    const eliminate = (...order: number[]) => ({ leaf: "elimination", order });
    const bad = { ...branch, same: eliminate(0, 3), opposite: eliminate(0, 3) };
    const verdictOf = (tree: object) =>
      checkCertificate(problem, { ...certificate, proof: { kind: "spins", tree: tree as SpinNode } });
    const tree = {
      pair: [0, 1],
      same: { pair: [1, 2], same: bad, opposite: eliminate(0, 3) },
      opposite: eliminate(0, 2, 3),
    };
    const verdict = verdictOf(tree);
    expect(verdict).toMatchObject({ accepted: false, bound: null, reasons: [{ path }] });
    expect(verdict.reasons[0]!.message).toContain(message);
    const good = { ...bad, pair: [0, 3], same: eliminate(0), opposite: eliminate(0) };
    expect(verdictOf({ ...tree, same: { ...tree.same, same: good } }).accepted).toBe(true);
  });

  test("names the place of a fault deep in a tree of ten thousand branches, and takes it without overflow", () => {
    const n = 10_000;
    let tree: object = { leaf: "elimination", order: [0] };
    const good = { leaf: "elimination", order: [0, 1] };
    for (let i = 1; i < n; i++) tree = { pair: [0, i], same: tree, opposite: good };
    const problem = createMaxCut("path", 20, [0], [1], [1]);
    const certificate = { ...buildCase("max-cut", 4, 1).certificate, proof: { kind: "spins", tree } } as Certificate;
    const verdict = checkCertificate(problem, certificate);
    expect(verdict.accepted).toBe(false);
    expect(verdict.reasons.length).toBeLessThan(30);
    expect(verdict.reasons.every((r) => r.path.length < 400)).toBe(true);
  });
});

describe("integerNetwork", () => {
  test("keeps integers, halves and large integers exactly, and says how far rounded numbers are", () => {
    const pair = (w: number) => createNetwork(2, Float64Array.of(0, w, w, 0), Float64Array.of(1, 0), 7);
    for (const w of [3, -0.5, 2 ** 50 - 3, 1e-300 * 0, 2 ** -40]) {
      const integers = integerNetwork(pair(w))!;
      expect(integers.slack).toBe(0);
      const at = integers.values.findIndex((_, e) => integers.to[e] === 1);
      expect(at < 0 ? 0 : integers.values[at]! * integers.unit).toBe(w);
    }
    const rounded = integerNetwork(pair(1e-30))!;
    expect(rounded.slack).toBeGreaterThan(0);
    const spins = Int8Array.of(1, 1);
    const sum = rounded.values.reduce((total, value) => total - value, 0) * rounded.unit + rounded.constant;
    expect(Math.abs(sum - energy(pair(1e-30), spins))).toBeLessThanOrEqual(rounded.slack);
    expect(integerNetwork(pair(Number.MAX_VALUE))).toBeNull();
  });
});
