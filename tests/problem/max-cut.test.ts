import { describe, expect, test } from "vitest";
import { ArgumentError, LimitError, ProblemError } from "../../src/core/index.ts";
import { createMaxCut, encodeProblem, formatMaxCut, maxCutKind, parseMaxCut } from "../../src/problem/index.ts";
import { caught } from "../helpers/caught.ts";

describe("parseMaxCut", () => {
  test("sorts edges, counts vertices from 0 and gives a missing weight the value 1", () => {
    const problem = parseMaxCut("3 3\n3 2 -2.5\n1 3\n2 1 1e2\n", "folder/tiny.mc");
    expect(problem).toEqual({
      kind: "max-cut",
      name: "tiny",
      n: 3,
      sense: "max",
      from: Uint32Array.of(0, 0, 1),
      to: Uint32Array.of(1, 2, 2),
      weights: Float64Array.of(100, 1, -2.5),
    });
  });

  test("skips comments and blank lines, and takes Windows line ends, tabs, a byte order mark and no last line end", () => {
    const plain = parseMaxCut("2 1\n1 2 7\n", "a.mc");
    expect(
      parseMaxCut("\uFEFF# made by hand\r\n\r\nc DIMACS\r\nc\r\n2\t1 \r\n\r\n# more\r\n 1 2\t7\r\n# end", "a.mc"),
    ).toEqual(plain);
  });

  test("names the instance after its comment, else after the file, whose Biq Mac number is kept", () => {
    expect(parseMaxCut("# name: my graph\n1 0\n", "a.mc").name).toBe("my graph");
    expect(parseMaxCut("1 0\n# name: too late\n", "/x/y/g05_60.0").name).toBe("g05_60.0");
    expect(parseMaxCut("1 0\n", "C:\\x\\G1.TXT").name).toBe("G1");
    expect(parseMaxCut("1 0\n", ".mc").name).toBe("max-cut");
  });

  test("reads -0 as 0", () => {
    expect(Object.is(parseMaxCut("2 1\n1 2 -0\n", "a.mc").weights[0], 0)).toBe(true);
  });

  const refused: readonly [
    condition: string,
    text: string,
    code: string,
    line: number,
    received: string,
    expected: string,
  ][] = [
    ["the file is empty", "", "problem.header", 1, "no data", '"n m"'],
    ["only comments are there", "# a\nc b\n", "problem.header", 1, "no data", '"n m"'],
    ["the header has one number", "\n5\n", "problem.header", 2, "5", '"n m"'],
    ["the header has three numbers", "5 4 3\n", "problem.header", 1, "5 4 3", '"n m"'],
    ["the header is in words", "# a\nvertices edges\n", "problem.header", 2, "vertices edges", '"n m"'],
    ["the header is negative", "-3 1\n", "problem.header", 1, "-3 1", '"n m"'],
    ["there are no vertices", "0 0\n", "problem.header-size", 1, "0", "1 to 1000000"],
    ["the vertices are absurdly many", "99999999999 1\n1 2\n", "problem.header-size", 1, "99999999999", "1 to 1000000"],
    ["a count has too many digits", `${"9".repeat(400)} 1\n`, "problem.header", 1, "999", '"n m"'],
    ["the edges are more than pairs", "4 7\n", "problem.header-size", 1, "7", "at most 6 edges"],
    ["an edge has one vertex", "3 2\n1 2\n3\n", "problem.edge", 3, "3", "two vertices"],
    ["an edge has four numbers", "3 1\n1 2 3 4\n", "problem.edge", 2, "1 2 3 4", "two vertices"],
    ["a vertex has a stray character", "3 1\n1 2x 3\n", "problem.edge", 2, "1 2x 3", "two vertices"],
    ["a vertex is not an integer", "3 1\n1 2.0 3\n", "problem.edge", 2, "1 2.0 3", "two vertices"],
    ["a vertex is 0", "3 1\n0 2 1\n", "problem.vertex-range", 2, "0", "1..3"],
    ["a vertex is too large", "3 2\n1 2 1\n1 4 1\n", "problem.vertex-range", 3, "4", "1..3"],
    ["an edge is a loop", "3 1\n2 2 1\n", "problem.self-loop", 2, "2 2 1", "different"],
    ["a weight is a word", "3 1\n1 2 heavy\n", "problem.weight", 2, "heavy", "decimal"],
    ["a weight is hexadecimal", "3 1\n1 2 0x10\n", "problem.weight", 2, "0x10", "decimal"],
    ["a weight has a trailing comment", "3 1\n1 2 #x\n", "problem.weight", 2, "#x", "decimal"],
    ["a weight is not a number", "3 1\n1 2 NaN\n", "problem.weight-finite", 2, "NaN", "finite"],
    ["a weight is infinite", "3 1\n1 2 -inf\n", "problem.weight-finite", 2, "-inf", "finite"],
    ["a weight overflows", "3 1\n1 2 1e999\n", "problem.weight-finite", 2, "1e999", "finite"],
    ["the weights overflow together", "3 2\n1 2 2e307\n2 3 -1e307\n", "problem.weight-sum", 3, "-1e307", "sum"],
    ["two edges are repeated", "4 4\n3 4\n1 2\n4 3\n2 1\n", "problem.duplicate-edge", 4, "3 4", "line 2 has it"],
    ["an edge is repeated", "3 3\n1 2 1\n2 3 1\n1 2 5\n", "problem.duplicate-edge", 4, "1 2", "line 2 has it"],
    ["an edge is repeated in reverse", "3 2\n# c\n1 3 1\n3 1 1\n", "problem.duplicate-edge", 4, "1 3", "line 3 has it"],
    ["edges are missing", "3 3\n1 2 1\n\n2 3 1\n", "problem.edge-count", 4, "2 edges", "3 edges, as line 1"],
    ["edges are too many", "# x\n3 1\n1 2 1\n2 3 1\n", "problem.edge-count", 4, "2 3 1", "1 edges, as line 2"],
  ];
  test.each(refused)("refuses a file when %s", (_, text, code, line, received, expected) => {
    const error = caught(() => parseMaxCut(text, "bad.mc"));
    expect(error).toBeInstanceOf(ProblemError);
    expect(error.details).toMatchObject({ code, file: "bad.mc", line });
    expect(error.details.received).toContain(received);
    expect(error.details.expected).toContain(expected);
    expect(error.message).toContain(`bad.mc:${line}: `);
  });

  test("takes no memory for the edges that a lying header announces", () => {
    const before = process.memoryUsage().arrayBuffers;
    const error = caught(() => parseMaxCut("1000000 499999500000\n1 2 1\n", "bad.mc"));
    expect(error.code).toBe("problem.edge-count");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32e6);
  });
});

describe("createMaxCut", () => {
  test.each([
    ["a vertex is out of range", () => createMaxCut("x", 2, [0], [2], [1])],
    ["a vertex is not an integer", () => createMaxCut("x", 2, [0], [0.5], [1])],
    ["an edge is a loop", () => createMaxCut("x", 2, [1], [1], [1])],
    ["an edge is repeated in reverse", () => createMaxCut("x", 2, [0, 1], [1, 0], [1, 1])],
    ["a weight is not finite", () => createMaxCut("x", 2, [0], [1], [Number.NaN])],
    ["the weights overflow together", () => createMaxCut("x", 3, [0, 1], [1, 2], [1e308, 1e308])],
    ["lengths differ", () => createMaxCut("x", 2, [0], [1], [])],
    ["there are no vertices", () => createMaxCut("x", 0, [], [], [])],
    ["the name has a line end", () => createMaxCut("x\n2 1", 2, [0], [1], [1])],
    ["the name is empty", () => createMaxCut("", 2, [0], [1], [1])],
  ])("refuses an instance when %s", (_, act) => {
    expect(act).toThrow(ArgumentError);
  });
});

describe("formatMaxCut", () => {
  test("writes name, comments, header and sorted edges", () => {
    const problem = createMaxCut("tiny", 3, [2, 1], [1, 0], [0.1, -3]);
    expect(formatMaxCut(problem, ["by hand"])).toBe("# name: tiny\n# by hand\n3 2\n1 2 -3\n2 3 0.1\n");
  });
});

describe("encodeMaxCut", () => {
  test("refuses a graph of more than 20000 vertices", () => {
    const error = caught(() => encodeProblem(createMaxCut("big", 20_001, [], [], [])));
    expect(error).toBeInstanceOf(LimitError);
    expect(error.message).toContain("20001 vertices");
  });
});

describe("scoreMaxCut", () => {
  const triangle = createMaxCut("triangle", 3, [0, 0, 1], [1, 2, 2], [1, 10, 100]);

  test("sums the weights between the parts", () => {
    expect(maxCutKind.solution.score(triangle, Int8Array.of(1, -1, 1))).toEqual({
      objective: 101,
      feasible: true,
      violations: [],
    });
    expect(maxCutKind.solution.score(triangle, Int8Array.of(-1, -1, -1)).objective).toBe(0);
  });

  test("refuses a state of another length or with an entry that is no spin", () => {
    expect(() => maxCutKind.solution.score(triangle, Int8Array.of(1, -1))).toThrow(ProblemError);
    expect(() => maxCutKind.solution.score(triangle, Int8Array.of(1, 0, -1))).toThrow(/spin 2 .*received: 0/);
  });
});
