/**
 * What a study is: an experiment that somebody published, or that a published claim asks for, run anew from a seed. It gives a
 * table, a figure as plain data and, for each claim, the published number beside ours.
 */

import type { ProgressSink, Steps } from "../../core/index.ts";
import type { HardwareProfile } from "../../crossbar/index.ts";
import type { Engine } from "../../simulate/index.ts";
import type { MnistSet } from "./mnist.ts";

/**
 * A published statement beside our number. `low` to `high` is where the published number may lie if both measure the same thing:
 * the tolerance of what is exact, the 95 % interval of what is sampled (the source's own sampling included). The verdict says
 * whether it does.
 */
export interface Claim {
  readonly claim: string;
  readonly expected: number;
  readonly got: number;
  readonly low: number;
  readonly high: number;
  readonly verdict: "reproduced" | "refuted";
}

export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface CurveSeries {
  readonly label: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Ends of an interval about each y. */
  readonly low?: readonly number[];
  readonly high?: readonly number[];
  readonly style?: "line" | "dash" | "dots";
}

export interface CurveFigure {
  readonly kind: "curves";
  readonly title: string;
  readonly x: { readonly title: string; readonly log?: boolean };
  readonly y: { readonly title: string; readonly log?: boolean; readonly low?: number; readonly high?: number };
  readonly series: readonly CurveSeries[];
  /** Straight lines across the plot. */
  readonly marks?: readonly { readonly axis: "x" | "y"; readonly at: number; readonly label: string }[];
}

/** Rows of small images, one size; cells from -1 (paper) to 1 (ink). */
export interface ImageFigure {
  readonly kind: "images";
  readonly title: string;
  readonly columns: number;
  readonly rows: readonly {
    readonly label: string;
    readonly images: readonly { readonly caption?: string; readonly cells: ArrayLike<number> }[];
  }[];
}

export interface BarFigure {
  readonly kind: "bars";
  readonly title: string;
  readonly quantity: string;
  readonly bars: readonly {
    readonly label: string;
    readonly value: number;
    readonly low?: number;
    readonly high?: number;
    /** The published figure. */
    readonly published?: number;
  }[];
}

export type Figure = CurveFigure | ImageFigure | BarFigure;

export interface StudyResult {
  readonly table: Table;
  readonly claims: readonly Claim[];
  readonly figure: Figure;
}

/** What a study of a circuit runs on. */
export interface CircuitBench {
  /** The perfect board, whose faults the study adds one at a time. */
  readonly board: HardwareProfile;
  /** A published board with wires. */
  readonly published: HardwareProfile;
  /** A SPICE simulator. */
  readonly spice: Engine;
  readonly signal?: AbortSignal;
  readonly progress?: ProgressSink;
}

/** What a study may need beside its seed. */
export interface StudyData {
  readonly mnist?: MnistSet;
  readonly bench?: CircuitBench;
}

export interface Study {
  readonly name: string;
  /** One line: what is measured. */
  readonly title: string;
  /** Data that the study cannot run without: the digits, boards with a simulator. */
  readonly needs?: readonly ("mnist" | "spice")[];
  run(seed: number, data: StudyData): Steps<StudyResult> | Promise<Steps<StudyResult>>;
}
