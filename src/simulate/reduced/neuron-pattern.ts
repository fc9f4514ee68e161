import type { CircuitElement, Subcircuit } from "../../circuit/index.ts";
import { parseSpiceNumber } from "../../circuit/index.ts";
import { outOfScope } from "./scope.ts";

/**
 * Element of a neuron as the topologies build it: nodes by their names inside the subcircuit, the value under the name
 * that the match returns it by. `law` is a behavioural expression with {names} in place of numbers.
 */
type Pattern =
  | {
      readonly kind: "resistor" | "capacitor";
      readonly nodes: readonly [string, string];
      readonly value: string;
    }
  | {
      readonly kind: "vcvs" | "vccs";
      readonly nodes: readonly [string, string];
      readonly control: readonly [string, string];
      readonly value: string;
      /** The gain it must have. */
      readonly exactly?: number;
    }
  | {
      readonly kind: "behavioural";
      readonly nodes: readonly [string, string];
      readonly quantity: "voltage" | "current";
      readonly law: string;
      /** Name of the element, not of a value. */
      readonly value: string;
    };

function outputPatterns(following: string, inverted: string): Pattern[] {
  return [
    {
      kind: "behavioural",
      nodes: [following, "0"],
      quantity: "voltage",
      law: "{supply}*tanh(v(gain)*v(u)/{supply})",
      value: "output",
    },
    { kind: "vcvs", nodes: [inverted, "0"], control: [following, "0"], value: "inverter", exactly: -1 },
    { kind: "vccs", nodes: ["0", "ulag"], control: ["u", "ulag"], value: "lagSiemens" },
    { kind: "capacitor", nodes: ["ulag", "0"], value: "lagFarads" },
    {
      kind: "behavioural",
      nodes: ["0", "act"],
      quantity: "current",
      law: "((v(u)-v(ulag))/{scale})^2",
      value: "activity",
    },
  ];
}

function feedbackPatterns(sum: string): Pattern[] {
  return [
    { kind: "resistor", nodes: ["p", "vlag"], value: "trailOhms" },
    { kind: "capacitor", nodes: ["vlag", "0"], value: "trailFarads" },
    {
      kind: "behavioural",
      nodes: ["0", sum],
      quantity: "current",
      law: "{feedback}*(v(self)*v(p)+v(push)*(v(p)-v(vlag)))",
      value: "self",
    },
  ];
}

const PASSIVE: readonly Pattern[] = [
  { kind: "capacitor", nodes: ["u", "0"], value: "farads" },
  ...outputPatterns("p", "m"),
];

const VIRTUAL_GROUND: readonly Pattern[] = [
  { kind: "resistor", nodes: ["s", "u"], value: "feedbackOhms" },
  { kind: "capacitor", nodes: ["u", "s"], value: "farads" },
  { kind: "vccs", nodes: ["0", "b"], control: ["0", "s"], value: "poleSiemens" },
  { kind: "resistor", nodes: ["b", "0"], value: "poleOhms" },
  { kind: "capacitor", nodes: ["b", "0"], value: "poleFarads" },
  { kind: "vcvs", nodes: ["u", "0"], control: ["b", "0"], value: "buffer", exactly: 1 },
  ...outputPatterns("m", "p"),
];

/** Which neuron a subcircuit is, its values in SI units and the names of its elements, by the pattern's words. */
export interface NeuronMatch {
  readonly topology: "passive" | "virtual-ground";
  readonly feedback: boolean;
  readonly ports: readonly string[];
  readonly values: ReadonlyMap<string, number>;
  readonly names: ReadonlyMap<string, string>;
}

const same = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((x, k) => x === b[k]);

/** Numbers of an expression that follows `law`, by the law's names; undefined when it does not, or contradicts itself. */
export function matchLaw(law: string, expression: string): Map<string, number> | undefined {
  const names: string[] = [];
  const pattern = law
    .split(/(\{\w+\})/)
    .map((part) => {
      if (!part.startsWith("{")) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      names.push(part.slice(1, -1));
      return "([\\d.]+(?:e[+-]?\\d+)?[a-z]*)";
    })
    .join("");
  const match = new RegExp(`^${pattern}$`).exec(expression.toLowerCase().replace(/\s+/g, ""));
  if (match === null) return undefined;
  const values = new Map<string, number>();
  for (const [k, name] of names.entries()) {
    const value = parseSpiceNumber(match[k + 1]!);
    if (value === undefined || (values.get(name) ?? value) !== value) return undefined;
    values.set(name, value);
  }
  return values;
}

/** Values of an element that fits the pattern. */
function fits(pattern: Pattern, element: CircuitElement): Map<string, number> | undefined {
  if (pattern.kind !== element.kind) return undefined;
  const lower = (nodes: readonly string[]) => nodes.map((node) => node.toLowerCase());
  const nodes = lower(element.nodes);
  // A resistor and a capacitor have no direction.
  const turned = pattern.kind === "resistor" || pattern.kind === "capacitor";
  if (!same(pattern.nodes, nodes) && !(turned && same(pattern.nodes, [...nodes].reverse()))) return undefined;
  switch (element.kind) {
    case "resistor":
      return new Map([[pattern.value, element.ohms]]);
    case "capacitor":
      return new Map([[pattern.value, element.farads]]);
    case "vcvs":
    case "vccs": {
      if (pattern.kind !== element.kind || !same(pattern.control, lower(element.control))) return undefined;
      const value = element.kind === "vcvs" ? element.gain : element.siemens;
      if (pattern.exactly !== undefined && pattern.exactly !== value) return undefined;
      return new Map([[pattern.value, value]]);
    }
    case "behavioural":
      if (pattern.kind !== element.kind || pattern.quantity !== element.quantity) return undefined;
      return matchLaw(pattern.law, element.expression);
    default:
      return undefined;
  }
}

/**
 * Recognises a neuron: each element of the subcircuit must be one of the topology's, and none may be missing. Element
 * names are free, node names are the topologies' own.
 *
 * @throws NetlistError naming the element that does not belong, or the one that is missing.
 */
export function matchNeuron(subcircuit: Subcircuit): NeuronMatch {
  const ports = subcircuit.ports.map((port) => port.toLowerCase());
  const topology = ports.includes("s") ? "virtual-ground" : "passive";
  const feedback = ports.includes("self");
  const wanted = [
    ...(topology === "passive" ? PASSIVE : VIRTUAL_GROUND),
    ...(feedback ? feedbackPatterns(topology === "passive" ? "u" : "s") : []),
  ];
  const known = ["p", "m", "u", "gain", "act", ...(topology === "passive" ? [] : ["s"])];
  if (feedback) known.push("self", "push");
  if (!same([...ports].sort(), known.sort())) {
    throw outOfScope(
      `subcircuit ${subcircuit.name}`,
      "its ports are not those of a neuron",
      ports.join(" "),
      known.join(" "),
    );
  }
  const values = new Map<string, number>();
  const names = new Map<string, string>();
  const open = new Set(wanted);
  for (const element of subcircuit.elements) {
    const found = [...open].find((pattern) => fits(pattern, element) !== undefined);
    if (found === undefined) {
      throw outOfScope(
        `${subcircuit.name}: ${element.name}`,
        `the ${topology} neuron has no such element, or has one already`,
        `${element.kind} at ${element.nodes.join(" ")}`,
        [...open].map((p) => `${p.kind} at ${p.nodes.join(" ")}`).join(", ") || "no further element",
      );
    }
    open.delete(found);
    for (const [name, value] of fits(found, element)!) {
      if (!Number.isFinite(value) || (value <= 0 && name !== "inverter")) {
        throw outOfScope(`${subcircuit.name}: ${element.name}`, "its value is out of range", String(value), "above 0");
      }
      values.set(name, value);
    }
    names.set(found.value, element.name.toLowerCase());
  }
  const [missing] = open;
  if (missing !== undefined) {
    const what = `${missing.kind} at ${missing.nodes.join(" ")}`;
    throw outOfScope(`subcircuit ${subcircuit.name}`, `the ${topology} neuron lacks an element`, "nothing", what);
  }
  return { topology, feedback, ports, values, names };
}
