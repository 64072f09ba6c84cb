import { createSandboxPayments } from '@onsale/booking';
import type { PaymentProvider } from '@onsale/domain';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Bench, openBench } from './testing/bench.ts';
import type { Visitor } from './testing/visitor.ts';

/** The document itself. */
const undocumented = '/openapi.json';

/** A provider whose messages are genuine when their signature says so. */
const payments: PaymentProvider = {
  ...createSandboxPayments(),
  readWebhook: async (headers) =>
    headers['webhook-signature'] === 'v1,genuine' ? { order: providersMessage.data.id } : null,
};
/** As the payment sandbox writes them. */
const providersMessage = {
  type: 'charge.succeeded',
  timestamp: '2031-05-01T12:00:00.000Z',
  data: { id: '01f0c9b8-0000-7000-8000-000000000001', state: 'succeeded', amount: 12_300, currency: 'EUR' },
};

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

async function readDocument(): Promise<Document> {
  const response = await openBench().stranger().get('/openapi.json');
  expect(response.status).toBe(200);
  return (await response.json()) as Document;
}

/** A call of each operation as a client makes it, by method and path as the document writes them. */
const examples: Readonly<Record<string, (bench: Bench, buyer: Visitor) => Promise<Response>>> = {
  'get /api/shows': async (_, buyer) => buyer.get('/api/shows'),
  'get /api/shows/{show}': async (_, buyer) => buyer.get('/api/shows/test-show'),
  'get /api/layouts/{hash}': async (bench, buyer) =>
    buyer.get(`/api/layouts/${(await bench.store.shows())[0]?.layoutHash}`),
  'get /api/shows/{show}/seats': async (_, buyer) =>
    buyer.get('/api/shows/test-show/seats?section=section-1'),
  'get /api/shows/{show}/sections/{section}/changes': async (_, buyer) =>
    buyer.get('/api/shows/test-show/sections/section-1/changes?since=0'),
  'put /api/shows/{show}/holds/{id}': async (bench, buyer) =>
    buyer.send('PUT', `/api/shows/test-show/holds/${bench.newId()}`, { seats: [1] }),
  'get /api/shows/{show}/holds': async (_, buyer) => buyer.get('/api/shows/test-show/holds'),
  'get /api/holds/{id}': async (bench, buyer) => buyer.get(`/api/holds/${await hold(bench, buyer)}`),
  'delete /api/holds/{id}': async (bench, buyer) =>
    buyer.send('DELETE', `/api/holds/${await hold(bench, buyer)}?seats=0`),
  'post /api/holds/{id}/extend': async (bench, buyer) =>
    buyer.ask('POST', `/api/holds/${await hold(bench, buyer)}/extend`),
  'post /api/holds/{id}/pay': async (bench, buyer) => pay(buyer, await hold(bench, buyer), bench.newId()),
  'get /api/orders': async (bench, buyer) => {
    await pay(buyer, await hold(bench, buyer), bench.newId());
    return buyer.get('/api/orders');
  },
  'get /api/orders/{id}': async (bench, buyer) => {
    const order = bench.newId();
    await pay(buyer, await hold(bench, buyer), order);
    return buyer.get(`/api/orders/${order}`);
  },
  'get /api/orders/{id}/passes': async (bench, buyer) => {
    const order = bench.newId();
    await pay(buyer, await hold(bench, buyer), order);
    return buyer.get(`/api/orders/${order}/passes`);
  },
  'get /api/pass-keys': async (_, buyer) => buyer.get('/api/pass-keys'),
  'post /api/passes/check': async (bench, buyer) => {
    const code = await bench.passes.sign({ show: 'test-show', order: bench.newId(), seat: 0 });
    return buyer.send('POST', '/api/passes/check', { code });
  },
  'post /api/orders/{id}/return': async (bench, buyer) => {
    const order = bench.newId();
    await pay(buyer, await hold(bench, buyer), order);
    return buyer.ask('POST', `/api/orders/${order}/return`);
  },
  'post /api/payments/webhook': async (bench) => tell(bench, 'v1,genuine'),
  'get /api/realtime': async (_, buyer) => buyer.get('/api/realtime?show=test-show'),
  'get /seats': async (_, buyer) => buyer.get('/seats'),
  'get /ip': async (_, buyer) => buyer.ask('GET', 'http://sale.example/ip'),
};

async function hold(bench: Bench, buyer: Visitor): Promise<string> {
  const id = bench.newId();
  await buyer.send('PUT', `/api/shows/test-show/holds/${id}`, { seats: [0, 4] });
  return id;
}

function tell(bench: Bench, signature: string): Promise<Response> {
  return bench.stranger().ask('POST', '/api/payments/webhook', {
    headers: { 'content-type': 'application/json', 'webhook-signature': signature },
    body: JSON.stringify(providersMessage),
  });
}

function pay(buyer: Visitor, id: string, order: string): Promise<Response> {
  return buyer.send('POST', `/api/holds/${id}/pay`, { id: order, method: 'sandbox-card' });
}

describe('the OpenAPI document', () => {
  let document: Document;
  beforeAll(async () => {
    document = await readDocument();
  });

  it('is valid OpenAPI 3.1', async () => {
    expect(document.openapi).toBe('3.1.0');
    const { valid, errors } = await new Validator().validate({ ...structuredClone(document) });
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  });

  it('lists every route, and no other', () => {
    const listed = operationsOf(document).map(([name]) => name);
    const routes = openBench()
      .app.routes.filter(({ method, path }) => method !== 'ALL' && path !== undocumented)
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect(listed.toSorted()).toEqual([...new Set(routes)].toSorted());
    expect(listed.toSorted()).toEqual(Object.keys(examples).toSorted());
  });

  it.each(Object.entries(examples))('tells truly how %s answers', async (name, call) => {
    const bench = openBench({ payments });
    const response = await call(bench, await bench.buyer());
    expect(response.status).toBeLessThan(300);
    await expectDocumented(document, name, response);
  });

  it('tells truly how a hold of the best seats answers', async () => {
    const bench = openBench();
    const path = `/api/shows/test-show/holds/${bench.newId()}`;
    const response = await (await bench.buyer()).send('PUT', path, { best: { count: 2 } });
    expect(response.status).toBe(201);
    await expectDocumented(document, 'put /api/shows/{show}/holds/{id}', response);
  });

  it('tells truly how the provider’s messages look, and how one of somebody else is refused', async () => {
    const { parameters, requestBody } = operationOf(document, 'post /api/payments/webhook');
    const headers = parameters?.filter((parameter) => parameter.in === 'header').map(({ name }) => name);
    expect(headers).toEqual(['webhook-id', 'webhook-timestamp', 'webhook-signature']);
    expectToFit(document, requestBody?.content?.['application/json']?.schema, providersMessage);
    const response = await tell(openBench({ payments }), 'v1,forged');
    expect(response.status).toBe(401);
    await expectDocumented(document, 'post /api/payments/webhook', response);
  });

  it.each([
    ['get /api/shows/{show}', '/api/shows/nowhere'],
    ['get /api/holds/{id}', '/api/holds/nobodys'],
    ['get /api/shows/{show}/sections/{section}/changes', '/api/shows/test-show/sections/section-1/changes'],
  ])('tells truly how %s refuses', async (name, path) => {
    const response = await (await openBench().buyer()).get(path);
    expect(response.status).toBeGreaterThanOrEqual(400);
    await expectDocumented(document, name, response);
  });
});

function operationsOf({ paths }: Document): [name: string, operation: Operation][] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method} ${path}`,
      operation,
    ]),
  );
}

function operationOf(document: Document, name: string): Operation {
  const operation = new Map(operationsOf(document)).get(name);
  if (operation === undefined) throw new Error(`${name} is not documented`);
  return operation;
}

/** The answer has the documented type, and its body fits the documented schema; or it has none, as documented. */
async function expectDocumented(document: Document, name: string, response: Response): Promise<void> {
  const { responses } = operationOf(document, name);
  const documented = responses[response.status] ?? responses.default;
  const type = response.headers.get('content-type')?.split(';', 1)[0] ?? '';
  if (response.status === 204) {
    expect([documented?.content, type, await response.text()]).toEqual([undefined, '', '']);
    expect(responses).toHaveProperty('204');
    return;
  }
  const schema = documented?.content?.[type]?.schema;
  if (schema === undefined)
    throw new Error(`${name}: no ${type} with status ${response.status} is documented`);
  expectToFit(document, schema, type === 'application/json' ? await response.json() : await response.text());
}

function expectToFit(document: Document, schema: object | undefined, body: unknown): void {
  if (schema === undefined) throw new Error('no schema is documented');
  // The document is the schema's root, so that references into its components are found.
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const fits = ajv.compile({ ...document, ...schema });
  expect({ fits: fits(body), errors: fits.errors, body }).toMatchObject({ fits: true });
}
