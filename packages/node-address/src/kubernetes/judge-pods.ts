import { isIP, isIPv6 } from 'node:net';
import { endpointUrl } from '../endpoint-url.ts';
import type { Loads } from '../loads/load-board.ts';
import { type AddressType, addressOrder, type NodeAddress, selectAddress } from '../select-address.ts';
import type { NodeView } from './node-view.ts';
import type { PodView, SliceView } from './slice-view.ts';

export interface OfferOptions {
  /** `nodePort`: one endpoint a node, whichever of its pods answers. `hostPort`: one endpoint a pod. */
  readonly exposure: 'nodePort' | 'hostPort';
  /** The port on the node. */
  readonly port: number;
  readonly isSecure: boolean;
  /** As {@link endpointUrl} takes it; without one, the address itself. */
  readonly nameTemplate?: string;
  /** @default {@link addressOrder} */
  readonly addressTypes?: readonly AddressType[];
}

/** What the API server said last. */
export interface ClusterView {
  readonly slices: Iterable<SliceView>;
  readonly nodes: ReadonlyMap<string, NodeView>;
}

/** Why buyers are not sent to a pod. */
export type LeftOut =
  | 'podUnready'
  | 'podTerminating'
  | 'podDraining'
  | 'podSilent'
  | 'nodeUnknown'
  | 'nodeUnready'
  | 'nodeCordoned'
  | 'noAddress';

export type Judgement =
  | {
      readonly kind: 'offered';
      readonly pod: string;
      readonly node: string;
      readonly zone: string | null;
      readonly url: string;
      /** Null when it is not known. */
      readonly connections: number | null;
    }
  | { readonly kind: 'leftOut'; readonly pod: string; readonly why: LeftOut };

/** Whether buyers may be sent to each of the service's pods, and by which URL; ordered by the pods' names. */
export function judgePods(cluster: ClusterView, loads: Loads, options: OfferOptions): Judgement[] {
  return [...mergePods(cluster.slices).values()]
    .sort((a, b) => (a.pod < b.pod ? -1 : 1))
    .map((pod) => judge(pod, cluster.nodes, loads, options));
}

/**
 * A pod with addresses of both families is in two slices, and one that moves between slices is in both for a
 * moment. It serves when all of them say so: whichever hears first of its end is right.
 */
function mergePods(slices: Iterable<SliceView>): Map<string, PodView> {
  const merged = new Map<string, PodView>();
  for (const { pods } of slices)
    for (const pod of pods) {
      const known = merged.get(pod.pod);
      if (known === undefined || known.state === 'serving') merged.set(pod.pod, pod);
    }
  return merged;
}

function judge(
  { pod, state, node: nodeName, zone }: PodView,
  nodes: ReadonlyMap<string, NodeView>,
  loads: Loads,
  options: OfferOptions,
): Judgement {
  const leftOut = (why: LeftOut): Judgement => ({ kind: 'leftOut', pod, why });
  if (state === 'terminating') return leftOut('podTerminating');
  if (state === 'unready') return leftOut('podUnready');
  const load = loads.of(pod);
  if (load.kind === 'silent') return leftOut('podSilent');
  if (load.kind === 'reported' && load.isDraining) return leftOut('podDraining');
  const node = nodeName === null ? undefined : nodes.get(nodeName);
  if (node === undefined) return leftOut('nodeUnknown');
  if (node.state === 'unready') return leftOut('nodeUnready');
  if (node.state === 'cordoned') return leftOut('nodeCordoned');
  const url = urlOf(node, options);
  if (url === null) return leftOut('noAddress');
  const connections = load.kind === 'reported' ? load.connections : null;
  return { kind: 'offered', pod, node: node.name, zone: node.zone ?? zone, url, connections };
}

function urlOf(node: NodeView, options: OfferOptions): string | null {
  const { port, isSecure, nameTemplate } = options;
  const fitting = node.addresses.filter((address) => fits(address, nameTemplate));
  const address = selectAddress(fitting, options.addressTypes ?? addressOrder);
  if (address === null) return null;
  const url = endpointUrl(
    address,
    port,
    nameTemplate === undefined ? { isSecure } : { isSecure, nameTemplate },
  );
  return URL.canParse(url) ? url : null;
}

/**
 * Whether an address can stand in the name: nodes in clouds report names too, and `{ip-dashed}` of a name is no
 * host that any zone resolves; nor can an IPv6 address stand within a name as it is.
 */
function fits({ address }: NodeAddress, nameTemplate = ''): boolean {
  if (nameTemplate.includes('{ip-dashed}')) return isIP(address) !== 0;
  return !(nameTemplate.includes('{address}') && isIPv6(address));
}
