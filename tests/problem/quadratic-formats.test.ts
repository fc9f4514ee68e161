import { describe, expect, test } from "vitest";
import { OhmfieldError, ProblemError } from "../../src/core/index.ts";
import {
  createIsing,
  createQubo,
  formatIsing,
  formatQubo,
  isingKind,
  parseIsing,
  parseMaxCut,
  parseProblem,
  parseQubo,
  quboKind,
} from "../../src/problem/index.ts";
import { caught } from "../helpers/caught.ts";

/** dimod's own example of `to_serializable()`, with a bias for each of its variables a, b, c, d and e. */
const DIMOD = `{"type": "BinaryQuadraticModel", "version": {"bqm_schema": "3.0.0"}, "use_bytes": false,
 "index_type": "uint16", "bias_type": "float32", "num_variables": 5, "num_interactions": 3,
 "variable_labels": ["a", "b", "c", "d", "e"], "variable_type": "BINARY", "offset": 0.5, "info": {},
 "linear_biases": [0.0, 0.0, -1.0, 1.0, 0.0],
 "quadratic_biases": [3.0, 2.0, 5.0],
 "quadratic_head": [0, 0, 4],
 "quadratic_tail": [2, 3, 1]}
`;

describe("parseQubo", () => {
  test("counts the off-diagonal entries of a .sparse file twice and its variables from 1", () => {
    const problem = parseQubo("3 3\n1 1 -5\n3 1 4\n2 3 -1\n", "gka.sparse");
    expect(problem).toEqual(createQubo("gka", "min", 3, [0, 1], [2, 2], [8, -2], [-5, 0, 0]));
    expect(quboKind.solution.score(problem, Int8Array.of(1, -1, 1)).objective).toBe(3);
  });

  test("counts the couplers of a .qubo file once and its variables from 0", () => {
    const problem = parseQubo("c qubo\np qubo 0 4 2 1\n0 0 2\n3 3 -7\n0 3 4.5\n", "a/b.qubo");
    expect(problem).toEqual(createQubo("b", "min", 4, [0], [3], [4.5], [2, 0, 0, -7]));
  });

  test("reads dimod's JSON, labels and all", () => {
    const expected = createQubo("m", "min", 5, [0, 0, 1], [2, 3, 4], [3, 2, 5], [0, 0, -1, 1, 0], 0.5);
    expect(parseProblem(DIMOD, "m.json")).toEqual(expected);
  });

  test("reads COO without a vartype as bits", () => {
    expect(parseProblem("0 0 1\n0 2 -3\n", "m.coo")).toEqual(createQubo("m", "min", 3, [0], [2], [-3], [1, 0, 0]));
  });

  test("turns the signs of a maximised function in its file and says so", () => {
    const problem = createQubo("gain", "max", 2, [0], [1], [3], [1, 0], 2);
    expect(formatQubo(problem, ".coo")).toBe(
      "# vartype=BINARY\n# name: gain\n# sense: max\n# offset: -2\n0 0 -1\n1 1 0\n0 1 -3\n",
    );
    expect(formatQubo(problem, ".qubo")).toBe(
      "c name: gain\nc sense: max\nc offset: -2\np qubo 0 2 1 1\n0 0 -1\n0 1 -3\n",
    );
  });
});

describe("parseIsing", () => {
  test("has the opposite signs of dimod's biases", () => {
    const text = "# vartype=SPIN\n0 0 0.5\n0 1 -1\n";
    const problem = parseIsing(text, "m.coo");
    expect(problem).toEqual(createIsing("m", 2, [0], [1], [1], [-0.5, 0]));
    expect(isingKind.solution.score(problem, Int8Array.of(1, 1)).objective).toBe(-0.5);
    expect(isingKind.solution.score(problem, Int8Array.of(1, -1)).objective).toBe(1.5);
  });

  test("refuses bits, and a QUBO refuses spins", () => {
    expect(caught(() => parseIsing("0 0 1\n", "m.coo")).code).toBe("problem.vartype");
    expect(caught(() => parseQubo(formatIsing(createIsing("i", 1, [], [], [])), "m.json")).code).toBe(
      "problem.vartype",
    );
  });
});

const MTX = "%%MatrixMarket matrix coordinate";

describe("parseMaxCut", () => {
  test("reads symmetric, general and pattern matrices as the same graph", () => {
    const text = `${MTX} integer symmetric\n% name: tri\n3 3 2\n2 1 1\n3 2 1\n`;
    const plain = parseMaxCut("# name: tri\n3 2\n1 2\n2 3\n", "a.mc");
    expect(parseMaxCut(text, "a.mtx")).toEqual(plain);
    expect(parseMaxCut(text, "a.txt")).toEqual(plain);
    expect(parseMaxCut(`${MTX} pattern symmetric\n3 3 2\n2 1\n3 2\n`, "tri.mtx")).toEqual(plain);
    const general = `${MTX} real general\n3 3 5\n1 2 1\n2 1 1\n3 2 1\n2 3 1e0\n1 1 0\n`;
    expect(parseMaxCut(general, "tri.mtx")).toEqual(plain);
  });
});

const refused: readonly [condition: string, file: string, text: string, code: string, line: number][] = [
  ["is empty", "a.sparse", "", "problem.header", 1],
  ["has a header of one number", "a.sparse", "# c\n5\n", "problem.header", 2],
  ["announces no variables", "a.sparse", "0 0\n", "problem.header-size", 1],
  ["counts variables from 0", "a.sparse", "2 1\n0 1 3\n", "problem.variable-range", 2],
  ["has a variable that is too large", "a.sparse", "2 1\n1 3 3\n", "problem.variable-range", 2],
  ["has an entry of two words", "a.sparse", "2 1\n1 2\n", "problem.entry", 2],
  ["has a value that is a word", "a.sparse", "2 1\n1 2 x\n", "problem.value", 2],
  ["has a value that is infinite", "a.sparse", "2 1\n1 2 1e999\n", "problem.value-finite", 2],
  ["has values that overflow together", "a.sparse", "2 2\n1 1 1e307\n1 2 -1e307\n", "problem.value-sum", 3],
  ["repeats an entry", "a.sparse", "2 2\n1 2 3\n1 2 3\n", "problem.duplicate-entry", 3],
  ["repeats an entry in reverse", "a.sparse", "2 2\n1 2 3\n2 1 3\n", "problem.duplicate-entry", 3],
  ["repeats a linear entry", "a.sparse", "2 2\n1 1 3\n1 1 3\n", "problem.duplicate-entry", 3],
  ["has too few entries", "a.sparse", "2 2\n1 1 3\n", "problem.entry-count", 2],
  ["has too many entries", "a.sparse", "2 1\n1 1 3\n2 2 1\n", "problem.entry-count", 3],
  ["has a sense that is no sense", "a.sparse", "# sense: up\n1 0\n", "problem.sense", 1],
  ["has an offset that is no number", "a.sparse", "# offset: x\n1 0\n", "problem.value", 1],
  ["has an offset that is too large", "a.sparse", "# offset: 1e308\n1 0\n", "problem.value-sum", 1],
  ["is empty", "a.qubo", "c x\n", "problem.header", 1],
  ["has no p line", "a.qubo", "c x\n0 0 1\n", "problem.header", 2],
  ["is of another topology", "a.qubo", "p qubo chimera 4 1 0\n0 0 1\n", "problem.header", 1],
  ["has a variable beyond maxNodes", "a.qubo", "p qubo 0 4 1 0\n4 4 1\n", "problem.variable-range", 2],
  ["has more nodes than announced", "a.qubo", "p qubo 0 4 1 1\n0 0 1\n1 1 1\n", "problem.entry-count", 3],
  ["is empty", "a.coo", "", "problem.entry-count", 1],
  ["has an unknown vartype", "a.coo", "# vartype=REAL\n0 0 1\n", "problem.vartype", 1],
  ["has a variable beyond the limit", "a.coo", "0 1000000 1\n", "problem.variable-range", 1],
  ["is no JSON", "a.json", '{\n"a": 1,\n}\n', "problem.json", 3],
  ["is an array", "a.json", "[]", "problem.bqm", 1],
  ["has another schema", "a.json", DIMOD.replace("3.0.0", "2.0.0"), "problem.bqm", 1],
  ["was written with bytes", "a.json", DIMOD.replace("false", "true"), "problem.bqm", 1],
  ["has a vartype of another name", "a.json", DIMOD.replace("BINARY", "INTEGER"), "problem.bqm", 3],
  ["has too few linear biases", "a.json", DIMOD.replace("[0.0, 0.0, -1", "[0.0, -1"), "problem.bqm", 2],
  ["has a bias that is no number", "a.json", DIMOD.replace("-1.0", "null"), "problem.bqm", 4],
  ["has too few heads", "a.json", DIMOD.replace("[0, 0, 4]", "[0, 4]"), "problem.bqm", 6],
  ["has a head out of range", "a.json", DIMOD.replace("[0, 0, 4]", "[0, 0, 5]"), "problem.bqm", 6],
  ["couples a variable to itself", "a.json", DIMOD.replace("[0, 0, 4]", "[0, 0, 1]"), "problem.bqm", 7],
  ["repeats a pair", "a.json", DIMOD.replace("[0, 0, 4]", "[0, 0, 2]").replace("3, 1]", "3, 0]"), "problem.bqm", 6],
  ["has no banner", "a.mtx", "3 3 1\n1 2 3\n", "problem.header", 1],
  ["is a dense array", "a.mtx", "%%MatrixMarket matrix array real general\n1 1\n0\n", "problem.header", 1],
  ["is not square", "a.mtx", `${MTX} real symmetric\n3 2 1\n2 1 3\n`, "problem.header", 2],
  ["has a diagonal", "a.mtx", `${MTX} real symmetric\n3 3 1\n2 2 3\n`, "problem.self-loop", 3],
  ["is not symmetric", "a.mtx", `${MTX} real general\n3 3 2\n2 1 3\n1 2 4\n`, "problem.symmetry", 4],
  ["has one direction only", "a.mtx", `${MTX} real general\n3 3 1\n2 1 3\n`, "problem.symmetry", 3],
  ["has the other direction only", "a.mtx", `${MTX} real general\n3 3 1\n1 2 3\n`, "problem.symmetry", 3],
  ["repeats an entry", "a.mtx", `${MTX} real symmetric\n3 3 2\n2 1 3\n2 1 3\n`, "problem.duplicate-entry", 4],
  ["has too few entries", "a.mtx", `${MTX} real symmetric\n3 3 2\n2 1 3\n`, "problem.entry-count", 3],
];

describe("parseProblem", () => {
  test.for(refused)("refuses a file that %s: %s", ([, file, text, code, line]) => {
    const error = caught(() => parseProblem(text, file));
    expect(error).toBeInstanceOf(ProblemError);
    expect(error.details).toMatchObject({ code, file, line });
    expect(error.details.expected).toBeDefined();
  });
});

describe("createQubo and createIsing", () => {
  test.each([
    ["a linear term is missing", () => createQubo("x", "min", 2, [0], [1], [1], [1])],
    ["a field is not finite", () => createIsing("x", 1, [], [], [], [Number.NaN])],
    ["a pair is repeated", () => createIsing("x", 2, [0, 1], [1, 0], [1, 1])],
    ["values overflow together", () => createQubo("x", "max", 1, [], [], [], [1e307], 2e307)],
  ])("refuse an instance when %s", (_, act) => {
    expect(act).toThrow(OhmfieldError);
  });
});
