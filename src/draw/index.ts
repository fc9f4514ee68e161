export {
  type AnnealLengthData,
  type AnnealLengthPoint,
  type DrawnInterval,
  drawAnnealLength,
} from "./anneal-length-plot.ts";
export { type BarsData, drawBars } from "./bars.ts";
export { type CurveSeries, type CurvesData, drawCurves } from "./curves.ts";
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
export { drawImageGrid, type ImageGridData } from "./image-grid.ts";
export { drawIncumbents, type IncumbentPlotData } from "./incumbent-plot.ts";
export { drawPerformanceProfile, type PerformanceProfileData } from "./performance-profile-plot.ts";
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
export { drawSizes, type SizePlotData } from "./size-plot.ts";
export { drawTimeToTarget, type TimeToTargetData } from "./time-to-target-plot.ts";
export { drawTolerance, type TolerancePanel, type TolerancePlotData, type TolerancePoint } from "./tolerance-plot.ts";
export { verdictSentence } from "./verdict-sentence.ts";
export { drawLosses, drawWaterfall, type WaterfallData, type WaterfallPart } from "./waterfall.ts";
export { drawWaveforms, type WaveformPlotData } from "./waveform-plot.ts";
