import type { Waveform } from "../../circuit/index.ts";
import type { ProductLane, TanhVector, VectorCombination } from "../../linalg/index.ts";
import { foldedSiemens } from "./amplifiers.ts";
import type { FusedStep } from "./fused-step.ts";
import type { ReducedModel } from "./model.ts";
import { denseCoupling, NetworkArray } from "./network-array.ts";
import { type NonlinearLane, nonlinearSlopes } from "./nonlinear.ts";
import { breakpoints, type Lines, linesInto } from "./piecewise.ts";

const noLines = (count: number): Lines => ({
  values: new Float64Array(count),
  slopes: new Float64Array(count),
  pieces: new Int32Array(count),
});

/** How a network's states stand in y, see `Dynamics`. Plain data. */
export interface StateLayout {
  /** Length of y. */
  readonly size: number;
  /** Where w and e start in y; -1 when absent. */
  readonly trailAt: number;
  readonly deviationAt: number;
  readonly kappa: Float64Array | null;
  /** 1 - kappa, to full precision. */
  readonly deficit: Float64Array | null;
}

/**
 * Slopes of a reduced network's states. The state vector y holds, n each: voltage q across the state capacitor; the
 * momentum's follower w, when there is feedback; the op-amp's deviation e = u - kappa q, when there is one.
 *
 * The op-amp's pole is far faster than the network. In (q, e) it stands alone on the diagonal:
 *   lambda = omega + leak, kappa = omega / lambda, e' = -lambda e - kappa q',
 * so that an implicit method needs no matrix for it, and s = u - q = e - (1 - kappa) q loses no digits.
 */
export class Dynamics implements StateLayout {
  readonly model: ReducedModel;
  readonly size: number;
  readonly trailAt: number;
  readonly deviationAt: number;
  /** Rates lambda, n: y' = slope - rate y for the deviation. */
  readonly rates: Float64Array | null;
  readonly kappa: Float64Array | null;
  readonly deficit: Float64Array | null;
  /** Times at which the circuit's waveforms bend; the last one is the end. */
  readonly breakpoints: Float64Array;
  /** Positive rails at the last evaluation, n volts. */
  readonly rails: Float64Array;
  /** Whole explicit steps at once; null where they are taken stage by stage. */
  readonly fused: FusedStep | null;
  /** Room for the sums of a method's slopes. */
  readonly combination: VectorCombination;
  readonly #array: NetworkArray;
  /** Rails, and with wires sums, to currents. */
  readonly #product: ProductLane;
  /** Devices that are not ohmic, with the voltages of all drives and of the summing nodes; null without. */
  readonly #nonlinear: NonlinearLane | null;
  readonly #driveVolts: Float64Array;
  readonly #sumVolts: Float64Array;
  /** Summing nodes at the last evaluation, n volts; null without wires, where nobody asks. */
  readonly #sums: Float64Array | null;
  readonly #outputs: TanhVector;
  readonly #perVolt: Float64Array;
  readonly #perFarad: Float64Array;
  readonly #current: Float64Array;
  readonly #input: Lines;
  readonly #control: Lines;
  readonly #sourceCurrents: Lines;
  readonly #controlWaveforms: readonly Waveform[];
  readonly #currentWaveforms: readonly Waveform[];
  #from = 0;

  /** @param lane of the array's lanes the one that this network is multiplied in */
  constructor(model: ReducedModel, array: NetworkArray = new NetworkArray(model), lane = 0) {
    const { n, feedback, opAmp } = model;
    this.model = model;
    this.#array = array;
    this.trailAt = feedback === null ? -1 : n;
    this.deviationAt = opAmp === null ? -1 : feedback === null ? n : 2 * n;
    this.size = n * (1 + (feedback === null ? 0 : 1) + (opAmp === null ? 0 : 1));
    this.rates = opAmp === null ? null : opAmp.omega.map((omega, i) => omega + opAmp.leakRate[i]!);
    this.kappa = opAmp === null ? null : opAmp.omega.map((omega, i) => omega / (omega + opAmp.leakRate[i]!));
    this.deficit = opAmp === null ? null : opAmp.omega.map((omega, i) => 1 / (1 + omega / opAmp.leakRate[i]!));
    const waveforms = [...model.sources, ...model.currents, ...model.activity.currents].map((s) => s.waveform);
    this.breakpoints = breakpoints(waveforms, model.stopSeconds);
    const { product, outputs, combination } = array.lanes[lane]!;
    this.#product = product;
    this.#nonlinear = array.nonlinear?.lanes[lane] ?? null;
    this.#driveVolts = new Float64Array(model.drives.length);
    this.#sumVolts = new Float64Array(n);
    this.#outputs = outputs;
    this.combination = combination;
    this.rails = product.input.subarray(0, n);
    this.#sums = model.sneakSiemens === null ? null : product.input.subarray(n);
    this.#perVolt = model.supplyVolts.map((volts) => 1 / volts);
    this.#perFarad = model.farads.map((farads) => 1 / farads);
    this.#current = new Float64Array(n);
    this.fused = array.fused?.take(model) ? array.fused : null;
    this.#input = noLines(n);
    this.#control = noLines(model.sources.length);
    this.#sourceCurrents = noLines(model.currents.length);
    this.#controlWaveforms = model.sources.map((source) => source.waveform);
    this.#currentWaveforms = model.currents.map((current) => current.waveform);
  }

  get layout(): StateLayout {
    const { size, trailAt, deviationAt, kappa, deficit } = this;
    return { size, trailAt, deviationAt, kappa, deficit };
  }

  /** Multiplications that the array's part of a slope costs, however it is stored. */
  get productWork(): number {
    return this.model.n ** 2 + (this.#array.nonlinear?.work ?? 0);
  }

  /** y at t = 0. */
  start(): Float64Array {
    const { initial } = this.model;
    const y = new Float64Array(this.size);
    y.set(initial.across);
    if (this.trailAt >= 0) y.set(initial.trail, this.trailAt);
    if (this.kappa !== null) {
      y.set(
        initial.state.map((u, i) => u - this.kappa![i]! * initial.across[i]!),
        this.deviationAt,
      );
    }
    return y;
  }

  /** Makes [from, to], which holds no breakpoint inside and follows those before, the stretch that slopes are asked for. */
  enter(from: number, to: number): void {
    const { n, currents, drives } = this.model;
    const { driveSiemens } = this.#array;
    const control = this.#control;
    const { values, slopes } = this.#input;
    this.#from = from;
    linesInto(control, this.#controlWaveforms, from, to);
    linesInto(this.#sourceCurrents, this.#currentWaveforms, from, to);
    values.fill(0);
    slopes.fill(0);
    for (const [k, { row, sign }] of currents.entries()) {
      values[row]! += sign * this.#sourceCurrents.values[k]!;
      slopes[row]! += sign * this.#sourceCurrents.slopes[k]!;
    }
    for (const [d, { source }] of drives.entries()) {
      if (source < 0) continue;
      for (let i = 0; i < n; i++) {
        const g = driveSiemens[d * n + i]!;
        values[i]! += g * control.values[source]!;
        slopes[i]! += g * control.slopes[source]!;
      }
    }
    if (this.fused === null) return;
    this.fused.values.set(values);
    this.fused.ramps.set(slopes);
    const { gain, self, push } = this.model;
    const lineOf = (source: number) => (source < 0 ? [0, 0] : [control.values[source]!, control.slopes[source]!]);
    this.fused.enter(from, [...lineOf(gain), ...lineOf(self), ...lineOf(push)]);
  }

  /** Value of control `source` at time t of the stretch. */
  control(source: number, t: number): number {
    return this.#control.values[source]! + this.#control.slopes[source]! * (t - this.#from);
  }

  /** Sets `rails`, and what else the array is multiplied by, to what they are at y and t. */
  outputs(y: Float64Array, t: number): void {
    const { model, deviationAt, kappa, deficit, rails } = this;
    const { n, outputSign, supplyVolts } = model;
    const perVolt = this.#perVolt;
    const gain = this.control(model.gain, t);
    const tangents = this.#outputs.values;
    const sums = this.#sums;
    if (kappa === null || deficit === null) {
      for (let i = 0; i < n; i++) tangents[i] = gain * y[i]! * perVolt[i]!;
      if (sums !== null) for (let i = 0; i < n; i++) sums[i] = y[i]!;
    } else {
      for (let i = 0; i < n; i++) tangents[i] = gain * (kappa[i]! * y[i]! + y[deviationAt + i]!) * perVolt[i]!;
      if (sums !== null) for (let i = 0; i < n; i++) sums[i] = y[deviationAt + i]! - deficit[i]! * y[i]!;
    }
    this.#outputs.apply();
    for (let i = 0; i < n; i++) rails[i] = outputSign * supplyVolts[i]! * tangents[i]!;
    if (this.#nonlinear === null) return;
    this.#driveVoltsAt(t);
    this.#nonlinear.drive(this.#driveVolts);
  }

  /** Sets the voltages of all drives to those of the rails and of time t: rails and sources first, then what amplifiers make of them. */
  #driveVoltsAt(t: number): void {
    const { drives, amplifiers } = this.model;
    const volts = this.#driveVolts;
    for (const [d, { neuron, sign, source }] of drives.entries()) {
      if (neuron >= 0) volts[d] = sign * this.rails[neuron]!;
      else if (source >= 0) volts[d] = this.control(source, t);
    }
    for (const { drive, inputs, weights } of amplifiers) {
      let sum = 0;
      for (let k = 0; k < inputs.length; k++) sum += weights[k]! * volts[inputs[k]!]!;
      volts[drive] = sum;
    }
  }

  /** Voltages of the summing nodes at y: n. */
  #sumVoltsAt(y: Float64Array): Float64Array {
    const { deviationAt: at, deficit } = this;
    const sums = this.#sumVolts;
    if (deficit === null) for (let i = 0; i < sums.length; i++) sums[i] = y[i]!;
    else for (let i = 0; i < sums.length; i++) sums[i] = y[at + i]! - deficit[i]! * y[i]!;
    return sums;
  }

  /** out = y' but for the deviation's own decay, once the array has been multiplied by the `outputs` of y and t. */
  slopeInto(out: Float64Array, y: Float64Array, t: number): void {
    const { model, trailAt, deviationAt, kappa, deficit, rails } = this;
    const { n, loadSiemens, feedback, opAmp } = model;
    const current = this.#current;
    const perFarad = this.#perFarad;
    const { values, slopes } = this.#input;
    const { output } = this.#product;
    const elapsed = t - this.#from;
    if (opAmp === null && feedback === null && this.#nonlinear === null) {
      for (let i = 0; i < n; i++) {
        const amps = values[i]! + slopes[i]! * elapsed + output[i]!;
        out[i] = (amps - loadSiemens[i]! * y[i]!) * perFarad[i]!;
      }
      return;
    }
    for (let i = 0; i < n; i++) current[i] = values[i]! + slopes[i]! * elapsed + output[i]!;
    this.#nonlinear?.addCurrents(current, this.#sumVoltsAt(y));
    if (feedback !== null) {
      const self = this.control(model.self, t);
      const push = this.control(model.push, t);
      const { siemens, trailRate } = feedback;
      for (let i = 0; i < n; i++) {
        const behind = rails[i]! - y[trailAt + i]!;
        current[i]! += siemens[i]! * (self * rails[i]! + push * behind);
        out[trailAt + i] = trailRate[i]! * behind;
      }
    }
    if (opAmp === null || kappa === null || deficit === null) {
      for (let i = 0; i < n; i++) out[i] = (current[i]! - loadSiemens[i]! * y[i]!) * perFarad[i]!;
      return;
    }
    const { feedbackSiemens } = opAmp;
    for (let i = 0; i < n; i++) {
      const sum = y[deviationAt + i]! - deficit[i]! * y[i]!;
      const slope = (loadSiemens[i]! * sum - current[i]! - feedbackSiemens[i]! * y[i]!) * perFarad[i]!;
      out[i] = slope;
      out[deviationAt + i] = -kappa[i]! * slope;
    }
  }

  /** out = y', once the array has been multiplied. */
  fullSlopeInto(out: Float64Array, y: Float64Array, t: number): void {
    const { deviationAt: at, rates } = this;
    this.slopeInto(out, y, t);
    if (rates !== null) for (let i = 0; i < rates.length; i++) out[at + i]! -= rates[i]! * y[at + i]!;
  }

  /** Differential conductances at the outputs and sums of y: from rails, as `dense`, and of each summing node. */
  #nonlinearSlopes(y: Float64Array): { readonly byRail: Float64Array | null; readonly bySum: Float64Array } {
    const { model } = this;
    const { n, nonlinear, amplifiers } = model;
    const bySum = new Float64Array(n);
    if (nonlinear === null) return { byRail: null, bySum };
    const slopes = nonlinearSlopes(nonlinear, this.#driveVolts, this.#sumVoltsAt(y), bySum);
    return { byRail: denseCoupling({ ...model, sneakSiemens: null }, foldedSiemens(n, slopes, amplifiers)), bySum };
  }

  /** Derivatives of y' by y: size * size, row-major. */
  jacobianInto(out: Float64Array, y: Float64Array, t: number): void {
    const { model, size, trailAt, deviationAt: at, kappa, deficit, rates } = this;
    const { n, outputSign, farads, loadSiemens, sneakSiemens, feedback, opAmp } = model;
    const width = this.#array.width;
    const gain = this.control(model.gain, t);
    const self = feedback === null ? 0 : this.control(model.self, t);
    const push = feedback === null ? 0 : this.control(model.push, t);
    const tangents = this.#outputs.values;
    this.outputs(y, t);
    out.fill(0);
    const { byRail, bySum: nodeSlopes } = this.#nonlinearSlopes(y);
    for (let i = 0; i < n; i++) {
      // Without an op-amp the sum is the state and its current charges the capacitor; with one the current drains it.
      const perAmpere = (opAmp === null ? 1 : -1) / farads[i]!;
      const row = i * size;
      for (let j = 0; j < n; j++) {
        const rise = outputSign * gain * (1 - tangents[j]! ** 2);
        let byState = (this.#array.dense[i * width + j]! + (byRail === null ? 0 : byRail[i * width + j]!)) * rise;
        if (i === j && feedback !== null) byState += feedback.siemens[i]! * (self + push) * rise;
        let bySum = sneakSiemens === null ? 0 : sneakSiemens[i * n + j]!;
        if (i === j) bySum -= loadSiemens[i]! + nodeSlopes[i]!;
        if (kappa === null || deficit === null) out[row + j] = perAmpere * (byState + bySum);
        else {
          out[row + j] = perAmpere * (byState * kappa[j]! - bySum * deficit[j]!);
          out[row + at + j] = perAmpere * (byState + bySum);
        }
      }
      if (opAmp !== null) out[row + i]! -= opAmp.feedbackSiemens[i]! / farads[i]!;
      if (feedback !== null) {
        out[row + trailAt + i] = -perAmpere * feedback.siemens[i]! * push;
        const rise = outputSign * gain * (1 - tangents[i]! ** 2) * feedback.trailRate[i]!;
        const trail = (trailAt + i) * size;
        out[trail + i] = rise * (kappa === null ? 1 : kappa[i]!);
        if (kappa !== null) out[trail + at + i] = rise;
        out[trail + trailAt + i]! -= feedback.trailRate[i]!;
      }
      if (kappa === null || rates === null) continue;
      const deviation = (at + i) * size;
      for (let j = 0; j < size; j++) out[deviation + j] = -kappa[i]! * out[row + j]!;
      out[deviation + at + i]! -= rates[i]!;
    }
  }
}
