import { describe, expect, test } from "vitest";
import { checkPicture, checkWellFormed } from "./well-formed.ts";

describe("checkWellFormed", () => {
  test.each([
    ["an element that is not closed", "<a><b></a>"],
    ["a bare ampersand", "<a>x & y</a>"],
    ["an attribute without quotes", "<a b=1/>"],
    ["a repeated attribute", '<a b="1" b="2"/>'],
    ["a second root", "<a/><b/>"],
    ["nothing", ""],
  ])("refuses %s", (_, text) => {
    expect(() => checkWellFormed(text)).toThrow();
  });

  test("accepts nested elements with escaped text", () => {
    expect(() => checkWellFormed('<a b="1 &lt; 2"><c/>x &amp; y</a>')).not.toThrow();
  });
});

describe("checkPicture", () => {
  test.each(['<a b="NaN"/>', '<a b="https://example.org/"/>', '<a id="SvgjsRect1001"/>'])("refuses %s", (text) => {
    expect(() => checkPicture(text)).toThrow();
  });
});
