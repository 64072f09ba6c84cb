/** One observation: what was counted, and what it cost. */
export interface Observation {
  readonly counts: readonly number[];
  readonly cost: number;
}

/**
 * The price of each thing counted, so that counts × prices come as near to the costs as they can: least squares of the
 * relative errors, without negative prices. A price that would come out negative is none, and the others are sought
 * anew (a simple form of Lawson and Hanson's method). Throws a RangeError when there are fewer observations than prices.
 */
export function fitPrices(observations: readonly Observation[]): number[] {
  const count = observations[0]?.counts.length ?? 0;
  if (count === 0 || observations.length < count)
    throw new RangeError(`${observations.length} observations do not give ${count} prices`);
  let used = Array.from({ length: count }, (_, index) => index);
  for (;;) {
    const prices = solve(...normalEquations(observations, used));
    const lowest = prices.reduce((worst, price, index) => (price < (prices[worst] ?? 0) ? index : worst), 0);
    if (used.length === 0 || (prices[lowest] ?? 0) >= 0) {
      const all = new Array<number>(count).fill(0);
      for (const [index, column] of used.entries()) all[column] = prices[index] ?? 0;
      return all;
    }
    used = used.filter((_, index) => index !== lowest);
  }
}

/** Each row weighs as if its cost were 1: a percent of a small cost counts like one of a large. */
function normalEquations(
  observations: readonly Observation[],
  used: readonly number[],
): [matrix: number[][], right: number[]] {
  const matrix = used.map(() => used.map(() => 0));
  const right = used.map(() => 0);
  for (const { counts, cost } of observations) {
    const row = used.map((column) => (counts[column] ?? 0) / cost);
    for (const [i, a] of row.entries()) {
      right[i] = (right[i] ?? 0) + a;
      for (const [j, b] of row.entries()) (matrix[i] as number[])[j] = (matrix[i]?.[j] ?? 0) + a * b;
    }
  }
  return [matrix, right];
}

/** Gaussian elimination with partial pivoting; a thing that never varied on its own has no price. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, index) => [...row, right[index] ?? 0]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const pivot = largestFrom(rows, column);
    [rows[column], rows[pivot]] = [rows[pivot] as number[], rows[column] as number[]];
    for (let row = column + 1; row < size; row++) subtract(rows, row, column);
  }
  const solution = new Array<number>(size).fill(0);
  for (let row = size - 1; row >= 0; row--) {
    const known = solution.reduce((sum, value, index) => sum + value * (rows[row]?.[index] ?? 0), 0);
    const pivot = rows[row]?.[row] ?? 0;
    solution[row] = Math.abs(pivot) < 1e-30 ? 0 : ((rows[row]?.[size] ?? 0) - known) / pivot;
  }
  return solution;
}

function largestFrom(rows: readonly (readonly number[])[], column: number): number {
  let best = column;
  for (let row = column + 1; row < rows.length; row++)
    if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[best]?.[column] ?? 0)) best = row;
  return best;
}

function subtract(rows: readonly number[][], row: number, pivot: number): void {
  const from = rows[pivot] ?? [];
  const into = rows[row] ?? [];
  const divisor = from[pivot] ?? 0;
  if (divisor === 0) return;
  const factor = (into[pivot] ?? 0) / divisor;
  for (let column = pivot; column < into.length; column++)
    into[column] = (into[column] ?? 0) - factor * (from[column] ?? 0);
}
