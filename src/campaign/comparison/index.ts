export type { AnalogChoice } from "./analog-runs.ts";
export {
  type ComparedTask,
  type Comparison,
  type ComparisonSpec,
  compareMethods,
  type LengthChoice,
  type Training,
  type UsedLength,
} from "./comparison.ts";
export { ANALOG } from "./measure.ts";
export { isPublishedClass, PUBLISHED_CLASS, type PublishedMachine, publishedMachines } from "./published.ts";
export { type ComparisonSettings, comparisonJson, quotedNote } from "./report.ts";
export { type MethodRow, methodRows, type SetReport, type SetRow, type SizeRow, setReport } from "./rows.ts";
