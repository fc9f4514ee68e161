export {
  type AssignedTask,
  assignedTaskOf,
  lowestCost,
  MAX_ASSIGNED_FACILITIES,
  type QuadraticAssignment,
} from "./quadratic-assignment.ts";
export {
  type AssignmentResult,
  type AssignmentSearch,
  type AssignmentSearchOptions,
  createAssignmentSearch,
  MAX_TREE_NODES,
} from "./search.ts";
