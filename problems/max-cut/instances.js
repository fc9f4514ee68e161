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

/** File of the certificate that belongs to an instance. */
export const certificateOf = (file) => `certificates/${file.replace(/\.mc$/, ".json")}`;

/** One row of the table. `cuts` counts the optimal divisions as far as they were enumerated, else null. */
export function tableRow(file, problem, { objective, bound, proven, method }, cuts) {
  const optimum = proven ? objective : `${objective} to ${bound}`;
  const certificate = `[${proven ? "yes" : "no"}](${certificateOf(file)})`;
  return `| ${[file, problem.n, problem.from.length, optimum, cuts ?? "", certificate, method].join(" | ")} |`;
}

export const TABLE_HEAD = `| file | vertices | edges | optimum | optimal cuts | proven | certificate by |
|---|---:|---:|---:|---:|---|---|`;
