import { containersOf, type KubeObject, type Peer, type Pod, policiesOf, selects } from './kube-objects.ts';

/** A way that one policy opens between two pods of the release and the other end's policy does not. */
export interface HalfOpen {
  readonly from: string;
  readonly to: string;
  readonly port: string;
  readonly closedBy: 'sender' | 'receiver';
}

/**
 * Ways between the release's pods that are open at one end only: who may send without being let in, or is let in
 * without being able to send. Whether a way exists at all is asked for each pair of pods and each port of the receiver.
 */
export function halfOpenWays(objects: readonly KubeObject[], pods: readonly Pod[]): HalfOpen[] {
  const ways = pods.flatMap((sender) =>
    pods.flatMap((receiver) => portsOf(receiver).map((port) => ({ sender, receiver, port }))),
  );
  return ways.flatMap(({ sender, receiver, port }): HalfOpen[] => {
    const maySend = isAllowed(objects, 'egress', sender, receiver, port);
    const maySay = isAllowed(objects, 'ingress', receiver, sender, port);
    if (maySend === maySay) return [];
    const closedBy = maySend ? 'receiver' : 'sender';
    return [{ from: nameOf(sender), to: nameOf(receiver), port: `${port}`, closedBy }];
  });
}

function portsOf(pod: Pod): number[] {
  return containersOf(pod).flatMap((container) => container.ports.map((port) => port.containerPort));
}

/** Only rules that name pods count: what is open to anybody says nothing of this release's pods. */
function isAllowed(
  objects: readonly KubeObject[],
  side: 'ingress' | 'egress',
  pod: Pod,
  other: Pod,
  port: number,
): boolean {
  const policies = policiesOf(objects).filter(({ spec }) =>
    selects(spec.podSelector.matchLabels, pod.labels),
  );
  const rules = policies.flatMap(({ spec }) =>
    side === 'ingress'
      ? spec.ingress.map((rule) => ({ ports: rule.ports, peers: rule.from ?? [] }))
      : spec.egress.map((rule) => ({ ports: rule.ports, peers: rule.to ?? [] })),
  );
  return rules.some(
    ({ ports, peers }) => ports.some((one) => one.port === port) && peers.some((peer) => isPeer(peer, other)),
  );
}

function isPeer({ podSelector }: Peer, pod: Pod): boolean {
  if (podSelector === undefined) return false;
  const { matchLabels, matchExpressions } = podSelector;
  return (
    selects(matchLabels, pod.labels) &&
    matchExpressions.every(({ key, values }) => values.includes(pod.labels[key] ?? ''))
  );
}

function nameOf({ owner }: Pod): string {
  return `${owner.kind} ${owner.metadata.name}`;
}
