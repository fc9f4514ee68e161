import { describe, expect, test } from "vitest";
import { nearestPatternSearch, type RecallTask, softmaxRetrieval } from "../../../src/baseline/index.ts";
import { ArgumentError, CancelledError, createRandom } from "../../../src/core/index.ts";

/** Random patterns, and a probe that is one of them with some cells flipped. */
function randomTask(n: number, p: number, of: number, flips: number): RecallTask {
  const random = createRandom(1, "recall test", n, p);
  const patterns = Int8Array.from({ length: n * p }, () => 2 * random.integer(2) - 1);
  const probe = patterns.slice(of * n, (of + 1) * n);
  for (let i = 0; i < flips; i++) probe[i] = -probe[i]!;
  return { n, patterns, probe };
}

describe.each([
  ["nearestPatternSearch", nearestPatternSearch],
  ["softmaxRetrieval", softmaxRetrieval],
])("%s", (_, method) => {
  test("recalls any of 30 stored patterns of 64 cells from a probe with 12 cells flipped", () => {
    for (let of = 0; of < 30; of++) {
      const task = randomTask(64, 30, of, 12);
      expect(method(task).spins).toEqual(task.patterns.slice(of * 64, (of + 1) * 64));
    }
  });

  test("refuses shapes that do not fit, and stops when its signal is aborted", () => {
    const task = randomTask(8, 2, 0, 0);
    expect(() => method({ ...task, probe: task.probe.slice(1) })).toThrow(ArgumentError);
    expect(() => method({ ...task, patterns: task.patterns.slice(1) })).toThrow(ArgumentError);
    expect(() => method({ ...task, patterns: new Int8Array(0) })).toThrow(ArgumentError);
    expect(() => method(task, { signal: AbortSignal.abort() })).toThrow(CancelledError);
  });
});

describe("nearestPatternSearch", () => {
  test("takes the first of two patterns that are equally near", () => {
    const patterns = Int8Array.of(1, 1, 1, -1, -1, 1, 1, -1);
    expect(nearestPatternSearch({ n: 4, patterns, probe: Int8Array.of(1, 1, 1, 1) }).spins).toEqual(
      Int8Array.of(1, 1, 1, -1),
    );
  });
});

describe("softmaxRetrieval", () => {
  test("ends in a mixture where the softmax is too flat to choose, and in one pattern where it is sharp", () => {
    const patterns = Int8Array.of(1, 1, 1, -1, 1, -1, 1, 1, -1, 1, 1, 1);
    const task = { n: 4, patterns, probe: Int8Array.of(1, 1, 1, -1) };
    expect(softmaxRetrieval(task, { beta: 1e-3 }).spins).toEqual(Int8Array.of(1, 1, 1, 1));
    expect(softmaxRetrieval(task, { beta: 4 }).spins).toEqual(task.probe);
  });

  test("refuses a sharpness that is none", () => {
    expect(() => softmaxRetrieval(randomTask(8, 2, 0, 0), { beta: 0 })).toThrow(ArgumentError);
    expect(() => softmaxRetrieval(randomTask(8, 2, 0, 0), { updates: 0 })).toThrow(ArgumentError);
  });
});
