import type { Endpoint } from '../endpoint.ts';
import type { Loads } from '../loads/load-board.ts';
import {
  type ClusterView,
  type Judgement,
  judgePods,
  type LeftOut,
  type OfferOptions,
} from './judge-pods.ts';

type Offer = Extract<Judgement, { kind: 'offered' }>;

/** Where buyers may open their sockets, and how many pods are left out for which reason. */
export interface Offers {
  readonly endpoints: readonly Endpoint[];
  readonly leftOut: ReadonlyMap<LeftOut, number>;
}

/**
 * What may be offered of a cluster. Behind a node's port stands any of its pods, so that the node is one endpoint
 * with the average of their connections; a pod's own port on its node is an endpoint of its own.
 */
export function offersOf(cluster: ClusterView, loads: Loads, options: OfferOptions): Offers {
  const offers = new Map<string, Offer[]>();
  const leftOut = new Map<LeftOut, number>();
  for (const judgement of judgePods(cluster, loads, options)) {
    if (judgement.kind === 'leftOut') {
      leftOut.set(judgement.why, (leftOut.get(judgement.why) ?? 0) + 1);
      continue;
    }
    const key = options.exposure === 'nodePort' ? judgement.node : judgement.pod;
    offers.set(key, [...(offers.get(key) ?? []), judgement]);
  }
  return { endpoints: [...offers.values()].flatMap(endpointOf), leftOut };
}

function endpointOf(offers: readonly Offer[]): Endpoint[] {
  const [first] = offers;
  if (first === undefined) return [];
  const known = offers.map(({ connections }) => connections).filter((count) => count !== null);
  const connections = known.length === 0 ? null : known.reduce((sum, count) => sum + count) / known.length;
  return [{ url: first.url, node: first.node, zone: first.zone, connections }];
}
