export { type DigitSet, digitSet, MNIST_FILES, type MnistSet } from "./mnist.ts";
export { findStudy, studies } from "./registry.ts";
export type {
  BarFigure,
  CircuitBench,
  Claim,
  CurveFigure,
  Figure,
  ImageFigure,
  Study,
  StudyData,
  StudyResult,
  Table,
} from "./study.ts";
