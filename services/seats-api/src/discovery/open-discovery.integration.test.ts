import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRedisLoads } from '@onsale/bus-redis';
import { realtimeBody } from '@onsale/contracts';
import { FakeApiServer, fakeNode, fakeSlice } from '@onsale/node-address/testing';
import { createLogger, createRegistry } from '@onsale/runtime';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type PrivateServer, startPrivateRedis } from '../../../../test/servers/index.ts';
import { openBench } from '../testing/bench.ts';
import { bodyOf, refusalOf } from '../testing/visitor.ts';
import type { Discovery } from './discovery.ts';
import { openDiscovery } from './open-discovery.ts';

const discovery: Extract<Discovery, { kind: 'kubernetes' }> = {
  kind: 'kubernetes',
  service: 'realtime',
  namespace: null,
  offer: { exposure: 'nodePort', port: 30_443, isSecure: false },
  fallback: null,
};
const nodes = ['node-1', 'node-2'];

let api: FakeApiServer;
let redis: PrivateServer;
let folder: string;

beforeEach(async () => {
  api = new FakeApiServer();
  await api.start();
  redis = await startPrivateRedis();
  folder = mkdtempSync(join(tmpdir(), 'onsale-kubeconfig-'));
  writeFileSync(join(folder, 'config'), api.kubeconfig());
  vi.stubEnv('KUBECONFIG', join(folder, 'config'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all([api.stop(), redis.stop()]);
  rmSync(folder, { recursive: true });
});

async function open(asked: Discovery = discovery) {
  const registry = createRegistry('seats-api');
  const opened = await openDiscovery(asked, {
    redisUrl: redis.url,
    logger: createLogger('seats-api', 'silent'),
    registry,
  });
  onTestFinished(() => opened.close());
  const visitor = openBench({ endpoints: opened.source }).stranger();
  return {
    visitor,
    source: opened.source,
    metric: async (name: string) =>
      (await registry.metrics())
        .split('\n')
        .find((line) => line.startsWith(`${name}{`))
        ?.split(' ')[1],
  };
}

function fill(): void {
  for (const [index, name] of nodes.entries())
    api.put('nodes', fakeNode({ name, ip: `10.0.0.${index + 1}`, zone: `zone-${index + 1}` }));
  api.put(
    'endpointslices',
    fakeSlice(
      'slice-1',
      nodes.map((node) => ({ pod: `pod-on-${node}`, node, ready: true })),
    ),
  );
}

function reportsOf(pod: string) {
  const channel = createRedisLoads({ url: redis.url, onError: () => {} });
  onTestFinished(() => channel.close());
  return (connections: number, isDraining = false) => channel.tell({ pod, connections, isDraining });
}

describe('the addresses that the API gives', () => {
  it('are the cluster’s, from the first request on', async () => {
    fill();
    const { visitor } = await open();
    const { endpoints } = await bodyOf(await visitor.get('/api/realtime?show=test-show'), 200, realtimeBody);
    expect([...endpoints].sort((a, b) => (a.node < b.node ? -1 : 1))).toEqual([
      { url: 'http://10.0.0.1:30443', node: 'node-1', zone: 'zone-1' },
      { url: 'http://10.0.0.2:30443', node: 'node-2', zone: 'zone-2' },
    ]);
    expect(await (await visitor.get('/ip')).text()).toMatch(/^10\.0\.0\.[12]$/);
  });

  it('begin with the emptier of two, as the pods report through Redis', async () => {
    fill();
    const { source, visitor } = await open();
    const [full, empty] = [reportsOf('pod-on-node-1'), reportsOf('pod-on-node-2')];
    const told = () => {
      full(900);
      empty(10);
      expect(source.list().map(({ connections }) => connections)).toEqual([900, 10]);
    };
    await vi.waitFor(told, { timeout: 10_000, interval: 100 });
    expect(await (await visitor.get('/ip')).text()).toBe('10.0.0.2');
    const { endpoints } = await bodyOf(await visitor.get('/api/realtime?show=test-show'), 200, realtimeBody);
    expect(endpoints.map(({ node }) => node)).toEqual(['node-2', 'node-1']);
  });

  it('leave out a pod within two seconds that says it drains, and go on when Redis dies', async () => {
    fill();
    const { source, metric } = await open();
    const report = reportsOf('pod-on-node-1');
    const known = () => {
      report(5);
      expect(source.list()[0]?.connections).toBe(5);
    };
    await vi.waitFor(known, { timeout: 10_000, interval: 100 });
    report(5, true);
    await vi.waitFor(() => expect(source.list().map(({ node }) => node)).toEqual(['node-2']), 2_000);
    expect(await metric('onsale_discovery_endpoints')).toBe('1');
    expect(await metric('onsale_discovery_left_out')).toBe('1');
    await redis.kill('SIGKILL');
    // What the dead channel said last counts for five seconds; then nothing is known, and the cluster's word is all.
    await vi.waitFor(() => expect(source.list().map(({ node }) => node)).toEqual(nodes), 15_000);
    expect(source.list().map(({ connections }) => connections)).toEqual([null, null]);
  });

  it('are none, to be asked for again, while no pod is known', async () => {
    const { visitor, metric } = await open();
    for (const path of ['/ip', '/api/realtime?show=test-show']) {
      const response = await visitor.get(path);
      expect(response.headers.get('retry-after')).toBe('1');
      await refusalOf(response, 503, 'UNAVAILABLE');
    }
    expect(await metric('onsale_discovery_endpoints')).toBe('0');
    expect(await metric('onsale_discovery_age_seconds')).toBe('0');
  });

  it('are the fallback’s while the API server cannot be reached', async () => {
    await api.stop();
    const fallback = { url: 'https://rt.example.com', node: 'ingress', zone: null, connections: null };
    const { visitor, metric } = await open({ ...discovery, fallback });
    const { endpoints } = await bodyOf(await visitor.get('/api/realtime?show=test-show'), 200, realtimeBody);
    expect(endpoints).toEqual([{ url: 'https://rt.example.com', node: 'ingress', zone: null }]);
    expect(await (await visitor.get('/ip')).text()).toBe('rt.example.com');
    expect(Number(await metric('onsale_discovery_age_seconds'))).toBeGreaterThan(0);
  });

  it('cannot be asked for where there is no cluster', async () => {
    vi.stubEnv('KUBECONFIG', '');
    await expect(open()).rejects.toThrow(/^bad settings: REALTIME_DISCOVERY: no Kubernetes cluster: /);
    vi.stubEnv('KUBECONFIG', join(folder, 'missing'));
    await expect(open()).rejects.toThrow(/^bad settings: REALTIME_DISCOVERY: KUBECONFIG: .*ENOENT/);
  });
});
