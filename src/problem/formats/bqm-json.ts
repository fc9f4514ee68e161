/**
 * dimod's binary quadratic model as JSON, schema 3.0.0 without bytes: what `bqm.to_serializable()` gives. Labels of
 * variables are not kept: variable k is the k-th label. `info.name` and `info.sense` carry name and sense.
 *
 * Source: dimod, BinaryQuadraticModel.to_serializable.
 */

import { MAX_TOTAL_WEIGHT, MAX_VERTICES } from "./edge-list.ts";
import { lineError } from "./lines.ts";
import type { QuadraticFile } from "./quadratic.ts";
import { sortEdges } from "./sort-edges.ts";

/** The line on which a field's name first stands, or 1. */
function lineOfField(text: string, field: string): number {
  const at = text.indexOf(`"${field}"`);
  return at < 0 ? 1 : text.slice(0, at).split("\n").length;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const show = (value: unknown): string => (value === undefined ? "nothing" : (JSON.stringify(value) ?? "nothing"));

/** @throws ProblemError naming file and line: text that is no JSON, another schema, bytes, lengths that disagree. */
export function parseBqmJson(text: string, file: string): QuadraticFile {
  let model: unknown;
  try {
    model = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    const at = /position (\d+)/.exec(String(error))?.[1];
    const line = at === undefined ? 1 : text.slice(0, Number(at)).split("\n").length;
    throw lineError(
      "the text is not JSON",
      "problem.json",
      file,
      line,
      text.split("\n")[line - 1] ?? "",
      "a JSON object",
    );
  }
  const fail = (field: string, received: unknown, expected: string) =>
    lineError(`${field} is not right`, "problem.bqm", file, lineOfField(text, field), show(received), expected);
  if (!isRecord(model)) throw fail("the model", model, "a JSON object");
  const numbers = (field: string, length?: number): number[] => {
    const value = model[field];
    const wanted = length === undefined ? "an array of finite numbers" : `an array of ${length} finite numbers`;
    if (!Array.isArray(value)) throw fail(field, value, wanted);
    if (length !== undefined && value.length !== length) throw fail(field, `${value.length} numbers`, wanted);
    for (const entry of value)
      if (typeof entry !== "number" || !Number.isFinite(entry)) throw fail(field, entry, wanted);
    return value;
  };

  const version = isRecord(model.version) ? model.version.bqm_schema : undefined;
  if (typeof version !== "string" || !/^3\.0\.0/.test(version)) throw fail("bqm_schema", version, '"3.0.0"');
  if (model.use_bytes === true) throw fail("use_bytes", true, "false: a model written with use_bytes=False");
  const vartype = model.variable_type;
  if (vartype !== "SPIN" && vartype !== "BINARY") throw fail("variable_type", vartype, '"SPIN" or "BINARY"');
  const linear = Float64Array.from(numbers("linear_biases"), (value) => value + 0);
  const n = linear.length;
  if (n < 1 || n > MAX_VERTICES) throw fail("linear_biases", `${n} numbers`, `1 to ${MAX_VERTICES}`);
  if (model.num_variables !== n) throw fail("num_variables", model.num_variables, `${n}, the length of linear_biases`);
  const biases = numbers("quadratic_biases");
  const m = biases.length;
  if (model.num_interactions !== m) {
    throw fail("num_interactions", model.num_interactions, `${m}, the length of quadratic_biases`);
  }
  const offset = model.offset;
  if (typeof offset !== "number" || !Number.isFinite(offset)) throw fail("offset", offset, "a finite number");
  const [heads, tails] = ["quadratic_head", "quadratic_tail"].map((field) => {
    const indices = numbers(field, m);
    for (const index of indices) {
      if (!Number.isInteger(index) || index < 0 || index >= n) throw fail(field, index, `integers in 0..${n - 1}`);
    }
    return indices;
  }) as [number[], number[]];
  const low = Uint32Array.from(heads, (head, e) => Math.min(head, tails[e]!));
  const high = Uint32Array.from(heads, (head, e) => Math.max(head, tails[e]!));
  const loop = low.findIndex((i, e) => i === high[e]);
  if (loop >= 0) throw fail("quadratic_tail", `${heads[loop]} ${tails[loop]}`, "two different variables a bias");
  let total = Math.abs(offset);
  for (const value of linear) total += Math.abs(value);
  for (const value of biases) total += Math.abs(value);
  if (total > MAX_TOTAL_WEIGHT) throw fail("quadratic_biases", total, `a sum of at most ${MAX_TOTAL_WEIGHT}`);
  const { order, repeated } = sortEdges(n, low, high);
  if (repeated !== undefined) {
    throw fail("quadratic_head", `${heads[repeated.again]} ${tails[repeated.again]}`, "each pair once");
  }
  const info = isRecord(model.info) ? model.info : {};
  if (info.sense !== undefined && info.sense !== "min" && info.sense !== "max") {
    throw fail("sense", info.sense, '"min" or "max"');
  }
  return {
    vartype: vartype === "SPIN" ? "spin" : "binary",
    n,
    from: Uint32Array.from(order, (e) => low[e]!),
    to: Uint32Array.from(order, (e) => high[e]!),
    weights: Float64Array.from(order, (e) => biases[e]! + 0),
    linear,
    offset: offset + 0,
    name: typeof info.name === "string" ? info.name.trim() : "",
    sense: info.sense === "max" ? "max" : "min",
  };
}

/** Writes a function of spins or bits, one field a line; reads back as the same, here and in dimod. */
export function formatBqmJson(quadratic: QuadraticFile): string {
  const { vartype, n, from, to, weights, linear, offset, name, sense } = quadratic;
  const fields = {
    type: "BinaryQuadraticModel",
    version: { bqm_schema: "3.0.0" },
    use_bytes: false,
    index_type: "uint32",
    bias_type: "float64",
    num_variables: n,
    num_interactions: weights.length,
    variable_labels: Array.from(linear, (_, i) => i),
    variable_type: vartype === "spin" ? "SPIN" : "BINARY",
    offset,
    info: { name, sense },
    linear_biases: Array.from(linear),
    quadratic_biases: Array.from(weights),
    quadratic_head: Array.from(from),
    quadratic_tail: Array.from(to),
  };
  const lines = Object.entries(fields).map(([field, value]) => `  ${JSON.stringify(field)}: ${JSON.stringify(value)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}
