import type { DiscoveryLog } from './discovery-log.ts';
import type { Standing } from './follower.ts';
import type { Offers } from './offers-of.ts';

/** Says once when the API server is lost, once when it is back, and once when there is nothing to offer. */
export interface StandingLog {
  take(standings: Readonly<Record<string, Standing>>): void;
  takeOffers(offers: Offers, slices: number): void;
}

/** A connection that is cut and back at once is no news. */
const failuresMin = 2;

export function createStandingLog(log: DiscoveryLog, fallbackUrl: string | null): StandingLog {
  let isLost = false;
  let isEmpty = false;
  return {
    take(standings) {
      const all = Object.entries(standings);
      const lost = all.find(
        ([, standing]) => standing.kind !== 'following' && standing.failures >= failuresMin,
      );
      if (lost !== undefined && !isLost) {
        isLost = true;
        sayLost(log, ...lost, fallbackUrl);
      } else if (isLost && all.every(([, { kind }]) => kind === 'following')) {
        isLost = false;
        log.info({}, 'the Kubernetes API answers again: node addresses are followed');
      }
    },
    takeOffers({ endpoints, leftOut }, slices) {
      const wasEmpty = isEmpty;
      isEmpty = endpoints.length === 0;
      if (!isEmpty || wasEmpty) return;
      const details = { slices, leftOut: Object.fromEntries(leftOut), fallback: fallbackUrl };
      const why =
        slices === 0
          ? 'the realtime service has no endpoint slices: does it exist in that namespace?'
          : 'no realtime pod can be offered to buyers';
      log.warn(details, why);
    },
  };
}

function sayLost(log: DiscoveryLog, resource: string, standing: Standing, fallbackUrl: string | null): void {
  if (standing.kind === 'following') return;
  const { fault, kind } = standing;
  const isForbidden = fault?.status === 401 || fault?.status === 403;
  const what = isForbidden
    ? `the service account may not list and watch ${resource}`
    : `the Kubernetes API cannot be asked for ${resource}`;
  const nothing =
    fallbackUrl === null ? 'no node address can be offered' : `buyers are sent to ${fallbackUrl}`;
  log.warn(
    { resource, status: fault?.status ?? null, reason: fault?.message },
    `${what}: ${kind === 'lost' ? 'what it said last stays in use' : nothing}`,
  );
}
