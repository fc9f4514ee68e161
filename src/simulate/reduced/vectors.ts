import type { Integration } from "./integrate.ts";
import type { ModelAmplifier, ReducedModel } from "./model.ts";
import { waveformAt } from "./piecewise.ts";

/** Points that are summed over all nodes at a time: four such blocks stay in the first cache. */
const BLOCK = 512;

/** out += sum_j weights[j * stride] x_j, with points along the arrays. */
function addWeighted(
  out: Float64Array,
  weights: Float64Array,
  offset: number,
  stride: number,
  x: readonly Float64Array[],
): void {
  const used: number[] = [];
  for (let j = 0; j < x.length; j++) if (weights[offset + j * stride] !== 0) used.push(j);
  for (let from = 0; from < out.length; from += BLOCK) {
    const to = Math.min(out.length, from + BLOCK);
    let m = 0;
    for (; m + 4 <= used.length; m += 4) {
      const [p, q, r, s] = [x[used[m]!]!, x[used[m + 1]!]!, x[used[m + 2]!]!, x[used[m + 3]!]!];
      const a = weights[offset + used[m]! * stride]!;
      const b = weights[offset + used[m + 1]! * stride]!;
      const c = weights[offset + used[m + 2]! * stride]!;
      const d = weights[offset + used[m + 3]! * stride]!;
      for (let k = from; k < to; k++) out[k]! += a * p[k]! + b * q[k]! + c * r[k]! + d * s[k]!;
    }
    for (; m < used.length; m++) {
      const a = weights[offset + used[m]! * stride]!;
      const p = x[used[m]!]!;
      for (let k = from; k < to; k++) out[k]! += a * p[k]!;
    }
  }
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

  constructor(model: ReducedModel, run: Integration) {
    this.#model = model;
    this.#run = run;
    this.#time = run.trajectory.time;
    const { sources, drives, activity } = model;
    for (const [k, { name, node }] of sources.entries()) {
      this.#makers.set(`v(${node})`, () => this.#source(k));
      this.#makers.set(`i(${name})`, () => {
        const drive = drives.findIndex(({ source }) => source === k);
        return drive < 0 ? new Float64Array(this.#time.length) : this.#drawn(drive, false);
      });
    }
    for (let i = 0; i < model.n; i++) this.#addNeuron(i);
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
    const { dynamics } = this.#run;
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
    add(`v(${negativeNode})`, () => this.#rail(i).map((p) => -p));
    add(`v(${instance}.ulag)`, () => this.#column(dynamics.size + i));
    if (dynamics.trailAt >= 0) add(`v(${instance}.vlag)`, () => this.#column(dynamics.trailAt + i));
    // The output source drives the rail that follows the state, the inverter the other one.
    const [positiveSource, negativeSource] = passive
      ? [`b.${instance}.${outputSource}`, `e.${instance}.${inverterSource}`]
      : [`e.${instance}.${inverterSource}`, `b.${instance}.${outputSource}`];
    add(`i(${positiveSource})`, () => this.#drawn(2 * i, true));
    add(`i(${negativeSource})`, () => this.#drawn(2 * i + 1, false));
    if (bufferSource !== null) add(`i(e.${instance}.${bufferSource})`, () => this.#buffer(i));
  }

  #addAmplifier({ name, drive, gain, inputs, weights, input }: ModelAmplifier): void {
    const { drives } = this.#model;
    const { node } = drives[drive]!;
    this.#makers.set(`v(${node})`, () => {
      const out = new Float64Array(this.#time.length);
      const volts = Array.from(inputs, (d) => this.#named(`v(${drives[d]!.node})`));
      addWeighted(out, weights, 0, 1, volts);
      return out;
    });
    this.#makers.set(`i(${name})`, () => this.#drawn(drive, false));
    if (input === null) return;
    this.#makers.set(`v(${input.node})`, () => this.#named(`v(${node})`).map((y) => y / gain));
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
    const out = new Float64Array(points);
    for (let k = 0, at = c; k < points; k++, at += width) out[k] = values[at]!;
    return out;
  }

  #named(name: string): Float64Array {
    return this.get(name)!;
  }

  #source(k: number): Float64Array {
    const { waveform } = this.#model.sources[k]!;
    return this.#time.map((t) => waveformAt(waveform, t));
  }

  #state(i: number): Float64Array {
    const { kappa, deviationAt } = this.#run.dynamics;
    const q = this.#column(i);
    if (kappa === null) return q;
    const e = this.#column(deviationAt + i);
    return e.map((x, k) => x + kappa[i]! * q[k]!);
  }

  #sum(i: number): Float64Array {
    const { deficit, deviationAt } = this.#run.dynamics;
    const q = this.#column(i);
    return this.#column(deviationAt + i).map((x, k) => x - deficit![i]! * q[k]!);
  }

  #rail(i: number): Float64Array {
    const { outputSign, supplyVolts, neurons, sources, gain } = this.#model;
    const u = this.#named(`v(${neurons[i]!.stateNode})`);
    const g = this.#named(`v(${sources[gain]!.node})`);
    const volts = supplyVolts[i]!;
    return u.map((x, k) => outputSign * volts * Math.tanh((g[k]! * x) / volts));
  }

  #sums(): Float64Array[] {
    return this.#model.neurons.map(({ sumNode }) => this.#named(`v(${sumNode})`));
  }

  /** Current through the source that holds driven node d, positive into its terminal: minus what the node sends out. */
  #drawn(d: number, positive: boolean): Float64Array {
    const { n, drives, driveSiemens, feedback, neurons } = this.#model;
    const { node, neuron } = drives[d]!;
    const out = new Float64Array(this.#time.length);
    addWeighted(out, driveSiemens, d * n, 1, this.#sums());
    let total = 0;
    for (let i = 0; i < n; i++) total += driveSiemens[d * n + i]!;
    const volts = this.#named(`v(${node})`);
    for (let k = 0; k < out.length; k++) out[k]! -= total * volts[k]!;
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
    const { n, drives, driveSiemens, loadSiemens, currents, feedback, neurons, sources, self, push } = this.#model;
    const out = new Float64Array(this.#time.length);
    const driven = drives.map(({ node }) => this.#named(`v(${node})`));
    addWeighted(out, driveSiemens, i, n, driven);
    const sum = this.#named(`v(${neurons[i]!.sumNode})`);
    for (let k = 0; k < out.length; k++) out[k]! -= loadSiemens[i]! * sum[k]!;
    for (const { row, sign, waveform } of currents) {
      if (row === i) for (let k = 0; k < out.length; k++) out[k]! += sign * waveformAt(waveform, this.#time[k]!);
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
