import type { Topology } from "./hopfield-circuit.ts";
import { outputStage } from "./output-stage.ts";

/**
 * Passive summing node: the row line itself carries the state u_i on a capacitor,
 * C du/dt = sum_j G+ (v_j - u) + G- (-v_j - u) - G_balance u + I_noise.
 *
 * Source: Hopfield, PNAS 81, 3088 (1984), equation 5.
 */
export const passive: Topology = {
  name: "passive",
  describe: [
    "Topology: passive summing node. Row line u_i carries the state on a capacitor:",
    "  C du_i/dt = sum_j G+_ij (v_j - u_i) + G-_ij (-v_j - u_i) - u_i / R_balance_i + I_noise_i",
  ],
  sumNode: (row) => `u_${row}`,
  ports: (row) => [`u_${row}`, `p_${row}`, `m_${row}`, "gain", "self", "push", "act"],
  balanced: true,
  stateSign: 1,
  // KLU keeps its first pivots: currents at rest then miss balance by 3e-3 of their scale, or the run stops altogether.
  solver: "sparse",
  neuron: (spec, loadSiemens, scaleVolts) => ({
    name: "neuron",
    ports: ["u", "p", "m", "gain", "self", "push", "act"],
    comments: [
      "Neuron. u: summing node and state; p, m: output rails +v and -v; gain, self, push: controls; act: activity detector.",
      "ulag and vlag trail u and v: u - ulag measures the slope, v - vlag feeds the momentum.",
    ],
    elements: [
      { kind: "capacitor", name: "C_state", nodes: ["u", "0"], farads: spec.profile.neuron.capacitanceFarads.value },
      ...outputStage(spec, "u", "p", "m", loadSiemens, scaleVolts),
    ],
  }),
  initial: (row, volts) => [{ node: `u_${row}`, volts }],
};
