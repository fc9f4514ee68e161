export { type DeviceErrorPlotData, type DeviceErrorStretch, drawDeviceError } from "./device-error-plot.ts";
export { drawEnergy, type EnergyPlotData, type EnergyReference, type EnergyTrace } from "./energy-plot.ts";
export {
  type ConductanceData,
  drawConductancePair,
  drawHeatMap,
  drawSignedConductance,
  type HeatMapData,
  type HeatMapPanel,
} from "./heat-map.ts";
export { drawHistogram, type HistogramData, type ObjectiveResult } from "./histogram.ts";
export { drawHysteresis, type HysteresisPlotData } from "./hysteresis-plot.ts";
export { renderReport } from "./report.ts";
export type {
  ReportAssumption,
  ReportData,
  ReportHardware,
  ReportLosses,
  ReportReference,
  ReportRun,
  ReportSummary,
  ReportTask,
  ReportWaveforms,
} from "./report-data.ts";
export type { ScheduleSignal } from "./schedule-strip.ts";
export { drawTolerance, type TolerancePanel, type TolerancePlotData, type TolerancePoint } from "./tolerance-plot.ts";
export { verdictSentence } from "./verdict-sentence.ts";
export { drawLosses, drawWaterfall, type WaterfallData, type WaterfallPart } from "./waterfall.ts";
export { drawWaveforms, type WaveformPlotData } from "./waveform-plot.ts";
