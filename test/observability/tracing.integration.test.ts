import { createHttp, type LiveShow, newId, openLiveShow } from '@onsale/client';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { Buyer } from '../sale/buyer.ts';
import { openServices, type Place } from '../sale/place.ts';
import { SaleSocket } from '../sale/sale-socket.ts';
import { OtlpReceiver, type ReceivedSpan } from './otlp-receiver.ts';

/** Spans are gathered for a second before they are sent. */
const arriveMsMax = 15_000;

const receiver = new OtlpReceiver();
const log: string[] = [];
let place: Place;

beforeAll(async () => {
  const endpoint = await receiver.start();
  place = await openServices({
    mysqlUrl: inject('mysqlUrl'),
    redisUrl: inject('redisUrl'),
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: '1', LOG_LEVEL: 'trace' },
    log: (line) => void log.push(line),
  });
}, 120_000);
afterAll(async () => {
  await place?.stop();
  await receiver.stop();
});

const traceOf = (hold: string) => hold.replaceAll('-', '');

/** The spans of a trace, once one of that name has come. */
async function spansOf(traceId: string, name: string): Promise<readonly ReceivedSpan[]> {
  const found = () => receiver.spans.filter((span) => span.traceId === traceId);
  await vi.waitFor(() => expect(found().map((span) => span.name)).toContain(name), {
    timeout: arriveMsMax,
    interval: 100,
  });
  return found();
}

/** A tree of spans as text: `name(children)`, the children by their names. */
function treeOf(spans: readonly ReceivedSpan[], root: ReceivedSpan): string {
  const children = spans
    .filter(({ parentSpanId }) => parentSpanId === root.spanId)
    .map((span) => treeOf(spans, span))
    .sort();
  return children.length === 0 ? root.name : `${root.name}(${children.join(' ')})`;
}

const rootsOf = (spans: readonly ReceivedSpan[]) =>
  spans.filter(({ parentSpanId }) => !spans.some(({ spanId }) => spanId === parentSpanId));

const commit = 'batch(connection decide load publish save) lane wait';

/** The client of the buyer's page, past the front: a session and a live map. */
async function openPage(): Promise<LiveShow> {
  const [baseUrl] = place.apiUrls;
  const buyer = await Buyer.arrive(place);
  const withCookie: typeof fetch = (input, init) =>
    fetch(input, {
      ...init,
      headers: { ...Object.fromEntries(new Headers(init?.headers)), cookie: buyer.cookie },
    });
  const http = createHttp({ baseUrl, fetch: withCookie, traces: true });
  const live = openLiveShow({ http, show: await http.show('hall'), ownOrigin: baseUrl });
  await vi.waitFor(() => expect(live.state.kind).toBe('live'), { timeout: 10_000 });
  return live;
}

describe('the trace of a command', () => {
  it('goes from the page over the socket to the commit and the publishing', async () => {
    const page = await openPage();
    const id = newId();
    await page.hold({ id, show: 'hall', seats: [1] });
    const spans = await spansOf(traceOf(id), 'hold');
    const [root, ...others] = rootsOf(spans);
    expect(others).toEqual([]);
    expect(root).toMatchObject({ service: 'realtime', attributes: { 'onsale.code': 'OK' } });
    // The page's own span is its parent; a page sends none.
    expect(root?.parentSpanId).toMatch(/^[0-9a-f]{16}$/);
    expect(root && treeOf(spans, root)).toBe(`hold(${commit})`);
    page.close();
  });

  it('goes on with the payment, in the same trace as the hold', async () => {
    const page = await openPage();
    const id = newId();
    await page.hold({ id, show: 'hall', seats: [2] });
    await page.pay({ hold: id, id: newId(), method: 'sandbox-card' });
    const spans = await spansOf(traceOf(id), 'pay');
    const pay = spans.find(({ name }) => name === 'pay');
    expect(pay && treeOf(spans, pay)).toBe(
      'pay(batch(connection decide load publish save) batch(connection decide load publish save) lane wait lane wait payment start)',
    );
    page.close();
  });

  it('over HTTP is the caller’s, as the header says', async () => {
    const buyer = await Buyer.arrive(place);
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const answer = await buyer.ask('PUT', `/api/shows/hall/holds/${newId()}`, {
      headers: { 'content-type': 'application/json', traceparent: `00-${traceId}-b7ad6b7169203331-01` },
      body: '{"seats":[3]}',
    });
    expect(answer.status).toBe(201);
    const spans = await spansOf(traceId, 'PUT /api/shows/:show/holds/:id');
    const [root] = rootsOf(spans);
    expect(root).toMatchObject({ service: 'seats-api', parentSpanId: 'b7ad6b7169203331' });
    expect(root && treeOf(spans, root)).toBe(`PUT /api/shows/:show/holds/:id(${commit})`);
  });

  it('may be sent by any client of the socket, and nonsense in its place harms nothing', async () => {
    const buyer = await Buyer.arrive(place);
    const socket = await SaleSocket.open(place.realtimeUrls[0], { ticket: await buyer.ticket() });
    const traceId = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
    const trace = `00-${traceId}-bbbbbbbbbbbbbbbb-00`;
    const hold = { show: 'hall', seats: [4] };
    expect(await socket.ask('hold', { ...hold, id: newId(), trace })).toMatchObject({ ok: true });
    await spansOf(traceId, 'batch');
    expect(await socket.ask('hold', { ...hold, id: newId(), trace: 'nonsense' })).toMatchObject({
      error: { code: 'SEAT_TAKEN' },
    });
    expect(await socket.ask('hold', { ...hold, id: newId(), trace: 7 })).toMatchObject({
      error: { code: 'BAD_REQUEST' },
    });
    socket.close();
  });
});

describe('traces and logs', () => {
  it('name no buyer, no session and no ticket', async () => {
    const buyer = await Buyer.arrive(place);
    const ticket = await buyer.ticket();
    const socket = await SaleSocket.open(place.realtimeUrls[0], { ticket });
    const id = newId();
    expect(await socket.hold('hall', [5], id)).toMatchObject({ ok: true });
    expect(await socket.hold('hall', [5])).toMatchObject({ error: { code: 'SEAT_TAKEN' } });
    socket.close();
    const { buyer: raw } = (await place.store.hold(id)) ?? { buyer: '' };
    expect(raw).toMatch(/^[0-9a-f-]{36}$/);
    await vi.waitFor(() => expect(log.join('\n')).toContain('SEAT_TAKEN'));
    await vi.waitFor(() => expect(receiver.bodies.join()).toContain('SEAT_TAKEN'), arriveMsMax);
    const session = buyer.cookie.split('=')[1] ?? '';
    for (const text of [log.join('\n'), receiver.bodies.join()])
      for (const secret of [raw, session, ticket]) {
        expect(secret.length).toBeGreaterThan(30);
        expect(text).not.toContain(secret);
      }
  });
});
