export { type EdgeList, formatEdgeList, MAX_VERTICES, parseEdgeList } from "./formats/edge-list.ts";
export * from "./generate-max-cut.ts";
export * from "./kinds.ts";
export * from "./max-cut.ts";
export * from "./named-instances.ts";
export * from "./problem.ts";
export * from "./rudy.ts";
export * from "./rudy-random.ts";
export * from "./spins-file.ts";
