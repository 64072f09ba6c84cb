import type { Endpoint, EndpointSource } from '../endpoint.ts';
import type { Loads } from '../loads/load-board.ts';
import type { ClusterResources } from './cluster-resources.ts';
import type { DiscoveryLog } from './discovery-log.ts';
import { Follower } from './follower.ts';
import type { LeftOut, OfferOptions } from './judge-pods.ts';
import { type Offers, offersOf } from './offers-of.ts';
import { createStandingLog } from './standing-log.ts';

export interface KubernetesSourceOptions {
  readonly resources: ClusterResources;
  readonly offer: OfferOptions;
  readonly loads: Loads;
  /** What is offered while nothing else can be, such as an ingress; null: nothing. */
  readonly fallback: Endpoint | null;
  readonly log: DiscoveryLog;
  /** How old a list may become before another is asked for. @default 300000 */
  readonly resyncMs?: number;
}

export interface DiscoveryFigures {
  /**
   * How long ago what is known was in step with the API server, in milliseconds: 0 while it is followed; while
   * nothing was ever known, since the start.
   */
  readonly ageMs: number;
  /** Addresses that are offered, without the fallback. */
  readonly endpoints: number;
  readonly leftOut: ReadonlyMap<LeftOut, number>;
}

export interface KubernetesSource extends EndpointSource {
  figures(): DiscoveryFigures;
  /** Resolves when everything was listed once, or after that time. */
  firstList(msMax: number): Promise<void>;
  close(): void;
}

/** How long a list of endpoints is used again, in milliseconds: loads change all the time. */
const offersMsMax = 200;

/**
 * Endpoints from a cluster's own word on its pods and nodes. While the API server cannot be reached, what it said
 * last stays: pods that ended since are known by their silence.
 */
export function createKubernetesSource(options: KubernetesSourceOptions): KubernetesSource {
  const { resources, loads, fallback, offer } = options;
  const startedMs = performance.now();
  const listed = Promise.withResolvers<void>();
  const { resyncMs } = options;
  const followerOptions = { onChange, ...(resyncMs === undefined ? {} : { resyncMs }) };
  const slices = new Follower(resources.slices, followerOptions);
  const nodes = new Follower(resources.nodes, followerOptions);
  const standings = () => ({ endpointslices: slices.standing(), nodes: nodes.standing() });
  const standingLog = createStandingLog(options.log, fallback?.url ?? null);
  let offers: Offers | null = null;
  let offersMs = 0;

  function isListed(): boolean {
    return slices.standing().kind !== 'never' && nodes.standing().kind !== 'never';
  }

  function onChange(): void {
    offers = null;
    standingLog.take(standings());
    if (isListed()) listed.resolve();
  }

  function currentOffers(): Offers {
    const nowMs = performance.now();
    if (offers === null || nowMs - offersMs > offersMsMax) {
      offers = offersOf({ slices: slices.views().values(), nodes: nodes.views() }, loads, offer);
      offersMs = nowMs;
      if (isListed()) standingLog.takeOffers(offers, slices.views().size);
    }
    return offers;
  }

  function ageMs(): number {
    const nowMs = performance.now();
    const ages = Object.values(standings()).map((standing) => {
      if (standing.kind === 'following') return 0;
      return nowMs - (standing.kind === 'lost' ? standing.heardMs : startedMs);
    });
    return Math.max(...ages);
  }

  for (const follower of [slices, nodes]) void follower.run();
  return {
    list() {
      const { endpoints } = currentOffers();
      return endpoints.length === 0 && fallback !== null ? [fallback] : endpoints;
    },
    figures() {
      const { endpoints, leftOut } = currentOffers();
      return { ageMs: ageMs(), endpoints: endpoints.length, leftOut };
    },
    async firstList(msMax) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, msMax);
      });
      await Promise.race([listed.promise, late]).finally(() => clearTimeout(timer));
    },
    close() {
      slices.stop();
      nodes.stop();
    },
  };
}
