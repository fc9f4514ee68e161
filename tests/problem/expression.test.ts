import fc from "fast-check";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { ArgumentError, LimitError } from "../../src/core/index.ts";
import { energy } from "../../src/network/index.ts";
import {
  type Comparison,
  createExpression,
  decodeSpins,
  type Expression,
  encodeProblem,
  encodingMethod,
  expressionKind as kind,
  parseExpression,
  readProblem,
  scoreSpins,
  type Term,
  type Variable,
} from "../../src/problem/index.ts";
import { caught } from "../helpers/caught.ts";
import { allStates, states } from "./arbitraries.ts";
import { surveyEncoding } from "./encoding-survey.ts";

/** The parser takes half a second of processor time, many times that on a busy machine. */
const LOAD_TIMEOUT = 60_000;

beforeAll(async () => {
  await kind.prepare?.();
}, LOAD_TIMEOUT);

const read = (text: string) => parseExpression(text, "x.expr");

const types = fc.constantFrom("binary" as const, "spin" as const);

const termsOf = (n: number, degree: number, coefficient: fc.Arbitrary<number>, maxLength: number) =>
  fc.array(
    fc.record({
      coefficient,
      variables: fc.subarray([...Array(n).keys()], { minLength: 1, maxLength: Math.min(n, degree) }),
    }),
    { minLength: 1, maxLength },
  );

interface Shape {
  readonly n: number;
  readonly degree: number;
  readonly constraints: number;
  readonly constraintDegree?: number;
  readonly coefficient?: fc.Arbitrary<number>;
}

/** Random expressions; constraints that no penalty can be made of are left out. */
const expressions = (shape: Shape): fc.Arbitrary<Expression> => {
  const { n, degree, constraints, constraintDegree = 1, coefficient = fc.integer({ min: -9, max: 9 }) } = shape;
  const small = fc.integer({ min: -3, max: 3 });
  const comparison: fc.Arbitrary<Comparison> = fc.record({
    terms: termsOf(n, constraintDegree, small, 4),
    relation: fc.constantFrom("=", "<=", ">="),
    bound: small,
  });
  return fc
    .record({
      sense: fc.constantFrom("min" as const, "max" as const),
      types: fc.array(types, { minLength: n, maxLength: n }),
      objective: termsOf(n, degree, coefficient, 6),
      constant: coefficient,
      comparisons: fc.array(comparison, { maxLength: constraints }),
    })
    .map(({ sense, types: own, objective, constant, comparisons }) => {
      const variables: Variable[] = own.map((type, i) => ({ name: `v${i}`, type }));
      const terms = [...objective, { coefficient: constant, variables: [] }];
      const fit = comparisons.filter((one) => {
        try {
          return createExpression("e", sense, variables, terms, [one]) !== undefined;
        } catch {
          return false;
        }
      });
      return createExpression("e", sense, variables, terms, fit);
    });
};

/** The value of terms at the first n of `spins`, computed term by term. */
function at(terms: readonly Term[], variables: readonly Variable[], spins: Int8Array): number {
  return terms.reduce((sum, { coefficient, variables: own }) => {
    const values = own.map((v) => (variables[v]!.type === "spin" ? spins[v]! : (spins[v]! + 1) / 2));
    return sum + values.reduce((product, value) => product * value, coefficient);
  }, 0);
}

/** Number of feasible values and the best objective, as if minimised. */
function enumerate({ n, sense, variables, objective, constraints }: Expression) {
  let solutions = 0;
  let best = Infinity;
  for (const spins of allStates(n)) {
    const holds = constraints.every(({ terms, relation, bound }) => {
      const value = at(terms, variables, spins);
      return relation === "=" ? value === bound : relation === "<=" ? value <= bound : value >= bound;
    });
    if (!holds) continue;
    solutions++;
    best = Math.min(best, (sense === "min" ? 1 : -1) * at(objective, variables, spins));
  }
  return { solutions, best };
}

/** Objectives of tenths are sums of some dozens of rounded terms, squared constraints among them. */
const ROUNDING = 1e-9;

const SHAPES: readonly [what: string, shape: Shape, numRuns: number][] = [
  ["quadratic ones", { n: 6, degree: 2, constraints: 0 }, 60],
  ["one linear constraint", { n: 5, degree: 2, constraints: 1 }, 80],
  ["several linear constraints", { n: 4, degree: 2, constraints: 3 }, 60],
  ["products of many variables", { n: 5, degree: 5, constraints: 0 }, 60],
  ["quadratic constraints", { n: 4, degree: 3, constraints: 1, constraintDegree: 2 }, 60],
  [
    "decimals",
    { n: 4, degree: 3, constraints: 2, coefficient: fc.integer({ min: -90, max: 90 }).map((value) => value / 10) },
    60,
  ],
];

/** Spins of an instance that all states are walked of. */
const MOST_SPINS = 13;

describe("encodeExpression", () => {
  test.for(SHAPES)("of %s has the objective of all solutions as scale E + shift and the rest above by the gap", ([
    what,
    shape,
    numRuns,
  ]) => {
    const tolerance = what === "decimals" ? ROUNDING : 0;
    let walked = 0;
    let infeasible = 0;
    fc.assert(
      fc.property(expressions(shape), (problem) => {
        const { network, penalty } = encodeProblem(problem);
        if (network.n > MOST_SPINS) return;
        walked++;
        const { solutions, best } = enumerate(problem);
        const found = surveyEncoding(problem, {}, tolerance);
        expect(found).toMatchObject({ solutions, wrong: 0, tooLow: 0 });
        if (solutions > 0) expect(Math.abs(found.best - best)).toBeLessThanOrEqual(tolerance);
        expect(penalty === null).toBe(found.gap === undefined);
        if (penalty === null || solutions === 0) return;
        if (found.lowestInfeasible < Infinity) infeasible++;
        expect(penalty.gap).toBeGreaterThan(0);
        expect(found.lowestInfeasible).toBeGreaterThanOrEqual(best + penalty.gap! - tolerance);
      }),
      { numRuns },
    );
    expect(walked).toBeGreaterThan(numRuns / 2);
    if (shape.constraints > 0) expect(infeasible).toBeGreaterThan(numRuns / 10);
  });

  test("has the objective of feasible values on larger ones, and never less on what ancillas turn it to", () => {
    const run = expressions({ n: 12, degree: 4, constraints: 1, constraintDegree: 2 }).chain((problem) =>
      fc.tuple(fc.constant(problem), states(12)),
    );
    fc.assert(
      fc.property(run, ([problem, values]) => {
        const { network, scale, shift } = encodeProblem(problem);
        const sign = problem.sense === "min" ? 1 : -1;
        const score = kind.solution.score(problem, values);
        const spins = encodingMethod(problem).spinsOf(problem, values);
        const value = scale * energy(network, spins) + shift;
        if (score.feasible) expect(value).toBe(score.objective);
        for (let a = problem.n; a < network.n; a++) {
          const flipped = spins.slice();
          flipped[a] = -flipped[a]!;
          expect(sign * (scale * energy(network, flipped) + shift)).toBeGreaterThanOrEqual(sign * value);
          expect(decodeSpins(problem, flipped)).toEqual(decodeSpins(problem, spins));
        }
      }),
    );
  });

  test.each([
    ["an equation of its own variables, by a flip", "minimize 5 a - 2 b c\nsubject to a + b + d = 1", 6, 4],
    ["a knapsack, by a flip", "maximize 4 a + 7 b + 2 c\nsubject to 2 a + 3 b + 2 c <= 4", 8, 6],
    ["at most one, without slack", "maximize 4 a + 7 b + 2 c\nsubject to a + b + c <= 1", 8, 3],
    ["two ways to sum, by the range", "minimize a + 2 b + 3 c\nsubject to a + b = 1, b + c = 1", 7, 3],
    ["a range that is less than a flip's cost", "minimize a b\nsubject to 2 a + 3 b = 3", 2, 2],
    ["a product that must be 0", "maximize a + b\nsubject to a b = 0", 3, 2],
    ["tenths, by their smallest", "minimize 0.5 a - 0.25 b\nsubject to a + b = 1", 0.75, 2],
  ])("weighs %s", (_, text, weight, spins) => {
    const { network, penalty } = encodeProblem(read(text));
    expect([penalty!.weight, network.n]).toEqual([weight, spins]);
  });

  test.each([
    ["single flips step over an equation's solutions", "minimize 2 b + 2 c\nsubject to 3 a + 2 b + 2 c = 4"],
    [
      "single flips mend one equation and break another",
      "minimize 4 b + 4 c + 4 d\nsubject to a + b = 1, a + c = 1, a + d = 1",
    ],
    ["inequalities pull a variable both ways", "maximize 3 a - 2 b - 2 c\nsubject to a <= b, a <= c, b + c <= 1"],
  ])("keeps the gap where %s", (_, text) => {
    const found = surveyEncoding(read(text));
    expect(found).toMatchObject({ wrong: 0, tooLow: 0, gap: 1 });
    expect(found.lowestInfeasible).toBeGreaterThanOrEqual(found.best + 1);
  });

  test("takes an ancilla for a product that several terms share", () => {
    expect(encodeProblem(read("minimize a b c + a b d - 4 a b e")).network.n).toBe(6);
    expect(encodeProblem(read("minimize a b c d")).network.n).toBe(6);
    expect(encodeProblem(read("minimize a b c + d e f")).network.n).toBe(8);
  });

  test("has no penalty when every value is feasible", () => {
    const { penalty } = encodeProblem(read("minimize a b\nsubject to a + b <= 2, a b c >= 0"));
    expect(penalty).toBeNull();
  });

  test("gives no bound for a weight that is too small, under which values that break a constraint can be the lowest", () => {
    const problem = read("maximize 4 a + 7 b + 2 c\nsubject to a + b + c <= 1");
    const found = surveyEncoding(problem, { penaltyWeight: 1 });
    expect(found).toMatchObject({ solutions: 4, wrong: 0, tooLow: 0, gap: null });
    expect(found.lowestInfeasible).toBeLessThan(found.best);
  });

  test("refuses constraints whose squares have too many terms, and too many terms of a high degree", () => {
    const names = Array.from({ length: 1100 }, (_, i) => `x${i}`);
    expect(() => encodeProblem(read(`minimize 0\nsubject to ${names.join(" + ")} = 2`))).toThrow(LimitError);
    const cubes = names.slice(0, 1001).map((name) => `${name} a b`);
    expect(() => encodeProblem(read(`minimize ${cubes.join(" + ")}`))).toThrow(LimitError);
  });
});

describe("parseExpression", () => {
  const variables = (text: string): Variable[] => text.split(" ").map((name) => ({ name, type: "binary" }));
  const term = (coefficient: number, ...own: number[]): Term => ({ coefficient, variables: own });

  test("reads an objective and constraints", () => {
    expect(read("minimize 3 x1 + 2 x1 x2 - x3 subject to x1 + x2 + x3 = 1")).toEqual(
      createExpression(
        "x",
        "min",
        variables("x1 x2 x3"),
        [term(3, 0), term(2, 0, 1), term(-1, 2)],
        [{ terms: [term(1, 0), term(1, 1), term(1, 2)], relation: "=", bound: 1 }],
      ),
    );
  });

  test("takes constraints from lines and commas, both sides, and chains of relations", () => {
    const text =
      "# name: three\nMaximise a + b\nSubject to\n  a + 1 >= 2 b, 0 <= a\n    + b <= 2 # both\n  a = (b\n  + 0)\n";
    expect(read(text)).toMatchObject({ name: "three", sense: "max", variables: variables("a b") });
    const { constraints } = read(text);
    expect(constraints.map(({ relation, bound }) => [relation, bound])).toEqual([
      [">=", -1],
      ["<=", 0],
      ["<=", 2],
      ["=", 0],
    ]);
  });

  test.each([
    ["2x + y", "2*x + y"],
    ["x^2 + x y^3", "x + x y"],
    ["(x + y)^2", "x + y + 2 x y"],
    ["(x - 1)(y + 2)", "x y + 2 x - y - 2"],
    ["-x^2 - -y", "-x + y"],
    ["1/2 x + y / 4", "0.5 x + .25 y"],
    ["2 * (x + 3 y) / 4", "0.5 x + 1.5 y"],
    ["1e1 x - 2.5e-1 y", "10 x - 0.25 y"],
    ["2 + 3 - x y + x\n + y", "5 + x + y - x y"],
    ["(3 - x) x (1 + y)", "2 x + 2 x y"],
    ["3 x (1 + 2 y)^2 y", "27 x y"],
  ])("reads %j as it reads %j", (one, other) => {
    const body = (text: string) => read(`binary x y\nminimize ${text}`);
    expect(body(one)).toEqual(body(other));
  });

  test("squares a spin to 1 and a bit to itself", () => {
    const { objective } = read("spin s\nminimize (s + x)^2 + s^3");
    expect(objective).toEqual([term(1), term(1, 0), term(1, 1), term(2, 0, 1)]);
  });

  test("counts variables as they come, declarations too", () => {
    expect(read("minimize b + a\nspin a, c").variables).toEqual([
      { name: "b", type: "binary" },
      { name: "a", type: "spin" },
      { name: "c", type: "spin" },
    ]);
    expect(read("binary a\nminimize b").variables.map(({ name }) => name)).toEqual(["a", "b"]);
  });

  test("reads back what was written", () => {
    const shapes: Shape[] = [
      { n: 5, degree: 4, constraints: 3, constraintDegree: 3 },
      { n: 3, degree: 2, constraints: 0, coefficient: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...shapes).chain((shape) => expressions(shape)),
        (problem) => {
          expect(parseExpression(kind.format(problem), "other.opt")).toEqual({ ...problem, name: "e" });
        },
      ),
    );
  });

  test("reads long sums and refuses brackets that are nested too deep", () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `x${i}`);
    expect(read(`minimize ${names.join(" + ")}`).n).toBe(20_000);
    const deep = `minimize ${"(".repeat(50_000)}x${")".repeat(50_000)}`;
    expect(() => read(deep)).toThrow(/nested too deep/);
    expect(() => read(`minimize ${"- ".repeat(50_000)}x`)).toThrow(/nested too deep/);
  });

  test("refuses products of too many terms before it makes them", () => {
    const sum = Array.from({ length: 1100 }, (_, i) => `x${i}`).join(" + ");
    const error = caught(() => read(`# big\nminimize (${sum})^2`));
    expect(error).toBeInstanceOf(LimitError);
    expect(error.details).toMatchObject({ file: "x.expr", line: 2 });
  });

  test.each([
    ["it is empty", "", "problem.statement", 1],
    ["a line is no statement", "minimize x\nsubject to x = 1\nfind x\n", "problem.relation", 3],
    ["it begins with something else", "find x\n", "problem.statement", 1],
    ["there is no objective", "subject to x = 1\n", "problem.statement", 2],
    ["there are two objectives", "minimize x\nmaximize y\n", "problem.statement", 2],
    ["the objective is missing", "minimize\nsubject to x = 1\n", "problem.statement", 1],
    ["the objective has a relation", "minimize x = 1\n", "problem.statement", 1],
    ["there are no variables", "minimize 3\n", "problem.expression", 1],
    ["a sign means nothing", "minimize x\nsubject to x & y = 1\n", "problem.expression", 2],
    ["a relation is strict", "minimize x\nsubject to\nx < 1\n", "problem.relation", 3],
    ["a side is missing", "minimize x\nsubject to x =\n", "problem.relation", 2],
    ["a bracket does not close", "minimize (x\n", "problem.expression", 1],
    ["a sign ends it", "minimize x +\n", "problem.expression", 1],
    ["two numbers meet", "minimize x\n + 3 4\n", "problem.expression", 2],
    ["a function is called", "minimize x + sin(x)\n", "problem.name", 1],
    ["a variable divides", "minimize 1 / x\n", "problem.expression", 1],
    ["0 divides", "minimize x / (1 - 1)\n", "problem.expression", 1],
    ["an exponent is a variable", "minimize 2^x\n", "problem.expression", 1],
    ["an exponent is no integer", "minimize x^0.5\n", "problem.expression", 1],
    ["an exponent is negative", "minimize x^-1\n", "problem.expression", 1],
    ["a number is not finite", "minimize 1e999 x\n", "problem.expression", 1],
    ["the numbers are too large", "minimize 1e300 x\n", "problem.value-sum", 1],
    ["a product has 11 variables", "minimize a b c d f g h j k l m\n", "problem.expression", 1],
    ["a name is reserved", "minimize x mod 2\n", "problem.name", 1],
    ["a declared name is reserved", "minimize x\nbinary true\n", "problem.name", 2],
    ["a declaration has no names", "minimize x\nspin\n", "problem.statement", 2],
    ["a variable has two types", "minimize x\nspin x\nbinary x\n", "problem.variable-type", 3],
    ["a constraint has no variables", "minimize x\nsubject to 1 <= 2\n", "problem.constraint", 2],
    ["a coefficient is no integer", "minimize x\nsubject to x + 0.3 y = 1\n", "problem.constraint", 2],
    ["coefficients are too large", "minimize x\nsubject to 1e9 x <= 1\n", "problem.constraint", 2],
    ["a constraint can never hold", "minimize x\nsubject to\nx + y >= 3\n", "problem.constraint", 3],
    ["an equation can never hold", "minimize x\nsubject to\n2 x + 2 y = 3\n", "problem.constraint", 3],
  ])("refuses a file when %s", (_, text, code, line) => {
    expect(caught(() => parseExpression(text, "bad.expr")).details).toMatchObject({ code, file: "bad.expr", line });
  });
});

describe("createExpression", () => {
  const bit: Variable = { name: "x", type: "binary" };

  test("gathers terms of the same variables", () => {
    const terms = [
      { coefficient: 2, variables: [1, 0] },
      { coefficient: 3, variables: [0, 1] },
    ];
    const { objective } = createExpression("e", "min", [bit, { name: "y", type: "spin" }], terms);
    expect(objective).toEqual([{ coefficient: 5, variables: [0, 1] }]);
  });

  test("refuses names, variables and constraints that are not right", () => {
    const make = (variables: Variable[], terms: Term[], constraints: Comparison[] = []) =>
      createExpression("e", "min", variables, terms, constraints);
    expect(() => make([], [])).toThrow(ArgumentError);
    expect(() => make([bit, bit], [])).toThrow(ArgumentError);
    expect(() => make([{ name: "2x", type: "binary" }], [])).toThrow(ArgumentError);
    expect(() => make([bit], [{ coefficient: 1, variables: [1] }])).toThrow(ArgumentError);
    expect(() => make([bit], [{ coefficient: Number.NaN, variables: [0] }])).toThrow(ArgumentError);
    expect(() => make([bit], [{ coefficient: 1, variables: [0, 0] }])).toThrow(ArgumentError);
    const terms = [{ coefficient: 1, variables: [0] }];
    expect(() => make([bit], [], [{ terms, relation: "=", bound: 2 }])).toThrow(ArgumentError);
    expect(() => make([bit], [], [{ terms, relation: "=", bound: Infinity }])).toThrow(ArgumentError);
  });
});

describe("solutions", () => {
  const problem = () => read("spin s\nminimize x + 3 s c\nsubject to x + c <= 1");

  test("are values by name, in any order, and are written so", () => {
    const solution = kind.solution.parse("x = 0\n# a comment\nc=1\n\ns = -1 # down\n", "v", problem());
    expect(solution).toEqual(Int8Array.of(-1, -1, 1));
    expect(kind.solution.format(problem(), solution)).toBe("s = -1\nx = 0\nc = 1\n");
    expect(kind.solution.score(problem(), solution)).toEqual({ objective: -3, feasible: true, violations: [] });
  });

  test("name the constraints that fail", () => {
    const violations = ["x + c <= 1 fails: the left side is 2"];
    expect(kind.solution.score(problem(), Int8Array.of(1, 1, 1)).violations).toEqual(violations);
    expect(scoreSpins(problem(), Int8Array.of(1, 1, 1))).toEqual({
      objective: Number.NaN,
      feasible: false,
      violations,
    });
  });

  test.each([
    ["a name is unknown", "y = 1\n", 1],
    ["a variable comes twice", "x = 1\nx = 1\n", 2],
    ["a bit is -1", "x = -1\n", 1],
    ["a spin is 0", "\ns = 0\n", 2],
    ["a value is another", "x = 2\n", 1],
    ["a variable is missing", "x = 1\ns = 1\n", 2],
  ])("are refused when %s", (_, text, line) => {
    expect(caught(() => kind.solution.parse(text, "v", problem())).details).toMatchObject({ file: "v", line });
  });
});

describe("readProblem", () => {
  test("loads the parser of expressions, without which parsing refuses them", async () => {
    vi.resetModules();
    const fresh = await import("../../src/problem/index.ts");
    expect(() => fresh.parseProblem("minimize x", "a.expr")).toThrow(/not loaded.*readProblem/);
    expect(await fresh.readProblem("minimize x", "a.expr")).toMatchObject({ kind: "expression", n: 1 });
    expect(fresh.parseProblem("minimize x + y", "b.OPT").n).toBe(2);
  });

  test("reads other kinds as parseProblem does", async () => {
    expect(await readProblem("2 1\n1 2\n", "a.mc")).toMatchObject({ kind: "max-cut", n: 2 });
  });
});
