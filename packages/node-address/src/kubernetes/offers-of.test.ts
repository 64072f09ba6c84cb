import type { V1EndpointSlice, V1Node } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import type { Load } from '../loads/load-board.ts';
import { type FakeEndpoint, type FakeNode, fakeNode, fakeSlice } from '../testing/fake-objects.ts';
import type { LeftOut, OfferOptions } from './judge-pods.ts';
import { viewNode } from './node-view.ts';
import { offersOf } from './offers-of.ts';
import { viewSlice } from './slice-view.ts';

interface Scene {
  readonly nodes: readonly FakeNode[];
  readonly slices: readonly (readonly FakeEndpoint[])[];
  readonly loads?: Readonly<Record<string, Load>>;
  readonly options?: Partial<OfferOptions>;
}

const usual: OfferOptions = { exposure: 'nodePort', port: 30_443, isSecure: false };
const reported = (connections: number, isDraining = false): Load => ({
  kind: 'reported',
  connections,
  isDraining,
});

function offers({ nodes, slices, loads = {}, options }: Scene) {
  return offersOf(
    {
      nodes: new Map(nodes.map((node) => [node.name, viewNode(fakeNode(node) as unknown as V1Node)])),
      slices: slices.map((pods, index) =>
        viewSlice(fakeSlice(`s-${index}`, pods) as unknown as V1EndpointSlice),
      ),
    },
    { of: (pod) => loads[pod] ?? { kind: 'unknown' } },
    { ...usual, ...options },
  );
}

const node1: FakeNode = { name: 'node-1', ip: '10.0.0.1' };
const node2: FakeNode = { name: 'node-2', ip: '10.0.0.2' };
const podA: FakeEndpoint = { pod: 'a', node: 'node-1', ready: true, serving: true, terminating: false };
const podB: FakeEndpoint = { ...podA, pod: 'b', node: 'node-2' };

describe('a pod', () => {
  const cases: [what: string, endpoint: Partial<FakeEndpoint>, why: LeftOut | null][] = [
    ['that is ready and serving', {}, null],
    [
      'of which no condition is known',
      { ready: undefined, serving: undefined, terminating: undefined } as never,
      null,
    ],
    ['that is ready, whatever serving means', { serving: undefined } as never, null],
    ['that is not ready', { ready: false, serving: false }, 'podUnready'],
    ['that serves but is not ready', { ready: false }, 'podUnready'],
    ['that is ready but does not serve', { serving: false }, 'podUnready'],
    ['that ends', { ready: false, terminating: true }, 'podTerminating'],
    ['that ends and counts as ready', { terminating: true }, 'podTerminating'],
    ['that has no node yet', { node: undefined } as never, 'nodeUnknown'],
    ['whose node is gone', { node: 'node-9' }, 'nodeUnknown'],
  ];

  it.each(cases)('%s', (_, endpoint, why) => {
    const { endpoints, leftOut } = offers({ nodes: [node1], slices: [[{ ...podA, ...endpoint }]] });
    expect(endpoints).toHaveLength(why === null ? 1 : 0);
    expect([...leftOut]).toEqual(why === null ? [] : [[why, 1]]);
  });

  const loads: [what: string, load: Load, why: LeftOut | null][] = [
    ['that takes sockets', reported(5), null],
    ['that was not heard of', { kind: 'unknown' }, null],
    ['that drains', reported(5, true), 'podDraining'],
    ['that fell silent', { kind: 'silent' }, 'podSilent'],
  ];

  it.each(loads)('%s', (_, load, why) => {
    const { endpoints, leftOut } = offers({ nodes: [node1], slices: [[podA]], loads: { a: load } });
    expect(endpoints.map(({ connections }) => connections)).toEqual(
      why === null ? [load.kind === 'reported' ? load.connections : null] : [],
    );
    expect([...leftOut]).toEqual(why === null ? [] : [[why, 1]]);
  });

  it('in two slices serves when both say so', () => {
    const ending = { ...podA, ready: false, terminating: true };
    for (const slices of [
      [[podA], [ending]],
      [[ending], [podA]],
    ])
      expect([...offers({ nodes: [node1], slices }).leftOut]).toEqual([['podTerminating', 1]]);
    const both = offers({ nodes: [node1], slices: [[podA], [podA]], loads: { a: reported(6) } });
    expect(both.endpoints.map(({ connections }) => connections)).toEqual([6]);
  });
});

describe('a node', () => {
  const cases: [what: string, node: Partial<FakeNode>, why: LeftOut | null][] = [
    ['that is well', {}, null],
    ['that was cordoned and is no longer', { isCordoned: false }, null],
    ['with a taint that says nothing of leaving', { taints: ['dedicated'] }, null],
    ['that is cordoned', { isCordoned: true }, 'nodeCordoned'],
    ['that Karpenter is about to remove', { taints: ['karpenter.sh/disrupted'] }, 'nodeCordoned'],
    [
      'that the Cluster Autoscaler is about to remove',
      { taints: ['ToBeDeletedByClusterAutoscaler'] },
      'nodeCordoned',
    ],
    ['that is not ready', { ready: 'False' }, 'nodeUnready'],
    ['that was cut off from the network', { ready: 'Unknown' }, 'nodeUnready'],
    ['that was cut off and is cordoned', { ready: 'Unknown', isCordoned: true }, 'nodeUnready'],
    ['without an address', { addresses: [] }, 'noAddress'],
    ['with a host name only', { addresses: [{ type: 'Hostname', address: 'node-1' }] }, 'noAddress'],
    ['whose address is none', { addresses: [{ type: 'ExternalDNS', address: 'no host' }] }, 'noAddress'],
  ];

  it.each(cases)('%s', (_, node, why) => {
    const { endpoints, leftOut } = offers({ nodes: [{ ...node1, ...node }], slices: [[podA]] });
    expect(endpoints).toHaveLength(why === null ? 1 : 0);
    expect([...leftOut]).toEqual(why === null ? [] : [[why, 1]]);
  });

  it('without a word on whether it is ready is taken for well', () => {
    const cluster = {
      nodes: new Map([
        [
          'node-1',
          viewNode({
            metadata: { name: 'node-1' },
            status: { addresses: [{ type: 'InternalIP', address: '10.0.0.1' }] },
          }),
        ],
      ]),
      slices: [viewSlice(fakeSlice('s', [podA]) as unknown as V1EndpointSlice)],
    };
    expect(offersOf(cluster, { of: () => ({ kind: 'unknown' }) }, usual).endpoints).toHaveLength(1);
  });

  it('that is being deleted counts as cordoned', () => {
    const deletionTimestamp = new Date(0);
    expect(viewNode({ metadata: { name: 'node-1', deletionTimestamp } }).state).toBe('cordoned');
  });
});

describe('the zone of an endpoint', () => {
  it.each([
    ['the node’s', 'zone-n', 'zone-e', 'zone-n'],
    ['the pod’s when the node has none', undefined, 'zone-e', 'zone-e'],
    ['unknown when neither has one', undefined, undefined, null],
  ])('is %s', (_, ofNode, ofPod, expected) => {
    const node = { ...node1, ...(ofNode === undefined ? {} : { zone: ofNode }) };
    const pod = { ...podA, ...(ofPod === undefined ? {} : { zone: ofPod }) };
    expect(offers({ nodes: [node], slices: [[pod]] }).endpoints.map(({ zone }) => zone)).toEqual([expected]);
  });
});

describe('the URL of an endpoint', () => {
  const addresses = [
    { type: 'Hostname', address: 'node-1' },
    { type: 'InternalIP', address: '10.0.0.1' },
    { type: 'InternalDNS', address: 'node-1.internal' },
    { type: 'ExternalIP', address: '198.51.100.7' },
    { type: 'ExternalDNS', address: 'node-1.example.com' },
  ];
  const v6 = [
    { type: 'ExternalIP', address: '2001:db8::7' },
    { type: 'InternalIP', address: '10.0.0.1' },
  ];
  const dashed = '{ip-dashed}.rt.example.com';
  const cases: [what: string, addresses: FakeNode['addresses'], Partial<OfferOptions>, string | null][] = [
    ['has the external name first', addresses, {}, 'http://node-1.example.com:30443'],
    ['is https where it is secure', addresses, { isSecure: true }, 'https://node-1.example.com:30443'],
    [
      'keeps to the kinds that are asked for',
      addresses,
      { addressTypes: ['InternalIP'] },
      'http://10.0.0.1:30443',
    ],
    [
      'keeps to their order',
      addresses,
      { addressTypes: ['InternalDNS', 'ExternalIP'] },
      'http://node-1.internal:30443',
    ],
    [
      'never puts a name where the template wants an IP address',
      addresses,
      { isSecure: true, nameTemplate: dashed },
      'https://198-51-100-7.rt.example.com:30443',
    ],
    [
      'is none where the template wants an IP address and there is none',
      addresses.slice(2, 3),
      { nameTemplate: dashed },
      null,
    ],
    ['takes an IPv6 address', v6, {}, 'http://[2001:db8::7]:30443'],
    [
      'takes an IPv6 address into a name',
      v6,
      { nameTemplate: dashed },
      'http://2001-db8--7.rt.example.com:30443',
    ],
    [
      'takes no IPv6 address into a name as it is',
      v6,
      { nameTemplate: '{address}.rt.example.com' },
      'http://10.0.0.1.rt.example.com:30443',
    ],
    ['has the port on the node', addresses, { port: 443, isSecure: true }, 'https://node-1.example.com:443'],
  ];

  it.each(cases)('%s', (_, ofNode, options, expected) => {
    const scene = { nodes: [{ name: 'node-1', addresses: ofNode ?? [] }], slices: [[podA]], options };
    expect(offers(scene).endpoints.map(({ url }) => url)).toEqual(expected === null ? [] : [expected]);
  });
});

describe('endpoints', () => {
  const three: Scene = {
    nodes: [node1, node2],
    slices: [[podB, podA], [{ ...podA, pod: 'c' }]],
    loads: { a: reported(10), b: reported(7), c: reported(21) },
  };

  it('are one for each node’s port, with the average of its pods’ connections', () => {
    expect(offers(three).endpoints).toEqual([
      { url: 'http://10.0.0.1:30443', node: 'node-1', zone: null, connections: 15.5 },
      { url: 'http://10.0.0.2:30443', node: 'node-2', zone: null, connections: 7 },
    ]);
  });

  it('are one for each pod’s port on its node', () => {
    const { endpoints } = offers({ ...three, options: { exposure: 'hostPort' } });
    expect(endpoints.map(({ node, connections }) => [node, connections])).toEqual([
      ['node-1', 10],
      ['node-2', 7],
      ['node-1', 21],
    ]);
  });

  it('count only the pods that they lead to', () => {
    const loads = { ...three.loads, a: reported(500, true), b: { kind: 'unknown' } as const };
    const { endpoints, leftOut } = offers({ ...three, loads });
    expect(Object.fromEntries(endpoints.map(({ node, connections }) => [node, connections]))).toEqual({
      'node-1': 21,
      'node-2': null,
    });
    expect([...leftOut]).toEqual([['podDraining', 1]]);
  });

  it('average what is known', () => {
    const { endpoints } = offers({ ...three, loads: { c: reported(20) } });
    expect(endpoints.map(({ connections }) => connections)).toEqual([20, null]);
  });

  it('go with the last pod of a node', () => {
    const slices = [[{ ...podA, terminating: true }, podB]];
    expect(offers({ nodes: [node1, node2], slices }).endpoints.map(({ node }) => node)).toEqual(['node-2']);
  });

  it('are none when there is nothing', () => {
    expect(offers({ nodes: [], slices: [] })).toEqual({ endpoints: [], leftOut: new Map() });
  });

  it('say how many are left out for which reason', () => {
    const slices = [[podA, { ...podB, ready: false }, { ...podA, pod: 'c', ready: false }]];
    const { leftOut } = offers({ nodes: [{ ...node1, isCordoned: true }], slices });
    expect(Object.fromEntries(leftOut)).toEqual({ nodeCordoned: 1, podUnready: 2 });
  });
});
