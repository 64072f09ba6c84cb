import type { LoadChannel } from './load-channel.ts';

export interface LoadReportOptions {
  readonly channel: LoadChannel;
  readonly pod: string;
  /** Open sockets at the moment. */
  readonly connections: () => number;
  /** @default 1000 */
  readonly everyMs?: number;
}

export interface LoadReports {
  /** Says at once, and from here on, that no more sockets are wanted. */
  drain(): void;
  stop(): void;
}

/** Tells the channel a process's load, from now on and until it is stopped. */
export function startLoadReports(options: LoadReportOptions): LoadReports {
  const { channel, pod, connections } = options;
  let isDraining = false;
  const tell = () => channel.tell({ pod, connections: connections(), isDraining });
  const timer = setInterval(tell, options.everyMs ?? 1_000);
  timer.unref();
  tell();
  return {
    drain() {
      isDraining = true;
      tell();
    },
    stop: () => clearInterval(timer),
  };
}
