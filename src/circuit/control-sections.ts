import { createRandom } from "../core/index.ts";
import type { CircuitElement, CircuitSection } from "./circuit.ts";
import type { HopfieldCircuitSpec, Topology } from "./hopfield-circuit.ts";
import { curveAt, hasFeedback, isZero, type ScheduleCurve } from "./schedule.ts";
import { circuitValue } from "./spice-number.ts";
import { biasSigns } from "./word-line-rails.ts";

/** Digits of a noise current: far finer than the difference between two runs. */
const NOISE_DIGITS = 5;

function dcSource(node: string, volts: number): CircuitElement {
  return { kind: "voltage-source", name: `V_${node}`, nodes: [node, "0"], waveform: { kind: "dc", value: volts } };
}

/** A control voltage that follows a schedule curve times `scale`. */
function controlSource(node: string, curve: ScheduleCurve, tauSeconds: number, scale: number): CircuitElement {
  if (curve.taus.length === 1) return dcSource(node, circuitValue(curve.values[0]! * scale));
  return {
    kind: "voltage-source",
    name: `V_${node}`,
    nodes: [node, "0"],
    waveform: {
      kind: "pwl",
      times: curve.taus.map((t) => circuitValue(t * tauSeconds)),
      values: curve.values.map((v) => circuitValue(v * scale)),
    },
  };
}

/**
 * Gain, and where the network has them self-coupling, momentum and the rails of the bias column.
 *
 * @param scaleVolts typical summing voltage.
 */
export function controlSections(spec: HopfieldCircuitSpec, tauSeconds: number, scaleVolts: number): CircuitSection[] {
  const { crossbar, profile, schedule } = spec;
  const supplyVolts = profile.neuron.supplyVolts.value;
  const gain = controlSource("gain", schedule.gain, tauSeconds, supplyVolts / scaleVolts);
  const sections: CircuitSection[] = [
    { comment: "Control: 1 V at node gain is a neuron gain g of 1", elements: [gain] },
  ];
  if (hasFeedback(schedule)) {
    sections.push({
      comment: "Control: self-coupling and momentum of every neuron, 1 V is as much as a typical field",
      elements: [
        controlSource("self", schedule.feedback, tauSeconds, 1),
        controlSource("push", schedule.momentum, tauSeconds, 1),
      ],
    });
  }
  const signs = biasSigns(crossbar);
  if (signs.length > 0) {
    sections.push({
      comment: `Rails of the bias column: ${signs.map((sign) => (sign > 0 ? "+V_s" : "-V_s")).join(" and ")} throughout`,
      elements: signs.map((sign) => dcSource(sign > 0 ? "p_bias" : "m_bias", sign * supplyVolts)),
    });
  }
  return sections;
}

/**
 * Slopes below this share of the full scale count as settled: tau du/dt < 1e-3 of a typical summing voltage. A run stops at
 * half of it, so that the slope over its last step, up to two time constants long, lies below it too.
 */
export const SETTLED_SLOPE = 1e-3;

/** Volts of node `act` for a sum of squared slopes of 1: lifts the level that ends a run far above the simulator's vntol. */
const DETECTOR_OHMS = 1e4;

/** Level of the activity node at which a run stops: every single slope is then below half of SETTLED_SLOPE. */
export const STOP_VOLTS = DETECTOR_OHMS * (SETTLED_SLOPE / 2) ** 2;

/** Node `act`: 1 V while the anneal lasts and one time constant longer as a ramp; the neurons add their squared slopes. */
export function detectorSection(annealSeconds: number, tauSeconds: number): CircuitSection {
  return {
    comment:
      "Activity detector: I_anneal holds act at 1 V until the anneal is over, then only the neurons' B_act feed it",
    elements: [
      { kind: "resistor", name: "R_act", nodes: ["act", "0"], ohms: DETECTOR_OHMS },
      {
        kind: "current-source",
        name: "I_anneal",
        nodes: ["0", "act"],
        waveform: {
          kind: "pwl",
          times: [0, annealSeconds, circuitValue(annealSeconds + tauSeconds)],
          values: [1 / DETECTOR_OHMS, 1 / DETECTOR_OHMS, 0],
        },
      },
    ],
  };
}

/** Noise currents into the summing nodes, each from its own stream; none when the noise is zero throughout. */
export function noiseSections(
  spec: HopfieldCircuitSpec,
  topology: Topology,
  tauSeconds: number,
  scaleAmps: number,
): CircuitSection[] {
  const { schedule, seed, crossbar } = spec;
  if (isZero(schedule.noise)) return [];
  const intervals = Math.ceil(schedule.annealTaus / schedule.noiseIntervalTaus);
  const elements: CircuitElement[] = [];
  for (let i = 0; i < crossbar.rows; i++) {
    const random = createRandom(seed, "noise", i);
    const times: number[] = [];
    const values: number[] = [];
    for (let k = 0; k <= intervals; k++) {
      const taus = Math.min(k * schedule.noiseIntervalTaus, schedule.annealTaus);
      const sigma = k === intervals ? 0 : curveAt(schedule.noise, taus) * scaleAmps;
      times.push(circuitValue(taus * tauSeconds));
      values.push(Number((sigma * random.gaussian()).toPrecision(NOISE_DIGITS)) + 0);
    }
    elements.push({
      kind: "current-source",
      name: `I_noise_${i}`,
      nodes: ["0", topology.sumNode(i)],
      waveform: { kind: "pwl", times, values },
    });
  }
  return [
    {
      comment: `Noise currents into the summing nodes, from seed ${seed}; zero from the end of the anneal on`,
      elements,
    },
  ];
}
