import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../servers/index.ts';
import { createSessionKeys } from '../services/session-keys.ts';
import { type RunningServices, startServices } from '../services/start-services.ts';
import { startStandalone } from '../services/start-standalone.ts';
import { genuine, readKeys } from './forger.ts';
import { type PlainAnswer, send } from './plain-request.ts';
import { RawSocket } from './raw-socket.ts';

/** Small enough to be met at once, large enough for a test to do what it is about. */
const limits = {
  BUYER_COMMANDS_PER_SECOND: '3',
  ADDRESS_COMMANDS_PER_SECOND: '20',
  ADDRESS_SOCKETS_MAX: '3',
};
const sessionKeys = createSessionKeys();
const [key = { id: '', secret: Buffer.alloc(0) }] = readKeys(sessionKeys);
const tokenOf = (kind: 'session' | 'ticket', buyer: string) =>
  genuine({ kind, buyer, key, madeAtMs: Date.now() });

/** A command that changes nothing: it is about a hold that does not exist. */
function command(url: string, buyer: string, forwardedFor?: string): Promise<PlainAnswer> {
  const forwarded = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
  const headers = { cookie: `onsale=${tokenOf('session', buyer)}`, ...forwarded };
  return send(`${url}/api/holds/00000000-0000-7000-8000-000000000000`, 'DELETE', headers);
}

/** What so many commands at once are told. */
async function codes(
  count: number,
  ask: (index: number) => Promise<PlainAnswer>,
): Promise<(string | null)[]> {
  const answers = await Promise.all(Array.from({ length: count }, (_, index) => ask(index)));
  return answers.map(({ code }) => code);
}
const passed = (heard: readonly (string | null)[]) => heard.filter((code) => code !== 'RATE_LIMITED').length;

async function refusalsCounted(url: string): Promise<number> {
  const { body } = await send(`${url}/metrics`, 'GET');
  return Number(/^onsale_refusals_total\{[^}]*code="RATE_LIMITED"[^}]*\} (\d+)$/m.exec(body)?.[1] ?? 0);
}

describe('the limits of traffic on the services', () => {
  let database: TestDatabase;
  let services: RunningServices;
  let api: string;
  let realtime: string;

  beforeAll(async () => {
    database = await createDatabase(inject('mysqlUrl'));
    services = await startServices({
      mysqlUrl: database.url,
      redisUrl: inject('redisUrl'),
      port: 0,
      sessionKeys,
      env: limits,
    });
    api = services.seatsApiUrls[0] ?? '';
    realtime = services.realtimeUrls[0] ?? '';
  }, 120_000);
  afterAll(async () => {
    await services?.stop();
    await database?.drop();
  }, 60_000);

  it('bound the commands of a buyer, with a time to come back, and count the refusals', async () => {
    const before = await refusalsCounted(api);
    const answers: PlainAnswer[] = [];
    for (let index = 0; index < 20; index++)
      answers.push(await command(api, 'greedy', `198.51.100.${index}`));
    const refused = answers.filter(({ code }) => code === 'RATE_LIMITED');
    expect(refused.length).toBeGreaterThan(0);
    for (const { status, headers, body } of refused) {
      const { details } = (JSON.parse(body) as { error: { details: { retryAfterMs: number } } }).error;
      expect(status).toBe(429);
      expect(headers['retry-after']).toBe(String(Math.ceil(details.retryAfterMs / 1_000)));
    }
    expect(answers.slice(0, 6).map(({ code }) => code)).toEqual(Array(6).fill('HOLD_NOT_FOUND'));
    expect((await refusalsCounted(api)) - before).toBe(refused.length);
  });

  it('bound the commands from an address, as the trusted front tells it, whoever gives them', async () => {
    const from = (address: string) => (index: number) => command(api, `of-many-${index}`, address);
    expect(passed(await codes(120, from('203.0.113.1')))).toBeLessThan(120);
    expect(passed(await codes(10, from('203.0.113.2')))).toBe(10);
    // What a client writes to the left of the front's entry makes him nobody else.
    const forged = (index: number) => command(api, `forger-${index}`, `198.51.100.${index}, 203.0.113.3`);
    expect(passed(await codes(120, forged))).toBeLessThan(120);
  });

  it('take no client’s word for an address behind the front', async () => {
    const forged = (index: number) => command(services.url, `front-${index}`, `198.51.100.${index}`);
    // Two processes in turn, each of which counts for itself.
    expect(passed(await codes(240, forged))).toBeLessThan(240);
  });

  it('bound the commands over sockets', async () => {
    const raw = await RawSocket.open(realtime, tokenOf('ticket', 'greedy'));
    for (let index = 0; index < 20; index++)
      raw.send(`42${index}["unwatch",{"show":"demo","sections":"all"}]`);
    const acks = await Promise.all(
      Array.from({ length: 20 }, (_, index) => raw.heard.first((text) => text.startsWith(`43${index}[`))),
    );
    const refused = acks.filter((text) => text.includes('"RATE_LIMITED"'));
    expect(refused.length).toBeGreaterThan(0);
    for (const ack of refused) expect(ack).toMatch(/"details":\{"retryAfterMs":\d+\}/);
    raw.close();
  });

  it('bound the sockets of an address', async () => {
    const realtime = services.realtimeUrls[1] ?? '';
    const open: RawSocket[] = [];
    const refused = async () => {
      try {
        open.push(await RawSocket.open(realtime, tokenOf('ticket', `visitor-${open.length}`)));
        return false;
      } catch (error) {
        return String(error).includes('429');
      }
    };
    const before = await refusalsCounted(realtime);
    for (let index = 0; index < 3; index++) expect(await refused()).toBe(false);
    expect(await refused()).toBe(true);
    expect((await refusalsCounted(realtime)) - before).toBe(1);
    for (const socket of open) socket.close();
  });
});

describe('the limits of traffic on the standalone process', () => {
  it('are the same, and its proxies are trusted when it is told to', async () => {
    const sale = await startStandalone({ env: { ...limits, TRUSTED_PROXY_HOPS: '1' } });
    try {
      const visit = await send(`${sale.url}/api/shows`, 'GET');
      const cookie = String(visit.headers['set-cookie']).split(';', 1)[0] ?? '';
      const path = `${sale.url}/api/holds/00000000-0000-7000-8000-000000000000`;
      const ask = (from: string) => send(path, 'DELETE', { cookie, 'x-forwarded-for': from });
      const stranger = (from: string) => send(path, 'DELETE', { 'x-forwarded-for': from });
      expect(passed(await codes(20, (index) => ask(`198.51.100.${index}`)))).toBeLessThan(20);
      expect(passed(await codes(120, () => stranger('203.0.113.1')))).toBeLessThan(120);
      expect((await stranger('203.0.113.2')).code).toBe('NO_SESSION');
    } finally {
      await sale.stop();
    }
  });
});
