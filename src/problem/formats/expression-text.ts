/**
 * Expressions (`.expr`, `.opt`): "minimize" or "maximize" and what, "subject to" and constraints with =, <= or >=, a line
 * or a comma each, "binary" and "spin" with names; comments begin with "#". A constraint goes on to the next line where
 * its line ends in a sign, in an open bracket or before any relation. Variables are binary unless declared as spins, and
 * counted as they come.
 *
 *     minimize 3 x1 + 2 x1 x2 - x3
 *     subject to x1 + x2 + x3 = 1, x1 <= x2
 *     spin x3
 */

import { addPolynomial, type Polynomial, type Term, termsOf, type VariableType } from "../polynomial.ts";
import { type KnownVariable, parseAlgebra, type Token } from "./algebra.ts";
import { lineError, numberedLines } from "./lines.ts";

/** A variable of an expression. */
export interface Variable {
  readonly name: string;
  readonly type: VariableType;
}

export type Relation = "=" | "<=" | ">=";

/** Terms without a constant, compared with a bound. */
export interface Comparison {
  readonly terms: readonly Term[];
  readonly relation: Relation;
  readonly bound: number;
}

/** What a file says. */
export interface ExpressionText {
  readonly sense: "min" | "max";
  readonly variables: readonly Variable[];
  readonly objective: readonly Term[];
  /** Each with the line that it begins on. */
  readonly constraints: readonly (Comparison & { readonly line: number })[];
}

/** What a variable may be called, when it is none of the RESERVED words. */
const NAME = /^[A-Za-z_]\w*$/;

const SENSES = new Map<string, "min" | "max">([
  ["minimize", "min"],
  ["minimise", "min"],
  ["min", "min"],
  ["maximize", "max"],
  ["maximise", "max"],
  ["max", "max"],
]);

/** Words of the format, those to which mathjs gives a meaning, and functions, which nobody means as a variable. */
const RESERVED = new Set([
  ...SENSES.keys(),
  ..."subject such that to s.t. binary spin mod in and or not xor true false null undefined nan infinity end".split(
    " ",
  ),
  ..."sin cos tan asin acos atan sinh cosh tanh exp log ln sqrt abs floor ceil round sign sum pow".split(" "),
]);

/** Whether a variable may have this name. */
export const isVariableName = (name: string): boolean => NAME.test(name) && !RESERVED.has(name.toLowerCase());

const TOKEN =
  /[ \t\r]*(?:(s\.t\.)|((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|(<=|>=|==|[=<>+\-*/^(),])|([\s\S]))/uy;

const NEWLINE = "\n";

/** All tokens of a text, with a NEWLINE after each line. @throws ProblemError for a sign that means nothing here. */
function tokenise(text: string, file: string): Token[] {
  const tokens: Token[] = [];
  for (const { line, text: content } of numberedLines(text)) {
    const code = content.split("#", 1)[0]!.trimEnd();
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < code.length) {
      const [, such, number, name, sign, other] = TOKEN.exec(code)!;
      if (other !== undefined) {
        const expected = "numbers, names, + - * / ^ ( ) , = <= and >=";
        throw lineError("a sign cannot be read", "problem.expression", file, line, other, expected);
      }
      const token = such ?? number ?? name ?? (sign === "==" ? "=" : sign!);
      if (token === "<" || token === ">") {
        throw lineError("a relation must allow equality", "problem.relation", file, line, token, "=, <= or >=");
      }
      tokens.push({ text: token, line });
    }
    tokens.push({ text: NEWLINE, line });
  }
  return tokens;
}

const isRelation = (text: string): text is Relation => text === "=" || text === "<=" || text === ">=";

/** Signs after which a line cannot end. */
const GOES_ON = /^([-+*/^(]|[<>]?=)$/;

/** The statements of a file. */
interface Statements {
  readonly sense: "min" | "max";
  readonly objective: readonly Token[];
  readonly constraints: readonly (readonly Token[])[];
  readonly types: ReadonlyMap<string, VariableType>;
}

class StatementReader {
  private at = 0;
  private readonly tokens: readonly Token[];
  private readonly file: string;

  constructor(tokens: readonly Token[], file: string) {
    this.tokens = tokens;
    this.file = file;
  }

  private error(what: string, token: Token | undefined, expected: string, code = "problem.statement"): Error {
    const line = (token ?? this.tokens.at(-1))?.line ?? 1;
    const received = token === undefined || token.text === NEWLINE ? "the end" : token.text;
    return lineError(what, code, this.file, line, received, expected);
  }

  /** The keyword at the next token, if it is one, and how many tokens it takes. */
  private keyword(): { word: string; length: number } | undefined {
    const word = this.tokens[this.at]?.text.toLowerCase() ?? "";
    if (SENSES.has(word) || word === "binary" || word === "spin") return { word, length: 1 };
    if (word === "s.t.") return { word: "subject", length: 1 };
    const second = this.tokens[this.at + 1]?.text.toLowerCase();
    if ((word === "subject" && second === "to") || (word === "such" && second === "that")) {
      return { word: "subject", length: 2 };
    }
    return undefined;
  }

  read(): Statements {
    let sense: "min" | "max" | undefined;
    let objective: Token[] = [];
    const constraints: Token[][] = [];
    const types = new Map<string, VariableType>();
    while (this.at < this.tokens.length) {
      const token = this.tokens[this.at]!;
      if (token.text === NEWLINE) {
        this.at++;
        continue;
      }
      const keyword = this.keyword();
      if (keyword === undefined) {
        throw this.error("the statement is not known", token, "minimize, maximize, subject to, binary or spin");
      }
      this.at += keyword.length;
      const { word } = keyword;
      if (word === "subject") this.readConstraints(constraints);
      else if (word === "binary" || word === "spin") this.readNames(word, types);
      else {
        if (sense !== undefined) throw this.error("there is a second objective", token, "one");
        sense = SENSES.get(word)!;
        objective = this.readObjective(token);
      }
    }
    if (sense === undefined)
      throw this.error("there is no objective", undefined, 'minimize or maximize, if only "minimize 0"');
    return { sense, objective, constraints, types };
  }

  private readObjective(head: Token): Token[] {
    const objective: Token[] = [];
    for (; this.at < this.tokens.length && this.keyword() === undefined; this.at++) {
      const token = this.tokens[this.at]!;
      if (token.text === "," || isRelation(token.text)) {
        throw this.error("an objective has no relations", token, '"subject to" before constraints');
      }
      if (token.text !== NEWLINE) objective.push(token);
    }
    if (objective.length === 0) throw this.error("the objective is missing", head, 'an expression, if only "0"');
    return objective;
  }

  private readConstraints(constraints: Token[][]): void {
    let current: Token[] = [];
    let depth = 0;
    const close = (): void => {
      if (current.length > 0) constraints.push(current);
      current = [];
      depth = 0;
    };
    for (; this.at < this.tokens.length && this.keyword() === undefined; this.at++) {
      const token = this.tokens[this.at]!;
      if (token.text === "(") depth++;
      if (token.text === ")") depth--;
      if (token.text === ",") close();
      else if (token.text !== NEWLINE) current.push(token);
      else if (depth <= 0 && current.some(({ text }) => isRelation(text)) && !GOES_ON.test(current.at(-1)!.text))
        close();
    }
    close();
  }

  private readNames(type: VariableType, types: Map<string, VariableType>): void {
    const first = this.at;
    for (; this.at < this.tokens.length && this.keyword() === undefined; this.at++) {
      const token = this.tokens[this.at]!;
      if (token.text === ",") continue;
      if (token.text === NEWLINE) {
        if (this.tokens[this.at - 1]!.text === ",") continue;
        break;
      }
      if (!isVariableName(token.text)) throw this.error("a name cannot be read", token, "names", "problem.name");
      if ((types.get(token.text) ?? type) !== type) {
        throw this.error("a variable is declared twice", token, "either binary or spin", "problem.variable-type");
      }
      types.set(token.text, type);
    }
    if (this.at === first) throw this.error("the names are missing", this.tokens[first], "names of variables");
  }
}

/** Names in the order in which they come, with their types. @throws ProblemError for a reserved one. */
function collectVariables(
  tokens: readonly Token[],
  { objective, constraints, types }: Statements,
  file: string,
): Map<string, KnownVariable> {
  const used = new Set<Token>([objective, ...constraints].flat());
  const variables = new Map<string, KnownVariable>();
  for (const token of tokens) {
    const isDeclared = types.has(token.text);
    if (!isDeclared && (!used.has(token) || !/^[A-Za-z_]/.test(token.text))) continue;
    if (!isVariableName(token.text)) {
      const expected = "a name that is no word of the format or of mathematics";
      throw lineError("a name is reserved", "problem.name", file, token.line, token.text, expected);
    }
    if (variables.has(token.text)) continue;
    variables.set(token.text, { index: variables.size, type: types.get(token.text) ?? "binary" });
  }
  return variables;
}

/** @throws ProblemError naming file and line, LimitError for too many terms; ArgumentError before `loadAlgebra`. */
export function parseExpressionText(text: string, file: string): ExpressionText {
  const tokens = tokenise(text, file);
  const statements = new StatementReader(tokens, file).read();
  const known = collectVariables(tokens, statements, file);
  const variables = Array.from(known, ([name, { type }]) => ({ name, type }));
  const typeOf = (variable: number): VariableType => variables[variable]!.type;
  const read = (part: readonly Token[]): Polynomial => parseAlgebra(part, file, known, typeOf);
  const constraints = statements.constraints.flatMap((constraint) => {
    const sides: Token[][] = [[]];
    const relations: Relation[] = [];
    for (const token of constraint) {
      if (isRelation(token.text)) {
        relations.push(token.text);
        sides.push([]);
      } else sides.at(-1)!.push(token);
    }
    const { line } = constraint[0]!;
    if (relations.length === 0 || sides.some((side) => side.length === 0)) {
      const received = constraint.map((token) => token.text).join(" ");
      throw lineError(
        "the constraint cannot be read",
        "problem.relation",
        file,
        line,
        received,
        "two sides of =, <= or >=",
      );
    }
    const polynomials = sides.map(read);
    return relations.map((relation, i) => {
      const difference: Polynomial = new Map();
      addPolynomial(difference, polynomials[i]!);
      addPolynomial(difference, polynomials[i + 1]!, -1);
      const bound = 0 - (difference.get("") ?? 0);
      difference.delete("");
      return { terms: termsOf(difference), relation, bound, line };
    });
  });
  return { sense: statements.sense, variables, objective: termsOf(read(statements.objective)), constraints };
}

/** Terms as text: "3 x1 - x1 x2 + 1", "0" for none. */
export function formatTerms(terms: readonly Term[], variables: readonly Variable[]): string {
  if (terms.length === 0) return "0";
  return terms
    .map(({ coefficient, variables: own }, i) => {
      const size = Math.abs(coefficient);
      const factors = own.map((variable) => variables[variable]!.name);
      if (size !== 1 || own.length === 0) factors.unshift(String(size));
      const sign = coefficient < 0 ? "- " : i === 0 ? "" : "+ ";
      return `${sign}${factors.join(" ")}`;
    })
    .join(" ");
}

/** A constraint as text. */
export function formatComparison({ terms, relation, bound }: Comparison, variables: readonly Variable[]): string {
  return `${formatTerms(terms, variables)} ${relation} ${bound}`;
}

/** Writes an expression with comments above it, all variables declared in their order; reads back as the same. */
export function formatExpressionText(
  {
    sense,
    variables,
    objective,
    constraints,
  }: Omit<ExpressionText, "constraints"> & { readonly constraints: readonly Comparison[] },
  comments: readonly string[],
): string {
  const lines = comments.map((comment) => `# ${comment}`);
  variables.forEach(({ name, type }, i) => {
    if (variables[i - 1]?.type === type) lines.push(`${lines.pop()} ${name}`);
    else lines.push(`${type} ${name}`);
  });
  lines.push(`${sense === "min" ? "minimize" : "maximize"} ${formatTerms(objective, variables)}`);
  if (constraints.length > 0) lines.push("subject to");
  for (const constraint of constraints) lines.push(`  ${formatComparison(constraint, variables)}`);
  return `${lines.join("\n")}\n`;
}
