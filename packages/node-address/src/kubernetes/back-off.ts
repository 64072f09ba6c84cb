const firstMs = 250;
const longestMs = 10_000;

/**
 * How long to wait after so many failures in a row, in milliseconds: twice as long after each, ten seconds at
 * most, and between half of that and all of it at random, so that processes that lost the same server do not
 * come back to it together. `random` gives numbers in [0, 1).
 */
export function backOffMs(failures: number, random: () => number = Math.random): number {
  const fullMs = Math.min(firstMs * 2 ** Math.max(0, failures - 1), longestMs);
  return fullMs * (0.5 + random() / 2);
}
