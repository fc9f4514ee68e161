import { ArgumentError, createRandom, formatSi } from "../core/index.ts";
import { rowTotalsSiemens } from "../crossbar/index.ts";
import type { CircuitElement, CircuitSection } from "./circuit.ts";
import type {
  HopfieldCircuit,
  HopfieldCircuitSpec,
  HopfieldLayout,
  Topology,
  TopologyName,
} from "./hopfield-circuit.ts";
import { passive } from "./passive.ts";
import { curveAt, hasFeedback, isZero, type ScheduleCurve } from "./schedule.ts";
import { virtualGround } from "./virtual-ground.ts";

export const topologies: Readonly<Record<TopologyName, Topology>> = { passive, "virtual-ground": virtualGround };

/**
 * Slopes below this share of the full current scale count as settled: tau du/dt < 1e-3 of a typical summing voltage.
 * The activity node carries the sum of squares, so that every single slope is below it when the run stops.
 */
export const SETTLED_SLOPE = 1e-3;

/** Simulator tolerances: relative tighter than SPICE's 1e-3, absolute far below the nanoamperes of one device. */
const RELTOL = 1e-4;
const ABSTOL = 1e-12;
const VNTOL = 1e-7;

/** Kirchhoff currents of the array's devices; a conductance of zero is no device. */
function arraySections(spec: HopfieldCircuitSpec, topology: Topology): CircuitSection[] {
  const { rows, columns, positiveSiemens, negativeSiemens } = spec.crossbar;
  const sections: CircuitSection[] = [];
  for (let i = 0; i < rows; i++) {
    const elements: CircuitElement[] = [];
    for (let j = 0; j < columns; j++) {
      const column = j < rows ? String(j) : "bias";
      const place = (sign: "p" | "m", siemens: number) => {
        if (siemens === 0) return;
        elements.push({
          kind: "resistor",
          name: `R_${sign}_${i}_${column}`,
          nodes: [`${sign}_${column}`, topology.sumNode(i)],
          ohms: 1 / siemens,
        });
      };
      place("p", positiveSiemens[i * columns + j]!);
      place("m", negativeSiemens[i * columns + j]!);
    }
    sections.push({ comment: `Row ${i}: devices G+ from rails p, G- from rails m`, elements });
  }
  return sections;
}

/** A control voltage that follows a schedule curve times `scale`. */
function controlSource(node: string, curve: ScheduleCurve, tauSeconds: number, scale: number): CircuitElement {
  const name = `V_${node}`;
  const nodes = [node, "0"] as const;
  if (curve.taus.length === 1) {
    return { kind: "voltage-source", name, nodes, waveform: { kind: "dc", value: curve.values[0]! * scale } };
  }
  return {
    kind: "voltage-source",
    name,
    nodes,
    waveform: {
      kind: "pwl",
      times: curve.taus.map((t) => t * tauSeconds),
      values: curve.values.map((v) => v * scale),
    },
  };
}

/** Noise currents into the summing nodes, each from its own stream; none when the noise is zero throughout. */
function noiseSection(
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
      times.push(Number((taus * tauSeconds).toPrecision(9)));
      values.push(Number((sigma * random.gaussian()).toPrecision(6)) + 0);
    }
    elements.push({
      kind: "current-source",
      name: `I_noise_${i}`,
      nodes: ["0", topology.sumNode(i)],
      waveform: { kind: "pwl", times, values },
    });
  }
  return [{ comment: `Noise: seed ${seed}; zero from the end of the anneal on`, elements }];
}

/**
 * Builds the circuit of a programmed crossbar with continuous neurons: array, neurons, gain ramp, noise, initial
 * voltages, and an activity detector whose node falls below SETTLED_SLOPE^2 once the network has settled.
 *
 * @throws ArgumentError for an unknown topology.
 */
export function buildHopfieldCircuit(topologyName: TopologyName, spec: HopfieldCircuitSpec): HopfieldCircuit {
  const topology = topologies[topologyName];
  if (topology === undefined) {
    throw new ArgumentError("unknown topology", {
      code: "argument.topology",
      received: topologyName,
      expected: Object.keys(topologies).join(" or "),
    });
  }
  const { crossbar, profile, schedule, seed } = spec;
  const n = crossbar.rows;
  const supplyVolts = profile.neuron.supplyVolts.value;
  const totals = rowTotalsSiemens(crossbar);
  const loadSiemens = totals.reduce((a, b) => Math.max(a, b), 0) + profile.neuron.leakSiemens.value;
  const tauSeconds = profile.neuron.capacitanceFarads.value / loadSiemens;
  const scaleAmps = crossbar.unitSiemens * spec.fieldScale * supplyVolts;
  // A typical field drives the summing node with scaleAmps / loadSiemens volts.
  const scaleVolts = scaleAmps / loadSiemens;
  const annealSeconds = schedule.annealTaus * tauSeconds;
  const stopSeconds = annealSeconds + schedule.settleTaus * tauSeconds;

  const neurons: CircuitElement[] = [];
  const balance: CircuitElement[] = [];
  const initial: { node: string; volts: number }[] = [];
  const start = createRandom(seed, "initial");
  for (let i = 0; i < n; i++) {
    neurons.push({ kind: "instance", name: `X_neuron_${i}`, nodes: topology.ports(i), subcircuit: "neuron" });
    const missing = loadSiemens - totals[i]!;
    if (topology.balanced && missing > 0) {
      balance.push({ kind: "resistor", name: `R_balance_${i}`, nodes: [`u_${i}`, "0"], ohms: 1 / missing });
    }
    const volts = Number((schedule.initialSigma * scaleVolts * start.gaussian()).toPrecision(6)) + 0;
    initial.push(...topology.initial(i, volts));
  }

  const control: CircuitElement[] = [controlSource("gain", schedule.gain, tauSeconds, supplyVolts / scaleVolts)];
  if (hasFeedback(schedule)) {
    control.push(
      controlSource("self", schedule.feedback, tauSeconds, 1),
      controlSource("push", schedule.momentum, tauSeconds, 1),
    );
  }
  const hasBias = crossbar.columns > n;
  if (hasBias) {
    control.push(
      {
        kind: "voltage-source",
        name: "V_bias_p",
        nodes: ["p_bias", "0"],
        waveform: { kind: "dc", value: supplyVolts },
      },
      {
        kind: "voltage-source",
        name: "V_bias_m",
        nodes: ["m_bias", "0"],
        waveform: { kind: "dc", value: -supplyVolts },
      },
    );
  }
  const detector: CircuitElement[] = [
    { kind: "resistor", name: "R_act", nodes: ["act", "0"], ohms: 1 },
    {
      kind: "current-source",
      name: "I_anneal",
      nodes: ["0", "act"],
      waveform: { kind: "pwl", times: [0, annealSeconds, annealSeconds + tauSeconds], values: [1, 1, 0] },
    },
  ];

  const layout: HopfieldLayout = {
    n,
    states: Array.from({ length: n }, (_, i) => `v(u_${i})`),
    stateSign: topology.stateSign,
    sums: Array.from({ length: n }, (_, i) => `v(${topology.sumNode(i)})`),
    outputs: Array.from({ length: n }, (_, i) => `v(p_${i})`),
    supplyCurrents: [
      ...Array.from({ length: n }, (_, i) => [`i(b.x_neuron_${i}.b_out)`, `i(e.x_neuron_${i}.e_inv)`]).flat(),
      ...(hasBias ? ["i(v_bias_p)", "i(v_bias_m)"] : []),
    ],
    gain: "v(gain)",
    self: hasFeedback(schedule) ? "v(self)" : null,
    activity: "v(act)",
  };
  return {
    topology: topologyName,
    layout,
    supplyVolts,
    tauSeconds,
    loadSiemens,
    scaleAmps,
    annealSeconds,
    circuit: {
      title: `Ohmfield: ${spec.instance} on ${crossbar.profile}, ${topologyName}, seed ${seed}`,
      comments: [
        `A Hopfield network of ${n} neurons on a crossbar of ${n} x ${crossbar.columns} differential pairs of memristors.`,
        ...topology.describe,
        `Neuron: v_i = V_s tanh(g u_i / V_s), V_s = ${formatSi(supplyVolts, "V")}; spin i is the sign of v(p_i).`,
        `A weight of 1 is ${formatSi(crossbar.unitSiemens, "S")}; every row sees ${formatSi(loadSiemens, "S")} in all.`,
        `Time constant ${formatSi(tauSeconds, "s")}; anneal '${schedule.name}' of ${schedule.annealTaus} time constants (${formatSi(annealSeconds, "s")}).`,
        "Nodes: u_i state, p_i and m_i output rails +v_i and -v_i; v(gain) is g, v(self) the self-coupling, v(push) the momentum;",
        "act: sum of squared slopes, plus 1 V while the anneal lasts; below 1 uV the network has settled.",
      ],
      subcircuits: [topology.neuron(spec, loadSiemens, scaleVolts)],
      sections: [
        { comment: "Control: gain, self-coupling, momentum and bias rails", elements: control },
        {
          comment: "Activity detector: 1 V while the anneal lasts, then the sum of (u - ulag)^2",
          elements: detector,
        },
        { comment: "Neurons", elements: neurons },
        ...arraySections(spec, topology),
        ...(balance.length > 0
          ? [{ comment: "Balance: every row sees the same total conductance", elements: balance }]
          : []),
        ...noiseSection(spec, topology, tauSeconds, scaleAmps),
      ],
      initial,
      save: [
        ...new Set([
          ...layout.states,
          ...layout.sums,
          ...layout.outputs,
          ...layout.supplyCurrents,
          layout.gain,
          ...(layout.self === null ? [] : [layout.self]),
          layout.activity,
        ]),
      ],
      analysis: { stepSeconds: tauSeconds / 2, stopSeconds, maxStepSeconds: tauSeconds * 2 },
      stop: { node: "act", volts: SETTLED_SLOPE ** 2 },
      options: { solver: topology.solver, method: "gear", reltol: RELTOL, abstol: ABSTOL, vntol: VNTOL },
    },
  };
}
