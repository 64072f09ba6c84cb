/** Milliseconds by share of the cases; Infinity where so many never came. */
export interface Percentiles {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

export const noPercentiles: Percentiles = {
  count: 0,
  p50: Number.NaN,
  p99: Number.NaN,
  p999: Number.NaN,
  max: Number.NaN,
};

/** By the nearest-rank method: the smallest value that so large a share does not exceed. */
export function percentilesOf(values: Float64Array): Percentiles {
  if (values.length === 0) return noPercentiles;
  const sorted = values.toSorted();
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) };
}
