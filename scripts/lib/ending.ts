const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A package manager passes on to its script the signal that the terminal sent to both: within this it is the same. */
const sameSignalMs = 1_000;

/**
 * Aborts at the first signal that asks this process to end. A later one ends it at once, and with it, by force,
 * every process that it started.
 */
export function stopSignal(print: (line: string) => void): AbortSignal {
  const stop = new AbortController();
  let firstAtMs = 0;
  const onSignal = (signal: NodeJS.Signals) => {
    if (stop.signal.aborted) {
      if (performance.now() - firstAtMs > sameSignalMs) process.exit(1);
      return;
    }
    firstAtMs = performance.now();
    print(`\n${signal}: ending in order; once more ends at once`);
    stop.abort();
  };
  for (const signal of signals) process.on(signal, onSignal);
  return stop.signal;
}

/** Runs every ending, the later ones also after one that failed, and fails with the first failure. */
export async function endInOrder(endings: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const end of endings) await end().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}
