import type { CircuitElement } from "./circuit.ts";
import type { HopfieldCircuitSpec } from "./hopfield-circuit.ts";
import { hasFeedback } from "./schedule.ts";

/** Resistance of the momentum's RC: large beside the devices, so that it hardly loads the output. */
const LAG_OHMS = 1e6;

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
      expression: `${volts}*tanh(v(gain)*v(u)/${volts})`,
    },
    { kind: "vcvs", name: "E_inv", nodes: [inverted, "0"], control: [following, "0"], gain: -1 },
    { kind: "vccs", name: "G_ulag", nodes: ["0", "ulag"], control: ["u", "ulag"], siemens: loadSiemens },
    { kind: "capacitor", name: "C_ulag", nodes: ["ulag", "0"], farads: capacitanceFarads.value },
    {
      kind: "behavioural",
      name: "B_act",
      nodes: ["0", "act"],
      quantity: "current",
      expression: `((v(u)-v(ulag))/${scaleVolts})^2`,
    },
  ];
  const { schedule } = spec;
  if (!hasFeedback(schedule)) return elements;
  const siemens = spec.crossbar.unitSiemens * spec.fieldScale;
  const lagSeconds = (schedule.lagTaus * capacitanceFarads.value) / loadSiemens;
  return [
    ...elements,
    { kind: "resistor", name: "R_vlag", nodes: ["p", "vlag"], ohms: LAG_OHMS },
    { kind: "capacitor", name: "C_vlag", nodes: ["vlag", "0"], farads: lagSeconds / LAG_OHMS },
    {
      kind: "behavioural",
      name: "B_self",
      nodes: ["0", sum],
      quantity: "current",
      expression: `${siemens}*(v(self)*v(p)+v(push)*(v(p)-v(vlag)))`,
    },
  ];
}
