import { drawEnergy } from "./energy-plot.ts";
import { drawConductancePair, drawSignedConductance, drawWeightErrors } from "./heat-map.ts";
import { drawHistogram } from "./histogram.ts";
import { type Html, html, trusted } from "./html.ts";
import { numberLabel, quantityLabel } from "./labels.ts";
import type { ReportData } from "./report-data.ts";
import { drawLosses } from "./waterfall.ts";
import { drawWaveforms } from "./waveform-plot.ts";

function figure(svg: string, caption: string): Html {
  return html`<figure>\n${trusted(svg)}\n<figcaption>${caption}</figcaption>\n</figure>\n`;
}

async function waveformFigure(data: ReportData): Promise<Html[]> {
  const { waveforms, schedule } = data;
  if (waveforms === null || waveforms.time.length === 0) return [];
  const { seed, time, volts, spins, settleSeconds } = waveforms;
  const title = `Neuron voltages, seed ${seed}`;
  const settled =
    settleSeconds === null
      ? "It did not settle."
      : `It settled after ${quantityLabel(settleSeconds, "s")} (dashed line).`;
  const caption = `One line a neuron, coloured by its final spin; control signals above. ${settled}`;
  return [figure(await drawWaveforms({ title, time, volts, spins, settleSeconds, schedule }), caption)];
}

async function energyFigure(data: ReportData): Promise<Html[]> {
  const { energyTraces: traces, energyReference: reference, runs } = data;
  if (traces.length === 0) return [];
  const successSeeds = runs.filter((run) => run.success).map((run) => run.seed);
  const line =
    reference === null
      ? ""
      : reference.proven
        ? " The dashed line is the proven minimum."
        : " The band holds the minimum, which is not proven.";
  const caption = `Energy of the spins read at each moment (staircase), with the gap of each final level at the right, in units of the couplings.${line}`;
  return [
    figure(await drawEnergy({ title: "Energy while the network settles", traces, successSeeds, reference }), caption),
  ];
}

async function histogramFigure(data: ReportData): Promise<Html[]> {
  const { runs, task, reference } = data;
  if (runs.length === 0) return [];
  const value = reference?.objective ?? null;
  const optimum = reference === null || value === null ? null : { value, proven: reference.proven };
  const title = `Objective of ${runs.length === 1 ? "the run" : `${runs.length} runs`}`;
  const line =
    optimum === null
      ? ""
      : ` The dashed line is the ${optimum.proven ? "proven optimum" : "best value known"}, ${numberLabel(optimum.value)}.`;
  return [
    figure(
      await drawHistogram({ title, runs, sense: task.sense, optimum }),
      `How many runs ended at which objective.${line}`,
    ),
  ];
}

async function weightErrorFigure({ weightErrors }: ReportData): Promise<Html[]> {
  if (weightErrors === null) return [];
  return [
    figure(
      await drawWeightErrors("Errors of the programmed weights", weightErrors),
      "What the array holds minus what was wanted, in units of weight, self-couplings on the diagonal included; of devices that are not ohmic also how weights near 0 V differ from those at full swing.",
    ),
  ];
}

async function conductanceFigures(data: ReportData): Promise<Html[]> {
  const { conductances } = data;
  if (conductances === null) return [];
  if (conductances.negativeSiemens === null) {
    const caption = "Conductance of each device; a weight of zero is the base conductance.";
    return [figure(await drawConductancePair("Programmed conductances", conductances), caption)];
  }
  return [
    figure(
      await drawConductancePair("Programmed conductances", conductances),
      "Conductance of each device of the positive and the negative array.",
    ),
    figure(
      await drawSignedConductance("Programmed couplings", conductances),
      "Difference of the two devices of each pair: the coupling that the array realises.",
    ),
  ];
}

/** What the runs lost, layer by layer; no picture when nothing was lost anywhere. */
export async function lossesSection({ losses }: ReportData): Promise<Html> {
  if (losses === undefined || losses === null) return html``;
  const { sentence, gap, parts } = losses;
  const isLost = parts.some(({ objective, low, high }) => objective !== 0 || low !== 0 || high !== 0);
  const picture = isLost
    ? figure(
        await drawLosses("Loss by layer, mean of the runs", gap, parts),
        "Each bar begins where the one above ends. One array only: intervals are over its runs, and say nothing of other arrays.",
      )
    : html``;
  return html`<section>\n<h2>Where the loss came from</h2>\n<p>${sentence}</p>\n${picture}</section>\n`;
}

/** The pictures that the data allow, each with its caption. */
export async function picturesSection(data: ReportData): Promise<Html> {
  const figures = [
    ...(await waveformFigure(data)),
    ...(await energyFigure(data)),
    ...(await histogramFigure(data)),
    ...(await conductanceFigures(data)),
    ...(await weightErrorFigure(data)),
  ];
  return figures.length === 0 ? html`` : html`<section>\n<h2>Pictures</h2>\n${figures}</section>\n`;
}
