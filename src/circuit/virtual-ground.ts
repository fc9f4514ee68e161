import type { Topology } from "./hopfield-circuit.ts";
import { outputStage } from "./output-stage.ts";

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
  describe: [
    "Topology: op-amp virtual ground. Row line s_i ends in an inverting leaky integrator with output u_i:",
    "  C_f du_i/dt = -u_i / R_f - sum_j (G+_ij - G-_ij) v_j - I_noise_i,   v_i = -V_s tanh(g u_i / V_s)",
  ],
  sumNode: (row) => `s_${row}`,
  ports: (row) => [`s_${row}`, `u_${row}`, `p_${row}`, `m_${row}`, "gain", "self", "push", "act"],
  balanced: false,
  stateSign: -1,
  // With KLU's fixed pivots the op-amp's loop ends in "timestep too small" at some breakpoints.
  solver: "sparse",
  neuron: (spec, loadSiemens, scaleVolts) => {
    const { capacitanceFarads, opAmpGain, opAmpBandwidthHertz } = spec.profile.neuron;
    const siemens = 2 * Math.PI * opAmpBandwidthHertz.value * POLE_FARADS;
    return {
      name: "neuron",
      ports: ["s", "u", "p", "m", "gain", "self", "push", "act"],
      comments: [
        "Neuron. s: virtual ground; u: integrator output, the inverted state; p, m: output rails +v and -v;",
        "gain, self, push: controls; act: activity detector. ulag and vlag trail u and v.",
      ],
      elements: [
        { kind: "resistor", name: "R_f", nodes: ["s", "u"], ohms: 1 / loadSiemens },
        { kind: "capacitor", name: "C_f", nodes: ["u", "s"], farads: capacitanceFarads.value },
        {
          kind: "vccs",
          name: "G_amp",
          nodes: ["0", "b"],
          control: ["0", "s"],
          siemens,
        },
        { kind: "resistor", name: "R_pole", nodes: ["b", "0"], ohms: opAmpGain.value / siemens },
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
