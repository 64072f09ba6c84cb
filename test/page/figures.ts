/** The value that a share of the values does not exceed; 0 when there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** Prints a figure with its limit, for whoever runs the measurements. */
export function print(name: string, value: number, limit: number, unit: string): void {
  const text = `${name.padEnd(44)} ${value.toFixed(1).padStart(8)} ${unit}   (limit ${limit} ${unit})\n`;
  process.stdout.write(text);
}
