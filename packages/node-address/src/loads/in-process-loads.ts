import type { LoadChannel } from './load-channel.ts';
import type { LoadReport } from './load-report.ts';

/** The channel of one process. Each call of `connect` makes one end. */
export function createInProcessLoads(): { connect(): LoadChannel } {
  const listeners = new Map<symbol, (report: LoadReport) => void>();
  return {
    connect() {
      const end = Symbol('loads');
      let isOpen = true;
      return {
        tell(report) {
          if (!isOpen) return;
          for (const [other, listener] of listeners)
            queueMicrotask(() => listeners.has(other) && listener(report));
        },
        subscribe(listener) {
          if (isOpen) listeners.set(end, listener);
        },
        async close() {
          isOpen = false;
          listeners.delete(end);
        },
      };
    },
  };
}
