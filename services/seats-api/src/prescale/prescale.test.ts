import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKubernetesApi } from './kubernetes-api.ts';
import { fetchOnSaleTimes } from './on-sale-times.ts';
import { prescale } from './prescale.ts';

const minuteMs = 60_000;
const window = { leadMs: 15 * minuteMs, holdMs: 30 * minuteMs };
const onSaleAt = '2030-05-01T10:00:00.000Z';
const annotations = { 'onsale/usual-replicas': '2', 'onsale/on-sale-replicas': '12' };
const hpaPath = '/apis/autoscaling/v2/namespaces/sale/horizontalpodautoscalers/onsale-realtime';
const kedaPath = '/apis/keda.sh/v1alpha1/namespaces/sale/scaledobjects/onsale-realtime';
const seatsApiPath = '/apis/autoscaling/v2/namespaces/sale/horizontalpodautoscalers/onsale-seats-api';

/** The two servers that it asks in one: the seats API, and the Kubernetes API with these objects. */
let objects: Record<string, { metadata: { annotations?: object }; spec: Record<string, number> }>;
let serverTime: string;
let broken: string | null;
let told: string[];
let url: string;
const server = createServer((request, response) => void answer(request, response));

beforeEach(async () => {
  objects = {};
  serverTime = onSaleAt;
  broken = null;
  told = [];
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const send = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body));
  if (path === broken) return void send(500, {});
  if (path === '/api/shows') return void send(200, showList());
  if (request.headers.authorization !== 'Bearer the-token') return void send(401, {});
  const object = objects[path];
  if (object === undefined) return void send(404, {});
  if (request.method === 'PATCH') {
    expect(request.headers['content-type']).toBe('application/merge-patch+json');
    expect(query).toBe('fieldManager=onsale-prescale');
    Object.assign(object.spec, JSON.parse(await text(request)).spec);
  }
  send(200, object);
}

function showList() {
  const name = { en: 'Hamlet' };
  const facts = { id: 'demo', title: name, venue: name, layout: 'abc', seatCount: 100, offSaleAt: null };
  return { shows: [{ ...facts, startsAt: onSaleAt, onSaleAt }], serverTime };
}

function run(...names: string[]): Promise<void> {
  return prescale({
    targets: names.map((name) => ({ namespace: 'sale', name })),
    window,
    kubernetes: createKubernetesApi(url, 'the-token'),
    onSaleTimes: () => fetchOnSaleTimes(url),
    tell: (line) => void told.push(line),
  });
}

describe('a HorizontalPodAutoscaler', () => {
  it('keeps more pods around the on-sale time, and as many as usual after', async () => {
    objects[hpaPath] = { metadata: { annotations }, spec: { minReplicas: 2, maxReplicas: 20 } };
    await run('onsale-realtime');
    expect(objects[hpaPath].spec).toEqual({ minReplicas: 12, maxReplicas: 20 });
    expect(told).toEqual(['sale/onsale-realtime keeps 12 pods at least, after 2']);
    serverTime = '2030-05-01T10:30:00.000Z';
    await run('onsale-realtime');
    expect(objects[hpaPath].spec).toEqual({ minReplicas: 2, maxReplicas: 20 });
  });

  it('is left alone when it is as it should be', async () => {
    objects[hpaPath] = { metadata: { annotations }, spec: { minReplicas: 12 } };
    await run('onsale-realtime');
    expect(told).toEqual(['sale/onsale-realtime keeps 12 pods at least, as it should']);
  });

  it('is left alone when it says nothing of on-sale times', async () => {
    objects[hpaPath] = { metadata: {}, spec: { minReplicas: 2 } };
    await run('onsale-realtime');
    expect(objects[hpaPath].spec).toEqual({ minReplicas: 2 });
  });
});

it('sets a ScaledObject where KEDA scales', async () => {
  objects[kedaPath] = { metadata: { annotations }, spec: { minReplicaCount: 2 } };
  await run('onsale-realtime');
  expect(objects[kedaPath].spec).toEqual({ minReplicaCount: 12 });
});

it('does without an autoscaler that is not there', async () => {
  await run('onsale-realtime');
  expect(told).toEqual(['sale/onsale-realtime is not there; nothing to pre-scale']);
});

it('sets the others when one fails, and says which did', async () => {
  broken = hpaPath;
  objects[hpaPath] = { metadata: { annotations }, spec: { minReplicas: 2 } };
  objects[seatsApiPath] = { metadata: { annotations }, spec: { minReplicas: 2 } };
  await expect(run('onsale-realtime', 'onsale-seats-api')).rejects.toThrow(
    `not pre-scaled: sale/onsale-realtime: GET ${hpaPath} answered 500`,
  );
  expect(objects[seatsApiPath].spec).toEqual({ minReplicas: 12 });
});

it('changes nothing while the shows cannot be read', async () => {
  broken = '/api/shows';
  objects[hpaPath] = { metadata: { annotations }, spec: { minReplicas: 12 } };
  await expect(run('onsale-realtime')).rejects.toThrow('/api/shows answered 500');
  expect(objects[hpaPath].spec).toEqual({ minReplicas: 12 });
});
