// How the instances in this folder were made, and the row of the table that each gets. Takes the library as an argument
// so that the scripts run it against dist/ and the tests against src/.

const PETERSEN_EDGES = [
  // Outer ring, spokes, inner pentagram.
  ...[0, 1, 2, 3, 4].map((i) => [i, (i + 1) % 5]),
  ...[0, 1, 2, 3, 4].map((i) => [i, i + 5]),
  ...[0, 1, 2, 3, 4].map((i) => [5 + i, 5 + ((i + 2) % 5)]),
];

/** File, instance and one line saying how it was made. */
export function makeInstances({ createMaxCut, generateMaxCut, generateTorusMaxCut }) {
  const random = (file, options) => {
    const { weights } = options;
    const range = weights === undefined ? "unit weights" : `integer weights ${weights.low}..${weights.high}`;
    const how = `generateMaxCut: ${options.vertices} vertices, density ${options.density}, seed ${options.seed}, ${range}`;
    return { file, how, problem: rename(generateMaxCut(options), file) };
  };
  const rename = (problem, file) => ({ ...problem, name: file.replace(/\.mc$/, "") });
  return [
    {
      file: "petersen.mc",
      how: "the Petersen graph: ring 1..5, spokes, pentagram 6..10",
      problem: createMaxCut(
        "petersen",
        10,
        PETERSEN_EDGES.map((edge) => edge[0]),
        PETERSEN_EDGES.map((edge) => edge[1]),
        PETERSEN_EDGES.map(() => 1),
      ),
    },
    random("sparse-24.mc", { vertices: 24, density: 0.15, seed: 24 }),
    {
      file: "toroidal-25.mc",
      how: "generateTorusMaxCut: 5 rows, 5 columns, seed 25, weights +1 and -1",
      problem: rename(generateTorusMaxCut({ rows: 5, columns: 5, seed: 25 }), "toroidal-25.mc"),
    },
    random("dense-30.mc", { vertices: 30, density: 0.5, seed: 30 }),
    random("weighted-30.mc", { vertices: 30, density: 0.5, seed: 31, weights: { low: -10, high: 10 } }),
    random("dense-60.mc", { vertices: 60, density: 0.5, seed: 60 }),
  ];
}

/** Seed of the search that gives the best state known above 32 vertices. */
const SEARCH_SEED = 1;

/** One row of the table: what `prove` says about the instance, in units of the cut. */
export function tableRow(file, problem, { encodeProblem, maxCutKind, prove, tabuSearch }) {
  const { network, scale, shift } = encodeProblem(problem);
  const incumbent = problem.n > 32 ? tabuSearch(network, { seed: SEARCH_SEED }).spins : undefined;
  const reference = prove(network, incumbent === undefined ? {} : { incumbent });
  const cut = maxCutKind.solution.score(problem, reference.groundStates[0]).objective;
  const bound = scale * reference.lowerEnergy + shift;
  const edges = problem.from.length;
  const cells = reference.proven
    ? [cut, `${reference.truncated ? "more than " : ""}${reference.groundStates.length}`, "yes"]
    : [`${cut} to ${bound}`, "", "no"];
  const method = reference.proven ? reference.method : `${reference.method} (tabu search)`;
  return `| ${[file, problem.n, edges, ...cells, method].join(" | ")} |`;
}

export const TABLE_HEAD = `| file | vertices | edges | optimum | optimal cuts | proven | how |
|---|---:|---:|---:|---:|---|---|`;
