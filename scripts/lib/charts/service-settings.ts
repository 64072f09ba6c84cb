import { readSettings as readSandboxSettings } from '../../../services/payment-sandbox/src/settings.ts';
import { readSettings as readRealtimeSettings } from '../../../services/realtime/src/settings.ts';
import { readSettings as readSeatsApiSettings } from '../../../services/seats-api/src/settings.ts';
import { readSettings as readWebSettings } from '../../../services/web/server/settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How each service reads its settings. */
const readers = {
  'seats-api': readSeatsApiSettings,
  realtime: readRealtimeSettings,
  web: readWebSettings,
  'payment-sandbox': readSandboxSettings,
} as const;

export type ServiceName = keyof typeof readers;
export const serviceNames: readonly ServiceName[] = ['seats-api', 'realtime', 'web', 'payment-sandbox'];

export function isServiceName(name: string): name is ServiceName {
  return Object.hasOwn(readers, name);
}

/** Throws as the service would, with a sentence, for an environment that it cannot run in. */
export function checkSettings(service: ServiceName, environment: Environment): void {
  readers[service](environment);
}

/** The names of all settings of a service: those that it looks up in its environment. */
export function settingNames(service: ServiceName): string[] {
  const asked = new Set<string>();
  const environment = new Proxy<Environment>(
    {},
    {
      get: (_, name) => {
        if (typeof name === 'string') asked.add(name);
        return undefined;
      },
    },
  );
  try {
    readers[service](environment);
  } catch {
    // It misses what is required; by then it has asked for everything.
  }
  return [...asked].sort();
}
