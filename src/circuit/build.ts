import { ArgumentError, createRandom } from "../core/index.ts";
import { requireInRange } from "../crossbar/index.ts";
import { peripheryCurrents, peripherySections } from "./array-periphery.ts";
import { arraySections, balanceSections, deviceArray, rowLoadsSiemens } from "./array-sections.ts";
import type { CircuitElement } from "./circuit.ts";
import { controlSections, detectorSection, noiseSections, STOP_VOLTS } from "./control-sections.ts";
import { deviceSubcircuit } from "./device-element.ts";
import { headerComments } from "./header.ts";
import type {
  HopfieldCircuit,
  HopfieldCircuitSpec,
  HopfieldLayout,
  Topology,
  TopologyName,
} from "./hopfield-circuit.ts";
import { offsetAmps, offsetSections } from "./neuron-offsets.ts";
import { passive } from "./passive.ts";
import { readNoiseSections } from "./read-noise.ts";
import { hasFeedback } from "./schedule.ts";
import { circuitValue } from "./spice-number.ts";
import { lineSections } from "./summing-lines.ts";
import { virtualGround } from "./virtual-ground.ts";
import { biasSigns } from "./word-line-rails.ts";

export const topologies: Readonly<Record<TopologyName, Topology>> = { passive, "virtual-ground": virtualGround };

/** Simulator tolerances: relative tighter than SPICE's 1e-3, absolute far below the nanoamperes of one device. */
const RELTOL = 1e-4;
const ABSTOL = 1e-12;
const VNTOL = 1e-7;

/** Digits of an initial voltage. */
const INITIAL_DIGITS = 6;

/** ngspice's name of the current through a source of neuron i: "b.b_out" is "i(b.x_neuron_0.b_out)". */
function branchCurrent(source: string, neuron: number): string {
  const [letter, name] = source.split(".");
  return `i(${letter}.x_neuron_${neuron}.${name})`;
}

/** Where each neuron starts, but for chance: n. @throws ArgumentError when spins to start from are missing */
function startLevels({ schedule, start, crossbar }: HopfieldCircuitSpec): Float64Array {
  const { startLevel } = schedule;
  if (startLevel === undefined) return new Float64Array(crossbar.rows);
  const spins = Array.from(start ?? []);
  if (spins.length === crossbar.rows && spins.every((s) => s === 1 || s === -1)) {
    return Float64Array.from(spins, (s) => startLevel * s);
  }
  throw new ArgumentError(`the schedule '${schedule.name}' starts from given spins`, {
    code: "argument.start",
    received: start === undefined ? "none" : `${spins.length} entries`,
    expected: `${crossbar.rows} entries of -1 or +1: a recall task gives them by its cue`,
  });
}

/**
 * Builds the circuit of a programmed crossbar with continuous neurons: array, neurons, gain ramp, noise, initial
 * voltages, and an activity detector whose node falls below STOP_VOLTS once the network has settled.
 *
 * @throws ArgumentError for an unknown topology, or for a start that the schedule asks for and that is missing; HardwareError, LimitError
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
  const { crossbar, profile, schedule, seed, lines = [] } = spec;
  const n = crossbar.rows;
  const { conduction } = crossbar;
  const supplyVolts = profile.neuron.supplyVolts.value;
  // A settled neuron holds its devices at the supply, and no device of a summing node near ground sees much more.
  if (conduction !== null) requireInRange(conduction, supplyVolts, crossbar.profile);
  const totals = rowLoadsSiemens(spec);
  const loadSiemens = totals.reduce((a, b) => Math.max(a, b), 0) + profile.neuron.leakSiemens.value;
  const tauSeconds = profile.neuron.capacitanceFarads.value / loadSiemens;
  const scaleAmps = crossbar.unitSiemens * spec.fieldScale * supplyVolts;
  // A typical field drives the summing node with scaleAmps / loadSiemens volts.
  const scaleVolts = scaleAmps / loadSiemens;
  const annealSeconds = circuitValue(schedule.annealTaus * tauSeconds);
  const feedback = hasFeedback(schedule);
  const offsets = offsetAmps(spec.inputOffsetVolts, loadSiemens, n);

  const array = deviceArray(spec, topology);
  const neurons: CircuitElement[] = [];
  const initial: { node: string; volts: number }[] = [];
  const random = createRandom(seed, "initial");
  const start = startLevels(spec);
  for (let i = 0; i < n; i++) {
    neurons.push({ kind: "instance", name: `X_neuron_${i}`, nodes: topology.ports(i, feedback), subcircuit: "neuron" });
    const level = schedule.initialSigma * scaleVolts * random.gaussian() + start[i]! * scaleVolts;
    const volts = Number(level.toPrecision(INITIAL_DIGITS)) + 0;
    initial.push(...topology.initial(i, volts));
  }

  const layout: HopfieldLayout = {
    n,
    states: Array.from({ length: n }, (_, i) => `v(u_${i})`),
    stateSign: topology.stateSign,
    sums: Array.from({ length: n }, (_, i) => `v(${topology.sumNode(i)})`),
    outputs: Array.from({ length: n }, (_, i) => `v(p_${i})`),
    supplyCurrents: [
      ...Array.from({ length: n }, (_, i) => topology.supplied.map((source) => branchCurrent(source, i))).flat(),
      ...biasSigns(crossbar).map((sign) => `i(v_${sign > 0 ? "p" : "m"}_bias)`),
      ...peripheryCurrents(crossbar),
      ...lines.map((_, l) => `i(e_line_${l})`),
    ],
    gain: "v(gain)",
    feedback: feedback
      ? {
          self: "v(self)",
          push: "v(push)",
          lags: Array.from({ length: n }, (_, i) => `v(x_neuron_${i}.vlag)`),
        }
      : null,
    activity: "v(act)",
  };
  return {
    topology: topologyName,
    layout,
    supplyVolts,
    tauSeconds,
    loadSiemens,
    scaleAmps,
    ...(lines.length === 0 ? {} : { lines }),
    offsetAmps: offsets,
    annealSeconds,
    circuit: {
      title: `Ohmfield: ${spec.instance} on ${crossbar.profile}, ${topologyName}, seed ${seed}`,
      comments: headerComments(spec, topology, { loadSiemens, tauSeconds, annealSeconds }),
      subcircuits: [
        topology.neuron(spec, loadSiemens, scaleVolts),
        ...(conduction === null ? [] : [deviceSubcircuit(conduction)]),
      ],
      sections: [
        ...controlSections(spec, tauSeconds, scaleVolts),
        detectorSection(annealSeconds, tauSeconds),
        { comment: "Neurons", elements: neurons },
        ...(array === undefined ? arraySections(spec, topology) : []),
        ...peripherySections(spec, topology),
        ...lineSections(spec, topology),
        ...balanceSections(spec, topology, loadSiemens),
        ...offsetSections(offsets, topology),
        ...noiseSections(spec, topology, tauSeconds, scaleAmps),
        ...readNoiseSections(spec, topology, tauSeconds),
      ],
      ...(array === undefined ? {} : { array }),
      initial,
      save: [
        ...new Set([
          ...layout.states,
          ...layout.sums,
          ...layout.outputs,
          ...layout.supplyCurrents,
          layout.gain,
          ...(layout.feedback === null ? [] : [layout.feedback.self, layout.feedback.push, ...layout.feedback.lags]),
          layout.activity,
        ]),
      ],
      table: layout.outputs,
      analysis: {
        stepSeconds: circuitValue(tauSeconds / 2),
        stopSeconds: circuitValue(annealSeconds + schedule.settleTaus * tauSeconds),
        maxStepSeconds: circuitValue(tauSeconds * 2),
      },
      stop: { node: "act", volts: STOP_VOLTS },
      options: { solver: topology.solver, method: "gear", reltol: RELTOL, abstol: ABSTOL, vntol: VNTOL },
    },
  };
}
