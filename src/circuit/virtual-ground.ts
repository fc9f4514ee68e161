import { formatSi } from "../core/index.ts";
import type { Topology } from "./hopfield-circuit.ts";
import { controlPorts, outputStage, outputStageComments } from "./output-stage.ts";
import { hasFeedback } from "./schedule.ts";
import { circuitValue, formatSpiceNumber } from "./spice-number.ts";

/**
 * Capacitance of the op-amp model's pole. Only its products matter to the circuit, but its size keeps the model's
 * conductances near those of the array, without which ngspice's Newton iteration stops on rounding.
 */
const POLE_FARADS = 1e-14;

/**
 * Op-amp virtual ground: the row ends in the inverting input of a leaky integrator, so that no device sees the state:
 * C_f du/dt = -u/R_f - sum_j (G+ v_j - G- v_j) - I_noise. The feedback resistor equals 1/loadSiemens, which gives the
 * passive network's equation with u inverted. The op-amp has a finite gain and one pole.
 */
export const virtualGround: Topology = {
  name: "virtual-ground",
  describe: ({ grounded }, currents) => [
    "Topology virtual-ground: row line s_i ends in an op-amp integrator with output u_i, the inverted state,",
    `  C_f du_i/dt = -u_i / R_f - ${grounded}${currents.map((c) => ` - ${c}`).join("")}`,
  ],
  nodes: [
    "  s_i         row line: virtual ground of neuron i",
    "  u_i         output of the integrator: minus the state of neuron i",
  ],
  sumNode: (row) => `s_${row}`,
  ports: (row, feedback) => [`s_${row}`, `u_${row}`, `p_${row}`, `m_${row}`, ...controlPorts(feedback)],
  balanced: false,
  stateSign: -1,
  // With KLU's fixed pivots the op-amp's loop ends in "timestep too small" at some breakpoints.
  solver: "sparse",
  supplied: ["b.b_out", "e.e_inv", "e.e_buf"],
  neuron: (spec, loadSiemens, scaleVolts) => {
    const { capacitanceFarads, opAmpGain, opAmpBandwidthHertz } = spec.profile.neuron;
    const siemens = circuitValue(2 * Math.PI * opAmpBandwidthHertz.value * POLE_FARADS);
    return {
      name: "neuron",
      ports: ["s", "u", "p", "m", ...controlPorts(hasFeedback(spec.schedule))],
      comments: [
        "Neuron. Ports: s virtual ground; u integrator output; p, m output rails; controls; act activity detector.",
        "  R_f, C_f          leaky integrator around the op-amp; 1/R_f is the largest total of a row, plus the leak",
        `  G_amp to E_buf    op-amp: gain ${formatSpiceNumber(opAmpGain.value)}, gain-bandwidth product ${formatSi(opAmpBandwidthHertz.value, "Hz")}, one pole at node b`,
        ...outputStageComments(spec, "-", scaleVolts),
      ],
      elements: [
        { kind: "resistor", name: "R_f", nodes: ["s", "u"], ohms: circuitValue(1 / loadSiemens) },
        { kind: "capacitor", name: "C_f", nodes: ["u", "s"], farads: capacitanceFarads.value },
        { kind: "vccs", name: "G_amp", nodes: ["0", "b"], control: ["0", "s"], siemens },
        { kind: "resistor", name: "R_pole", nodes: ["b", "0"], ohms: circuitValue(opAmpGain.value / siemens) },
        { kind: "capacitor", name: "C_pole", nodes: ["b", "0"], farads: POLE_FARADS },
        { kind: "vcvs", name: "E_buf", nodes: ["u", "0"], control: ["b", "0"], gain: 1 },
        ...outputStage(spec, "s", "m", "p", loadSiemens, scaleVolts),
      ],
    };
  },
  initial: (row, volts) => [
    { node: `u_${row}`, volts: -volts },
    { node: `x_neuron_${row}.b`, volts: -volts },
  ],
};
