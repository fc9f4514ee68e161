import type { CircuitElement } from "./circuit.ts";
import type { HopfieldCircuitSpec } from "./hopfield-circuit.ts";

/**
 * The part that every continuous neuron shares: a saturating output stage with both rails, and its share of the
 * activity detector. A follower w lags the state u by one time constant; the square of u - w, in units of the typical
 * summing voltage, flows as a current into node `act`.
 *
 * @param following rail that follows the state node u.
 * @param inverted the other rail.
 * @param loadSiemens total conductance of a row: with the state capacitance it sets the time constant.
 * @param scaleVolts typical summing voltage, kappa * rms * supplyVolts.
 */
export function outputStage(
  spec: HopfieldCircuitSpec,
  following: string,
  inverted: string,
  loadSiemens: number,
  scaleVolts: number,
): CircuitElement[] {
  const { supplyVolts, capacitanceFarads } = spec.profile.neuron;
  const volts = supplyVolts.value;
  return [
    {
      kind: "behavioural",
      name: "B_out",
      nodes: [following, "0"],
      quantity: "voltage",
      expression: `${volts}*tanh(v(gain)*v(u)/${volts})`,
    },
    { kind: "vcvs", name: "E_inv", nodes: [inverted, "0"], control: [following, "0"], gain: -1 },
    { kind: "vccs", name: "G_lag", nodes: ["0", "w"], control: ["u", "w"], siemens: loadSiemens },
    { kind: "capacitor", name: "C_lag", nodes: ["w", "0"], farads: capacitanceFarads.value },
    {
      kind: "behavioural",
      name: "B_act",
      nodes: ["0", "act"],
      quantity: "current",
      expression: `((v(u)-v(w))/${scaleVolts})^2`,
    },
  ];
}
