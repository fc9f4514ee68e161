import { formatSi } from "../core/index.ts";
import type { CircuitElement } from "./circuit.ts";
import type { HopfieldCircuitSpec } from "./hopfield-circuit.ts";
import { hasFeedback } from "./schedule.ts";
import { circuitValue, formatSpiceNumber } from "./spice-number.ts";

/** Resistance of the momentum's RC: large beside the devices, so that it hardly loads the output. */
const LAG_OHMS = 1e6;

/** Ports that every neuron has beside its own: controls, and the activity detector. */
export function controlPorts(feedback: boolean): readonly string[] {
  return feedback ? ["gain", "self", "push", "act"] : ["gain", "act"];
}

/** Explains the elements of `outputStage`; `sign` is that of the state at node u. */
export function outputStageComments(spec: HopfieldCircuitSpec, sign: "+" | "-", scaleVolts: number): string[] {
  const { schedule } = spec;
  const volts = formatSi(scaleVolts, "V");
  const law =
    sign === "+"
      ? "p = V_s tanh(g u / V_s); E_inv gives m = -p"
      : "m = V_s tanh(g u / V_s), for u is inverted; E_inv gives p = -m";
  return [
    `  B_out, E_inv      output stage ${law}`,
    "  G_ulag, C_ulag    follower: v(ulag) trails v(u) by one time constant, so that u - ulag measures the slope",
    `  B_act             its square, in units of the typical summing voltage ${volts}, as a current into act`,
    ...(hasFeedback(schedule)
      ? [
          `  R_vlag, C_vlag    v(vlag) trails the output by ${schedule.lagTaus} time constants`,
          "  B_self            feedback current: self-coupling v(self) v + momentum v(push) (v - vlag)",
        ]
      : []),
  ];
}

/**
 * The part that every continuous neuron shares.
 *
 * - A saturating output stage with both rails.
 * - The activity detector's share: a follower `ulag` trails the state by one time constant; the square of u - ulag, in
 *   units of the typical summing voltage, flows as a current into node `act`.
 * - When the schedule asks for it, feedback into the summing node: self-coupling v(self) times the output, and momentum
 *   v(push) times what the output has moved within the last `lagTaus`.
 *
 * @param sum summing node; @param following rail that follows the state node u; @param inverted the other rail.
 * @param loadSiemens total conductance of a row: with the state capacitance it sets the time constant.
 * @param scaleVolts typical summing voltage, kappa * Lambda * supplyVolts.
 */
export function outputStage(
  spec: HopfieldCircuitSpec,
  sum: string,
  following: string,
  inverted: string,
  loadSiemens: number,
  scaleVolts: number,
): CircuitElement[] {
  const { supplyVolts, capacitanceFarads } = spec.profile.neuron;
  const volts = supplyVolts.value;
  const elements: CircuitElement[] = [
    {
      kind: "behavioural",
      name: "B_out",
      nodes: [following, "0"],
      quantity: "voltage",
      expression: `${formatSpiceNumber(volts)}*tanh(v(gain)*v(u)/${formatSpiceNumber(volts)})`,
    },
    { kind: "vcvs", name: "E_inv", nodes: [inverted, "0"], control: [following, "0"], gain: -1 },
    { kind: "vccs", name: "G_ulag", nodes: ["0", "ulag"], control: ["u", "ulag"], siemens: circuitValue(loadSiemens) },
    { kind: "capacitor", name: "C_ulag", nodes: ["ulag", "0"], farads: capacitanceFarads.value },
    {
      kind: "behavioural",
      name: "B_act",
      nodes: ["0", "act"],
      quantity: "current",
      expression: `((v(u)-v(ulag))/${formatSpiceNumber(circuitValue(scaleVolts))})^2`,
    },
  ];
  const { schedule } = spec;
  if (!hasFeedback(schedule)) return elements;
  const siemens = formatSpiceNumber(circuitValue(spec.crossbar.unitSiemens * spec.fieldScale));
  const lagSeconds = (schedule.lagTaus * capacitanceFarads.value) / loadSiemens;
  return [
    ...elements,
    { kind: "resistor", name: "R_vlag", nodes: ["p", "vlag"], ohms: LAG_OHMS },
    { kind: "capacitor", name: "C_vlag", nodes: ["vlag", "0"], farads: circuitValue(lagSeconds / LAG_OHMS) },
    {
      kind: "behavioural",
      name: "B_self",
      nodes: ["0", sum],
      quantity: "current",
      expression: `${siemens}*(v(self)*v(p)+v(push)*(v(p)-v(vlag)))`,
    },
  ];
}
