/**
 * Algebra typed by hand, as polynomials: sums, products (the sign may be left out), division by numbers, whole powers and
 * brackets. mathjs reads it; nothing is evaluated by mathjs. Its parser takes half a second to load, so that it is loaded
 * by `loadAlgebra` before the first text is parsed, and not with this module.
 */

import type { ConstantNode, MathNode, OperatorNode, ParenthesisNode, SymbolNode } from "mathjs";
import { ArgumentError, LimitError } from "../../core/index.ts";
import { addPolynomial, keyOf, multiply, type Polynomial, type VariableType } from "../polynomial.ts";
import { lineError } from "./lines.ts";

/** A number, a name or a sign, and the line that it stands on. */
export interface Token {
  readonly text: string;
  readonly line: number;
}

/** A variable by its name. */
export interface KnownVariable {
  readonly index: number;
  readonly type: VariableType;
}

/** Largest number of different variables in a product, and the largest exponent. */
export const MAX_DEGREE = 10;

let parser: ((text: string) => MathNode) | undefined;

/** Loads the parser; again it costs nothing. */
export async function loadAlgebra(): Promise<void> {
  parser ??= (await import("mathjs/number")).parse;
}

/** Tokens as mathjs reads them: what would be a function call is a product. */
function writtenOut(tokens: readonly Token[]): string[] {
  return tokens.map(({ text }, i) => (/^[A-Za-z_]/.test(text) && tokens[i + 1]?.text === "(" ? `${text} *` : text));
}

/** The line of the token that holds character `at` of `pieces` joined by spaces. */
function lineAt(tokens: readonly Token[], pieces: readonly string[], at: number): number {
  let end = 0;
  for (const [i, { line }] of tokens.entries()) {
    end += pieces[i]!.length + 1;
    if (at < end) return line;
  }
  return tokens.at(-1)!.line;
}

/** What evaluating a node needs. */
interface Reader {
  readonly variables: ReadonlyMap<string, KnownVariable>;
  readonly typeOf: (variable: number) => VariableType;
  /** An error that quotes the node, or without one all that is read. */
  refuse(what: string, node: MathNode | undefined, expected: string): Error;
}

const isOperator = (node: MathNode, fn: string): node is OperatorNode =>
  node.type === "OperatorNode" && (node as OperatorNode).fn === fn;

/** Adds factor * node to `target`; sums of any length take no stack. */
function addNode(reader: Reader, target: Polynomial, node: MathNode, factor: number): void {
  let rest = node;
  let sign = factor;
  for (;;) {
    if (rest.type === "ParenthesisNode") {
      rest = (rest as ParenthesisNode).content;
    } else if (isOperator(rest, "unaryMinus") || isOperator(rest, "unaryPlus")) {
      if (rest.fn === "unaryMinus") sign = -sign;
      rest = rest.args[0]!;
    } else if (isOperator(rest, "add") || isOperator(rest, "subtract")) {
      addNode(reader, target, rest.args[1]!, rest.fn === "add" ? sign : -sign);
      rest = rest.args[0]!;
    } else {
      addPolynomial(target, productOf(reader, rest), sign);
      return;
    }
  }
}

function polynomialOf(reader: Reader, node: MathNode): Polynomial {
  const polynomial: Polynomial = new Map();
  addNode(reader, polynomial, node, 1);
  return polynomial;
}

/** The number that a polynomial without variables is. */
function constantOf(polynomial: Polynomial): number | undefined {
  if (polynomial.size > 1) return undefined;
  return polynomial.size === 0 ? 0 : polynomial.get("");
}

/** A product of any length takes no stack either. */
function productOf(reader: Reader, node: MathNode): Polynomial {
  const factors: { readonly node: MathNode; readonly divides: boolean }[] = [];
  let rest = node;
  while (isOperator(rest, "multiply") || isOperator(rest, "divide")) {
    factors.push({ node: rest.args[1]!, divides: rest.fn === "divide" });
    rest = rest.args[0]!;
  }
  let product = factors.length === 0 ? factorOf(reader, rest) : polynomialOf(reader, rest);
  for (const { node: factor, divides } of factors.reverse()) {
    const by = polynomialOf(reader, factor);
    if (!divides) {
      product = checked(reader, multiply(product, by, reader.typeOf), node);
      continue;
    }
    const divisor = constantOf(by);
    if (!divisor) throw reader.refuse("only numbers other than 0 divide", factor, "a number");
    product = new Map(Array.from(product, ([key, coefficient]) => [key, coefficient / divisor]));
  }
  return product;
}

/** @throws ProblemError for a degree above MAX_DEGREE or a coefficient that is not finite. */
function checked(reader: Reader, polynomial: Polynomial, node?: MathNode): Polynomial {
  for (const [key, coefficient] of polynomial) {
    if (!Number.isFinite(coefficient)) throw reader.refuse("a number is not finite", node, "finite numbers");
    if (key.split(",").length > MAX_DEGREE) {
      throw reader.refuse("the degree is too high", node, `at most ${MAX_DEGREE} variables in a product`);
    }
  }
  return polynomial;
}

function powerOf(reader: Reader, node: OperatorNode): Polynomial {
  const exponent = constantOf(polynomialOf(reader, node.args[1]!));
  if (exponent === undefined || !Number.isInteger(exponent) || exponent < 0 || exponent > MAX_DEGREE) {
    throw reader.refuse("a power cannot be taken", node.args[1]!, `an exponent in 0..${MAX_DEGREE}`);
  }
  const base = polynomialOf(reader, node.args[0]!);
  let power: Polynomial = new Map([["", 1]]);
  for (let e = 0; e < exponent; e++) power = checked(reader, multiply(power, base, reader.typeOf), node);
  return power;
}

function factorOf(reader: Reader, node: MathNode): Polynomial {
  if (isOperator(node, "pow")) return powerOf(reader, node);
  if (node.type === "SymbolNode") {
    const { index } = reader.variables.get((node as SymbolNode).name)!;
    return new Map([[keyOf([index]), 1]]);
  }
  if (node.type === "ConstantNode" && typeof (node as ConstantNode).value === "number") {
    return checked(reader, new Map([["", (node as ConstantNode<number>).value]]), node);
  }
  throw reader.refuse("the expression cannot be read", node, "numbers, names, + - * / ^ and brackets");
}

/**
 * Reads a polynomial.
 * @param tokens numbers, names that `variables` knows, + - * / ^ ( and )
 * @throws ProblemError naming file and line, LimitError for a product of too many terms, ArgumentError before
 * `loadAlgebra` is done.
 */
export function parseAlgebra(
  tokens: readonly Token[],
  file: string,
  variables: ReadonlyMap<string, KnownVariable>,
  typeOf: (variable: number) => VariableType,
): Polynomial {
  if (parser === undefined) {
    throw new ArgumentError("the parser of expressions is not loaded", {
      code: "problem.not-prepared",
      file,
      expected: "readProblem, or parseProblem after the kind's prepare",
    });
  }
  const pieces = writtenOut(tokens);
  const text = pieces.join(" ");
  const line = tokens[0]!.line;
  try {
    const reader: Reader = {
      variables,
      typeOf,
      refuse: (what, node, expected) =>
        lineError(what, "problem.expression", file, line, node?.toString() ?? text, expected),
    };
    return checked(reader, polynomialOf(reader, parser(text)));
  } catch (error) {
    if (error instanceof SyntaxError) {
      const at = ((error as SyntaxError & { char?: number }).char ?? 1) - 1;
      const received = text.slice(at) || `the end of ${text}`;
      const expected = "numbers, names, + - * / ^ and brackets that close";
      throw lineError(
        "the expression cannot be read",
        "problem.expression",
        file,
        lineAt(tokens, pieces, at),
        received,
        expected,
      );
    }
    if (error instanceof RangeError) {
      const expected = "fewer brackets and signs in each other";
      throw lineError("the expression is nested too deep", "problem.expression", file, line, text, expected);
    }
    if (error instanceof LimitError && error.details.line === undefined) {
      throw new LimitError("a product has too many terms", { ...error.details, file, line, cause: error });
    }
    throw error;
  }
}
