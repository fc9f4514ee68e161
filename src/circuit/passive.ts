import type { Topology } from "./hopfield-circuit.ts";
import { controlPorts, outputStage, outputStageComments } from "./output-stage.ts";
import { hasFeedback } from "./schedule.ts";

/**
 * Passive summing node: the row line itself carries the state u_i on a capacitor,
 * C du/dt = sum_j G+ (v_j - u) + G- (-v_j - u) - G_balance u + I_noise.
 *
 * Source: Hopfield, PNAS 81, 3088 (1984), equation 5.
 */
export const passive: Topology = {
  name: "passive",
  describe: ({ loaded }, currents) => [
    "Topology passive: row line u_i is the summing node and carries the state on the neuron's capacitor C,",
    `  C du_i/dt = ${loaded} - u_i / R_balance_i${currents.map((c) => ` + ${c}`).join("")}`,
  ],
  nodes: ["  u_i         row line: summing node and state of neuron i"],
  sumNode: (row) => `u_${row}`,
  ports: (row, feedback) => [`u_${row}`, `p_${row}`, `m_${row}`, ...controlPorts(feedback)],
  balanced: true,
  stateSign: 1,
  // With KLU's fixed pivots the built-in ngspice follows some anneals wrongly without a word, and stops in others.
  solver: "sparse",
  supplied: ["b.b_out", "e.e_inv"],
  neuron: (spec, loadSiemens, scaleVolts) => ({
    name: "neuron",
    ports: ["u", "p", "m", ...controlPorts(hasFeedback(spec.schedule))],
    comments: [
      "Neuron. Ports: u summing node and state; p, m output rails; controls; act activity detector.",
      "  C_state           holds the state",
      ...outputStageComments(spec, "+", scaleVolts),
    ],
    elements: [
      { kind: "capacitor", name: "C_state", nodes: ["u", "0"], farads: spec.profile.neuron.capacitanceFarads.value },
      ...outputStage(spec, "u", "p", "m", loadSiemens, scaleVolts),
    ],
  }),
  initial: (row, volts) => [{ node: `u_${row}`, volts }],
};
