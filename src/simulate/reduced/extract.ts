import { type Circuit, type CircuitElement, lawOfSubcircuit, type StopCondition } from "../../circuit/index.ts";
import type { ConductionLaw } from "../../crossbar/index.ts";
import type { Vcvs } from "./amplifiers.ts";
import { extractArray, type NonlinearDevice } from "./extract-array.ts";
import type { ModelCurrent, ModelSource, NeuronNames, ReducedModel } from "./model.ts";
import { matchNeuron, type NeuronMatch } from "./neuron-pattern.ts";
import type { WireGrid } from "./reduce-grid.ts";
import { outOfScope } from "./scope.ts";

type Instance = Extract<CircuitElement, { kind: "instance" }>;
type Source = Extract<CircuitElement, { kind: "voltage-source" | "current-source" }>;

/** A neuron as it stands in the circuit: its match, and the circuit's node at each port. */
interface PlacedNeuron {
  readonly name: string;
  readonly match: NeuronMatch;
  readonly node: (port: string) => string;
}

function placeNeuron(circuit: Circuit, instance: Instance, matches: Map<string, NeuronMatch>): PlacedNeuron {
  const key = instance.subcircuit.toLowerCase();
  let match = matches.get(key);
  if (match === undefined) {
    const subcircuit = circuit.subcircuits.find((s) => s.name.toLowerCase() === key);
    if (subcircuit === undefined) {
      throw outOfScope(instance.name, "its subcircuit is missing", instance.subcircuit, "a neuron's subcircuit");
    }
    match = matchNeuron(subcircuit);
    matches.set(key, match);
  }
  const { ports } = match;
  if (instance.nodes.length !== ports.length) {
    throw outOfScope(instance.name, "wrong number of nodes", String(instance.nodes.length), String(ports.length));
  }
  const nodes = new Map(ports.map((port, k) => [port, instance.nodes[k]!.toLowerCase()]));
  return { name: instance.name.toLowerCase(), match, node: (port) => nodes.get(port)! };
}

/** The one node at which every neuron has its `port`. */
function commonNode(neurons: readonly PlacedNeuron[], port: string): string {
  const node = neurons[0]!.node(port);
  for (const neuron of neurons) {
    if (neuron.node(port) === node) continue;
    throw outOfScope(neuron.name, `the neurons do not share one node '${port}'`, neuron.node(port), node);
  }
  return node;
}

/** Index of the voltage source at `node`. */
function controlSource(sources: readonly ModelSource[], node: string): number {
  const index = sources.findIndex((source) => source.node === node);
  if (index < 0) throw outOfScope(`node ${node}`, "no voltage source drives it", "nothing", "a voltage source");
  return index;
}

/** The terminal of a source that is not ground, and +1 when its current flows into that node. */
function groundedSource(element: Source): { node: string; sign: 1 | -1 } {
  const [plus, minus] = element.nodes.map((node) => node.toLowerCase()) as [string, string];
  if (minus === "0" && plus !== "0") return { node: plus, sign: -1 };
  if (plus === "0" && minus !== "0" && element.kind === "current-source") return { node: minus, sign: 1 };
  throw outOfScope(element.name, "a source must have one terminal at ground", element.nodes.join(" "), "node 0");
}

/** Numbers that are all finite. */
function areFinite(values: readonly number[]): boolean {
  for (const value of values) if (!Number.isFinite(value)) return false;
  return true;
}

function requirePiecewise({ name, waveform }: Source): void {
  if (waveform.kind === "dc" ? Number.isFinite(waveform.value) : isPiecewise(waveform.times, waveform.values)) return;
  const received = `${waveform.kind === "dc" ? 1 : waveform.times.length + waveform.values.length} numbers`;
  throw outOfScope(name, "its waveform is not one", received, "finite values, times that increase");
}

function isPiecewise(times: readonly number[], values: readonly number[]): boolean {
  for (let k = 1; k < times.length; k++) if (!(times[k]! > times[k - 1]!)) return false;
  return times.length + values.length > 0 && areFinite(times) && areFinite(values);
}

/** A device that is not ohmic as its instance says. */
function nonlinearDevice({ name, nodes, parameters = {} }: Instance, law: ConductionLaw): NonlinearDevice {
  const { g, ...others } = parameters;
  if (nodes.length !== 2 || g === undefined || !(g > 0) || Object.keys(others).length > 0) {
    const received = Object.keys(parameters).join(" ");
    throw outOfScope(name, "this device states more or less than its conductance", received, "two nodes and g above 0");
  }
  return { name, nodes: [nodes[0]!, nodes[1]!], siemens: g, law };
}

/** Elements of the circuit's top level by kind; whatever no Hopfield circuit has is refused. */
function sortElements(circuit: Circuit) {
  const laws = new Map<string, ConductionLaw>();
  for (const subcircuit of circuit.subcircuits) {
    const law = lawOfSubcircuit(subcircuit);
    if (law !== undefined) laws.set(subcircuit.name.toLowerCase(), law);
  }
  const instances: Instance[] = [];
  const devices: NonlinearDevice[] = [];
  const voltageSources: Source[] = [];
  const currentSources: Source[] = [];
  const resistors: Extract<CircuitElement, { kind: "resistor" }>[] = [];
  const amplifiers: Vcvs[] = [];
  for (const section of circuit.sections) {
    for (const element of section.elements) {
      // Nearly all are resistors.
      if (element.kind === "resistor") resistors.push(element);
      else if (element.kind === "instance") {
        const law = laws.get(element.subcircuit.toLowerCase());
        if (law === undefined) instances.push(element);
        else devices.push(nonlinearDevice(element, law));
      } else if (element.kind === "vcvs") amplifiers.push(element);
      else if (element.kind === "voltage-source") voltageSources.push(element);
      else if (element.kind === "current-source") currentSources.push(element);
      else {
        const expected = "resistors, sources, amplifiers and neurons outside the subcircuits";
        throw outOfScope(
          element.name,
          `a ${element.kind} stands outside the neurons`,
          element.nodes.join(" "),
          expected,
        );
      }
    }
  }
  for (const element of [...voltageSources, ...currentSources]) requirePiecewise(element);
  return { instances, devices, voltageSources, currentSources, resistors, amplifiers };
}

/** Voltages at t = 0 by node; a node that carries no state is refused. */
function initialVolts(circuit: Circuit, states: ReadonlySet<string>): (node: string) => number {
  const volts = new Map<string, number>();
  for (const { node, volts: value } of circuit.initial) {
    const name = node.toLowerCase();
    if (!states.has(name))
      throw outOfScope(`node ${node}`, "an initial voltage at a node without state", node, "a state");
    volts.set(name, value);
  }
  return (node) => volts.get(node) ?? 0;
}

const perNeuron = (
  neurons: readonly PlacedNeuron[],
  of: (value: (name: string) => number, n: PlacedNeuron) => number,
) => Float64Array.from(neurons, (neuron) => of((name) => neuron.match.values.get(name)!, neuron));

/**
 * Reads the network off a circuit's elements: neurons, array, controls, noise, detector, initial voltages.
 *
 * @param stop replaces the circuit's own stop condition.
 * @param reduce eliminates the nodes of wires, see `extractArray`
 * @throws NetlistError naming the first element that a Hopfield circuit does not have.
 */
export function extractModel(
  circuit: Circuit,
  stop: StopCondition | undefined = circuit.stop,
  reduce?: (grid: WireGrid) => Float64Array,
): ReducedModel {
  const { instances, devices, voltageSources, currentSources, resistors, amplifiers } = sortElements(circuit);
  const matches = new Map<string, NeuronMatch>();
  const neurons = instances.map((instance) => placeNeuron(circuit, instance, matches));
  const first = neurons[0];
  if (first === undefined) throw outOfScope("the circuit", "it has no neurons", "none", "instances of a neuron");
  for (const { name, match } of neurons) {
    if (match.topology === first.match.topology && match.feedback === first.match.feedback) continue;
    throw outOfScope(name, "the neurons are of different kinds", match.topology, first.match.topology);
  }
  const n = neurons.length;
  const opAmp = first.match.topology === "virtual-ground";
  const sumPort = opAmp ? "s" : "u";
  const names: NeuronNames[] = neurons.map(({ name, match, node }) => ({
    instance: name,
    outputSource: match.names.get("output")!,
    inverterSource: match.names.get("inverter")!,
    bufferSource: match.names.get("buffer") ?? null,
    stateNode: node("u"),
    sumNode: node(sumPort),
    positiveNode: node("p"),
    negativeNode: node("m"),
  }));
  const sources: ModelSource[] = voltageSources.map((element) => ({
    name: element.name.toLowerCase(),
    node: groundedSource(element).node,
    waveform: element.waveform,
  }));
  const rowOf = new Map(names.map(({ sumNode }, i) => [sumNode, i]));
  const act = commonNode(neurons, "act");
  const array = extractArray(resistors, amplifiers, names, sources, act, {
    ...(reduce === undefined ? {} : { reduce }),
    ...(circuit.array === undefined ? {} : { devices: circuit.array }),
    nonlinear: devices,
  });

  const currents: ModelCurrent[] = [];
  const activity: { sign: 1 | -1; waveform: ModelCurrent["waveform"] }[] = [];
  for (const element of currentSources) {
    const { node, sign } = groundedSource(element);
    const row = rowOf.get(node);
    if (row !== undefined) currents.push({ row, sign, waveform: element.waveform });
    else if (node === act) activity.push({ sign, waveform: element.waveform });
    else throw outOfScope(element.name, "its current flows into no summing node", node, "a summing node");
  }
  const stateNodes = names.flatMap(({ instance, stateNode, sumNode }) => [
    stateNode,
    sumNode,
    ...["ulag", "vlag", "b"].map((local) => `${instance}.${local}`),
  ]);
  const volts = initialVolts(circuit, new Set(stateNodes));
  const at = (local: string) => Float64Array.from(names, ({ instance }) => volts(`${instance}.${local}`));
  if (stop !== undefined && stop.node.toLowerCase() !== act) {
    throw outOfScope("the stop condition", "it watches another node than the activity detector's", stop.node, act);
  }
  return {
    title: circuit.title,
    n,
    outputSign: opAmp ? -1 : 1,
    neurons: names,
    farads: perNeuron(neurons, (value) => value("farads")),
    supplyVolts: perNeuron(neurons, (value) => value("supply")),
    lagRate: perNeuron(neurons, (value) => value("lagSiemens") / value("lagFarads")),
    scaleVolts: perNeuron(neurons, (value) => value("scale")),
    feedback: first.match.feedback
      ? {
          siemens: perNeuron(neurons, (value) => value("feedback")),
          trailSiemens: perNeuron(neurons, (value) => 1 / value("trailOhms")),
          trailRate: perNeuron(neurons, (value) => 1 / (value("trailOhms") * value("trailFarads"))),
        }
      : null,
    opAmp: opAmp
      ? {
          feedbackSiemens: perNeuron(neurons, (value) => 1 / value("feedbackOhms")),
          omega: perNeuron(neurons, (value) => value("poleSiemens") / value("poleFarads")),
          leakRate: perNeuron(neurons, (value) => 1 / (value("poleOhms") * value("poleFarads"))),
        }
      : null,
    sources,
    gain: controlSource(sources, commonNode(neurons, "gain")),
    self: first.match.feedback ? controlSource(sources, commonNode(neurons, "self")) : -1,
    push: first.match.feedback ? controlSource(sources, commonNode(neurons, "push")) : -1,
    drives: array.drives,
    driveSiemens: array.driveSiemens,
    nonlinear: array.nonlinear,
    amplifiers: array.amplifiers,
    loadSiemens: array.loadSiemens,
    sneakSiemens: array.sneakSiemens,
    crossSiemens: array.crossSiemens,
    currents,
    activity: { node: act, ohms: array.activityOhms, currents: activity },
    initial: {
      state: opAmp ? at("b") : Float64Array.from(names, ({ stateNode }) => volts(stateNode)),
      across: Float64Array.from(names, ({ stateNode, sumNode }) => volts(stateNode) - (opAmp ? volts(sumNode) : 0)),
      trail: at("vlag"),
      lag: at("ulag"),
    },
    stopSeconds: circuit.analysis.stopSeconds,
    maxStepSeconds: circuit.analysis.maxStepSeconds,
    reltol: circuit.options.reltol,
    vntol: circuit.options.vntol,
    stopVolts: stop === undefined ? null : stop.volts,
  };
}
