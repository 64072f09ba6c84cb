import { errorBody } from '@onsale/contracts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Bench, type BenchOptions, openBench } from './testing/bench.ts';
import { connect, type UpgradeAnswer, upgrade } from './testing/client.ts';

const benches: Bench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.stop();
});

async function open(options: BenchOptions = {}): Promise<Bench> {
  const bench = await openBench(options);
  benches.push(bench);
  return bench;
}

function refusalIn({ body }: UpgradeAnswer) {
  return errorBody.parse(JSON.parse(body)).error;
}

describe('an upgrade', () => {
  it('[I2] from a page of another origin is FORBIDDEN_ORIGIN, and the connection ends', async () => {
    const bench = await open();
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const answer = await upgrade(bench.url, headers);
      expect(answer.status).toBe(403);
      expect(refusalIn(answer).code).toBe('FORBIDDEN_ORIGIN');
      await answer.ended;
    }
    expect(bench.refused).toEqual(['FORBIDDEN_ORIGIN', 'FORBIDDEN_ORIGIN', 'FORBIDDEN_ORIGIN']);
    expect((await upgrade(bench.url, { origin: bench.url })).status).toBe(101);
    expect((await upgrade(bench.url)).status).toBe(101);
  });

  it('to a process that is about to go is BUSY, with a time to come back', async () => {
    const bench = await open();
    await bench.drain();
    const answer = await upgrade(bench.url);
    expect(answer.status).toBe(503);
    expect(refusalIn(answer)).toMatchObject({ code: 'BUSY', details: { retryAfterMs: 1_000 } });
    expect(answer.headers['retry-after']).toBe('1');
  });

  it('from an address that has as many sockets as it may is RATE_LIMITED, until one is closed', async () => {
    const bench = await open({ trafficLimits: { addressSocketsMax: 2 } });
    const { tokens, url } = bench;
    const first = await connect(url, await tokens.issueTicket('ann'));
    // One that has not joined the sale counts too.
    expect((await upgrade(url)).status).toBe(101);
    const answers = await Promise.all(Array.from({ length: 5 }, () => upgrade(url)));
    for (const answer of answers) {
      expect(answer.status).toBe(429);
      expect(refusalIn(answer).code).toBe('RATE_LIMITED');
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
    first.disconnect();
    await vi.waitFor(async () => expect((await upgrade(url)).status).toBe(101));
  });

  it('counts against the address that the trusted proxy names', async () => {
    const { url } = await open({ trafficLimits: { addressSocketsMax: 1 }, trustedProxyHops: 1 });
    const from = (address: string) => upgrade(url, { 'x-forwarded-for': `198.51.100.9, ${address}` });
    expect((await from('203.0.113.1')).status).toBe(101);
    expect((await from('203.0.113.1')).status).toBe(429);
    expect((await from('203.0.113.2')).status).toBe(101);
  });

  it('is counted: an address that tries too often waits', async () => {
    const { url } = await open({ trafficLimits: { addressCommandsPerSecond: 1 } });
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) statuses.push((await upgrade(url)).status);
    expect(statuses).toEqual([...Array(10).fill(101), 429, 429]);
  });
});

describe('a connection', () => {
  it('[I2] that never joins the sale is ended', async () => {
    const { url } = await open({ connectMsMax: 50 });
    await (await upgrade(url)).ended;
  });

  it('[I2] is let in by a ticket once', async () => {
    const { url, tokens, refused } = await open();
    const ticket = await tokens.issueTicket('ann');
    (await connect(url, ticket)).disconnect();
    await expect(connect(url, ticket)).rejects.toMatchObject({ message: 'BAD_TICKET' });
    expect(refused).toEqual(['BAD_TICKET']);
  });
});

describe('commands over a socket', () => {
  const hold = { show: 'test-show', seats: [0], id: 'no-id' };

  it('past the buyer’s limit are RATE_LIMITED with the time to wait, and the socket stays', async () => {
    const { url, tokens, refused } = await open({ trafficLimits: { buyerCommandsPerSecond: 2 } });
    const socketOf = async (buyer: string) => connect(url, await tokens.issueTicket(buyer));
    const [first, second, bob] = [await socketOf('ann'), await socketOf('ann'), await socketOf('bob')];
    const codes: string[] = [];
    for (let i = 0; i < 6; i++)
      for (const event of ['hold', 'no such event', 'watch'])
        codes.push((await (i % 2 === 0 ? first : second).emitWithAck(event, hold)).error.code);
    expect(codes.slice(0, 4)).not.toContain('RATE_LIMITED');
    expect(new Set(codes.slice(4))).toEqual(new Set(['RATE_LIMITED']));
    const { error } = await first.emitWithAck('hold', hold);
    expect(error.details.retryAfterMs).toBeGreaterThan(0);
    expect(refused.filter((code) => code === 'RATE_LIMITED')).toHaveLength(15);
    expect((await bob.emitWithAck('hold', hold)).error.code).toBe('BAD_ID');
    expect(first.connected).toBe(true);
    for (const socket of [first, second, bob]) socket.disconnect();
  });

  it('past the address’s limit are refused whoever gives them', async () => {
    const { url, tokens } = await open({ trafficLimits: { addressCommandsPerSecond: 2 } });
    const codes: string[] = [];
    for (const buyer of ['ann', 'bob', 'cid', 'dan', 'eve']) {
      const socket = await connect(url, await tokens.issueTicket(buyer));
      codes.push((await socket.emitWithAck('hold', hold)).error.code);
      socket.disconnect();
    }
    expect(codes).toEqual(['BAD_ID', 'BAD_ID', 'BAD_ID', 'BAD_ID', 'RATE_LIMITED']);
  });

  it('that wait for their answer are bounded by BUSY, with a time to wait', async () => {
    const { url, tokens, store } = await open();
    const socket = await connect(url, await tokens.issueTicket('ann'));
    const { promise, resolve } = Promise.withResolvers<never[]>();
    vi.spyOn(store, 'shows').mockReturnValue(promise);
    const acks = Promise.all(
      Array.from({ length: 70 }, () => socket.emitWithAck('watch', { show: 'x', sections: 'all' })),
    );
    await vi.waitFor(() => expect(store.shows).toHaveBeenCalled());
    resolve([]);
    const codes = (await acks).map(({ error }) => error.code);
    expect(codes.filter((code) => code === 'BUSY')).toHaveLength(6);
    expect(codes.filter((code) => code === 'SHOW_NOT_FOUND')).toHaveLength(64);
    socket.disconnect();
  });
});
