export * from "./nearest-pattern-search.ts";
export type { RecallResult, RecallTask } from "./recall-search.ts";
export * from "./softmax-retrieval.ts";
