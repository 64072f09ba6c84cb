import { connect } from 'node:tls';
import { newId } from '@onsale/client';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openSession } from '../faults/buyer.ts';
import { until } from '../faults/pause.ts';
import { stageShows, usualTimes } from '../faults/shows.ts';
import { ask as askApi } from './api.ts';
import { keepFigures, seconds } from './figures.ts';
import type { AutoscalerObject, Listed, PodObject } from './kinds.ts';
import { clusterObjectsOf, contentsOf, deleteNamespace, makeNamespace } from './namespace.ts';
import { Pods } from './pods.ts';
import { PortForward } from './port-forward.ts';
import { apply, getJson, kubectl } from './programs.ts';
import { nodeAddresses } from './sale.ts';
import { namespace, refusalOf, soloHelm, soloTest, soloUninstall } from './solo.ts';
import { makeStores, mysqlUrlAt, secret } from './stores.ts';

const inOrder = ['payment-sandbox', 'seats-api', 'realtime', 'web'] as const;

beforeAll(async () => {
  await makeNamespace(namespace);
  await makeStores(namespace);
  for (const store of ['their-mysql', 'their-redis']) await new Pods(namespace, store).settle(1);
}, 300_000);

afterAll(async () => {
  if (process.env.CLUSTER_KEEP !== '1') await deleteNamespace(namespace);
}, 200_000);

/** What stands in a namespace besides the stores, Secrets, and what Helm knows of releases. */
async function workloads(): Promise<string[]> {
  const { items } = await getJson<Listed<{ kind: string; metadata: { name: string } }>>([
    ...['deployments,services', '--namespace', namespace],
  ]);
  return items
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
    .filter((name) => !name.includes('their-'));
}

/** Why the container of some pod waits, as soon as one does. */
async function whyWaiting(service: string): Promise<string> {
  const pods = new Pods(namespace, service);
  let why = '';
  await until(
    async () => {
      const waiting = (await pods.all()).flatMap(
        ({ status }) => status.containerStatuses?.flatMap(({ state }) => state.waiting ?? []) ?? [],
      );
      why = waiting.map(({ reason, message }) => `${reason}: ${message ?? ''}`).join('; ');
      return /Error|BackOff/.test(why);
    },
    60_000,
    500,
  );
  return why;
}

describe('bad input ends with a sentence and without half a sale:', () => {
  it('values that contradict each other', async () => {
    const said = await refusalOf(soloHelm('install', 'web', ['--set', 'global.page.https=true']));
    expect(said).toContain('global.page.https needs something that ends TLS');
    expect(await workloads()).toEqual([]);
  });

  it('no Secret named', async () => {
    const said = await refusalOf(soloHelm('install', 'seats-api', ['--set', 'global.mysql.existingSecret=']));
    expect(said).toContain("Name the Secret that holds MySQL's URL");
    expect(await workloads()).toEqual([]);
  });

  it('a Secret that is not there', async () => {
    const install = soloHelm('install', 'seats-api', ['--set', 'global.mysql.existingSecret=absent'], '15s');
    const refused = refusalOf(install);
    expect(await whyWaiting('seats-api-migrate')).toContain('secret "absent" not found');
    expect(await refused).toContain('pre-install');
    expect(await workloads()).toEqual([]);
    await soloUninstall('seats-api');
  });

  it('a database that cannot be reached', async () => {
    await apply([secret(namespace, 'nowhere', { MYSQL_URL: mysqlUrlAt('nowhere.invalid:3306') })]);
    const more = ['global.mysql.existingSecret=nowhere', 'migrations.waitMs=2000', 'migrations.retries=0'];
    const said = await refusalOf(
      soloHelm(
        'install',
        'seats-api',
        more.flatMap((each) => ['--set', each]),
      ),
    );
    expect(said).toMatch(/pre-install.*failed/s);
    expect(await new Pods(namespace, 'seats-api-migrate').logs()).toMatch(/nowhere\.invalid:3306/);
    expect(await workloads()).toEqual([]);
    await soloUninstall('seats-api');
  });

  it('a certificate that is none', async () => {
    const files = { 'tls.crt': 'no certificate', 'tls.key': 'no key' };
    await apply([{ ...secret(namespace, 'wrong-tls', files), type: 'Opaque' }]);
    const more = ['--set', 'global.realtime.tls.existingSecret=wrong-tls'];
    const refused = refusalOf(soloHelm('install', 'realtime', more, '15s'));
    expect(await whyWaiting('realtime')).toMatch(/CrashLoopBackOff/);
    expect(await new Pods(namespace, 'realtime').logs()).toMatch(/TLS_CERT_FILE.*tls\.crt/);
    await refused;
    expect(await new Pods(namespace, 'realtime').ready()).toEqual([]);
    await soloUninstall('realtime');
  });
});

describe('each service by a chart of its own', () => {
  it.each(inOrder)('%s is installed, tested and upgraded alone', async (service) => {
    const startMs = performance.now();
    const told = await soloHelm('install', service);
    expect(told).toContain(`helm test solo-${service}`);
    expect(await soloTest(service)).toMatch(/Phase: +Succeeded/);
    await soloHelm('upgrade', service, ['--set', 'podAnnotations.upgraded=once']);
    const { metadata } = await new Pods(namespace, service).any();
    const pod = await getJson<PodObject>(['pod', metadata.name, '--namespace', namespace]);
    expect(pod.metadata).toMatchObject({ annotations: { upgraded: 'once' } });
    const more = { 'in all': seconds(performance.now() - startMs) };
    const scenario = `${service} alone`;
    await keepFigures({ scenario, counts: null, sockets: null, lost: null, more });
  });

  it('[P1] together they sell a seat, with sockets by TLS on the nodes', async () => {
    const forward = await PortForward.open(namespace, 'service/their-mysql', 3306);
    onTestFinished(() => forward.close());
    const shows = await stageShows(mysqlUrlAt(`127.0.0.1:${forward.port}`), usualTimes, '-alone');
    const show = shows[0]?.id ?? '';
    const [node] = await nodeAddresses();
    const url = `http://${node?.address}:30081`;
    const cookie = await openSession([{ name: 'web', url, service: 'seats-api' }]);
    const ask = async (method: string, path: string, body?: object) => {
      const headers = { cookie, 'content-type': 'application/json' };
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await fetch(url + path, { method, headers, ...sent });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    const hold = newId();
    expect(await ask('PUT', `/api/shows/${show}/holds/${hold}`, { seats: [0] })).toMatchObject({
      status: 201,
    });
    const paid = await ask('POST', `/api/holds/${hold}/pay`, { id: newId(), method: 'sandbox-card' });
    expect(paid.body).toMatchObject({ hold: { id: hold, state: 'paid' }, order: { state: 'paid' } });
    const { body } = await ask('GET', `/api/realtime?show=${show}`);
    const [endpoint] = body.endpoints as { url: string }[];
    expect(endpoint?.url).toMatch(/^https:\/\/[\d.]+:30444$/);
    expect(await certificateOf(endpoint?.url ?? '')).toBe('localhost');
  });

  it('keeps its pods when the API server has no metrics, and says why it cannot scale', async () => {
    const saved = await withoutMetrics();
    try {
      await soloHelm('upgrade', 'seats-api', ['--set', 'autoscaling.enabled=true,autoscaling.minReplicas=1']);
      const group = `/apis/autoscaling/v2/namespaces/${namespace}`;
      const autoscaler = `${group}/horizontalpodautoscalers/solo-seats-api`;
      let condition: object | undefined;
      await until(
        async () => {
          const { status } = await askApi<AutoscalerObject>(autoscaler);
          condition = status?.conditions?.find(({ type }) => type === 'ScalingActive');
          return condition !== undefined;
        },
        60_000,
        500,
      );
      expect(condition).toMatchObject({ status: 'False', reason: 'FailedGetResourceMetric' });
      expect((await new Pods(namespace, 'seats-api').ready()).length).toBe(1);
    } finally {
      await apply(saved);
    }
  });

  it('is gone when it is uninstalled', async () => {
    for (const service of inOrder) await soloUninstall(service);
    const isOurs = (name: string) => name.includes('solo') && !/^(Pod|EndpointSlice|Endpoints) /.test(name);
    expect((await contentsOf(namespace)).filter(isOurs)).toEqual([]);
    for (const service of inOrder) expect(await clusterObjectsOf(`solo-${service}`)).toEqual([]);
  });
});

/** Takes the metrics API away; answers what brings it back. */
async function withoutMetrics(): Promise<object[]> {
  const name = 'v1beta1.metrics.k8s.io';
  const { apiVersion, kind, metadata, spec } = await getJson<{
    apiVersion: string;
    kind: string;
    metadata: { name: string; labels?: object };
    spec: object;
  }>(['apiservice', name]);
  await kubectl(['delete', 'apiservice', name]);
  return [{ apiVersion, kind, metadata: { name: metadata.name, labels: metadata.labels ?? {} }, spec }];
}

/** The name on the certificate that is shown at an address. */
function certificateOf(url: string): Promise<string | undefined> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    // Who answers is what is asked here.
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => {
      const { subject } = socket.getPeerCertificate();
      socket.destroy();
      resolve(String(subject.CN));
    });
    socket.once('error', reject);
  });
}
