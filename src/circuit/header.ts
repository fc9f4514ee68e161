import { formatSi } from "../core/index.ts";
import type { Crossbar } from "../crossbar/index.ts";
import { STOP_VOLTS } from "./control-sections.ts";
import type { HopfieldCircuitSpec, Topology } from "./hopfield-circuit.ts";
import { mappingText } from "./mapping-text.ts";
import { hasFeedback, isZero } from "./schedule.ts";
import { wireComments } from "./wire-sections.ts";
import { biasSigns } from "./word-line-rails.ts";

/** What is said of an array that is split. */
function tileLines({ tiles }: Crossbar): string[] {
  if (tiles === null) return [];
  const { limits, empty } = tiles;
  return [
    `The array is split over ${tiles.tiles.length} tiles of at most ${limits.rows} word lines x ${limits.columns} bit lines; ${empty} more hold no weight and are`,
    "left out. A row's partial sums meet at its summing node. Tile T<a>_<b> is block a of word lines, block b of bit lines.",
  ];
}

/** What a netlist says about itself above its first element, one line each, short enough for a terminal. */
export function headerComments(
  spec: HopfieldCircuitSpec,
  topology: Topology,
  scales: { readonly loadSiemens: number; readonly tauSeconds: number; readonly annealSeconds: number },
): string[] {
  const { crossbar, profile, schedule } = spec;
  const { rows: n, columns, bitLines, wordLines, unitSiemens, wires } = crossbar;
  const hasBias = columns > n;
  const mapping = mappingText(crossbar);
  const feedback = hasFeedback(schedule);
  const lines = spec.lines?.length ?? 0;
  const noisy = !isZero(schedule.noise);
  const minus = topology.stateSign < 0 ? "-" : "";
  const readNoise = crossbar.readNoise !== undefined;
  const drawn = [
    ...(noisy ? ["noise"] : []),
    ...(readNoise ? ["the devices' read noise"] : []),
    "initial voltages",
  ].join(" and ");
  return [
    `Hopfield network of ${n} neurons on a crossbar of ${n} x ${columns} ${mapping.devices}.`,
    "",
    ...topology.describe(mapping, [
      ...(noisy ? ["I_noise_i"] : []),
      ...(readNoise ? ["I_read_i"] : []),
      ...(feedback ? ["I_self_i"] : []),
    ]),
    `j runs over the neurons${hasBias ? " and the bias column, whose v_j is V_s" : ""}; ${mapping.diagonal}.`,
    ...(crossbar.conduction === null
      ? []
      : [
          "Devices are not ohmic: a term G v stands for G F(v), F the law of subcircuit 'device'. Loads are balanced as if they were.",
        ]),
    ...mapping.notes,
    ...tileLines(crossbar),
    ...(lines === 0
      ? []
      : [
          `${lines} lines add -w (sum of their neurons' outputs but v_i, and an offset V_s) to each of their neurons, so that`,
          "no device holds what couples all neurons of a line alike.",
        ]),
    `Neuron: v_i = ${minus}V_s tanh(g u_i / V_s) with V_s = ${formatSi(profile.neuron.supplyVolts.value, "V")}. Spin i is the sign of v(p_i) at the end.`,
    `A weight of 1 is ${mapping.unit} = ${formatSi(unitSiemens, "S")}. ${topology.balanced ? "Every row's total conductance" : "1 / R_f"} is ${formatSi(scales.loadSiemens, "S")}.`,
    `Time constant ${formatSi(scales.tauSeconds, "s")}. Anneal '${schedule.name}': ${schedule.annealTaus} time constants, ${formatSi(scales.annealSeconds, "s")}.`,
    ...(schedule.startLevel === undefined
      ? [`Seed ${spec.seed} draws the ${drawn}.`]
      : ["The initial voltages are those of a given state, the cue of a recall."]),
    "",
    ...(wires === null
      ? []
      : [...wireComments(wires, wordLines.length, bitLines, topology.sumNode(0).replace("0", "i")), ""]),
    "Nodes, i = 0 to n-1:",
    ...topology.nodes,
    "  p_i, m_i    output rails of neuron i, +v_i and -v_i",
    ...(biasSigns(crossbar).length === 2 ? ["  p_bias, m_bias   rails of the bias column, +V_s and -V_s"] : []),
    ...(biasSigns(crossbar).length === 1 ? ["  p_bias      rail of the bias column, +V_s"] : []),
    ...mapping.nodes,
    ...(lines === 0 ? [] : ["  a_l, y_l    line l: the average of its neurons' outputs, and the line that it drives"]),
    "  gain        control: the neurons' gain g",
    ...(feedback ? ["  self        control: self-coupling, negative drives a neuron out of a weak state"] : []),
    ...(feedback ? ["  push        control: momentum, feeds back how the output has just moved"] : []),
    "  act         activity: 1 V while the anneal lasts, then the sum of squared slopes;",
    `              below ${STOP_VOLTS} V the network has settled, and Ohmfield's engines stop`,
    "",
    "Saved: states, outputs and controls, the currents that the neurons' sources drive for the energy drawn,",
    `and the voltages that say whether currents balance${feedback ? ", x_neuron_i.vlag among them" : ""}.`,
    "Run: 'ngspice -b FILE' prints the outputs as a table, 'ngspice -b -r OUT.raw FILE' writes a raw file,",
    "'ngspice FILE' then 'run' and 'plot v(p_0)' draws one.",
  ];
}
