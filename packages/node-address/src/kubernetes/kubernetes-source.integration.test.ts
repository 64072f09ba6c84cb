import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Endpoint } from '../endpoint.ts';
import { createLoadBoard } from '../loads/load-board.ts';
import { FakeApiServer } from '../testing/fake-api-server.ts';
import { type FakeEndpoint, fakeNode, fakeSlice } from '../testing/fake-objects.ts';
import { openCluster } from './cluster.ts';
import { clusterResources } from './cluster-resources.ts';
import { createKubernetesSource, type KubernetesSource } from './kubernetes-source.ts';

const fallback: Endpoint = { url: 'https://rt.example.com', node: 'ingress', zone: null, connections: null };
/** The promise to buyers: who cannot take sockets is no longer offered after so long. */
const leftOutMsMax = 2_000;

let api: FakeApiServer;
let folder: string;
const sources: KubernetesSource[] = [];
const lines: string[] = [];
const log = {
  info: (_: object, message: string) => void lines.push(message),
  warn: (_: object, message: string) => void lines.push(message),
};

beforeEach(async () => {
  api = new FakeApiServer();
  await api.start();
  folder = mkdtempSync(join(tmpdir(), 'onsale-kubeconfig-'));
  const path = join(folder, 'config');
  writeFileSync(path, api.kubeconfig());
  vi.stubEnv('KUBECONFIG', path);
  lines.length = 0;
});
afterEach(async () => {
  for (const source of sources.splice(0)) source.close();
  await api.stop();
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

interface OpenOptions {
  readonly loads?: ReturnType<typeof createLoadBoard>;
  readonly isAlone?: boolean;
  readonly resyncMs?: number;
}

function open({ loads = createLoadBoard(), isAlone = false, resyncMs }: OpenOptions = {}): KubernetesSource {
  const cluster = openCluster();
  const source = createKubernetesSource({
    resources: clusterResources(cluster, { namespace: cluster.namespace, service: 'realtime' }),
    offer: { exposure: 'nodePort', port: 30_443, isSecure: false },
    loads,
    fallback: isAlone ? null : fallback,
    log,
    ...(resyncMs === undefined ? {} : { resyncMs }),
  });
  sources.push(source);
  return source;
}

const pods = (...nodes: string[]): FakeEndpoint[] =>
  nodes.map((node) => ({ pod: `pod-on-${node}`, node, ready: true }));

function fill(...nodes: string[]): void {
  for (const name of nodes) api.put('nodes', fakeNode({ name, ip: `10.0.0.${name.slice(5)}` }));
  api.put('endpointslices', fakeSlice('slice-1', pods(...nodes)));
}

const nodesOf = (source: KubernetesSource) => source.list().map(({ node }) => node);

/** Waits until exactly these are offered. */
async function offered(
  source: KubernetesSource,
  nodes: readonly string[],
  timeout = leftOutMsMax,
): Promise<void> {
  await vi.waitFor(() => expect(nodesOf(source)).toEqual(nodes), { timeout, interval: 10 });
}

async function opened(...nodes: string[]): Promise<KubernetesSource> {
  fill(...nodes);
  const source = open();
  await offered(source, nodes, 10_000);
  await vi.waitFor(() => expect(api.watches()).toBe(2), { timeout: 10_000 });
  return source;
}

describe('a source of endpoints on a cluster', () => {
  it('knows the service’s pods and their nodes after the first list, with the account’s token', async () => {
    fill('node-1', 'node-2');
    api.put('endpointslices', fakeSlice('other-1', pods('node-1'), 'other'));
    const source = open();
    await source.firstList(10_000);
    expect(source.list()).toEqual([
      { url: 'http://10.0.0.1:30443', node: 'node-1', zone: null, connections: null },
      { url: 'http://10.0.0.2:30443', node: 'node-2', zone: null, connections: null },
    ]);
    expect([...api.authorizations]).toEqual(['Bearer fake-token']);
    expect(source.figures()).toEqual({ ageMs: 0, endpoints: 2, leftOut: new Map() });
    expect(lines).toEqual([]);
  });

  it('reads lists of many pages', async () => {
    api.pageObjects = 2;
    fill('node-1', 'node-2', 'node-3', 'node-4', 'node-5');
    await offered(open(), ['node-1', 'node-2', 'node-3', 'node-4', 'node-5'], 10_000);
    expect(api.asked.filter((what) => what === 'list nodes')).toHaveLength(3);
  });

  it('offers a pod that comes, and its node', async () => {
    const source = await opened('node-1');
    fill('node-1', 'node-2');
    await offered(source, ['node-1', 'node-2']);
  });

  const leavings: [what: string, leave: () => void][] = [
    [
      'is not ready',
      () =>
        api.put(
          'endpointslices',
          fakeSlice('slice-1', [...pods('node-1'), { pod: 'p', node: 'node-2', ready: false }]),
        ),
    ],
    [
      'ends',
      () =>
        api.put(
          'endpointslices',
          fakeSlice('slice-1', [
            ...pods('node-1'),
            { pod: 'p', node: 'node-2', ready: true, terminating: true },
          ]),
        ),
    ],
    ['is gone', () => api.put('endpointslices', fakeSlice('slice-1', pods('node-1')))],
    [
      'stands on a node that is cordoned',
      () => api.put('nodes', fakeNode({ name: 'node-2', ip: '10.0.0.2', isCordoned: true })),
    ],
    [
      'stands on a node that was cut off',
      () => api.put('nodes', fakeNode({ name: 'node-2', ip: '10.0.0.2', ready: 'Unknown' })),
    ],
    ['stands on a node that is gone', () => api.remove('nodes', 'node-2')],
  ];

  it.each(leavings)('leaves a pod out within two seconds that %s', async (_, leave) => {
    const source = await opened('node-1', 'node-2');
    leave();
    await offered(source, ['node-1']);
  });

  it('leaves a pod out within two seconds that says it drains', async () => {
    fill('node-1', 'node-2');
    const loads = createLoadBoard();
    const source = open({ loads });
    await offered(source, ['node-1', 'node-2'], 10_000);
    loads.take({ pod: 'pod-on-node-1', connections: 12, isDraining: false });
    loads.take({ pod: 'pod-on-node-2', connections: 3, isDraining: true });
    await offered(source, ['node-1']);
    expect(source.list()[0]?.connections).toBe(12);
    expect([...source.figures().leftOut]).toEqual([['podDraining', 1]]);
  });

  it('offers the fallback when nothing else can be, and says so once', async () => {
    const source = await opened('node-1');
    api.remove('endpointslices', 'slice-1');
    await offered(source, ['ingress']);
    expect(source.list()).toEqual([fallback]);
    expect(source.figures().endpoints).toBe(0);
    expect(lines.filter((line) => line.includes('no endpoint slices'))).toHaveLength(1);
    fill('node-1');
    await offered(source, ['node-1']);
  });

  it('offers nothing when nothing can be, and there is no fallback', async () => {
    const source = open({ isAlone: true });
    await source.firstList(10_000);
    expect(source.list()).toEqual([]);
  });
});

describe('an API server at fault', () => {
  it('that cuts watches loses no change', async () => {
    const source = await opened('node-1', 'node-2');
    for (const nodes of [['node-1'], ['node-1', 'node-2'], ['node-2']]) {
      api.cutWatches();
      api.put('endpointslices', fakeSlice('slice-1', pods(...nodes)));
      await offered(source, nodes);
      await vi.waitFor(() => expect(api.watches()).toBe(2), { timeout: 10_000 });
    }
    expect(api.asked.filter((what) => what.startsWith('list'))).toHaveLength(2);
  });

  it.each(['inTheStream', 'byStatus'] as const)(
    'that no longer knows a version is asked for a list (%s)',
    async (how) => {
      const source = await opened('node-1', 'node-2');
      api.putUnheard('endpointslices', fakeSlice('slice-1', pods('node-2')));
      api.forget(how);
      api.cutWatches();
      await offered(source, ['node-2'], 5_000);
      await vi.waitFor(() => expect(api.watches()).toBe(2), { timeout: 10_000 });
      expect(lines.filter((line) => line.includes('cannot be asked'))).toEqual([]);
    },
  );

  it('that ends its watches in order is watched again at once, from the bookmark', async () => {
    api.watchMsMax = 1_200;
    const source = await opened('node-1', 'node-2');
    await vi.waitFor(
      () => expect(api.asked.filter((what) => what === 'watch nodes').length).toBeGreaterThan(3),
      {
        timeout: 10_000,
      },
    );
    api.put('nodes', fakeNode({ name: 'node-1', isCordoned: true }));
    await offered(source, ['node-2']);
    expect(api.asked.filter((what) => what === 'list nodes')).toHaveLength(1);
    expect(lines).toEqual([]);
  });

  it('that lost a change on the way is found out by the next list', async () => {
    api.watchMsMax = 1_100;
    fill('node-1', 'node-2');
    const source = open({ resyncMs: 2_000 });
    await offered(source, ['node-1', 'node-2'], 10_000);
    api.putUnheard('endpointslices', fakeSlice('slice-1', pods('node-2')));
    await offered(source, ['node-2'], 10_000);
  });

  it('that goes away leaves its last word in use, whose age is told; and is followed when it is back', async () => {
    const source = await opened('node-1', 'node-2');
    await api.stop();
    await vi.waitFor(() => expect(source.figures().ageMs).toBeGreaterThan(1_000), { timeout: 10_000 });
    expect(nodesOf(source)).toEqual(['node-1', 'node-2']);
    expect(lines).toEqual([
      expect.stringMatching(/^the Kubernetes API cannot be asked for .*: what it said last stays in use$/),
    ]);
    api.put('endpointslices', fakeSlice('slice-1', pods('node-2')));
    await api.start();
    await offered(source, ['node-2'], 15_000);
    await vi.waitFor(() => expect(source.figures().ageMs).toBe(0), { timeout: 15_000 });
    expect(lines.slice(1)).toEqual(['the Kubernetes API answers again: node addresses are followed']);
  });

  it('that goes away while pods end: their silence tells', async () => {
    const nowMs = { value: 0 };
    const loads = createLoadBoard(() => nowMs.value);
    fill('node-1', 'node-2');
    const source = open({ loads });
    await offered(source, ['node-1', 'node-2'], 10_000);
    await api.stop();
    for (let second = 0; second < 20; second++) {
      nowMs.value += 1_000;
      loads.take({ pod: 'pod-on-node-1', connections: 1, isDraining: false });
      if (second < 10) loads.take({ pod: 'pod-on-node-2', connections: 1, isDraining: false });
    }
    await offered(source, ['node-1']);
  });

  it('that was never there sends buyers to the fallback, and the first list is not waited for longer than asked', async () => {
    await api.stop();
    const source = open();
    await source.firstList(50);
    expect(source.list()).toEqual([fallback]);
    await vi.waitFor(() => expect(source.figures().ageMs).toBeGreaterThan(500), { timeout: 10_000 });
    await vi.waitFor(() => expect(lines).toHaveLength(1), { timeout: 10_000 });
    expect(lines[0]).toMatch(/cannot be asked for .*: buyers are sent to https:\/\/rt\.example\.com$/);
    fill('node-1');
    await api.start();
    await offered(source, ['node-1'], 15_000);
  });

  it('that refuses is said to refuse, and asked again until it does not', async () => {
    api.mood = { kind: 'refuses', status: 403 };
    fill('node-1');
    const source = open();
    await vi.waitFor(() => expect(lines).toHaveLength(1), { timeout: 10_000 });
    expect(lines[0]).toMatch(
      /^the service account may not list and watch (nodes|endpointslices): buyers are sent/,
    );
    expect(source.list()).toEqual([fallback]);
    expect(api.asked.length).toBeLessThan(12);
    api.mood = { kind: 'well' };
    await offered(source, ['node-1'], 15_000);
  });

  it('that takes requests and says nothing holds nobody up, and is given up for another try', async () => {
    api.mood = { kind: 'hangs' };
    fill('node-1');
    const source = open();
    await source.firstList(50);
    expect(source.list()).toEqual([fallback]);
    await vi.waitFor(() => expect(api.asked).toHaveLength(2), { timeout: 5_000 });
    api.mood = { kind: 'well' };
    await offered(source, ['node-1'], 20_000);
  });

  it('is left in peace once the source is closed', async () => {
    const source = await opened('node-1');
    source.close();
    await vi.waitFor(() => expect(api.watches()).toBe(0), { timeout: 5_000 });
    const asked = api.asked.length;
    api.put('nodes', fakeNode({ name: 'node-1', isCordoned: true }));
    expect(nodesOf(source)).toEqual(['node-1']);
    expect(api.asked).toHaveLength(asked);
  });
});
