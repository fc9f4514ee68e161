import type { ConductionLaw } from "../crossbar/index.ts";
import type { CircuitElement, Subcircuit } from "./circuit.ts";

/** Subcircuit of devices that are not ohmic. */
export const DEVICE_SUBCIRCUIT = "device";

/**
 * A device of an array: a resistor, R_stem, or where devices are not ohmic an instance of the device's subcircuit, X_stem.
 * @param rounded rounds a computed value on its way into the circuit
 */
export function deviceElement(
  stem: string,
  nodes: readonly [string, string],
  siemens: number,
  conduction: ConductionLaw | null,
  rounded: (value: number) => number,
): CircuitElement {
  if (conduction === null) return { kind: "resistor", name: `R_${stem}`, nodes, ohms: rounded(1 / siemens) };
  return {
    kind: "instance",
    name: `X_${stem}`,
    nodes,
    subcircuit: DEVICE_SUBCIRCUIT,
    parameters: { g: rounded(siemens) },
  };
}

/** What a device leaves of the voltage v, as ngspice's expression: no exponent is positive, so that it stays finite. */
function pastSelector(v: string): string {
  const part = (sign: string) => `ln(1+exp(-abs(${v}${sign}vt)/vs))`;
  return `${v}+(abs(${v}-vt)-abs(${v}+vt))/2+vs*(${part("-")}-${part("+")})`;
}

/**
 * The device of a conduction law as a subcircuit with one current source: parameter g is its conductance, the others are the law's.
 * Beyond vmax the law goes on along its tangent, so that no iterate of a simulator overflows; no device gets there.
 */
export function deviceSubcircuit({ sinh, selector }: ConductionLaw): Subcircuit {
  const comments = ["Device. Ports: a, b; g is its conductance: i = g F(v), v the voltage across it, F odd and rising"];
  const parameters: Record<string, number> = { g: 1e-6 };
  if (selector !== null) {
    parameters.vt = selector.thresholdVolts;
    parameters.vs = selector.softnessVolts;
    comments.push(
      "  w = vs ln((1 + e^((v - vt)/vs)) / (1 + e^((-v - vt)/vs))): a selector keeps vt of v, its corner vs wide",
    );
  }
  const w = selector === null ? "v" : "w";
  if (sinh === null) {
    comments.push(`  F = ${w}`);
    const expression = `g*(${pastSelector("v(a,b)")})`;
    return device(comments, parameters, expression);
  }
  parameters.v0 = sinh.scaleVolts;
  parameters.vr = sinh.readVolts;
  parameters.vmax = sinh.highestVolts;
  comments.push(
    `  F = vr sinh(${w}/v0) / sinh(vr/v0): g is the current over the voltage at vr; the law is known to ${w} = vmax`,
    "  Beyond twice vmax, where no device gets, F goes on as a straight line: no iterate of a simulator overflows",
  );
  const limit = selector === null ? "2*vmax" : "(2*vmax+vt)";
  const inside = `min(max(v(a,b),-${limit}),${limit})`;
  const past = selector === null ? inside : pastSelector(inside);
  const beyond = `cosh(2*vmax/v0)/v0*(v(a,b)-${inside})`;
  return device(comments, parameters, `g*vr/sinh(vr/v0)*(sinh((${past})/v0)+${beyond})`);
}

function device(comments: string[], parameters: Record<string, number>, expression: string): Subcircuit {
  return {
    name: DEVICE_SUBCIRCUIT,
    ports: ["a", "b"],
    parameters,
    comments,
    elements: [{ kind: "behavioural", name: "B_i", nodes: ["a", "b"], quantity: "current", expression }],
  };
}

/** The conduction law that a subcircuit states; undefined when it is not a device of this kind. */
export function lawOfSubcircuit(subcircuit: Subcircuit): ConductionLaw | undefined {
  const { vt, vs, v0, vr, vmax } = subcircuit.parameters ?? {};
  const selector = vt === undefined || vs === undefined ? null : { thresholdVolts: vt, softnessVolts: vs };
  const sinh =
    v0 === undefined || vr === undefined || vmax === undefined
      ? null
      : { scaleVolts: v0, readVolts: vr, highestVolts: vmax };
  if (selector === null && sinh === null) return undefined;
  const law: ConductionLaw = { sinh, selector };
  const { ports, elements } = deviceSubcircuit(law);
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  return same(ports, subcircuit.ports) && same(elements, subcircuit.elements) ? law : undefined;
}
