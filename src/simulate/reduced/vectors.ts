import { lawVolts } from "../../crossbar/index.ts";
import { addScaled, limitRows, multiplyRows, transposeInto } from "../../linalg/index.ts";
import type { Integration } from "./integrate.ts";
import type { ModelAmplifier, ReducedModel } from "./model.ts";
import { addWaveform } from "./piecewise.ts";

function sumOf(values: Float64Array, from: number, count: number): number {
  let sum = 0;
  for (let k = from; k < from + count; k++) sum += values[k]!;
  return sum;
}

/**
 * Every voltage and current of the circuit that the reduced states determine, by its canonical name in lower case. Each is
 * computed when it is first asked for.
 */
export class Vectors {
  readonly #model: ReducedModel;
  readonly #run: Integration;
  readonly #makers = new Map<string, () => Float64Array>();
  readonly #made = new Map<string, Float64Array>();
  readonly #time: Float64Array;
  /** Resistors from a driven node into amplifiers' control nodes. */
  readonly #branches = new Map<number, { node: string; siemens: number }[]>();
  readonly #amplifierAt: ReadonlyMap<number, ModelAmplifier>;
  /** Input of `#inputs` that each driven node is, but for its sign; -1 for amplifiers, which are sums of them. */
  readonly #inputOf: Int32Array;
  /** Columns of the trajectory, positive rails, sums over nodes: a row of points each; made when first asked for. */
  #columns: Float64Array | undefined;
  #rails: Float64Array | undefined;
  #intoDrives: Float64Array | undefined;
  #intoSums: Float64Array | undefined;
  #nonlinear: { readonly intoDrives: Float64Array; readonly intoSums: Float64Array } | undefined;

  constructor(model: ReducedModel, run: Integration) {
    this.#model = model;
    this.#run = run;
    this.#time = run.trajectory.time;
    const { n, sources, drives, activity } = model;
    this.#inputOf = Int32Array.from(drives, ({ neuron, source }) => {
      if (neuron >= 0) return n + neuron;
      return source >= 0 ? 2 * n + source : -1;
    });
    this.#amplifierAt = new Map(model.amplifiers.map((amplifier) => [amplifier.drive, amplifier]));
    for (const [k, { name, node }] of sources.entries()) {
      this.#makers.set(`v(${node})`, () => this.#source(k));
      this.#makers.set(`i(${name})`, () => {
        const drive = drives.findIndex(({ source }) => source === k);
        return drive < 0 ? new Float64Array(this.#time.length) : this.#drawn(drive, false);
      });
    }
    for (let i = 0; i < n; i++) this.#addNeuron(i);
    for (const amplifier of model.amplifiers) this.#addAmplifier(amplifier);
    this.#makers.set(`v(${activity.node})`, () => this.#column(run.trajectory.width - 1));
  }

  /** Canonical names of all vectors. */
  get names(): string[] {
    return [...this.#makers.keys()];
  }

  /** The vector, as long as the run has points; undefined when there is no such vector. */
  get(name: string): Float64Array | undefined {
    const made = this.#made.get(name);
    if (made !== undefined) return made;
    const values = this.#makers.get(name)?.();
    if (values !== undefined) this.#made.set(name, values);
    return values;
  }

  #addNeuron(i: number): void {
    const model = this.#model;
    const { layout } = this.#run;
    const { instance, outputSource, inverterSource, bufferSource, stateNode, sumNode, positiveNode, negativeNode } =
      model.neurons[i]!;
    const passive = model.opAmp === null;
    const add = (name: string, make: () => Float64Array) => this.#makers.set(name, make);
    add(`v(${stateNode})`, () => this.#state(i));
    if (!passive) {
      add(`v(${sumNode})`, () => this.#sum(i));
      add(`v(${instance}.b)`, () => this.#state(i));
    }
    add(`v(${positiveNode})`, () => this.#rail(i));
    add(`v(${negativeNode})`, () => {
      const rail = this.#rail(i);
      addScaled(rail, rail, -2);
      return rail;
    });
    add(`v(${instance}.ulag)`, () => this.#column(layout.size + i));
    if (layout.trailAt >= 0) add(`v(${instance}.vlag)`, () => this.#column(layout.trailAt + i));
    // The output source drives the rail that follows the state, the inverter the other one.
    const [positiveSource, negativeSource] = passive
      ? [`b.${instance}.${outputSource}`, `e.${instance}.${inverterSource}`]
      : [`e.${instance}.${inverterSource}`, `b.${instance}.${outputSource}`];
    add(`i(${positiveSource})`, () => this.#drawn(2 * i, true));
    add(`i(${negativeSource})`, () => this.#drawn(2 * i + 1, false));
    if (bufferSource !== null) add(`i(e.${instance}.${bufferSource})`, () => this.#buffer(i));
  }

  #addAmplifier({ name, drive, gain, inputs, weights, sumWeights, input }: ModelAmplifier): void {
    const { drives, neurons } = this.#model;
    const { node } = drives[drive]!;
    this.#makers.set(`v(${node})`, () => {
      const out = new Float64Array(this.#time.length);
      for (const [k, d] of inputs.entries()) {
        const volts = this.#named(`v(${drives[d]!.node})`);
        for (let t = 0; t < out.length; t++) out[t]! += weights[k]! * volts[t]!;
      }
      for (const [i, weight] of (sumWeights ?? []).entries()) {
        const volts = this.#named(`v(${neurons[i]!.sumNode})`);
        for (let t = 0; t < out.length; t++) out[t]! += weight * volts[t]!;
      }
      return out;
    });
    if (name !== null) this.#makers.set(`i(${name})`, () => this.#drawn(drive, false));
    if (input === null) return;
    if (input.node !== node && !drives.some((d) => d.node === input.node)) {
      this.#makers.set(`v(${input.node})`, () => this.#named(`v(${node})`).map((y) => y / gain));
    }
    const branch = (d: number, siemens: number) => {
      const branches = this.#branches.get(d) ?? [];
      if (siemens !== 0) branches.push({ node: input.node, siemens });
      this.#branches.set(d, branches);
    };
    for (const [k, d] of inputs.entries()) branch(d, input.siemens[k]!);
    branch(drive, input.feedbackSiemens);
  }

  /** Column c of the trajectory. */
  #column(c: number): Float64Array {
    const { values, width, points } = this.#run.trajectory;
    if (this.#columns === undefined) {
      this.#columns = new Float64Array(width * points);
      transposeInto(this.#columns, values, points, width);
    }
    return this.#columns.slice(c * points, (c + 1) * points);
  }

  #named(name: string): Float64Array {
    return this.get(name)!;
  }

  #source(k: number): Float64Array {
    const { waveform } = this.#model.sources[k]!;
    const out = new Float64Array(this.#time.length);
    addWaveform(out, waveform, this.#time, 1);
    return out;
  }

  #state(i: number): Float64Array {
    const { kappa, deviationAt } = this.#run.layout;
    const q = this.#column(i);
    if (kappa === null) return q;
    const e = this.#column(deviationAt + i);
    addScaled(e, q, kappa[i]!);
    return e;
  }

  #sum(i: number): Float64Array {
    const { deficit, deviationAt } = this.#run.layout;
    const q = this.#column(i);
    const e = this.#column(deviationAt + i);
    addScaled(e, q, -deficit![i]!);
    return e;
  }

  #rail(i: number): Float64Array {
    const { points } = this.#run.trajectory;
    return this.#allRails().slice(i * points, (i + 1) * points);
  }

  /** Positive rails: n * points, row-major. */
  #allRails(): Float64Array {
    if (this.#rails !== undefined) return this.#rails;
    const { n, outputSign, supplyVolts, sources, gain } = this.#model;
    const { points } = this.#run.trajectory;
    const rails = new Float64Array(n * points);
    for (let i = 0; i < n; i++) rails.set(this.#state(i), i * points);
    limitRows(rails, this.#named(`v(${sources[gain]!.node})`), supplyVolts, outputSign);
    this.#rails = rails;
    return rails;
  }

  /** Summing nodes, and with `all` then positive rails and sources, what currents in the array are sums of: points rows. */
  #inputs(all: boolean): Float64Array {
    const { n, sources, opAmp } = this.#model;
    const { points } = this.#run.trajectory;
    const length = all ? 2 * n + sources.length : n;
    const rows = new Float64Array(length * points);
    for (let i = 0; i < n; i++) rows.set(opAmp === null ? this.#state(i) : this.#sum(i), i * points);
    if (all) {
      rows.set(this.#allRails(), n * points);
      for (const [s, { node }] of sources.entries()) rows.set(this.#named(`v(${node})`), (2 * n + s) * points);
    }
    const out = new Float64Array(length * points);
    transposeInto(out, rows, length, points);
    return out;
  }

  /** rows * points: `weights` (rows * inputs, row-major) times the inputs at each point. */
  #products(weights: Float64Array, rows: number, inputs: Float64Array): Float64Array {
    const points = this.#time.length;
    const out = new Float64Array(rows * points);
    multiplyRows(out, weights, rows, inputs, points, inputs.length / points);
    return out;
  }

  /**
   * Adds the voltages of driven nodes, each times its conductance, to weights over all inputs.
   * @param withSums whether summing nodes that amplifiers follow are to be added too, where the model's own coupling does not hold them
   */
  #addDrives(weights: Float64Array, siemens: Float64Array, from: number, step: number, withSums: boolean): void {
    const { drives } = this.#model;
    const inputOf = this.#inputOf;
    for (let e = 0, at = from; e < inputOf.length; e++, at += step) {
      const g = siemens[at]!;
      if (g === 0) continue;
      if (inputOf[e]! >= 0) weights[inputOf[e]!]! += drives[e]!.sign * g;
      else this.#addAmplified(weights, e, g, withSums);
    }
  }

  /** Adds the voltage of an amplifier's output, a sum of what drives it, times `factor`. */
  #addAmplified(weights: Float64Array, d: number, factor: number, withSums: boolean): void {
    const amplifier = this.#amplifierAt.get(d)!;
    if (withSums) for (const [i, w] of (amplifier.sumWeights ?? []).entries()) weights[i]! += factor * w;
    for (const [k, e] of amplifier.inputs.entries()) {
      const weighted = factor * amplifier.weights[k]!;
      if (this.#inputOf[e]! >= 0) weights[this.#inputOf[e]!]! += this.#model.drives[e]!.sign * weighted;
      else this.#addAmplified(weights, e, weighted, withSums);
    }
  }

  /** What summing nodes, and through wires other driven nodes, send into each driven node: drives * points. */
  #sentToDrives(): Float64Array {
    if (this.#intoDrives !== undefined) return this.#intoDrives;
    const { n, drives, driveSiemens, crossSiemens } = this.#model;
    const count = drives.length;
    if (crossSiemens === null) {
      this.#intoDrives = this.#products(driveSiemens, count, this.#inputs(false));
      return this.#intoDrives;
    }
    const inputs = this.#inputs(true);
    const width = inputs.length / this.#time.length;
    const weights = new Float64Array(count * width);
    for (let d = 0; d < count; d++) {
      const row = weights.subarray(d * width, (d + 1) * width);
      row.set(driveSiemens.subarray(d * n, (d + 1) * n));
      this.#addDrives(row, crossSiemens, d * count, 1, true);
    }
    this.#intoDrives = this.#products(weights, count, inputs);
    return this.#intoDrives;
  }

  /** What driven nodes, and through wires other summing nodes, send into each summing node: n * points. */
  #sentToSums(): Float64Array {
    if (this.#intoSums !== undefined) return this.#intoSums;
    const { n, driveSiemens, sneakSiemens } = this.#model;
    const inputs = this.#inputs(true);
    const width = inputs.length / this.#time.length;
    const weights = new Float64Array(n * width);
    for (let i = 0; i < n; i++) {
      const row = weights.subarray(i * width, (i + 1) * width);
      if (sneakSiemens !== null) row.set(sneakSiemens.subarray(i * n, (i + 1) * n));
      this.#addDrives(row, driveSiemens, i, n, false);
    }
    this.#intoSums = this.#products(weights, n, inputs);
    return this.#intoSums;
  }

  /** What devices that are not ohmic send into each driven node, drives * points, and into each summing node, n * points. */
  #sentByNonlinear(): { readonly intoDrives: Float64Array; readonly intoSums: Float64Array } | null {
    const { n, drives, neurons, nonlinear } = this.#model;
    if (nonlinear === null) return null;
    if (this.#nonlinear !== undefined) return this.#nonlinear;
    const points = this.#time.length;
    const intoDrives = new Float64Array(drives.length * points);
    const intoSums = new Float64Array(n * points);
    for (let i = 0; i < n; i++) {
      const sum = this.#named(`v(${neurons[i]!.sumNode})`);
      for (const [d, { node }] of drives.entries()) {
        const g = nonlinear.siemens[d * n + i]!;
        if (g === 0) continue;
        const volts = this.#named(`v(${node})`);
        for (let k = 0; k < points; k++) {
          const amps = g * lawVolts(nonlinear.law, volts[k]! - sum[k]!);
          intoDrives[d * points + k]! -= amps;
          intoSums[i * points + k]! += amps;
        }
      }
    }
    this.#nonlinear = { intoDrives, intoSums };
    return this.#nonlinear;
  }

  /** Current through the source that holds driven node d, positive into its terminal: minus what the node sends out. */
  #drawn(d: number, positive: boolean): Float64Array {
    const { n, drives, driveSiemens, crossSiemens, feedback, neurons } = this.#model;
    const { node, neuron } = drives[d]!;
    const points = this.#time.length;
    const out = this.#sentToDrives().slice(d * points, (d + 1) * points);
    let total = sumOf(driveSiemens, d * n, n);
    if (crossSiemens !== null) total += sumOf(crossSiemens, d * drives.length, drives.length);
    const volts = this.#named(`v(${node})`);
    addScaled(out, volts, -total);
    const sent = this.#sentByNonlinear();
    if (sent !== null) for (let k = 0; k < points; k++) out[k]! += sent.intoDrives[d * points + k]!;
    for (const branch of this.#branches.get(d) ?? []) {
      const control = this.#named(`v(${branch.node})`);
      for (let k = 0; k < out.length; k++) out[k]! -= branch.siemens * (volts[k]! - control[k]!);
    }
    if (feedback === null || !positive) return out;
    const siemens = feedback.trailSiemens[neuron]!;
    const trail = this.#named(`v(${neurons[neuron]!.instance}.vlag)`);
    for (let k = 0; k < out.length; k++) out[k]! -= siemens * (volts[k]! - trail[k]!);
    return out;
  }

  /** Current through the op-amp's output: what flows from the summing node through feedback resistor and capacitor. */
  #buffer(i: number): Float64Array {
    const { loadSiemens, currents, feedback, neurons, sources, self, push } = this.#model;
    const points = this.#time.length;
    const out = this.#sentToSums().slice(i * points, (i + 1) * points);
    const sum = this.#named(`v(${neurons[i]!.sumNode})`);
    addScaled(out, sum, -loadSiemens[i]!);
    const sent = this.#sentByNonlinear();
    if (sent !== null) for (let k = 0; k < points; k++) out[k]! += sent.intoSums[i * points + k]!;
    for (const { row, sign, waveform } of currents) {
      if (row === i) addWaveform(out, waveform, this.#time, sign);
    }
    if (feedback === null) return out;
    const rail = this.#named(`v(${neurons[i]!.positiveNode})`);
    const trail = this.#named(`v(${neurons[i]!.instance}.vlag)`);
    const hold = this.#named(`v(${sources[self]!.node})`);
    const coast = this.#named(`v(${sources[push]!.node})`);
    for (let k = 0; k < out.length; k++) {
      out[k]! += feedback.siemens[i]! * (hold[k]! * rail[k]! + coast[k]! * (rail[k]! - trail[k]!));
    }
    return out;
  }
}
