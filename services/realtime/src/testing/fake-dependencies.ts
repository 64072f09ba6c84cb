import type { SaleRoom } from '@onsale/booking';
import { createTraffic } from '@onsale/limits';
import type { Logger } from '@onsale/runtime';
import type { RealtimeDependencies } from '../dependencies.ts';

export interface FakeDependencies {
  readonly dependencies: RealtimeDependencies;
  /** Codes that were counted as refused. */
  readonly refused: string[];
  /** Errors that were logged. */
  readonly errors: unknown[];
}

/** What the parts of the service need of their surroundings, but for tokens, origins and metrics. */
export function fakeDependencies(room: SaleRoom, more: Partial<RealtimeDependencies> = {}): FakeDependencies {
  const refused: string[] = [];
  const errors: unknown[] = [];
  const logger = {
    error: ({ err }: { err: unknown }) => void errors.push(err),
    isLevelEnabled: () => false,
  } as unknown as Logger;
  const needed: Partial<RealtimeDependencies> = {
    room,
    traffic: createTraffic({ buyerCommandsPerSecond: 0, addressCommandsPerSecond: 0, addressSocketsMax: 0 }),
    trustedProxyHops: 0,
    defaultShow: 'test-show',
    logger,
    onRefused: (code) => void refused.push(code),
    ...more,
  };
  return { dependencies: needed as RealtimeDependencies, refused, errors };
}
