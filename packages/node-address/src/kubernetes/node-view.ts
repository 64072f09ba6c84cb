import type { V1Node } from '@kubernetes/client-node';
import type { AddressType, NodeAddress } from '../select-address.ts';

/**
 * Whether buyers may be sent to a node. `cordoned`: an operator or an autoscaler is about to empty it; `unready`:
 * its kubelet says so, or has not been heard of for so long that the cluster takes the node for cut off.
 */
export type NodeState = 'well' | 'cordoned' | 'unready';

/** What discovery keeps of a node: a whole one with its images and labels takes twenty times as much memory. */
export interface NodeView {
  readonly name: string;
  readonly state: NodeState;
  readonly zone: string | null;
  readonly addresses: readonly NodeAddress[];
}

const zoneLabel = 'topology.kubernetes.io/zone';

/**
 * Autoscalers mark a node that they are about to remove by a taint, some without `spec.unschedulable`: Karpenter
 * 1 by the first, the Cluster Autoscaler by the second; cloud controllers mark a stopped machine by the third.
 */
const leavingTaints = new Set([
  'karpenter.sh/disrupted',
  'ToBeDeletedByClusterAutoscaler',
  'node.cloudprovider.kubernetes.io/shutdown',
]);

export function viewNode({ metadata, spec, status }: V1Node): NodeView {
  const isLeaving = spec?.taints?.some(({ key }) => leavingTaints.has(key)) ?? false;
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  let state: NodeState = 'well';
  if (ready !== undefined && ready.status !== 'True') state = 'unready';
  else if (spec?.unschedulable === true || isLeaving || metadata?.deletionTimestamp) state = 'cordoned';
  return {
    name: metadata?.name ?? '',
    state,
    zone: metadata?.labels?.[zoneLabel] ?? null,
    addresses: (status?.addresses ?? []).map(({ type, address }) => ({ type: type as AddressType, address })),
  };
}
