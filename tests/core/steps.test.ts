import { describe, expect, test } from "vitest";
import { CancelledError, type Progress, runSteps, runStepsAsync, type Steps } from "../../src/core/index.ts";

function* countTo(total: number): Steps<number> {
  for (let done = 1; done <= total; done++) yield { stage: "count", done, total };
  return total;
}

describe("runSteps", () => {
  test("returns the result and hands on every progress in order", () => {
    const seen: Progress[] = [];
    expect(runSteps(countTo(3), { progress: (p) => seen.push(p) })).toBe(3);
    expect(seen.map((p) => p.done)).toEqual([1, 2, 3]);
  });

  test("stops between two slices when the signal is aborted", () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const progress = (p: Progress) => {
      seen.push(p.done);
      if (p.done === 2) controller.abort();
    };
    expect(() => runSteps(countTo(9), { signal: controller.signal, progress })).toThrow(CancelledError);
    expect(seen).toEqual([1, 2]);
  });
});

describe("runStepsAsync", () => {
  test("returns what runSteps returns", async () => {
    await expect(runStepsAsync(countTo(5))).resolves.toBe(5);
  });

  test("lets a timer in that aborts endless work", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1);
    await expect(runStepsAsync(countTo(1e9), { signal: controller.signal })).rejects.toBeInstanceOf(CancelledError);
  });
});
