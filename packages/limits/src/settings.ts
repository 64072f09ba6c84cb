import { z } from 'zod';
import type { TrafficLimits } from './traffic.ts';

const perSecond = z.coerce.number().int().min(0).max(1_000_000);

/** The settings of every service that takes requests from buyers. Each process counts for itself; 0 sets no limit. */
export const limitSettings = {
  /** Commands that one buyer may give in a second; twice as many at once. */
  BUYER_COMMANDS_PER_SECOND: perSecond.default(20),
  /** Commands that may come from one client address in a second; twice as many at once, and five times as many reads. */
  ADDRESS_COMMANDS_PER_SECOND: perSecond.default(200),
  /** Sockets that one client address may have open. */
  ADDRESS_SOCKETS_MAX: z.coerce.number().int().min(0).max(1_000_000).default(1_000),
  /** Proxies in front whose word on the client's address is taken; with 0 X-Forwarded-For is ignored. */
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(16).default(0),
} as const;

type LimitSettings = { readonly [name in keyof typeof limitSettings]: z.infer<(typeof limitSettings)[name]> };

export function trafficLimitsOf(settings: LimitSettings): TrafficLimits {
  return {
    buyerCommandsPerSecond: settings.BUYER_COMMANDS_PER_SECOND,
    addressCommandsPerSecond: settings.ADDRESS_COMMANDS_PER_SECOND,
    addressSocketsMax: settings.ADDRESS_SOCKETS_MAX,
  };
}
