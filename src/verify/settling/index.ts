export { netlistLyapunov } from "./lyapunov.ts";
export { networkAt, readNetlistNetwork } from "./netlist-network.ts";
export { type SettlingFacts, settlingDoubts, settlingFacts, spinsOf } from "./settling-facts.ts";
export { jacobian, type PointStability, pointStability } from "./stability.ts";
