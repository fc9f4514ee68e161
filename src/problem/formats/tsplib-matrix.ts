/** The forms in which TSPLIB lists distances. */

/** Where the k-th number of an EDGE_WEIGHT_SECTION belongs. */
interface MatrixForm {
  /** Whether the file lists one triangle only, so that the matrix is symmetric. */
  readonly isTriangle: boolean;
  /** How many numbers there are. */
  count(n: number): number;
  /** Row and column of each number in the order of the file. */
  places(n: number): Generator<readonly [row: number, column: number]>;
}

function* lower(n: number, last: (row: number) => number): Generator<readonly [number, number]> {
  for (let row = 0; row < n; row++) for (let column = 0; column <= last(row); column++) yield [row, column];
}

function* upper(n: number, first: (row: number) => number): Generator<readonly [number, number]> {
  for (let row = 0; row < n; row++) for (let column = first(row); column < n; column++) yield [row, column];
}

const strict = (places: MatrixForm["places"]): MatrixForm => ({
  isTriangle: true,
  count: (n) => (n * (n - 1)) / 2,
  places,
});

const withDiagonal = (places: MatrixForm["places"]): MatrixForm => ({
  isTriangle: true,
  count: (n) => (n * (n + 1)) / 2,
  places,
});

const full: MatrixForm = { isTriangle: false, count: (n) => n * n, places: (n) => upper(n, () => 0) };

// By columns, one triangle comes in the order of the other by rows.
const upperRow = strict((n) => upper(n, (row) => row + 1));
const lowerRow = strict((n) => lower(n, (row) => row - 1));
const upperDiagonalRow = withDiagonal((n) => upper(n, (row) => row));
const lowerDiagonalRow = withDiagonal((n) => lower(n, (row) => row));

/** The forms by their EDGE_WEIGHT_FORMAT. */
export const MATRIX_FORMS: ReadonlyMap<string, MatrixForm> = new Map([
  ["FULL_MATRIX", full],
  ["UPPER_ROW", upperRow],
  ["LOWER_ROW", lowerRow],
  ["UPPER_DIAG_ROW", upperDiagonalRow],
  ["LOWER_DIAG_ROW", lowerDiagonalRow],
  ["UPPER_COL", lowerRow],
  ["LOWER_COL", upperRow],
  ["UPPER_DIAG_COL", lowerDiagonalRow],
  ["LOWER_DIAG_COL", upperDiagonalRow],
]);
