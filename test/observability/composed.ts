import type { Server } from 'node:net';
import { createLifecycle, createLogger, type Registry } from '@onsale/runtime';
import { createSessionKeys } from '../services/session-keys.ts';

/** Settings that every service can be composed with: nobody listens at these addresses, and nobody is asked. */
const nowhere = {
  MYSQL_URL: 'mysql://nobody@127.0.0.1:1/nothing',
  REDIS_URL: 'redis://127.0.0.1:1',
  REALTIME_ENDPOINTS: 'http://127.0.0.1:1',
  SESSION_KEYS: createSessionKeys(),
  MOVE_MS: '0',
};

type Environment = Readonly<Record<string, string | undefined>>;
type Compose = (
  environment: Environment,
  ...surroundings: [ReturnType<typeof createLogger>, ReturnType<typeof createLifecycle>]
) => Promise<Parts>;

/** What a service's `compose` hands to its `main.ts`. */
interface Parts {
  readonly registry: Registry;
  readonly server: Server;
  readonly admin: Server | null;
}

/** Imported only when asked for, so that what one of them loads can be told. */
const composers = {
  async 'seats-api'(environment, ...surroundings) {
    const { readSettings } = await import('../../services/seats-api/src/settings.ts');
    const { compose } = await import('../../services/seats-api/src/compose.ts');
    return compose(readSettings(environment), ...surroundings);
  },
  async realtime(environment, ...surroundings) {
    const { readSettings } = await import('../../services/realtime/src/settings.ts');
    const { compose } = await import('../../services/realtime/src/compose.ts');
    return compose(readSettings(environment), ...surroundings);
  },
  async web(environment, ...surroundings) {
    const { readSettings } = await import('../../services/web/server/settings.ts');
    const { compose } = await import('../../services/web/server/compose.ts');
    return compose(readSettings(environment), ...surroundings);
  },
  async 'payment-sandbox'(environment, ...surroundings) {
    const { readSettings } = await import('../../services/payment-sandbox/src/settings.ts');
    const { compose } = await import('../../services/payment-sandbox/src/compose.ts');
    return compose(readSettings(environment), ...surroundings);
  },
} satisfies Record<string, Compose>;

export type ServiceName = keyof typeof composers;
export const serviceNames = Object.keys(composers) as readonly ServiceName[];

/** A service as its `main.ts` composes it, without its ports open. */
export interface Composed extends Parts {
  takeApart(): Promise<void>;
}

export async function composeService(name: ServiceName, environment: Environment = {}): Promise<Composed> {
  const logger = createLogger(name, 'silent');
  const lifecycle = createLifecycle({ logger, stopMsMax: 10_000, exit: () => {} });
  const parts = await composers[name]({ ...nowhere, ...environment }, logger, lifecycle);
  return { ...parts, takeApart: () => lifecycle.stop('looked at') };
}
