import { describe, expect, test } from "vitest";
import { circuitOfRun, compileProblem } from "../../src/campaign/index.ts";
import { type ScheduleName, scheduleFor, schedules } from "../../src/circuit/index.ts";
import { railSiemens } from "../../src/crossbar/index.ts";
import { fieldScale } from "../../src/network/index.ts";
import { createMaxCut, createRecall, createTsp } from "../../src/problem/index.ts";
import { shippedProfile } from "../helpers/hopfield.ts";

const ideal = shippedProfile("ideal");
const square = createTsp("square", 4, [0, 10, 14, 10, 10, 0, 10, 14, 14, 10, 0, 10, 10, 14, 10, 0]);
const edge = createMaxCut("edge", 2, [0], [1], [1]);

describe("compileProblem", () => {
  test("counts fields in the encoding's own scale where it has one, else in the network's", () => {
    const tours = compileProblem(square, ideal, 1);
    expect(tours.fieldScale).toBe(tours.encoding.anneal?.fieldScale);
    expect(tours.fieldScale).not.toBeCloseTo(fieldScale(tours.encoding.network), 3);
    const cut = compileProblem(edge, ideal, 1);
    expect(cut.fieldScale).toBe(fieldScale(cut.encoding.network));
  });

  test("leaves the lines' couplings out of the crossbar only when summing lines are asked for", () => {
    const compiled = compileProblem(square, ideal, 1, { summingLines: true });
    expect(compiled.lines).toBe(compiled.encoding.lines);
    // Nine spins of three cities at three positions: two of one row are joined by nothing but its line.
    expect(railSiemens(compiled.crossbar, -1)[1]).toBe(0);
    const { lines, crossbar } = compileProblem(square, ideal, 1);
    expect(lines).toBeUndefined();
    expect(railSiemens(crossbar, -1)[1]).toBeGreaterThan(0);
    expect(compileProblem(edge, ideal, 1, { summingLines: true }).lines).toBeUndefined();
  });
});

describe("scheduleFor", () => {
  test("takes the one that is asked for, else the one that the encoding recommends, else the general one", () => {
    expect(scheduleFor("ramp", "tour")).toBe(schedules.ramp);
    expect(scheduleFor(undefined, "tour")).toBe(schedules.tour);
    expect(scheduleFor(undefined, undefined)).toBe(schedules.anneal);
    expect(() => scheduleFor("slow" as ScheduleName, undefined)).toThrow(/anneal or ramp or tour/);
  });

  test("knows every schedule that an encoding of tours recommends", () => {
    const { encoding } = compileProblem(square, ideal, 1);
    const schedule = scheduleFor(undefined, encoding.anneal?.schedule);
    const compiled = compileProblem(square, ideal, 1);
    const { circuit } = circuitOfRun({ compiled, topology: "passive", schedule }, 1);
    expect(circuit.comments.join("\n")).toContain("Anneal 'tour'");
  });
});

describe("circuitOfRun", () => {
  test("starts a recall from the cue of the spins that presolve kept", () => {
    const grids = { rows: 1, columns: 4, names: ["a"], patterns: Int8Array.from([1, 1, 1, 1]) };
    const task = createRecall("row", { ...grids, probe: Int8Array.from([1, -1, -1, 1]) });
    const compiled = compileProblem(task, ideal, 1);
    const startOf = (kept: readonly number[] | null) => {
      const presolved = kept === null ? null : ({ kept: Uint32Array.from(kept) } as never);
      const run = { compiled: { ...compiled, presolved }, topology: "passive", schedule: schedules.recall } as const;
      return circuitOfRun(run, 1).circuit.initial.map(({ volts }) => Math.sign(volts));
    };
    expect(startOf(null)).toEqual([1, -1, -1, 1]);
    expect(startOf([1, 0, 3, 2])).toEqual([-1, 1, 1, -1]);
  });
});
