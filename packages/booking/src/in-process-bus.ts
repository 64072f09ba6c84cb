import type { Bus, LogEntry } from '@onsale/domain';

/** The bus of one process. Each call makes one end; what one end publishes, every other end hears. */
export function createInProcessHub(): { connect(): Bus } {
  const listeners = new Map<symbol, (entries: readonly LogEntry[]) => void>();
  return {
    connect() {
      const end = Symbol('bus');
      return {
        publish(entries) {
          for (const [other, listener] of listeners)
            if (other !== end) queueMicrotask(() => listeners.has(other) && listener(entries));
        },
        subscribe(listener) {
          listeners.set(end, listener);
        },
        async close() {
          listeners.delete(end);
        },
      };
    },
  };
}
