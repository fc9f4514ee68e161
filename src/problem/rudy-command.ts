/** The command line of rudy: operations one after another, each taking numbers and the graphs made so far. */

import { ArgumentError, LimitError, quoteReceived } from "../core/index.ts";
import {
  type RudyGraph,
  rudyPlanar,
  rudyPlus,
  rudyRandomGraph,
  rudyRandomWeights,
  rudySpinGlass,
  rudyTimes,
  rudyTorus,
  rudyUnion,
} from "./rudy.ts";

/** Edges of one graph: more take gigabytes. */
const MAX_EDGES = 5_000_000;

interface Operation {
  /** Names of its numbers, in order; "density" may have a fraction. */
  readonly numbers: readonly string[];
  /** Graphs that it takes from those made so far. */
  readonly graphs: number;
  /** Edges that it makes, for those that make many. */
  edges?(numbers: readonly number[]): number;
  run(numbers: readonly number[], graphs: readonly RudyGraph[]): RudyGraph;
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  "-rnd_graph": {
    numbers: ["n", "density", "seed"],
    graphs: 0,
    edges: ([n, density]) => (n! * (n! - 1) * density!) / 200,
    run: ([n, density, seed]) => rudyRandomGraph(n!, density!, seed!),
  },
  "-planar": {
    numbers: ["n", "density", "seed"],
    graphs: 0,
    run: ([n, density, seed]) => rudyPlanar(n!, density!, seed!),
  },
  "-toroidal_grid_2D": {
    numbers: ["rows", "columns"],
    graphs: 0,
    run: ([rows, columns]) => rudyTorus(rows!, columns!),
  },
  "-spinglass2g": {
    numbers: ["rows", "columns", "seed"],
    graphs: 0,
    run: ([rows, columns, seed]) => rudySpinGlass([rows!, columns!], seed!),
  },
  "-spinglass3g": {
    numbers: ["layers", "rows", "columns", "seed"],
    graphs: 0,
    run: ([layers, rows, columns, seed]) => rudySpinGlass([layers!, rows!, columns!], seed!),
  },
  "+": { numbers: [], graphs: 2, run: (_, [first, second]) => rudyUnion(first!, second!) },
  "-random": {
    numbers: ["low", "high", "seed"],
    graphs: 1,
    run: ([low, high, seed], [graph]) => rudyRandomWeights(graph!, low!, high!, seed!),
  },
  "-times": { numbers: ["factor"], graphs: 1, run: ([factor], [graph]) => rudyTimes(graph!, factor!) },
  "-plus": { numbers: ["term"], graphs: 1, run: ([term], [graph]) => rudyPlus(graph!, term!) },
};

/** The operations with their numbers, for help texts. */
export const rudyOperations: readonly string[] = Object.entries(OPERATIONS).map(([name, { numbers }]) =>
  [name, ...numbers].join(" "),
);

const fail = (what: string, received: string, expected: string) =>
  new ArgumentError(what, { code: "problem.rudy", received: quoteReceived(received), expected });

/**
 * The graph that rudy makes of these words, e.g. ["-rnd_graph", "800", "6", "8001"] or two graphs and "+".
 * @throws ArgumentError for an unknown operation, a number that is missing or no number, or graphs left over.
 * @throws LimitError for a graph that would take gigabytes.
 */
export function runRudyCommand(words: readonly string[]): RudyGraph {
  const made: RudyGraph[] = [];
  for (let at = 0; at < words.length; ) {
    const name = words[at++]!;
    const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name]! : undefined;
    if (operation === undefined) throw fail("there is no such operation", name, rudyOperations.join(", "));
    const numbers = operation.numbers.map((what) => {
      const word = words[at++] ?? "";
      const value = Number(word);
      const isRight = word !== "" && (what === "density" ? value >= 0 && value <= 100 : Number.isSafeInteger(value));
      if (isRight) return value;
      const wanted = what === "density" ? "a number in 0..100, in per cent" : "a whole number";
      throw fail(`${name}: ${what} is not right`, word || "nothing", wanted);
    });
    const [low, high] = numbers;
    if (name === "-random" && !(low! <= high! && high! - low! < 2 ** 31 - 1)) {
      throw fail("-random: the range is empty or too wide", `${low} to ${high}`, "low at most high");
    }
    const edges = operation.edges?.(numbers) ?? 0;
    if (edges > MAX_EDGES) {
      throw new LimitError("the graph would be too large", {
        code: "problem.rudy-edges",
        received: `${Math.round(edges)} edges`,
        expected: `at most ${MAX_EDGES}`,
      });
    }
    if (made.length < operation.graphs) {
      throw fail(`${name} stands before its graphs`, `${made.length} made so far`, `${operation.graphs}`);
    }
    const graphs = made.splice(made.length - operation.graphs);
    made.push(operation.run(numbers, graphs));
  }
  if (made.length !== 1) throw fail("the operations do not end with one graph", `${made.length} graphs`, "one");
  return made[0]!;
}
