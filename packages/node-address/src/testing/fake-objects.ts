import type { FakeObject } from './fake-api-server.ts';

export interface FakeNode {
  readonly name: string;
  readonly ip?: string;
  readonly addresses?: readonly { readonly type: string; readonly address: string }[];
  readonly zone?: string;
  readonly isCordoned?: boolean;
  readonly ready?: 'True' | 'False' | 'Unknown';
  readonly taints?: readonly string[];
}

/** A node as the API server tells of it. */
export function fakeNode({
  name,
  ip,
  addresses,
  zone,
  isCordoned,
  ready = 'True',
  taints,
}: FakeNode): FakeObject {
  return {
    metadata: { name, labels: zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone } },
    spec: {
      ...(isCordoned === undefined ? {} : { unschedulable: isCordoned }),
      taints: taints?.map((key) => ({ key, effect: 'NoSchedule' })),
    },
    status: {
      conditions: [
        { type: 'MemoryPressure', status: 'False' },
        { type: 'Ready', status: ready },
      ],
      addresses: addresses ?? [{ type: 'InternalIP', address: ip ?? '10.0.0.1' }],
    },
  };
}

export interface FakeEndpoint {
  readonly pod: string;
  readonly node?: string;
  readonly zone?: string;
  readonly ready?: boolean;
  readonly serving?: boolean;
  readonly terminating?: boolean;
}

/** An endpoint slice of the service `realtime`, or of another one. */
export function fakeSlice(
  name: string,
  endpoints: readonly FakeEndpoint[],
  service = 'realtime',
): FakeObject {
  return {
    metadata: { name, labels: { 'kubernetes.io/service-name': service } },
    addressType: 'IPv4',
    endpoints: endpoints.map(({ pod, node, zone, ready, serving, terminating }) => ({
      addresses: ['10.1.0.1'],
      conditions: { ready, serving, terminating },
      targetRef: { kind: 'Pod', name: pod },
      ...(node === undefined ? {} : { nodeName: node }),
      ...(zone === undefined ? {} : { zone }),
    })),
  };
}
