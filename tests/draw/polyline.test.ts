import { describe, expect, test } from "vitest";
import { polylinePath, staircasePath } from "../../src/draw/polyline.ts";

const identity = (value: number): number => value;

describe("polylinePath", () => {
  test("writes relative tenths of a pixel and joins level stretches", () => {
    expect(polylinePath(identity, identity, [0, 1, 2, 3, 4], [5, 5, 5, 4, 4], [0, 1, 2, 3, 4])).toBe(
      "M0 50h20l10-10h10",
    );
  });

  test("draws a dot for one sample and nothing for none", () => {
    expect(polylinePath(identity, identity, [1], [2], [0])).toBe("M10 20h0");
    expect(polylinePath(identity, identity, [], [], [])).toBe("");
  });
});

describe("staircasePath", () => {
  test("holds each value until the next and collapses repeats", () => {
    expect(staircasePath(identity, identity, [0, 1, 2, 3], [9, 9, 7, 7])).toBe("M0 90h20v-20h10");
  });
});
