export {
  ARRAY_LAYERS,
  type ArrayLayer,
  type ArrayLosses,
  activeLayers,
  arrayLosses,
  LAYER_EFFECTS,
  networkWith,
} from "./array-losses.ts";
export { type Blame, type BlameSpec, blame, deviceSeedOf, type MeanInteraction, NO_LOSS } from "./blame.ts";
export { type Hardware, type Knob, knobs, parseChanges } from "./knobs.ts";
export { type LowestState, lowestState } from "./lowest-state.ts";
export {
  measurePoint,
  type PrecisionPoint,
  type PrecisionSpec,
  precisionStudy,
  type StudyTask,
  studyTask,
} from "./precision.ts";
export { precisionPlots } from "./precision-plots.ts";
export { type PublishedHardware, type PublishedPoint, publishedStudy } from "./published.ts";
export { hasRealNeurons, type RunLosses, runLosses, withIdealNeurons } from "./run-losses.ts";
export { neuronsInDynamics, solutionLosses } from "./solution-losses.ts";
export { type TaskLoss, taskLoss } from "./task-loss.ts";
export {
  type Advice,
  adviceOf,
  blameChanged,
  type FidelitySpec,
  fidelity,
  idealHardware,
  type Remedy,
  remedies,
  requirements,
  type Threshold,
  thresholdOf,
} from "./what-if.ts";
