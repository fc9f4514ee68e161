import { describe, expect, test } from "vitest";
import {
  type Anneal,
  type AnnealSpec,
  compileProblem,
  differencesOf,
  solve,
  solveReference,
} from "../../src/campaign/index.ts";
import { schedules } from "../../src/circuit/index.ts";
import { CancelledError, ConvergenceError, EngineTimeoutError } from "../../src/core/index.ts";
import { createMaxCut, generateMaxCut } from "../../src/problem/index.ts";
import type { Engine, Simulatable, SimulateOptions, Waveforms } from "../../src/simulate/index.ts";
import { shippedProfile } from "../helpers/hopfield.ts";

const profile = shippedProfile("ideal");
const square = createMaxCut(
  "square",
  4,
  Uint32Array.of(0, 1, 2, 0),
  Uint32Array.of(1, 2, 3, 3),
  Float64Array.of(1, 1, 1, 1),
);

/** Waveforms at rest in no meaningful state: every vector is 1 throughout. */
function flat(names: readonly string[]): Waveforms {
  const time = Float64Array.of(0, 1e-5, 2e-5);
  const values = names.map(() => new Float64Array(time.length).fill(1));
  return { title: "stub", plot: "Transient Analysis", time, names, values, stoppedEarly: true };
}

/** An engine that answers at once, unless `intercept` throws or waits for the call of this number, counted from 0. */
function stub(intercept: (call: number, options: SimulateOptions) => void | Promise<void>) {
  let calls = 0;
  const engine: Engine = {
    name: "stub",
    async simulate(what: Simulatable, options: SimulateOptions = {}) {
      await intercept(calls++, options);
      if (!("circuit" in what)) throw new Error("a circuit was expected");
      return flat(what.circuit.save);
    },
    close: async () => {},
  };
  return { engine, calls: () => calls };
}

function specOf(engine: Engine, more: Partial<AnnealSpec> = {}) {
  return {
    compiled: compileProblem(square, profile, 1),
    topology: "passive" as const,
    schedule: schedules.anneal,
    engine,
    seed: 10,
    runs: 5,
    concurrency: 1,
    now: () => 0,
    ...more,
  };
}

const seedsOf = (list: readonly { readonly seed: number }[]) => list.map(({ seed }) => seed);

describe("solve", () => {
  test("goes on past runs that the simulator cannot finish, lists them and counts them as without success", async () => {
    const { engine } = stub((call) => {
      if (call === 1) throw new ConvergenceError("timestep too small", { code: "simulate.convergence" });
      if (call === 3) throw new EngineTimeoutError("too long", { code: "simulate.timeout" });
    });
    const solution = await solve(specOf(engine));
    expect(seedsOf(solution.runs)).toEqual([10, 12, 14]);
    expect(solution.failures).toEqual([
      { seed: 11, code: "simulate.convergence", message: "timestep too small", timedOut: false },
      { seed: 13, code: "simulate.timeout", message: "too long", timedOut: true },
    ]);
    expect(solution.summary?.runs).toBe(5);
    expect(solution.interrupted).toBeUndefined();
  });

  test("returns runs by seed however they end", async () => {
    const { engine } = stub((call) => new Promise((resolve) => setTimeout(resolve, 5 * (5 - call))));
    const solution = await solve(specOf(engine, { concurrency: 5 }));
    expect(seedsOf(solution.runs)).toEqual([10, 11, 12, 13, 14]);
  });

  test("keeps finished runs when it is cancelled midway", async () => {
    const stop = new AbortController();
    const { engine, calls } = stub((call) => {
      if (call < 2) return;
      stop.abort();
      throw new CancelledError();
    });
    const solution = await solve(specOf(engine, { signal: stop.signal }));
    expect(seedsOf(solution.runs)).toEqual([10, 11]);
    expect(solution.interrupted).toBeInstanceOf(CancelledError);
    expect(calls()).toBe(3);
  });

  test("keeps the runs that failed before it was cancelled", async () => {
    const stop = new AbortController();
    const { engine } = stub((call) => {
      if (call === 0) throw new ConvergenceError("timestep too small", { code: "simulate.convergence" });
      if (call < 2) return;
      stop.abort();
      throw new CancelledError();
    });
    const solution = await solve(specOf(engine, { signal: stop.signal }));
    expect(seedsOf(solution.failures)).toEqual([10]);
    expect(seedsOf(solution.runs)).toEqual([11]);
  });

  test("keeps finished runs and stops the others when the proof fails", async () => {
    const ended: Anneal[] = [];
    const fault = new Error("the proof broke");
    const hold = (options: SimulateOptions) =>
      new Promise<void>((_, reject) =>
        options.signal!.addEventListener("abort", () => reject(new CancelledError()), { once: true }),
      );
    const { engine } = stub((call, options) => (call < 1 ? undefined : hold(options)));
    // Above the size that is enumerated, the search reports progress: there the proof is made to fail.
    const compiled = compileProblem(generateMaxCut({ vertices: 40, density: 0.2, seed: 1 }), profile, 1);
    const solution = await solve(
      specOf(engine, {
        compiled,
        onAnneal: (anneal) => void ended.push(anneal),
        progress: ({ stage }) => {
          if (stage !== "settle" && ended.length > 0) throw fault;
        },
      }),
    );
    expect(solution.interrupted).toBe(fault);
    expect(solution.reference).toBeNull();
    expect(seedsOf(solution.runs)).toEqual([10]);
    expect(solution.runs[0]).toMatchObject({ gap: null, hamming: null, success: false });
    expect(solution.summary).toBeNull();
  });

  test("stops with the reason when a run cannot be written, and keeps what had ended", async () => {
    const full = new Error("no space is left");
    const { engine, calls } = stub(() => {});
    const solution = await solve(
      specOf(engine, {
        onAnneal: ({ seed }) => {
          if (seed === 11) throw full;
        },
      }),
    );
    expect(solution.interrupted).toBe(full);
    expect(calls()).toBe(2);
    expect(seedsOf(solution.runs)).toEqual([10, 11]);
  });
});

describe("differencesOf", () => {
  test("names the place, what was stored and what was found", () => {
    const stored = { a: [1, 2], b: { c: null }, d: "x", t: 1 };
    const found = { a: [1, 3], b: { c: 0 }, e: true, t: 2 };
    expect(differencesOf(stored, found, "", ["t"])).toEqual([
      "a 1: stored 2, found 3",
      "b c: stored null, found 0",
      "e: stored missing, found true",
      'd: stored "x", found missing',
    ]);
  });

  test("takes numbers for equal that differ in their last digits only", () => {
    expect(differencesOf({ x: 0.1 + 0.2, y: 0 }, { x: 0.3, y: 0 }, "")).toEqual([]);
    expect(differencesOf(1, 1 + 1e-6, "x")).toHaveLength(1);
    expect(differencesOf(Number.NaN, 1, "x")).toHaveLength(1);
  });
});

describe("solveReference", () => {
  test("gives no ground states when there are more than it lists, so that no distance to a nearer one is missed", async () => {
    // 13 separate edges: every way of cutting them all is optimal, 2^12 up to a flip of all spins.
    const pairs = Uint32Array.from({ length: 13 }, (_, k) => 2 * k);
    const separate = createMaxCut(
      "separate",
      26,
      pairs,
      pairs.map((v) => v + 1),
      new Float64Array(13).fill(1),
    );
    const reference = await solveReference(compileProblem(separate, profile, 1), { seed: 1, now: () => 0 });
    expect(reference?.verdict).toMatchObject({ objective: 13, proven: true });
    expect(reference?.groundStates).toEqual([]);
  });
});
