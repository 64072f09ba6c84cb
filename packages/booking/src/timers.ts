/** Time as the booking code may use it: a monotonic reading and delays. Decisions never use it [H2]. */
export interface Timers {
  /** Milliseconds since some fixed moment; never goes back. */
  monotonicMs(): number;
  /** Runs the work once after the delay, unless the answered function is called before. */
  after(delayMs: number, work: () => void): () => void;
  /** Runs the work as soon as what has begun at this moment, promises included, has got as far as it can. */
  soon(work: () => void): void;
}

export const realTimers: Timers = {
  monotonicMs: () => performance.now(),
  after(delayMs, work) {
    const timer = setTimeout(work, delayMs);
    return () => clearTimeout(timer);
  },
  soon: (work) => void setImmediate(work),
};

/** Repeats work, each round starting `everyMs` after the last one ended; rounds never overlap. */
export function repeat(
  timers: Timers,
  everyMs: number,
  work: () => Promise<void>,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  let stopped = false;
  let cancel: () => void = () => {};
  let running: Promise<void> = Promise.resolve();
  const round = () => {
    running = work()
      .catch(onError)
      .then(() => {
        if (!stopped) cancel = timers.after(everyMs, round);
      });
  };
  cancel = timers.after(everyMs, round);
  return {
    stop() {
      stopped = true;
      cancel();
      return running;
    },
  };
}
