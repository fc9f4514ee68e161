import type { Crossbar, MappingName } from "../crossbar/index.ts";
import { sharesOf } from "./word-line-rails.ts";

/** What a netlist says of the mapping of its array. */
export interface MappingText {
  /** The devices, after "on a crossbar of n x columns". */
  readonly devices: string;
  /** Current into a row at u_i, and into a row at ground. */
  readonly loaded: string;
  readonly grounded: string;
  /** What a weight of 1 is. */
  readonly unit: string;
  readonly diagonal: string;
  /** Lines of their own below the equation. */
  readonly notes: readonly string[];
  /** Nodes beside those of the topology, one line each. */
  readonly nodes: readonly string[];
  /** Comment of row i's devices. */
  row(i: number): string;
}

const noDiagonal = "the diagonal holds no device";
const baseDiagonal = "the diagonal holds a device at the base";

const texts: Readonly<Record<MappingName, MappingText>> = {
  "differential-pair": {
    devices: "differential pairs of memristors",
    loaded: "sum_j [G+_ij (v_j - u_i) + G-_ij (-v_j - u_i)]",
    grounded: "sum_j (G+_ij - G-_ij) v_j",
    unit: "G+ - G-",
    diagonal: noDiagonal,
    notes: [],
    nodes: [],
    row: (i) => `Row ${i}: R_p_${i}_j is 1/G+ from rail p_j, R_m_${i}_j is 1/G- from rail m_j`,
  },
  "reference-column": {
    devices: "memristors and a reference column of as many at the base",
    loaded: "sum_j G_ij (v_j - u_i) + G_ref (y_ref - u_i)",
    grounded: "(sum_j G_ij v_j + G_ref y_ref)",
    unit: "G_ij - G_ref_j",
    diagonal: baseDiagonal,
    notes: ["y_ref = -sum_j G_ref_j v_j / G_ref with G_ref = sum_j G_ref_j takes the base away from every row."],
    nodes: ["  s_ref, y_ref   virtual ground of the reference column, and its amplifier's output"],
    row: (i) => `Row ${i}: R_p_${i}_j is 1/G from rail p_j`,
  },
  "offset-column": {
    devices: "memristors and an offset line of as many at the base",
    loaded: "sum_j G_ij (v_j - u_i) + sum_k G_off_ik (y_off - u_i)",
    grounded: "(sum_j G_ij v_j + sum_k G_off_ik y_off)",
    unit: "G_ij less the mean of G_off_ik",
    diagonal: baseDiagonal,
    notes: ["y_off = -mean_j v_j takes the base away from every row; k counts the offset line's devices in parallel."],
    nodes: ["  a_off, y_off   mean of all outputs, and the offset line that carries its inverse"],
    row: (i) => `Row ${i}: R_p_${i}_j is 1/G from rail p_j, R_off_${i}_k is 1/G_off from the offset line`,
  },
  "bit-slicing": {
    devices: "weights, each sliced over differential pairs of memristors",
    loaded: "sum_js [G+_ijs (f_s v_j - u_i) + G-_ijs (-f_s v_j - u_i)]",
    grounded: "sum_js f_s (G+_ijs - G-_ijs) v_j",
    unit: "sum_s f_s (G+_s - G-_s)",
    diagonal: noDiagonal,
    notes: [],
    nodes: ["  p1_i, m1_i  rails of slice 1, and so on"],
    row: (i) =>
      `Row ${i}: R_p_${i}_j is 1/G+ of slice 0 from rail p_j, R_p1_${i}_j of slice 1 from rail p1_j; R_m and on 1/G-`,
  },
};

/** Comment of a row whose devices are instances with a conductance, not resistors. */
export const nonlinearRow = (row: string): string =>
  row
    .replace(/\bR_/g, "X_")
    .replace(/\bis 1\/G/g, "has g = G")
    .replace(/\b1\/G/g, "g = G");

/** What to say of a crossbar's mapping. */
export function mappingText(crossbar: Crossbar): MappingText {
  const text = texts[crossbar.mapping];
  if (crossbar.mapping !== "bit-slicing") return text;
  const shares = sharesOf(crossbar).map((share) => `1/${Math.round(1 / share)}`);
  return {
    ...text,
    notes: [`s runs over ${shares.length} slices; their shares f_s of the swing are ${shares.join(", ")}.`],
  };
}
